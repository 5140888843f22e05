internal import COpenSSL

/// Tags that only a holder of the key can make.
///
/// - Source: RFC 2104 §2 with SHA-256.
public enum HMACSHA256 {
    /// The tag of `bytes` under `key`, 32 bytes. The key may have any length.
    public static func tag(of bytes: Span<UInt8>, key: Span<UInt8>) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: SHA256.bytesCount) { tag, count in
            let made = unsafe key.withUnsafeBytes { key in
                unsafe bytes.withUnsafeBufferPointer { bytes in
                    unsafe HMAC(
                        EVP_sha256(), key.baseAddress ?? UnsafeRawPointer(tag.baseAddress),
                        CInt(key.count), bytes.baseAddress, bytes.count, tag.baseAddress, nil)
                }
            }
            precondition(unsafe made != nil, "OpenSSL has no HMAC")
            count = SHA256.bytesCount
        }
    }

    /// Whether `tag` is the one of `bytes` under `key`, in a time that does not tell where it
    /// differs.
    public static func verify(
        _ tag: Span<UInt8>, of bytes: Span<UInt8>, key: Span<UInt8>
    ) -> Bool {
        ConstantTime.equal(tag, Self.tag(of: bytes, key: key).span)
    }
}
