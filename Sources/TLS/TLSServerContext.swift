internal import COpenSSL

/// How a listener speaks TLS: certificate, suites, tickets. Many connections share one.
///
/// To reload, make a new one and hand it to the connections that come; the old one lives as long as
/// its last connection. Making one fails whole, so a bad file leaves the caller with what it had.
///
/// `@unchecked Sendable`: the `SSL_CTX` is written in `init` alone, and OpenSSL counts its
/// references and guards its insides with locks of its own.
@safe public final class TLSServerContext: @unchecked Sendable {
    let pointer: OpaquePointer
    private let tickets: TicketRing

    /// SHA-256 of the certificate, 32 bytes: what a client may pin.
    public let fingerprint: [UInt8]

    /// What somebody should see to soon, though connections work; by the clock of the moment.
    public var warnings: [CertificateWarning] {
        unsafe SSL_CTX_get0_certificate(pointer).map(CertificateWarning.all) ?? []
    }

    /// When the certificate ends, in seconds since 1970.
    public var ends: Int64? {
        unsafe SSL_CTX_get0_certificate(pointer).flatMap(CertificateWarning.end)
    }

    /// - Parameters:
    ///   - tickets: shared by all contexts of the process, so that tickets survive a reload.
    ///   - asksForCertificate: any client certificate is welcome, none is needed; its fingerprint
    ///     is `TLSConnection.peerFingerprint`. Browsers drop a connection that asks for one.
    /// - Throws: `.file` for an identity that cannot be used, `.ours` for unknown suites.
    public init(
        _ identity: TLSIdentity, tickets: TicketRing, asksForCertificate: Bool = true,
        suites: CipherSuites = .modern
    ) throws(TLSError) {
        unsafe pointer = try unsafe ContextManners.make(TLS_server_method(), suites: suites) {
            context throws(TLSError) in
            try unsafe identity.load(into: context)
            try unsafe Self.settleTickets(context, asksForCertificate)
        }
        if asksForCertificate {
            unsafe SSL_CTX_set_verify(pointer, SSL_VERIFY_PEER, nil)
            // That the peer has its key is all that counts. No chain is built: checking the
            // signatures in one that somebody made for it can take a second of everyone's time.
            unsafe SSL_CTX_set_cert_verify_callback(pointer, { _, _ in 1 }, nil)
            unsafe shim_SSL_CTX_set_max_cert_list(pointer, Self.certificateBytesMax)
        }
        unsafe Self.endWhoeverKeepsShaking(pointer)
        let certificate = unsafe SSL_CTX_get0_certificate(pointer)
        fingerprint = unsafe certificate.flatMap(TLS.fingerprint) ?? []
        self.tickets = tickets
        unsafe tickets.serve(pointer)
    }

    deinit { unsafe SSL_CTX_free(pointer) }

    /// What a client may show of certificates, all together: its own one, and those above it.
    static let certificateBytesMax = 8 << 10

    /// How many handshake records a client may send after the handshake: new keys are due after
    /// millions of records, and renegotiation is not offered.
    static let handshakesAfterwardsMax = 32

    /// Closes a conversation whose peer goes on sending handshake records. OpenSSL takes them in by
    /// itself, as many as come, before a read gives back control, so one peer could keep a thread.
    private static func endWhoeverKeepsShaking(_ context: OpaquePointer) {
        unsafe SSL_CTX_set_msg_callback(context) { isOurs, _, kind, bytes, count, ssl, _ in
            guard isOurs == 0, count > 0, let ssl = unsafe ssl, let bytes = unsafe bytes,
                // The kind of a record: TLS 1.2 tells it in the header, TLS 1.3 inside.
                kind == SSL3_RT_INNER_CONTENT_TYPE || kind == SSL3_RT_HEADER,
                unsafe bytes.load(as: UInt8.self) == UInt8(SSL3_RT_HANDSHAKE),
                unsafe SSL_is_init_finished(ssl) == 1
            else { return }
            // A server keeps nothing else here: the number stands in the pointer itself.
            let before = unsafe SSL_get_ex_data(ssl, appData).map { Int(bitPattern: $0) } ?? 0
            let seen = before + 1
            unsafe SSL_set_ex_data(ssl, appData, UnsafeMutableRawPointer(bitPattern: seen))
            if seen > TLSServerContext.handshakesAfterwardsMax {
                unsafe SSL_set_shutdown(ssl, SSL_get_shutdown(ssl) | SSL_RECEIVED_SHUTDOWN)
            }
        }
    }

    /// A ticket stays good for a day, for the family that comes back in the evening.
    static let ticketSeconds = 24 * 3600

    /// Tickets only: nothing is kept in this process, so a restart forgets nobody.
    ///
    /// Without a context of its own a ticket is refused where client certificates are asked for; it
    /// differs where they are not, so that a ticket never stands in for a certificate never asked
    /// for.
    private static func settleTickets(
        _ context: OpaquePointer, _ asksForCertificate: Bool
    ) throws(TLSError) {
        unsafe shim_SSL_CTX_set_session_cache_mode(context, Int(SSL_SESS_CACHE_OFF))
        unsafe SSL_CTX_set_timeout(context, ticketSeconds)
        try checked { unsafe SSL_CTX_set_num_tickets(context, 1) }
        let name = Array((asksForCertificate ? "sandali+certificate" : "sandali").utf8)
        try checked { unsafe SSL_CTX_set_session_id_context(context, name, UInt32(name.count)) }
    }
}
