internal import COpenSSL

/// What server and client contexts have in common.
enum ContextManners {
    /// Makes a context with our manners and frees it when a later step fails.
    static func make(
        _ method: OpaquePointer, suites: CipherSuites,
        _ furnish: (OpaquePointer) throws(TLSError) -> Void
    ) throws(TLSError) -> OpaquePointer {
        let context = try unsafe made { unsafe SSL_CTX_new(method) }
        do throws(TLSError) {
            try unsafe settle(context, suites)
            try unsafe furnish(context)
            return unsafe context
        } catch {
            unsafe SSL_CTX_free(context)
            throw error
        }
    }

    /// Options and modes, and why:
    ///
    /// - Renegotiation lets a peer buy work for nothing; compression leaks what it compresses.
    /// - The server's order of suites rules, but a client that prefers ChaCha20 has no AES in
    ///   hardware.
    /// - An end without close_notify counts as an end: a line protocol sees for itself that a line
    ///   was cut, and phones vanish without a word all day.
    /// - Idle connections give their buffers back (15 kB each instead of 30), an outbox may move
    ///   while it is being written and may go out in parts, and one read(2) takes all there is.
    private static func settle(
        _ context: OpaquePointer, _ suites: CipherSuites
    ) throws(TLSError) {
        try unsafe suites.apply(to: context)
        let options =
            shim_SSL_OP_NO_RENEGOTIATION | shim_SSL_OP_NO_COMPRESSION
            | shim_SSL_OP_CIPHER_SERVER_PREFERENCE | shim_SSL_OP_PRIORITIZE_CHACHA
            | shim_SSL_OP_IGNORE_UNEXPECTED_EOF
        unsafe SSL_CTX_set_options(context, options)
        let modes =
            SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE
            | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER
        unsafe shim_SSL_CTX_set_mode(context, Int(modes))
        unsafe shim_SSL_CTX_set_read_ahead(context, 1)
    }
}
