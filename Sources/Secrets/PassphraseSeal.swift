/// Bytes sealed by a passphrase, to be carried away: scrypt makes the key, AES-256-GCM seals.
///
/// Version 1, log2 of N, r, p, 16 bytes of salt, then what `AESGCM` gives.
public enum PassphraseSeal {
    private static let version: UInt8 = 1
    private static let headBytes = 20

    /// - Throws: `.noRandomness`, `.tooCostly`.
    public static func seal(
        _ bytes: [UInt8], passphrase: Span<UInt8>, cost: Scrypt.Cost = .standard
    ) throws(SecretsError) -> [UInt8] {
        let head = [version, cost.logN, cost.r, cost.p] + (try Random.bytes(16))
        let key = try Scrypt.derive(passphrase, Array(head[4...]).span, cost, count: 32)
        return head + (try AESGCM(key: key).seal(bytes.span, place: head.span))
    }

    /// - Throws: `.tampered` for another passphrase and for bytes that were changed: which of the
    ///   two cannot be told.
    public static func open(
        _ sealed: [UInt8], passphrase: Span<UInt8>
    ) throws(SecretsError) -> [UInt8] {
        guard sealed.count >= headBytes, sealed[0] == version else { throw .tampered }
        let head = Array(sealed[..<headBytes])
        let cost = Scrypt.Cost(logN: head[1], r: head[2], p: head[3])
        let key = try Scrypt.derive(passphrase, Array(head[4...]).span, cost, count: 32)
        return try AESGCM(key: key).open(Array(sealed[headBytes...]).span, place: head.span)
    }
}
