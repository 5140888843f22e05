/// 64-bit numbers as 13 letters that sort as the numbers do: message ids.
///
/// Digits and lower-case letters without i, l, o and u, which are misread or make words.
public enum Base32 {
    /// How many letters a number has.
    public static let letters = 13

    /// Appends the 13 letters of a number.
    public static func write(_ value: UInt64, to bytes: inout [UInt8]) {
        let alphabet = alphabet
        var shift: UInt64 = 65
        while shift > 0 {
            shift -= 5
            bytes.append(alphabet[Int(value &>> shift & 31)])
        }
    }

    /// The number that 13 letters mean, or nil; capitals and numbers past 64 bits are refused, so
    /// that each number is written one way only.
    public static func parse(_ bytes: ArraySlice<UInt8>) -> UInt64? {
        guard bytes.count == letters else { return nil }
        var value: UInt64 = 0
        for byte in bytes {
            guard value >> 59 == 0, let digit = alphabet.firstIndex(of: byte) else { return nil }
            value = value << 5 | UInt64(digit)
        }
        return value
    }

    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
}
