/// A password's scrypt hash, with all that is needed to check it.
///
/// Encoded in 52 bytes: version (1, or 2 with a pepper), log2 of N, r, p, 16 bytes of salt, 32
/// bytes of digest. With a pepper the digest is HMAC-SHA-256 of scrypt's output under it: whoever
/// has the hashes but not the pepper cannot even begin to guess.
public struct PasswordHash: Equatable, Sendable {
    let cost: Scrypt.Cost
    let salt: [UInt8]
    let digest: [UInt8]
    /// Whether it can be checked only with the pepper that it was made with.
    public let isPeppered: Bool

    static let saltBytes = 16
    static let digestBytes = 32

    /// Stands in for an account that does not exist. No password is known for it, and none counts.
    static let decoy = PasswordHash(
        cost: .standard, salt: [UInt8](repeating: 0x5A, count: saltBytes),
        digest: [UInt8](repeating: 0, count: digestBytes))

    init(cost: Scrypt.Cost, salt: [UInt8], digest: [UInt8], isPeppered: Bool = false) {
        self.cost = cost
        self.salt = salt
        self.digest = digest
        self.isPeppered = isPeppered
    }

    /// What `encoded` gave, or nil for anything else.
    public init?(encoded bytes: [UInt8]) {
        guard bytes.count == 4 + Self.saltBytes + Self.digestBytes,
            1...2 ~= bytes[0]
        else { return nil }
        isPeppered = bytes[0] == 2
        cost = Scrypt.Cost(logN: bytes[1], r: bytes[2], p: bytes[3])
        guard cost.bytes != nil else { return nil }
        salt = Array(bytes[4..<20])
        digest = Array(bytes[20...])
    }

    /// The 52 bytes to be stored.
    public var encoded: [UInt8] { [isPeppered ? 2 : 1, cost.logN, cost.r, cost.p] + salt + digest }
}

extension PasswordHash: CustomStringConvertible, CustomReflectable {
    /// The same for every hash, so that no log shows one.
    public var description: String { "‹private›" }
    /// Without children: `dump` and every logger that reflects find nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
