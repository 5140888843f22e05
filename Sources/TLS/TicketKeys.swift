internal import COpenSSL

/// The keys that TLS tickets are sealed with, newest first: a value that can be kept over a
/// restart.
///
/// Whoever holds it can read recorded conversations that used these tickets (TLS 1.2) or pose as
/// the server to a returning client: keep the exported bytes as well as the certificate's key.
public struct TicketKeys: Equatable, Sendable {
    var keys: [Key]

    /// The keys that are kept: the one in use and those whose tickets may not have ended yet.
    static let countMax = 4

    struct Key: Equatable, Sendable {
        /// 16 bytes, in clear in each ticket: it says which key sealed it.
        var name: [UInt8]
        /// 32 bytes for AES-256-CBC.
        var cipher: [UInt8]
        /// 32 bytes for HMAC-SHA-256.
        var mac: [UInt8]
        /// Seconds since 1970.
        var madeAt: Int64
    }

    /// One new key.
    ///
    /// - Parameter now: seconds since 1970.
    /// - Throws: `.ours` when the system has no randomness to give.
    public init(now: Int64) throws(TLSError) {
        keys = []
        try rotate(now: now)
    }

    /// Puts a new key in front; tickets of the three before it are still taken.
    public mutating func rotate(now: Int64) throws(TLSError) {
        let key = Key(
            name: try randomBytes(16), cipher: try randomBytes(32), mac: try randomBytes(32),
            madeAt: now)
        keys.insert(key, at: 0)
        keys.removeLast(max(0, keys.count - Self.countMax))
    }
}

/// The exported form: a version byte, a count, and 88 bytes a key.
extension TicketKeys {
    /// Bytes for a file that only the server may read.
    public func exported() -> [UInt8] {
        var bytes: [UInt8] = [1, UInt8(keys.count)]
        for key in keys {
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: key.madeAt >> Int64(shift)))
            }
            bytes += key.name + key.cipher + key.mac
        }
        return bytes
    }

    /// What `exported()` wrote, or nil for anything else: then start with new keys.
    public init?(importing bytes: [UInt8]) {
        guard bytes.count >= 2, bytes[0] == 1, (1...Self.countMax).contains(Int(bytes[1])),
            bytes.count == 2 + 88 * Int(bytes[1])
        else { return nil }
        keys = (0..<Int(bytes[1])).map { index in
            let key = Array(bytes[(2 + 88 * index)...].prefix(88))
            return Key(
                name: Array(key[8..<24]), cipher: Array(key[24..<56]), mac: Array(key[56...]),
                madeAt: key[..<8].reduce(0) { $0 << 8 | Int64($1) })
        }
    }
}

extension TicketKeys: CustomStringConvertible, CustomReflectable {
    /// The same for all keys, so that no log shows them.
    public var description: String { "‹private›" }
    /// Without children: `dump` and every logger that reflects find nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// `count` bytes of chance.
func randomBytes(_ count: Int) throws(TLSError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    try checked { unsafe RAND_bytes(&bytes, CInt(count)) }
    return bytes
}
