/// The SHA-256 of a server certificate's DER bytes: what a person can read out over a telephone.
public struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
    /// 32 bytes.
    public let bytes: [UInt8]

    /// - Returns: nil unless there are exactly 32 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// Reads 64 hexadecimal digits, with or without `:` or spaces between and `sha256:` before,
    /// as `openssl x509 -fingerprint -sha256` and this type print them.
    public init?(_ text: String) {
        var digits = Array(text.utf8)
        let prefix = Array("sha256:".utf8)
        if digits.prefix(prefix.count).map({ $0 | 0x20 }) == prefix.map({ $0 | 0x20 }) {
            digits.removeFirst(prefix.count)
        }
        var halves: [UInt8] = []
        for digit in digits where digit != UInt8(ascii: ":") && digit != UInt8(ascii: " ") {
            guard let value = Character(Unicode.Scalar(digit)).hexDigitValue else { return nil }
            halves.append(UInt8(value))
        }
        guard halves.count == 64 else { return nil }
        bytes = stride(from: 0, to: 64, by: 2).map { halves[$0] << 4 | halves[$0 + 1] }
    }

    /// 64 upper-case digits in pairs: `3A:F0:…`.
    public var description: String {
        bytes.map { byte in
            let digits = String(byte, radix: 16, uppercase: true)
            return digits.count == 1 ? "0" + digits : digits
        }.joined(separator: ":")
    }
}
