internal import COpenSSL

/// One text on its way through AES-256-GCM. Owns an `EVP_CIPHER_CTX`.
@safe struct GCMPass: ~Copyable {
    private let context: OpaquePointer

    /// Looked up once, as in `SHA256`.
    ///
    /// `nonisolated(unsafe)`: frozen once it is fetched, and its reference count is atomic.
    nonisolated(unsafe) static let algorithm = unsafe EVP_CIPHER_fetch(
        nil, "AES-256-GCM", nil)

    /// - Parameters:
    ///   - key: 32 bytes.
    ///   - nonce: 12 bytes, never twice with one key.
    init(sealing: Bool, key: [UInt8], nonce: [UInt8]) throws(SecretsError) {
        unsafe context = try unsafe Self.begin(sealing ? 1 : 0, key, nonce)
    }

    private static func begin(
        _ sealing: CInt, _ key: [UInt8], _ nonce: [UInt8]
    ) throws(SecretsError) -> OpaquePointer {
        guard let context = unsafe EVP_CIPHER_CTX_new() else { throw .refused }
        if unsafe EVP_CipherInit_ex2(context, algorithm, key, nonce, sealing, nil) == 1 {
            return unsafe context
        }
        unsafe EVP_CIPHER_CTX_free(context)
        throw .refused
    }

    deinit { unsafe EVP_CIPHER_CTX_free(context) }

    /// Adds what is not sealed but must be the same when opening. Comes before the text.
    mutating func bind(to place: Span<UInt8>) throws(SecretsError) {
        if place.isEmpty { return }
        var count: CInt = 0
        let bound = unsafe place.withUnsafeBufferPointer {
            unsafe EVP_CipherUpdate(context, nil, &count, $0.baseAddress, CInt($0.count))
        }
        guard bound == 1 else { throw .refused }
    }

    /// Seals or opens a text, at once.
    mutating func run(_ text: Span<UInt8>) throws(SecretsError) -> [UInt8] {
        if text.isEmpty { return [] }
        var result = [UInt8](repeating: 0, count: text.count)
        var count: CInt = 0
        let done = unsafe text.withUnsafeBufferPointer {
            unsafe EVP_CipherUpdate(context, &result, &count, $0.baseAddress, CInt($0.count))
        }
        guard done == 1 else { throw .refused }
        return result
    }

    /// The tag of what was sealed.
    mutating func tag() throws(SecretsError) -> [UInt8] {
        var tag = [UInt8](repeating: 0, count: AESGCM.tagBytes)
        var none: [UInt8] = [0]
        var count: CInt = 0
        guard unsafe EVP_CipherFinal_ex(context, &none, &count) == 1,
            unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, CInt(tag.count), &tag) == 1
        else { throw .refused }
        return tag
    }

    /// Whether what was opened is whole and was sealed with this key, nonce and place.
    mutating func accepts(tag: [UInt8]) -> Bool {
        var tag = tag
        var none: [UInt8] = [0]
        var count: CInt = 0
        let whole =
            unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, CInt(tag.count), &tag) == 1
            && EVP_CipherFinal_ex(context, &none, &count) == 1
        if !whole { ERR_clear_error() }
        return whole
    }
}
