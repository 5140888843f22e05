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

    /// Seals two texts as one.
    ///
    /// - Parameters:
    ///   - place: what they belong to. Not kept inside; `open` must be given the same.
    ///   - nonce: 12 bytes of chance, never twice with one key.
    ///   - sealed: filled from its start; at least both texts and `tagBytes` long.
    /// - Returns: how many bytes of `sealed` it takes.
    /// - Throws: `.refused`.
    public func seal(
        _ first: Span<UInt8>, _ second: Span<UInt8>, place: Span<UInt8>, nonce: Span<UInt8>,
        into sealed: inout MutableSpan<UInt8>
    ) throws(SecretsError) -> Int {
        let length = first.count + second.count
        precondition(nonce.count == Self.nonceBytes && sealed.count >= length + Self.tagBytes)
        let context = try unsafe begin(&sealer, sealing: 1, nonce)
        try unsafe bind(place, context)
        let done = unsafe sealed.withUnsafeMutableBufferPointer { out in
            guard let start = out.baseAddress else { return false }
            return unsafe Self.run(context, first, start)
                && Self.run(context, second, start + first.count)
                && Self.finish(context, start + length)
                && EVP_CIPHER_CTX_ctrl(
                    context, EVP_CTRL_AEAD_GET_TAG, CInt(Self.tagBytes), start + length) == 1
        }
        guard done else {
            ERR_clear_error()
            throw .refused
        }
        return length + Self.tagBytes
    }

    /// What was sealed, both texts in one.
    ///
    /// - Throws: `.tampered`; then nothing of the text is let out.
    public func open(
        _ sealed: Span<UInt8>, place: Span<UInt8>, nonce: Span<UInt8>
    ) throws(SecretsError) -> [UInt8] {
        guard sealed.count >= Self.tagBytes, nonce.count == Self.nonceBytes else {
            throw .tampered
        }
        let length = sealed.count - Self.tagBytes
        let context = try unsafe begin(&opener, sealing: 0, nonce)
        try unsafe bind(place, context)
        var tag = (length..<sealed.count).map { sealed[$0] }
        var isWhole = false
        let text = unsafe [UInt8](unsafeUninitializedCapacity: length + 1) { out, count in
            guard let start = out.baseAddress else { return }
            isWhole =
                unsafe Self.run(context, sealed.extracting(..<length), start)
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

    /// A context with this key and a new nonce; made at its first use.
    private func begin(
        _ context: inout OpaquePointer?, sealing: CInt, _ nonce: Span<UInt8>
    ) throws(SecretsError) -> OpaquePointer {
        if unsafe context == nil {
            let made = unsafe EVP_CIPHER_CTX_new()
            let isReady =
                unsafe made != nil
                && EVP_CipherInit_ex2(made, GCMPass.algorithm, key, nil, sealing, nil) == 1
            guard isReady else {
                unsafe EVP_CIPHER_CTX_free(made)
                throw .refused
            }
            unsafe context = unsafe made
        }
        let isReady = unsafe nonce.withUnsafeBufferPointer {
            unsafe EVP_CipherInit_ex2(context, nil, nil, $0.baseAddress, sealing, nil) == 1
        }
        guard let ready = unsafe context, isReady else { throw .refused }
        return unsafe ready
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

    private static func run(
        _ context: OpaquePointer, _ text: Span<UInt8>, _ out: UnsafeMutablePointer<UInt8>
    ) -> Bool {
        if text.isEmpty { return true }
        var count: CInt = 0
        return unsafe text.withUnsafeBufferPointer {
            unsafe EVP_CipherUpdate(context, out, &count, $0.baseAddress, CInt($0.count)) == 1
        }
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
