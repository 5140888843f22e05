import Testing
import Wire

@Test(
    arguments: [
        (0, "a3817f04ba25a8e66df67214c7550293"),
        (1, "da87c1d86b99af44347659119b22fc45"),
        (7, "a1f1ebbed8dbc153c0b84aa61ff08239"),
        (8, "3b62a9ba6258f5610f83e264f31497b4"),
        (9, "264499060ad9baabc47f8b02bb6d71ed"),
        (15, "5493e99933b0a8117e08ec0f97cfc3d9"),
        (61, "7697009a6a831dfecca91c5993670f7a"),
        (62, "5853542321f567a005d547a4f04759bd"),
        (63, "5150d1772f50834a503e069a973fbd7c"),
    ])
func `SipHash gives the reference's 128 bits for 0, 1, 2… under the key 0…15`(
    length: Int, expected: String
) {
    let hash = SipHash(k0: 0x0706_0504_0302_0100, k1: 0x0f0e_0d0c_0b0a_0908)
    let (high, low) = hash((0..<length).map { UInt8($0) }[...])
    #expect(hexadecimal(low) + hexadecimal(high) == expected)
}

/// Eight bytes, the least significant first.
private func hexadecimal(_ word: UInt64) -> String {
    (0..<8).map { index in
        let digits = String(word >> (8 * UInt64(index)) & 0xff, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
    }.joined()
}

@Test func `SipHash does not care where a slice begins`() {
    let hash = SipHash(k0: 1, k1: 2)
    let bytes = Array("xx#tue-circle".utf8)
    let (whole, part) = (hash(Array(bytes.dropFirst(2))[...]), hash(bytes.dropFirst(2)))
    #expect(whole == part)
    #expect(whole != hash(bytes[...]))
    #expect(whole != SipHash(k0: 1, k1: 3)(bytes.dropFirst(2)))
}
