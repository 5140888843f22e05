import Testing
import Wire

@Test(
    arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"), ("\0lola\0secret?>", "AGxvbGEAc2VjcmV0Pz4="),
    ])
func `base 64 is as RFC 4648 has it`(plain: String, letters: String) {
    #expect(Base64.encode(Array(plain.utf8)[...]) == Array(letters.utf8))
    #expect(Base64.decode(Array(letters.utf8)[...]) == Array(plain.utf8))
}

@Test(
    arguments: [
        "Zg", "Zg=", "Zg===", "=", "====", "A===", "Zh==", "Zm9=", "Zm9v\n", "Zm 9", "Zg==Zg==",
        "Z=g=", "=Zg=", "Zm9-", "Zm9_", "жж", "*",
    ])
func `base 64 that is not canonical is refused`(letters: String) {
    #expect(Base64.decode(Array(letters.utf8)[...]) == nil)
}

@Test func `any bytes survive base 64`() {
    var dice = Dice(seed: 9)
    for count in 0..<200 {
        let bytes = (0..<count).map { _ in UInt8(dice.below(256)) }
        #expect(Base64.decode(Base64.encode(bytes[...])[...]) == bytes)
    }
}

private func base32(_ value: UInt64) -> [UInt8] {
    var letters: [UInt8] = []
    Base32.write(value, to: &letters)
    return letters
}

@Test func `message ids have 13 letters that sort as the numbers do`() {
    #expect(base32(0) == Array("0000000000000".utf8))
    #expect(base32(.max) == Array("fzzzzzzzzzzzz".utf8))
    var dice = Dice(seed: 4)
    for _ in 0..<5000 {
        let one = dice.next() >> UInt64(dice.below(64))
        let other = dice.oneIn(2) ? one &+ 1 : dice.next()
        let letters = (base32(one), base32(other))
        #expect(letters.0.count == Base32.letters)
        #expect(Base32.parse(letters.0[...]) == one)
        #expect(letters.0.lexicographicallyPrecedes(letters.1) == (one < other))
    }
}

@Test(
    arguments: [
        "", "0", "00000000000000", "g000000000000", "zzzzzzzzzzzzz", "000000000000i",
        "00000000000 0",
        "000000000000A", "000000000000l", "000000000000o", "000000000000u",
    ])
func `what is no message id is refused`(letters: String) {
    #expect(Base32.parse(Array(letters.utf8)[...]) == nil)
}
