/// Sealing words: AES-256-GCM with a nonce drawn for each.
///
/// A key seals at most 2^32 texts, for nonces are drawn by chance.
/// - Source: NIST SP 800-38D §7, §8.3.
public struct AESGCM: Sendable {
    private let key: [UInt8]

    /// What sealing adds to a text: 12 bytes of nonce before, 16 bytes of tag behind.
    public static let addedBytes = nonceBytes + tagBytes

    static let nonceBytes = 12
    static let tagBytes = 16

    /// - Parameter key: 32 bytes of chance.
    /// - Throws: `.wrongKeyLength`.
    public init(key: [UInt8]) throws(SecretsError) {
        guard key.count == 32 else { throw .wrongKeyLength(bytes: key.count) }
        self.key = key
    }

    /// `text` as only a holder of the key can read it, and nobody can change it.
    ///
    /// - Parameter place: what the text belongs to (a log position, a key version). Not kept
    ///   inside; `open` must be given the same, so that a sealed text cannot be moved elsewhere.
    /// - Returns: nonce ‖ sealed text ‖ tag.
    /// - Throws: `.noRandomness`.
    public func seal(
        _ text: Span<UInt8>, place: Span<UInt8>
    ) throws(SecretsError) -> [UInt8] {
        try seal(text, place: place, nonce: Random.bytes(Self.nonceBytes))
    }

    func seal(
        _ text: Span<UInt8>, place: Span<UInt8>, nonce: [UInt8]
    ) throws(SecretsError) -> [UInt8] {
        var pass = try GCMPass(sealing: true, key: key, nonce: nonce)
        try pass.bind(to: place)
        let body = try pass.run(text)
        return nonce + body + (try pass.tag())
    }

    /// The text that was sealed.
    ///
    /// - Parameters:
    ///   - sealed: what `seal` gave.
    ///   - place: the one that it was sealed for.
    /// - Throws: `.tampered`; then nothing of the text is let out.
    public func open(
        _ sealed: Span<UInt8>, place: Span<UInt8>
    ) throws(SecretsError) -> [UInt8] {
        guard sealed.count >= Self.addedBytes else { throw .tampered }
        let bodyEnd = sealed.count - Self.tagBytes
        let nonce = sealed.extracting(..<Self.nonceBytes).copied
        var pass = try GCMPass(sealing: false, key: key, nonce: nonce)
        try pass.bind(to: place)
        let text = try pass.run(sealed.extracting(Self.nonceBytes..<bodyEnd))
        guard pass.accepts(tag: sealed.extracting(bodyEnd...).copied) else { throw .tampered }
        return text
    }
}

extension AESGCM: CustomStringConvertible, CustomReflectable {
    /// Never the key.
    public var description: String { "‹private›" }

    /// Without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Span<UInt8> {
    fileprivate var copied: [UInt8] { indices.map { self[$0] } }
}
