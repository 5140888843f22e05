internal import COpenSSL
internal import Synchronization

/// How a client speaks TLS: whom it trusts, its own certificate, and tickets to come back with.
///
/// `@unchecked Sendable`: the `SSL_CTX` is written in `init` alone and OpenSSL guards its insides
/// with locks of its own; the tickets are behind a `Mutex`.
@safe public final class TLSClientContext: @unchecked Sendable {
    let pointer: OpaquePointer
    let trust: PeerTrust
    private let tickets = Mutex<[String: Ticket]>([:])

    /// How many servers' tickets are kept, one each; beyond, all are dropped rather than weighed.
    static let serversMax = 64

    /// - Parameter identity: a certificate for servers that ask for one.
    /// - Throws: `.file` for an identity that cannot be used, `.ours` for unknown suites.
    public init(
        trust: PeerTrust = .systemRoots, identity: TLSIdentity? = nil,
        suites: CipherSuites = .modern
    ) throws(TLSError) {
        unsafe pointer = try unsafe ContextManners.make(TLS_client_method(), suites: suites) {
            context throws(TLSError) in
            try unsafe trust.serve(context)
            try unsafe identity?.load(into: context)
        }
        self.trust = trust
        // Connections hand their tickets over themselves, by server, when they end.
        let caching = SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL
        unsafe shim_SSL_CTX_set_session_cache_mode(pointer, Int(caching))
    }

    deinit { unsafe SSL_CTX_free(pointer) }

    /// Keeps the ticket that `connection` was given, for the next one to `server`.
    func keepTicket(of connection: OpaquePointer, for server: String) {
        guard let session = unsafe SSL_get1_session(connection) else { return }
        let ticket = unsafe Ticket(session)
        guard unsafe SSL_SESSION_is_resumable(session) == 1 else { return }
        tickets.withLock { tickets in
            if tickets.count >= Self.serversMax { tickets.removeAll() }
            tickets[server] = ticket
        }
    }

    /// Offers the ticket for `server`, which is used once: two uses could be told to be one person.
    func useTicket(in connection: OpaquePointer, for server: String) {
        guard let ticket = tickets.withLock({ $0.removeValue(forKey: server) }) else { return }
        unsafe SSL_set_session(connection, ticket.pointer)
    }
}

/// An `SSL_SESSION`, OpenSSL's word for what a ticket opens.
///
/// `@unchecked Sendable`: nobody writes to it once its connection has ended, and its reference
/// count is atomic.
@safe private final class Ticket: @unchecked Sendable {
    let pointer: OpaquePointer

    /// Takes over the reference that it is given.
    init(_ pointer: OpaquePointer) { unsafe self.pointer = unsafe pointer }

    deinit { unsafe SSL_SESSION_free(pointer) }
}
