import Testing

@testable import Secrets

@Suite struct SealingTests {
    let key = [UInt8](repeating: 7, count: 32)
    let words = Array("модарон".utf8)
    let place: [UInt8] = [0, 0, 0, 42]

    @Test func `AES-256-GCM gives what the GCM specification's case 16 gives`() throws {
        let aes = try AESGCM(
            key: hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"))
        let sealed = try aes.seal(
            hex(
                "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                    + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
            ).span, place: hex("feedfacedeadbeeffeedfacedeadbeefabaddad2").span,
            nonce: hex("cafebabefacedbaddecaf888"))
        let body = hex(
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662")
        #expect(sealed.dropFirst(12).dropLast(16) == body[...])
        #expect(Array(sealed.suffix(16)) == hex("76fc6ece0f4e1768cddf8853bb2d551b"))
    }

    @Test func `sealed words open again, an empty text too`() throws {
        let aes = try AESGCM(key: key)
        for text in [words, []] {
            let sealed = try aes.seal(text.span, place: place.span)
            #expect(sealed.count == text.count + AESGCM.addedBytes)
            #expect(try aes.open(sealed.span, place: place.span) == text)
        }
    }

    @Test func `the same words never look the same when sealed`() throws {
        let aes = try AESGCM(key: key)
        let sealed = Set(try (0..<100).map { _ in try aes.seal(words.span, place: place.span) })
        #expect(sealed.count == 100)
    }

    @Test func `any changed bit is noticed`() throws {
        let aes = try AESGCM(key: key)
        let sealed = try aes.seal(words.span, place: place.span)
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(throws: SecretsError.tampered) {
                try aes.open(changed.span, place: place.span)
            }
        }
    }

    @Test func `words sealed for one place, or with one key, open at no other`() throws {
        let aes = try AESGCM(key: key)
        let other = try AESGCM(key: [UInt8](repeating: 8, count: 32))
        let sealed = try aes.seal(words.span, place: place.span)
        #expect(throws: SecretsError.tampered) { try aes.open(sealed.span, place: [1].span) }
        #expect(throws: SecretsError.tampered) { try other.open(sealed.span, place: place.span) }
        for count in [0, 11, 27, sealed.count - 1] {
            let cut = Array(sealed[..<count])
            #expect(throws: SecretsError.tampered) { try aes.open(cut.span, place: place.span) }
        }
    }

    @Test func `a key of another length is refused`() {
        #expect(throws: SecretsError.wrongKeyLength(bytes: 16)) {
            try AESGCM(key: [UInt8](repeating: 1, count: 16))
        }
    }
}
