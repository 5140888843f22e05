internal import COpenSSL

/// One AES-256-GCM key made ready for many texts: OpenSSL prepares the key once, and each text
/// costs no allocation of ours.
///
/// `@unchecked Sendable`: its owner keeps it under a lock, so one thread has it at a time.
/// - Source: NIST SP 800-38D §7; a key seals at most 2^32 texts, for nonces are drawn by chance
///   (§8.3).
@safe public final class SealingKey: @unchecked Sendable {
    private let key: [UInt8]
    private var sealer: OpaquePointer?
    private var opener: OpaquePointer?

    /// The length of a nonce.
    public static let nonceBytes = AESGCM.nonceBytes
    /// What sealing adds to a text: the tag, behind it.
    public static let tagBytes = AESGCM.tagBytes

    /// - Parameter key: 32 bytes of chance.
    /// - Throws: `.wrongKeyLength`.
    public init(key: [UInt8]) throws(SecretsError) {
        guard key.count == 32 else { throw .wrongKeyLength(bytes: key.count) }
        self.key = key
    }

    deinit {
        unsafe EVP_CIPHER_CTX_free(sealer)
        unsafe EVP_CIPHER_CTX_free(opener)
    }

    /// Seals the end of `bytes`, where it stands; the tag comes behind it.
    ///
    /// - Parameters:
    ///   - start: where the text begins that is sealed.
    ///   - place: what it belongs to. Not kept inside; `open` must be given the same.
    ///   - nonce: 12 bytes of chance, never twice with one key.
    /// - Throws: `.refused`; the text may have been sealed in part.
    public func seal(
        _ bytes: inout [UInt8], from start: Int, place: Span<UInt8>, nonce: Span<UInt8>
    ) throws(SecretsError) {
        precondition(nonce.count == Self.nonceBytes && start <= bytes.count)
        let context = try unsafe ready(sealer, sealing: 1)
        unsafe sealer = unsafe context
        try unsafe begin(context, sealing: 1, nonce)
        try unsafe bind(place, context)
        let end = bytes.count
        bytes += repeatElement(0, count: Self.tagBytes)
        let done = unsafe bytes.withUnsafeMutableBufferPointer { bytes in
            guard let first = bytes.baseAddress else { return false }
            let text = unsafe UnsafeBufferPointer(start: first + start, count: end - start)
            return unsafe Self.run(context, text, first + start)
                && Self.finish(context, first + end)
                && EVP_CIPHER_CTX_ctrl(
                    context, EVP_CTRL_AEAD_GET_TAG, CInt(Self.tagBytes), first + end) == 1
        }
        guard done else {
            ERR_clear_error()
            throw .refused
        }
    }

    /// The text that was sealed.
    ///
    /// - Throws: `.tampered`; then nothing of the text is let out.
    public func open(
        _ sealed: Span<UInt8>, place: Span<UInt8>, nonce: Span<UInt8>
    ) throws(SecretsError) -> [UInt8] {
        guard sealed.count >= Self.tagBytes, nonce.count == Self.nonceBytes else {
            throw .tampered
        }
        let length = sealed.count - Self.tagBytes
        let context = try unsafe ready(opener, sealing: 0)
        unsafe opener = unsafe context
        try unsafe begin(context, sealing: 0, nonce)
        try unsafe bind(place, context)
        var tag = (length..<sealed.count).map { sealed[$0] }
        var isWhole = false
        let text = unsafe [UInt8](unsafeUninitializedCapacity: length + 1) { out, count in
            guard let start = out.baseAddress else { return }
            isWhole =
                unsafe sealed.extracting(..<length).withUnsafeBufferPointer {
                    unsafe Self.run(context, $0, start)
                }
                && EVP_CIPHER_CTX_ctrl(
                    context, EVP_CTRL_AEAD_SET_TAG, CInt(tag.count), &tag) == 1
                && Self.finish(context, start + length)
            count = isWhole ? length : 0
        }
        guard isWhole else {
            ERR_clear_error()
            throw .tampered
        }
        return text
    }

    /// The context that is there, or a new one with this key.
    private func ready(
        _ context: OpaquePointer?, sealing: CInt
    ) throws(SecretsError) -> OpaquePointer {
        if let context = unsafe context { return unsafe context }
        guard let context = unsafe EVP_CIPHER_CTX_new() else { throw .refused }
        if unsafe EVP_CipherInit_ex2(context, GCMPass.algorithm, key, nil, sealing, nil) == 1 {
            return unsafe context
        }
        unsafe EVP_CIPHER_CTX_free(context)
        throw .refused
    }

    /// Begins a new text in a context.
    private func begin(
        _ context: OpaquePointer, sealing: CInt, _ nonce: Span<UInt8>
    ) throws(SecretsError) {
        let isReady = unsafe nonce.withUnsafeBufferPointer {
            unsafe EVP_CipherInit_ex2(context, nil, nil, $0.baseAddress, sealing, nil) == 1
        }
        guard isReady else { throw .refused }
    }

    private func bind(
        _ place: Span<UInt8>, _ context: OpaquePointer
    ) throws(SecretsError) {
        var count: CInt = 0
        let isBound = unsafe place.withUnsafeBufferPointer {
            unsafe EVP_CipherUpdate(context, nil, &count, $0.baseAddress, CInt($0.count)) == 1
        }
        guard isBound else { throw .refused }
    }

    /// - Parameter out: may be where the text stands.
    private static func run(
        _ context: OpaquePointer, _ text: UnsafeBufferPointer<UInt8>,
        _ out: UnsafeMutablePointer<UInt8>
    ) -> Bool {
        if text.isEmpty { return true }
        var count: CInt = 0
        return unsafe EVP_CipherUpdate(
            context, out, &count, text.baseAddress, CInt(text.count)) == 1
    }

    private static func finish(
        _ context: OpaquePointer, _ out: UnsafeMutablePointer<UInt8>
    ) -> Bool {
        // GCM has nothing left to write here.
        var count: CInt = 0
        return unsafe EVP_CipherFinal_ex(context, out, &count) == 1
    }
}

extension SealingKey: CustomStringConvertible, CustomReflectable {
    /// Never the key.
    public var description: String { "‹private›" }

    /// Without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
