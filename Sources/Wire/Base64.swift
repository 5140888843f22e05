/// Base 64 with padding, as SASL sends it.
///
/// - Source: RFC 4648 §4.
public enum Base64 {
    /// The bytes as letters, padded to a multiple of four.
    public static func encode(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var letters: [UInt8] = []
        letters.reserveCapacity((bytes.count + 2) / 3 * 4)
        var word: UInt32 = 0
        var held = 0
        for byte in bytes {
            word = word << 8 | UInt32(byte)
            held += 1
            if held == 3 {
                append(word, 4, to: &letters)
                (word, held) = (0, 0)
            }
        }
        if held > 0 {
            append(word << (8 * UInt32(3 - held)), held + 1, to: &letters)
            letters.append(contentsOf: repeatElement(padding, count: 3 - held))
        }
        return letters
    }

    /// The bytes that the letters mean, or nil: strict about letters, padding and bits that must be
    /// zero, so that each value is written one way only. Nothing decodes to nothing.
    public static func decode(_ letters: ArraySlice<UInt8>) -> [UInt8]? {
        guard letters.count % 4 == 0 else { return nil }
        let padded = letters.suffix(2).count { $0 == padding }
        if padded == 1, letters.last != padding { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(letters.count / 4 * 3)
        var word: UInt32 = 0
        var bits: UInt32 = 0
        for letter in letters.dropLast(padded) {
            guard let value = value(of: letter) else { return nil }
            word = word << 6 | value
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: word >> bits))
                word &= 1 << bits - 1
            }
        }
        return word == 0 ? bytes : nil
    }

    private static let padding = UInt8(ascii: "=")
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private static func append(_ word: UInt32, _ count: Int, to letters: inout [UInt8]) {
        for index in 0..<count {
            letters.append(alphabet[Int(word >> (18 - 6 * UInt32(index)) & 63)])
        }
    }

    private static func value(of letter: UInt8) -> UInt32? {
        switch letter {
        case 0x41...0x5a: UInt32(letter) - 0x41
        case 0x61...0x7a: UInt32(letter) - 0x61 + 26
        case 0x30...0x39: UInt32(letter) - 0x30 + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
