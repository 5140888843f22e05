internal import COpenSSL

/// One entry of OpenSSL's error queue, without its data (which may hold a path or a name).
public struct OpenSSLReason: Equatable, Sendable, CustomStringConvertible {
    /// The packed code, as `openssl errstr` reads it in hexadecimal.
    public let code: UInt64

    /// The part of OpenSSL that complained, an ERR_LIB_… number.
    public var library: Int32 { ERR_GET_LIB(UInt(code)) }

    /// The complaint, a number within the library: SSL_R_…, PEM_R_….
    public var number: Int32 { ERR_GET_REASON(UInt(code)) }

    /// OpenSSL's constant text for the code and the code, or the code alone.
    public var description: String {
        let code = "0x" + String(code, radix: 16)
        guard let text = unsafe ERR_reason_error_string(UInt(self.code)) else { return code }
        return unsafe "\(String(cString: text)) \(code)"
    }

    /// The oldest entry of this thread's queue: the cause, which later entries only comment on.
    static func first() -> OpenSSLReason { OpenSSLReason(code: UInt64(ERR_peek_error())) }
}

/// OpenSSL's constant text for a certificate verification code.
func verifyText(_ code: Int32) -> String {
    unsafe String(cString: X509_verify_cert_error_string(Int(code)))
}
