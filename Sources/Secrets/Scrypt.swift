internal import COpenSSL

/// Passwords, hashed so that guessing stays dear for whoever steals the hashes.
///
/// One hash or check takes about a quarter of a second of one core and 16 MiB: run it on the hash
/// queues only.
/// - Source: RFC 7914; OWASP Password Storage Cheat Sheet, "scrypt".
public enum Scrypt {
    /// What one hash costs. Kept beside each hash, so that it may rise without shutting anyone out.
    public struct Cost: Equatable, Sendable {
        /// log2 of N: memory and time.
        public let logN: UInt8
        /// The block size: memory and time.
        public let r: UInt8
        /// How often in a row: time alone.
        public let p: UInt8

        /// N = 2^14, r = 8, p = 5: 16 MiB, where N = 2^17 would take 128 MiB for the same trouble.
        public static let standard = Cost(logN: 14, r: 8, p: 5)

        /// Memory for one hash, at most: a spoilt database must not eat the machine.
        static let bytesMax = 64 << 20

        init(logN: UInt8, r: UInt8, p: UInt8) {
            self.logN = logN
            self.r = r
            self.p = p
        }

        /// The bytes that OpenSSL counts for it, or nil when out of bounds.
        var bytes: Int? {
            guard (1...24).contains(logN), (1...32).contains(r), (1...64).contains(p)
            else { return nil }
            let bytes = 128 * Int(r) * ((1 << Int(logN)) + 2 + Int(p))
            return bytes <= Self.bytesMax ? bytes : nil
        }
    }

    /// A new hash of `password`, with a salt of its own.
    ///
    /// - Parameters:
    ///   - password: UTF-8, normalised by the caller; any length.
    ///   - pepper: a key that is not kept where the hash is; without one the hash stands alone.
    /// - Throws: `.noRandomness`, `.tooCostly`.
    public static func hash(
        _ password: Span<UInt8>, cost: Cost = .standard, pepper: [UInt8]? = nil
    ) throws(SecretsError) -> PasswordHash {
        let salt = try Random.bytes(PasswordHash.saltBytes)
        let digest = try derive(password, salt.span, cost, count: PasswordHash.digestBytes)
        return PasswordHash(
            cost: cost, salt: salt, digest: peppered(digest, pepper), isPeppered: pepper != nil)
    }

    private static func peppered(_ digest: [UInt8], _ pepper: [UInt8]?) -> [UInt8] {
        pepper.map { HMACSHA256.tag(of: digest.span, key: $0.span) } ?? digest
    }

    /// Whether `password` is the one that `hash` was made of.
    ///
    /// - Parameters:
    ///   - hash: nil for an account that does not exist. The answer is then no, after as much work
    ///     as for one that does: how long it took does not tell who has an account here.
    ///   - pepper: the one that a peppered hash was made with; others pass it over.
    /// - Throws: `.tooCostly`.
    public static func verify(
        _ password: Span<UInt8>, against hash: PasswordHash?, pepper: [UInt8]? = nil
    ) throws(SecretsError) -> Bool {
        let target = hash ?? .decoy
        let derived = try derive(
            password, target.salt.span, target.cost, count: PasswordHash.digestBytes)
        let digest = peppered(derived, target.isPeppered ? pepper : nil)
        let same = ConstantTime.equal(digest.span, target.digest.span)
        return same && hash != nil
    }

    /// The function itself.
    static func derive(
        _ password: Span<UInt8>, _ salt: Span<UInt8>, _ cost: Cost, count: Int
    ) throws(SecretsError) -> [UInt8] {
        guard let memory = cost.bytes else { throw .tooCostly }
        var key = [UInt8](repeating: 0, count: count)
        let made = unsafe password.withUnsafeBytes { password in
            unsafe salt.withUnsafeBufferPointer { salt in
                unsafe EVP_PBE_scrypt(
                    password.baseAddress, password.count, salt.baseAddress, salt.count,
                    1 << UInt64(cost.logN), UInt64(cost.r), UInt64(cost.p), UInt64(memory),
                    &key, count)
            }
        }
        if made == 1 { return key }
        ERR_clear_error()
        throw .tooCostly
    }
}
