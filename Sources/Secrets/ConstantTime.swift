internal import COpenSSL

/// Comparing secrets.
public enum ConstantTime {
    /// Whether both are the same bytes, in a time that tells nothing but their lengths.
    public static func equal(_ one: Span<UInt8>, _ other: Span<UInt8>) -> Bool {
        guard one.count == other.count else { return false }
        return unsafe one.withUnsafeBytes { one in
            unsafe other.withUnsafeBytes { other in
                unsafe CRYPTO_memcmp(one.baseAddress, other.baseAddress, one.count) == 0
            }
        }
    }
}
