internal import Dispatch
internal import Glibc
internal import Synchronization
internal import TLS

/// The moment between a socket and an open connection.
struct Opening {
    let continuation: CheckedContinuation<ConnectError?, Never>
    let deadline: Deadline
    /// nil for bare lines.
    let context: TLSClientContext?
    var isConnected = false
}

extension Client {
    /// Opens a connection and checks the certificate; says nothing yet.
    ///
    /// - Throws: what a person can be told: see `ConnectError`.
    public static func open(
        _ server: Server, options: Options = Options()
    ) async throws(ConnectError) -> Client {
        guard !options.plain else { return try await attempt(server, options, nil) }
        switch options.trust {
        case .system: return try await attempt(server, options, .systemRoots)
        case .anything: return try await attempt(server, options, .askCaller)
        case .pinned(let fingerprint):
            return try await attempt(server, options, .fingerprint(fingerprint.bytes))
        case .firstUse(let file, let ask):
            return try await FirstUse(server, options, file, ask).open()
        }
    }

    /// Tries one address of the server after the other, within the time that the options give.
    static func attempt(
        _ server: Server, _ options: Options, _ trust: PeerTrust?
    ) async throws(ConnectError) -> Client {
        let addresses = await addresses(of: server)
        guard !addresses.isEmpty else { throw .nameNotFound(server) }
        if trust == nil, !addresses.allSatisfy(\.isLoopback) { throw .plainBeyondLoopback(server) }
        let context = try context(trust, options.device, for: server)
        let end = ContinuousClock.now + options.openWithin
        var setback = ConnectError.timedOut(server)
        for address in addresses {
            let client = Client(to: server, options: options)
            guard let error = await client.begin(address, context, by: end) else { return client }
            setback = error
            guard error.mayLieInTheAddress else { break }
        }
        throw setback
    }

    /// Looking up a name blocks, so it has a queue of its own.
    private static func addresses(of server: Server) async -> [SocketAddress] {
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "lookup").async {
                continuation.resume(returning: Socket.addresses(of: server))
            }
        }
    }

    private func begin(
        _ address: SocketAddress, _ context: TLSClientContext?, by end: ContinuousClock.Instant
    ) async -> ConnectError? {
        let descriptor: CInt
        do {
            descriptor = try Socket.connect(to: address)
        } catch {
            return connectError(error.errno)
        }
        let watch = Watch(
            descriptor, on: executor.queue,
            readable: { [weak self] in self?.assumeIsolated { $0.becameReadable() } },
            writable: { [weak self] in self?.assumeIsolated { $0.becameWritable() } })
        self.watch = watch
        return await withCheckedContinuation { continuation in
            let deadline = Deadline(ContinuousClock.now.duration(to: end), of: self) {
                $0.finishOpening(.timedOut($0.server))
            }
            opening = Opening(continuation: continuation, deadline: deadline, context: context)
            watch.writes(true)
        }
    }

    private func connectError(_ errno: CInt) -> ConnectError {
        switch errno {
        case ECONNREFUSED: .refused(server)
        case ETIMEDOUT: .timedOut(server)
        default: .unreachable(server, errno: errno)
        }
    }

    /// The descriptor is ready for the next step of opening.
    func goOnOpening() {
        guard let opening, let watch else { return }
        do throws(TLSError) {
            if !opening.isConnected {
                let why = Socket.outcome(of: watch.descriptor)
                guard why == 0 else { return finishOpening(connectError(why)) }
                try connected(watch, opening.context)
            }
            switch try link?.handshake() ?? .ended(.byUs) {
            case .done: finishOpening(nil)
            case .wantsRead: watch.writes(false)
            case .wantsWrite: watch.writes(true)
            case .ended: finishOpening(.handshakeFailed(server, why: "the server closed"))
            }
        } catch {
            finishOpening(connectError(error))
        }
    }

    private func connected(_ watch: Watch, _ context: TLSClientContext?) throws(TLSError) {
        opening?.isConnected = true
        watch.reads(true)
        guard let context else {
            link = Link(plain: watch.descriptor)
            return
        }
        let tls = try TLSConnection(
            connecting: context, host: server.host, port: Int(server.port),
            descriptor: watch.descriptor)
        link = Link(tls, descriptor: watch.descriptor)
    }

    private func connectError(_ error: TLSError) -> ConnectError {
        switch error {
        case .certificateRefused: .untrusted(server, shown: nil, before: nil)
        case .otherFingerprint(let bytes):
            .untrusted(server, shown: Fingerprint(bytes: bytes), before: nil)
        default: .handshakeFailed(server, why: "\(error)")
        }
    }

    /// Tells the one who opens how it went; on an error the connection is over.
    func finishOpening(_ error: ConnectError?) {
        guard let opening else { return }
        self.opening = nil
        opening.deadline.cancel()
        watch?.writes(false)
        if error == nil {
            fingerprint = link?.fingerprint
            // What came with the last bytes of the handshake is inside TLS already.
            onQueue { $0.becameReadable() }
        } else {
            end(.byUs)
        }
        opening.continuation.resume(returning: error)
    }
}

extension ConnectError {
    /// Whether another address of the same server may do better.
    fileprivate var mayLieInTheAddress: Bool {
        switch self {
        case .refused, .unreachable, .timedOut: true
        default: false
        }
    }
}

/// TLS contexts by what they trust: reading the system's roots takes its time, and tickets are kept
/// in the context.
extension Client {
    private static let contexts = Mutex<
        [(trust: PeerTrust, device: DeviceFiles?, context: TLSClientContext)]
    >([])

    /// More than a program uses; the oldest goes.
    private static let contextsMax = 8

    private static func context(
        _ trust: PeerTrust?, _ device: DeviceFiles?, for server: Server
    ) throws(ConnectError) -> TLSClientContext? {
        guard let trust else { return nil }
        if let known = contexts.withLock({ contexts in
            contexts.first { $0.trust == trust && $0.device == device }?.context
        }) {
            return known
        }
        prepareForOpenSSL()
        do throws(TLSError) {
            let made = try TLSClientContext(trust: trust, identity: device?.identity)
            contexts.withLock { contexts in
                if contexts.count >= contextsMax { contexts.removeFirst() }
                contexts.append((trust, device, made))
            }
            return made
        } catch {
            throw .handshakeFailed(server, why: "\(error)")
        }
    }
}

/// What the process needs before OpenSSL is used in it.
func prepareForOpenSSL() {
    // It writes with write(2), which would end the program when the peer is gone.
    signal(SIGPIPE, SIG_IGN)
    // Connections have threads of their own, which do not stop for exit(3).
    OpenSSLLibrary.keepUntilTheEnd()
}
