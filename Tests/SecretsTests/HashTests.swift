import Testing

@testable import Secrets

/// Bytes from hexadecimal, blanks between them or not.
func hex(_ text: String) -> [UInt8] {
    let digits = text.compactMap(\.hexDigitValue).map(UInt8.init)
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}

@Suite struct HashTests {
    @Test(
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ])
    func `SHA-256 gives what the standard's examples give`(text: String, digest: String) {
        #expect(SHA256.hash(Array(text.utf8).span) == hex(digest))
    }

    @Test func `a text hashes alike in parts and at once, and one hash serves many texts`() {
        let text = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 17) }
        var hash = SHA256()
        var digest = [UInt8](repeating: 0xee, count: 32)
        for cut in [0, 1, 63, 64, 65, 500, 1000] {
            let (first, second) = (Array(text[..<cut]), Array(text[cut...]))
            hash.update(first.span)
            hash.update(second.span)
            #expect(hash.finish() == SHA256.hash(text.span))
            hash.update(text.span)
            hash.finish(into: &digest)
            #expect(digest == SHA256.hash(text.span))
        }
    }

    @Test(arguments: [
        // RFC 4231 §4.2, §4.3 and §4.7.
        (
            String(repeating: "0b", count: 20), "4869205468657265",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            "4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            String(repeating: "aa", count: 131),
            "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a"
                + "65204b6579202d2048617368204b6579204669727374",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
    ])
    func `HMAC gives what RFC 4231 gives`(key: String, text: String, tag: String) {
        #expect(HMACSHA256.tag(of: hex(text).span, key: hex(key).span) == hex(tag))
    }

    @Test func `a tag is good for its text and key alone`() {
        let (key, text): ([UInt8], [UInt8]) = ([1, 2], [3, 4])
        var tag = HMACSHA256.tag(of: text.span, key: key.span)
        #expect(isGood(tag, text, key))
        #expect(!isGood(tag, key, key))
        #expect(!isGood(tag, text, text))
        tag[31] ^= 1
        #expect(!isGood(tag, text, key))
        #expect(!isGood([], text, key))
    }

    @Test func `an empty key and an empty text have a tag too`() {
        let tag = HMACSHA256.tag(of: [UInt8]().span, key: [UInt8]().span)
        #expect(tag == hex("b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"))
    }

    @Test func `bytes are equal only when all of them and their number are`() {
        #expect(same([1, 2], [1, 2]))
        #expect(same([], []))
        #expect(!same([1, 2], [1, 3]))
        #expect(!same([1, 2], [1]))
    }

    @Test func `chance does not repeat itself, and fills to the last byte`() throws {
        let draws = Set(try (0..<1000).map { _ in try Random.bytes(16) })
        #expect(draws.count == 1000)
        let last = Set(draws.map { $0[15] })
        #expect(last.count > 100)
        #expect(try Random.bytes(0) == [])
        #expect(try Random.number() != Random.number())
    }

    private func same(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        ConstantTime.equal(one.span, other.span)
    }

    private func isGood(_ tag: [UInt8], _ text: [UInt8], _ key: [UInt8]) -> Bool {
        HMACSHA256.verify(tag.span, of: text.span, key: key.span)
    }
}
