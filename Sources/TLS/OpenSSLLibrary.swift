internal import COpenSSL

/// OpenSSL as a part of the process.
public enum OpenSSLLibrary {
    /// Lets OpenSSL be used until the process is gone. By itself it tidies up on exit(3), and takes
    /// away what threads that are still at a handshake or a password hash are about to use.
    ///
    /// A program says so before anything else of it uses OpenSSL; later it changes nothing.
    /// Source: OPENSSL_init_crypto(3), `OPENSSL_INIT_NO_ATEXIT`.
    public static func keepUntilTheEnd() {
        let done = OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_ATEXIT), nil)
        precondition(done == 1, "OpenSSL cannot begin")
    }
}
