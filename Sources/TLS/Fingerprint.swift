internal import COpenSSL

/// The SHA-256 of a certificate's DER form, 32 bytes: what people compare and what is pinned.
func fingerprint(of certificate: OpaquePointer) -> [UInt8]? {
    unsafe [UInt8](unsafeUninitializedCapacity: Int(EVP_MAX_MD_SIZE)) { bytes, count in
        var length: UInt32 = 0
        let made = unsafe X509_digest(certificate, EVP_sha256(), bytes.baseAddress, &length)
        count = made == 1 ? Int(length) : 0
    }.nonEmpty
}

extension [UInt8] {
    fileprivate var nonEmpty: [UInt8]? { isEmpty ? nil : self }
}
