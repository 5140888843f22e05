internal import TLS

/// Opens a connection to a server whose certificate perhaps only a person can vouch for.
///
/// No connection is kept open while the person thinks: the server would lose its patience.
struct FirstUse: Sendable {
    private let server: Server
    private let options: Client.Options
    private let file: String
    private let ask: @Sendable (Presented) async -> Bool

    init(
        _ server: Server, _ options: Client.Options, _ file: String,
        _ ask: @escaping @Sendable (Presented) async -> Bool
    ) {
        self.server = server
        self.options = options
        self.file = file
        self.ask = ask
    }

    func open() async throws(ConnectError) -> Client {
        var known = try read()
        if let client = try await returning(known) { return client }
        do throws(ConnectError) {
            return try await Client.attempt(server, options, .systemRoots)
        } catch {
            guard case .untrusted = error else { throw error }
        }
        let presented = try await look(known)
        guard await ask(presented) else {
            throw .untrusted(server, shown: presented.fingerprint, before: presented.before)
        }
        known = try read()
        known.accept(presented.fingerprint, of: server)
        try write(known)
        return try await Client.attempt(server, options, .fingerprint(presented.fingerprint.bytes))
    }

    /// The connection to a server that shows the certificate which was accepted before.
    private func returning(_ known: KnownServers) async throws(ConnectError) -> Client? {
        guard let fingerprint = known.accepted(of: server) else { return nil }
        do throws(ConnectError) {
            return try await Client.attempt(server, options, .fingerprint(fingerprint.bytes))
        } catch {
            // It has changed; it may be one that an authority vouches for.
            guard case .untrusted = error else { throw error }
            return nil
        }
    }

    /// What the server shows, with nothing said to it.
    private func look(_ known: KnownServers) async throws(ConnectError) -> Presented {
        let client = try await Client.attempt(server, options, .askCaller)
        let fingerprint = await client.fingerprint
        await client.close()
        guard let fingerprint else {
            throw .handshakeFailed(server, why: "the server showed no certificate")
        }
        return Presented(
            server: server, fingerprint: fingerprint, before: known.accepted(of: server))
    }

    private func read() throws(ConnectError) -> KnownServers {
        do {
            return try KnownServers(contentsOf: file)
        } catch {
            throw .knownServersUnusable(path: file)
        }
    }

    private func write(_ known: KnownServers) throws(ConnectError) {
        do {
            try known.write(to: file)
        } catch {
            throw .knownServersUnusable(path: file)
        }
    }
}
