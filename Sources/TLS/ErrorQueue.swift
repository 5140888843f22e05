internal import COpenSSL

/// Runs one OpenSSL call that is not part of a conversation, between two empty error queues.
///
/// The queue belongs to the thread and is shared by all that runs there: what is left in it would
/// surface as the next connection's failure.
/// - Throws: `.ours` with the queue's first entry when the call answers less than 1.
func checked(_ call: () -> CInt) throws(TLSError) {
    ERR_clear_error()
    if call() > 0 { return }
    defer { ERR_clear_error() }
    throw .ours(.first())
}

/// As `checked`, for a call that answers a new object or nil.
func made<Made>(_ call: () -> Made?) throws(TLSError) -> Made {
    ERR_clear_error()
    if let made = call() { return made }
    defer { ERR_clear_error() }
    throw .ours(.first())
}

extension TLSError {
    /// Sorts a failure inside the TLS protocol by whose fault it was.
    ///
    /// - Parameter handshaking: bytes that are no record mean plain text only before the first
    ///   flight.
    static func sorted(_ reason: OpenSSLReason, handshaking: Bool) -> TLSError {
        guard reason.library == ERR_LIB_SSL else { return .protocolBroken(reason) }
        if reason.number > SSL_AD_REASON_OFFSET {
            return .peerAlert(UInt8(clamping: reason.number - SSL_AD_REASON_OFFSET))
        }
        return switch reason.number {
        case SSL_R_HTTP_REQUEST, SSL_R_HTTPS_PROXY_REQUEST: .plainText(reason)
        case SSL_R_WRONG_VERSION_NUMBER where handshaking: .plainText(reason)
        case SSL_R_UNSUPPORTED_PROTOCOL, SSL_R_VERSION_TOO_LOW, SSL_R_WRONG_SSL_VERSION,
            SSL_R_NO_PROTOCOLS_AVAILABLE, SSL_R_UNKNOWN_PROTOCOL, SSL_R_INAPPROPRIATE_FALLBACK,
            SSL_R_NO_SHARED_CIPHER, SSL_R_NO_CIPHERS_AVAILABLE, SSL_R_NO_SHARED_GROUPS,
            SSL_R_NO_SUITABLE_GROUPS, SSL_R_NO_SUITABLE_KEY_SHARE,
            SSL_R_NO_SHARED_SIGNATURE_ALGORITHMS, SSL_R_NO_SUITABLE_SIGNATURE_ALGORITHM:
            .nothingInCommon(reason)
        case SSL_R_CALLBACK_FAILED, SSL_R_LIBRARY_BUG, SSL_R_UNINITIALIZED,
            SSL_R_NO_CERTIFICATE_SET, SSL_R_BAD_WRITE_RETRY, SSL_R_SESSION_ID_CONTEXT_UNINITIALIZED:
            .ours(reason)
        default: .protocolBroken(reason)
        }
    }
}
