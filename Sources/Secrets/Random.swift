internal import COpenSSL

/// Chance that nobody can foretell, from OpenSSL's generator, which the system seeds.
public enum Random {
    /// `count` bytes.
    ///
    /// - Throws: `.noRandomness`; nothing secret may be made then.
    public static func bytes(_ count: Int) throws(SecretsError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var span = bytes.mutableSpan
        try fill(&span)
        return bytes
    }

    /// Fills `bytes` with chance.
    ///
    /// - Throws: `.noRandomness`; nothing secret may be made then.
    public static func fill(_ bytes: inout MutableSpan<UInt8>) throws(SecretsError) {
        let filled = unsafe bytes.withUnsafeMutableBufferPointer {
            unsafe RAND_bytes($0.baseAddress, CInt($0.count))
        }
        if filled == 1 { return }
        ERR_clear_error()
        throw .noRandomness
    }

    /// 64 bits.
    ///
    /// - Throws: `.noRandomness`; nothing secret may be made then.
    public static func number() throws(SecretsError) -> UInt64 {
        try bytes(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
