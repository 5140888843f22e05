internal import COpenSSL

/// What is doubtful about a certificate that still loads.
public enum CertificateWarning: Equatable, Sendable {
    /// It ended so many days ago, rounded down: clients that check will refuse it.
    case expired(days: Int)

    /// It ends in so many days, rounded down, fewer than 14.
    case expiresSoon(days: Int)

    /// It begins in so many days, rounded down: this machine's clock may be wrong.
    case notYetValid(days: Int)

    static func all(_ certificate: OpaquePointer) -> [CertificateWarning] {
        var warnings: [CertificateWarning] = []
        if let (days, seconds) = unsafe fromNow(unsafe X509_get0_notAfter(certificate)) {
            if days < 0 || seconds < 0 {
                warnings.append(.expired(days: -days))
            } else if days < 14 {
                warnings.append(.expiresSoon(days: days))
            }
        }
        if let (days, seconds) = unsafe fromNow(unsafe X509_get0_notBefore(certificate)),
            days > 0 || seconds > 0
        {
            warnings.append(.notYetValid(days: days))
        }
        return warnings
    }

    /// When a certificate ends, in seconds since 1970.
    static func end(_ certificate: OpaquePointer) -> Int64? {
        guard let epoch = unsafe ASN1_TIME_set(nil, 0) else { return nil }
        defer { unsafe ASN1_TIME_free(epoch) }
        var days: CInt = 0
        var seconds: CInt = 0
        let end = unsafe X509_get0_notAfter(certificate)
        guard unsafe ASN1_TIME_diff(&days, &seconds, epoch, end) == 1 else { return nil }
        return Int64(days) * 86_400 + Int64(seconds)
    }

    /// From now until `time`, both negative when it has passed.
    private static func fromNow(
        _ time: UnsafePointer<ASN1_TIME>?
    ) -> (days: Int, seconds: Int)? {
        var days: CInt = 0
        var seconds: CInt = 0
        guard unsafe ASN1_TIME_diff(&days, &seconds, nil, time) == 1 else { return nil }
        return (Int(days), Int(seconds))
    }
}
