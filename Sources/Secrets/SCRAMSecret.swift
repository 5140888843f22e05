internal import COpenSSL

/// What is stored of a password for SCRAM-SHA-256.
///
/// Weaker than scrypt against whoever steals it: made only where a server offers SCRAM. Encoded in
/// 85 bytes: version 1, iterations (four bytes, big-endian), 16 bytes of salt, the stored key and
/// the server key, 32 bytes each.
/// - Source: RFC 5802 §3; RFC 7677.
public struct SCRAMSecret: Equatable, Sendable {
    /// How often a password is hashed: OWASP asked for 310,000 when the design was made.
    public static let standardIterations: UInt32 = 310_000

    let iterations: UInt32
    let salt: [UInt8]
    let storedKey: [UInt8]
    let serverKey: [UInt8]

    static let saltBytes = 16

    /// Of a new password, with a salt of its own. Takes about a quarter of a second of one core:
    /// run it on the hash queues only.
    ///
    /// - Throws: `.noRandomness`, `.tooCostly`.
    public init(password: Span<UInt8>) throws(SecretsError) {
        let salt = try Random.bytes(Self.saltBytes)
        try self.init(
            password: password, salt: salt, iterations: Self.standardIterations)
    }

    init(password: Span<UInt8>, salt: [UInt8], iterations: UInt32) throws(SecretsError) {
        self.salt = salt
        self.iterations = iterations
        var salted = [UInt8](repeating: 0, count: SHA256.bytesCount)
        let made = unsafe password.withUnsafeBytes { password in
            unsafe salt.span.withUnsafeBufferPointer { salt in
                unsafe PKCS5_PBKDF2_HMAC(
                    password.baseAddress, CInt(password.count), salt.baseAddress,
                    CInt(salt.count), CInt(iterations), EVP_sha256(), CInt(salted.count),
                    &salted)
            }
        }
        guard made == 1 else {
            ERR_clear_error()
            throw .tooCostly
        }
        let clientKey = HMACSHA256.tag(of: Array("Client Key".utf8).span, key: salted.span)
        storedKey = SHA256.hash(clientKey.span)
        serverKey = HMACSHA256.tag(of: Array("Server Key".utf8).span, key: salted.span)
    }

    /// The 85 bytes to be stored.
    public var encoded: [UInt8] {
        let count = (0..<4).map { UInt8(truncatingIfNeeded: iterations >> (24 - 8 * UInt32($0))) }
        return [1] + count + salt + storedKey + serverKey
    }

    /// Whether a proof shows knowledge of the password; if so, the server's own signature.
    ///
    /// - Parameters:
    ///   - storedKey, serverKey: 32 bytes each, as they were encoded.
    ///   - signed: what the proof was made over.
    public static func signature(
        for proof: [UInt8], over signed: [UInt8], storedKey: [UInt8], serverKey: [UInt8]
    ) -> [UInt8]? {
        let mask = HMACSHA256.tag(of: signed.span, key: storedKey.span)
        guard proof.count == mask.count else { return nil }
        let clientKey = zip(proof, mask).map { $0 ^ $1 }
        let fits = ConstantTime.equal(SHA256.hash(clientKey.span).span, storedKey.span)
        let signature = HMACSHA256.tag(of: signed.span, key: serverKey.span)
        return fits ? signature : nil
    }
}

extension SCRAMSecret: CustomStringConvertible, CustomReflectable {
    /// The same for every secret, so that no log shows one.
    public var description: String { "‹private›" }
    /// Without children: `dump` and every logger that reflects find nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
