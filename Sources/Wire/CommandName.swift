/// A command's name in upper case, or a numeric, packed into 16 bytes: compared in two steps.
///
///     privmsg → PRIVMSG        001 → 001
///
/// A name that is empty, longer than 16 bytes or not made of ASCII letters and digits is `unknown`.
public struct CommandName: Hashable, Comparable, Sendable, ExpressibleByStringLiteral {
    /// The first eight bytes, the first of them highest; zeros follow the name.
    @usableFromInline let high: UInt64
    /// The last eight bytes.
    @usableFromInline let low: UInt64

    @inlinable
    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// What no command is called.
    public static let unknown = CommandName(high: 0, low: 0)

    /// The name as typed, in either case.
    @inlinable
    public init(_ bytes: ArraySlice<UInt8>) {
        self.init(packing: bytes)
    }

    /// A name in the source, such as `"PRIVMSG"`.
    @inlinable
    public init(stringLiteral text: String) {
        self.init(packing: text.utf8)
    }

    /// A name from a configuration or a test.
    @inlinable
    public init(_ text: String) {
        self.init(packing: text.utf8)
    }

    @inlinable
    init(packing bytes: some Collection<UInt8>) {
        var high: UInt64 = 0
        var low: UInt64 = 0
        var count = 0
        for byte in bytes {
            let letter = CommandName.upper(byte)
            guard letter != 0, count < Limit.commandBytes else {
                self = .unknown
                return
            }
            if count < 8 {
                high |= UInt64(letter) << (56 - 8 * UInt64(count))
            } else {
                low |= UInt64(letter) << (120 - 8 * UInt64(count))
            }
            count += 1
        }
        self.init(high: high, low: low)
    }

    /// The upper-case letter or digit, or 0.
    @inlinable
    static func upper(_ byte: UInt8) -> UInt8 {
        if byte &- 0x41 < 26 { return byte }
        if byte &- 0x61 < 26 { return byte &- 0x20 }
        return byte &- 0x30 < 10 ? byte : 0
    }

    /// The name in upper case; empty when unknown.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for shift in stride(from: UInt64(56), through: 0, by: -8) where high >> shift & 0xff != 0 {
            bytes.append(UInt8(truncatingIfNeeded: high >> shift))
        }
        for shift in stride(from: UInt64(56), through: 0, by: -8) where low >> shift & 0xff != 0 {
            bytes.append(UInt8(truncatingIfNeeded: low >> shift))
        }
        return bytes
    }

    /// The name in upper case, for HELP and for tests; empty when unknown.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// In the order of their letters.
    @inlinable
    public static func < (left: CommandName, right: CommandName) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}
