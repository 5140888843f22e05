internal import COpenSSL
internal import Glibc

/// Where a certificate and its key lie.
public struct TLSIdentity: Equatable, Sendable {
    /// A PEM file: the certificate first, then the chain above it.
    public let certificatePath: String

    /// A PEM file with the private key, without a password.
    public let keyPath: String

    /// Looks at neither file: making a context reads them, and throws `TLSError.file`.
    public init(certificatePath: String, keyPath: String) {
        self.certificatePath = certificatePath
        self.keyPath = keyPath
    }

    /// Loads both into a new context.
    ///
    /// - Throws: `.file`: which of the two and what is wrong with it.
    func load(into context: OpaquePointer) throws(TLSError) {
        // Without a callback of ours OpenSSL would ask for a locked key's password on the terminal.
        unsafe SSL_CTX_set_default_passwd_cb(context) { _, _, _, _ in -1 }
        try CertificateFile.certificate.use(certificatePath) {
            unsafe SSL_CTX_use_certificate_chain_file(context, certificatePath)
        }
        try CertificateFile.key.use(keyPath) {
            unsafe SSL_CTX_use_PrivateKey_file(context, keyPath, SSL_FILETYPE_PEM)
        }
        try CertificateFile.key.use(keyPath) { unsafe SSL_CTX_check_private_key(context) }
    }
}

extension CertificateFile {
    /// Runs a call that reads `path`. OpenSSL hides why a file cannot be opened; the system tells.
    func use(_ path: String, _ call: () -> CInt) throws(TLSError) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file(self, .unreadable(errno: errno)) }
        close(descriptor)
        ERR_clear_error()
        if call() == 1 { return }
        defer { ERR_clear_error() }
        throw .file(self, .sorted(.first()))
    }
}

extension FileProblem {
    static func sorted(_ reason: OpenSSLReason) -> FileProblem {
        switch (reason.library, reason.number) {
        case (ERR_LIB_X509, X509_R_KEY_VALUES_MISMATCH), (ERR_LIB_X509, X509_R_KEY_TYPE_MISMATCH):
            .keyDoesNotMatch
        case (ERR_LIB_PEM, PEM_R_BAD_PASSWORD_READ), (ERR_LIB_PEM, PEM_R_PROBLEMS_GETTING_PASSWORD),
            (_, shim_ERR_R_INTERRUPTED_OR_CANCELLED):
            .locked
        case (ERR_LIB_SSL, SSL_R_EE_KEY_TOO_SMALL), (ERR_LIB_SSL, SSL_R_CA_KEY_TOO_SMALL),
            (ERR_LIB_SSL, SSL_R_CA_MD_TOO_WEAK):
            .tooWeak(reason)
        default: .notPEM(reason)
        }
    }
}
