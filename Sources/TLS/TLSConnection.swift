internal import COpenSSL
internal import Glibc

/// One TLS conversation. Owns an `SSL *` bound to one non-blocking descriptor, which it does not
/// own.
///
///     var tls = try TLSConnection(accepting: context, descriptor: socket)
///     while try tls.handshake() == .wantsRead { /* wait until the socket is readable */ }
///
/// SIGPIPE must be ignored by the process: OpenSSL writes with write(2). With read-ahead on, bytes
/// may wait in here while the descriptor shows none: read until `.wantsRead`, or look at
/// `hasBuffered`.
///
/// `@unchecked Sendable`: it may move between threads, since all that changes it is `mutating`, so
/// one thread has it at a time; OpenSSL keeps nothing of a conversation by thread but the error
/// queue.
@safe public struct TLSConnection: ~Copyable, @unchecked Sendable {
    private let ssl: OpaquePointer
    private let side: Side
    /// After a fatal error OpenSSL must not be asked anything about this conversation.
    private var isBroken = false

    private enum Side {
        case server(TLSServerContext)
        case client(TLSClientContext, server: String, PinCheck)
    }

    /// A server's end.
    ///
    /// - Parameter descriptor: a connected, non-blocking socket; close it after this value is gone.
    /// - Throws: `.ours` when OpenSSL has no memory.
    public init(accepting context: TLSServerContext, descriptor: CInt) throws(TLSError) {
        unsafe ssl = try Self.bind(context.pointer, descriptor) { ssl throws(TLSError) in
            unsafe SSL_set_accept_state(ssl)
        }
        side = .server(context)
    }

    /// A client's end.
    ///
    /// - Parameters:
    ///   - host: the name or IP address that was asked for. A name goes out as server name.
    ///   - port: with the host, whose ticket may be used again.
    public init(
        connecting context: TLSClientContext, host: String, port: Int, descriptor: CInt
    ) throws(TLSError) {
        let server = "\(host) \(port)"
        let pin = PinCheck(context.trust)
        unsafe ssl = try Self.bind(context.pointer, descriptor) { ssl throws(TLSError) in
            unsafe SSL_set_connect_state(ssl)
            try unsafe pin.serve(ssl)
            try unsafe Self.expect(host, ssl, checkingName: context.trust.checksName)
            unsafe context.useTicket(in: ssl, for: server)
        }
        side = .client(context, server: server, pin)
    }

    deinit {
        ERR_clear_error()
        if !isBroken, unsafe SSL_is_init_finished(ssl) == 1 {
            // Else SSL_free would make the ticket worthless for want of a shutdown.
            unsafe SSL_set_shutdown(ssl, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN)
            if case .client(let context, let server, _) = side {
                unsafe context.keepTicket(of: ssl, for: server)
            }
        }
        unsafe SSL_free(ssl)
        ERR_clear_error()
    }

    private static func bind(
        _ context: OpaquePointer, _ descriptor: CInt,
        _ furnish: (OpaquePointer) throws(TLSError) -> Void
    ) throws(TLSError) -> OpaquePointer {
        let ssl = try unsafe made { unsafe SSL_new(context) }
        do throws(TLSError) {
            try checked { unsafe SSL_set_fd(ssl, descriptor) }
            try unsafe furnish(ssl)
            return unsafe ssl
        } catch {
            unsafe SSL_free(ssl)
            throw error
        }
    }

    /// Names the host to the server, and to the check of its certificate.
    private static func expect(
        _ host: String, _ ssl: OpaquePointer, checkingName: Bool
    ) throws(TLSError) {
        let address = unsafe a2i_IPADDRESS(host)
        defer { unsafe ASN1_OCTET_STRING_free(address) }
        if unsafe address == nil {
            try checked { unsafe CInt(shim_SSL_set_tlsext_host_name(ssl, host)) }
        }
        guard checkingName else { return }
        if unsafe address == nil {
            unsafe SSL_set_hostflags(ssl, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
            try checked { unsafe SSL_set1_host(ssl, host) }
        } else {
            try checked { unsafe X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host) }
        }
    }
}

/// Talking.
extension TLSConnection {
    /// Goes on with the handshake until `.done`.
    ///
    /// - Throws: whose fault it was; the conversation is over.
    public mutating func handshake() throws(TLSError) -> Step {
        try unsafe step { unsafe SSL_do_handshake($0) }.withoutBytes
    }

    /// Reads up to one record's words, 16 KiB, into the beginning of `buffer`.
    ///
    /// - Parameter buffer: at least one byte; 16 KiB or more empties a record at once.
    /// - Returns: `.done` with how many bytes; `.closed` when the peer has said its last, or is
    ///   gone.
    public mutating func read(into buffer: inout MutableSpan<UInt8>) throws(TLSError) -> Step {
        precondition(!buffer.isEmpty, "OpenSSL takes a read of nothing for an end")
        return try unsafe step { ssl in
            unsafe buffer.withUnsafeMutableBytes {
                unsafe SSL_read(ssl, $0.baseAddress, CInt(clamping: $0.count))
            }
        }
    }

    /// Writes one record: up to 16 KiB of `bytes`, whatever more there is.
    ///
    /// - Parameter bytes: after `.wantsRead` or `.wantsWrite` the same bytes must come again first,
    ///   wherever they have moved in memory; more may have been added behind.
    /// - Returns: `.done` with how many bytes are out of the caller's hands.
    public mutating func write(_ bytes: Span<UInt8>) throws(TLSError) -> Step {
        if bytes.isEmpty { return isBroken ? .closed : .done(bytes: 0) }
        return try unsafe step { ssl in
            unsafe bytes.withUnsafeBytes {
                unsafe SSL_write(ssl, $0.baseAddress, CInt(clamping: $0.count))
            }
        }
    }

    /// Says goodbye (close_notify) without waiting for the peer's.
    ///
    /// - Returns: `.done` once it is said, `.closed` when both have said it or there is nobody to
    ///   say it to; then the socket may be closed.
    public mutating func shutdown() throws(TLSError) -> Step {
        guard !isBroken, unsafe SSL_is_init_finished(ssl) == 1 else { return .closed }
        var mutual = false
        let step = try unsafe step { ssl in
            let result = unsafe SSL_shutdown(ssl)
            mutual = result == 1
            return result == 0 ? 1 : result
        }
        return mutual ? .closed : step.withoutBytes
    }

    /// Every call passes here: OpenSSL's error queue is per thread, Dispatch moves between threads,
    /// and SSL_get_error reads the queue, so it must be empty before, and is left empty after.
    @inline(__always)
    private mutating func step(_ call: (OpaquePointer) -> CInt) throws(TLSError) -> Step {
        if isBroken { return .closed }
        ERR_clear_error()
        let result = unsafe call(ssl)
        if result > 0 { return .done(bytes: Int(result)) }
        return try setback(result, errno: errno)
    }

    private mutating func setback(_ result: CInt, errno: CInt) throws(TLSError) -> Step {
        switch unsafe SSL_get_error(ssl, result) {
        case SSL_ERROR_WANT_READ: return .wantsRead
        case SSL_ERROR_WANT_WRITE: return .wantsWrite
        case SSL_ERROR_ZERO_RETURN: return .closed
        case SSL_ERROR_SYSCALL where errno == 0:
            isBroken = true
            return .closed
        case SSL_ERROR_SYSCALL:
            isBroken = true
            throw .linkBroken(errno: errno)
        default:
            isBroken = true
            defer { ERR_clear_error() }
            throw failure(.first())
        }
    }

    private func failure(_ reason: OpenSSLReason) -> TLSError {
        guard reason.library == ERR_LIB_SSL, reason.number == SSL_R_CERTIFICATE_VERIFY_FAILED
        else { return unsafe .sorted(reason, handshaking: SSL_is_init_finished(ssl) == 0) }
        let code = unsafe CInt(truncatingIfNeeded: SSL_get_verify_result(ssl))
        if code == X509_V_ERR_APPLICATION_VERIFICATION, case .client(_, _, let pin) = side {
            return .otherFingerprint(pin.refused)
        }
        return .certificateRefused(code: code)
    }
}

/// What there is to know.
extension TLSConnection {
    /// Bytes that the next `read` gives without touching the descriptor.
    public var pending: Int { unsafe Int(SSL_pending(ssl)) }

    /// Whether bytes wait in here that the descriptor no longer shows: perhaps words, perhaps only
    /// the beginning of a record.
    public var hasBuffered: Bool { unsafe SSL_has_pending(ssl) == 1 }

    /// "TLSv1.3" or "TLSv1.2", once the handshake is done.
    public var version: String { unsafe String(cString: SSL_get_version(ssl)) }

    /// The cipher suite's name in the standards, such as "TLS_AES_128_GCM_SHA256"; "" before.
    public var cipher: String {
        guard let cipher = unsafe SSL_get_current_cipher(ssl),
            let name = unsafe SSL_CIPHER_standard_name(cipher)
        else { return "" }
        return unsafe String(cString: name)
    }

    /// Whether a ticket spared the full handshake.
    public var resumed: Bool { unsafe SSL_session_reused(ssl) == 1 }

    /// The SHA-256 of the peer's certificate, 32 bytes; nil when it showed none. After a
    /// resumption, of the one that it showed when the ticket was given.
    public var peerFingerprint: [UInt8]? {
        unsafe SSL_get0_peer_certificate(ssl).flatMap(fingerprint)
    }

    /// The host name that the client asked for (SNI), as it came; on either side.
    public var serverName: [UInt8]? {
        guard let name = unsafe SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name)
        else { return nil }
        return unsafe UnsafeBufferPointer(start: name, count: strlen(name)).map(
            UInt8.init(bitPattern:))
    }
}

extension Step {
    /// OpenSSL's 1 for "it worked" is no number of bytes.
    fileprivate var withoutBytes: Step { self == .done(bytes: 1) ? .done(bytes: 0) : self }
}
