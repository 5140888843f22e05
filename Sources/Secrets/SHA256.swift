internal import COpenSSL

/// A SHA-256 being computed, in parts or at once, and ready for the next when it is done.
///
///     var hash = SHA256()
///     hash.update(salt.span)
///     hash.update(words.span)
///     let digest = hash.finish()
///
/// Whoever hashes much keeps one: making one costs more than hashing 100 bytes.
///
/// `@unchecked Sendable`: all that touches the context is `mutating`, so one thread has it at a
/// time.
/// - Source: FIPS 180-4 §6.2.
@safe public struct SHA256: ~Copyable, @unchecked Sendable {
    private let context: OpaquePointer

    /// A digest's length.
    public static let bytesCount = 32

    /// Looked up once: OpenSSL 3 otherwise searches its providers for every hash.
    ///
    /// `nonisolated(unsafe)`: frozen once it is fetched, and its reference count is atomic.
    nonisolated(unsafe) static let algorithm = unsafe EVP_MD_fetch(nil, "SHA256", nil)

    /// Ready for the first bytes. Traps where there is no memory for it.
    public init() {
        guard let context = unsafe EVP_MD_CTX_new(), let algorithm = unsafe Self.algorithm,
            unsafe EVP_DigestInit_ex2(context, algorithm, nil) == 1
            // Only where there is no memory left, when nothing else goes on either.
        else { preconditionFailure("OpenSSL has no SHA-256") }
        unsafe self.context = unsafe context
    }

    deinit { unsafe EVP_MD_CTX_free(context) }

    /// Adds bytes to what is hashed.
    public mutating func update(_ bytes: Span<UInt8>) {
        let added = unsafe bytes.withUnsafeBytes {
            unsafe EVP_DigestUpdate(context, $0.baseAddress, $0.count)
        }
        precondition(added == 1, "OpenSSL refused to hash")
    }

    /// The digest of all that was added since the last one, 32 bytes; then begins anew.
    public mutating func finish() -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Self.bytesCount)
        finish(into: &digest)
        return digest
    }

    /// The same, written over the 32 bytes of `digest`: who hashes much needs no new array for
    /// each.
    public mutating func finish(into digest: inout [UInt8]) {
        precondition(digest.count == Self.bytesCount)
        let made = unsafe EVP_DigestFinal_ex(context, &digest, nil)
        precondition(made == 1, "OpenSSL refused to hash")
        let ready = unsafe EVP_DigestInit_ex2(context, nil, nil)
        precondition(ready == 1, "OpenSSL refused to begin anew")
    }

    /// The digest of `bytes` alone, 32 bytes.
    public static func hash(_ bytes: Span<UInt8>) -> [UInt8] {
        var hash = SHA256()
        hash.update(bytes)
        return hash.finish()
    }
}
