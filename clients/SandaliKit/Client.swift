internal import Dispatch
internal import Glibc
internal import Wire

/// One connection to a server: lines go out, messages come in, a script can wait for them.
///
///     let lola = try await Client.connect(to: server, as: Identity(account: "lola", password: …))
///     lola.send("JOIN #tue-circle")
///     try await lola.expect("JOIN #tue-circle")
///
/// Nothing is lost: when `Options.inboxLines` messages wait to be taken, reading stops until some
/// are. PING is answered by itself. The connection ends with the last reference to it, or by
/// `close`, `quit` or `abort`.
public actor Client {
    /// What may differ between one connection and another.
    public struct Options: Sendable {
        /// Which certificates are accepted.
        public var trust = Trust.system
        /// The certificate to be shown; its files must be there.
        public var device: DeviceFiles?
        /// Bare lines without TLS: only to this machine's own addresses.
        public var plain = false
        /// How long connecting and the handshake may take, in all.
        public var openWithin = Duration.seconds(15)
        /// How long the server may take to welcome this client.
        public var registerWithin = Duration.seconds(30)
        /// Messages that may wait to be taken before reading stops.
        public var inboxLines = 65_536
        /// Whether every line is kept for `transcript`. Tests want that; a client for people not.
        public var keepsTranscript = true

        /// As the properties say; nothing is checked.
        public init() {}
    }

    let executor: QueueExecutor
    /// The queue that the actor runs on, the connection's own.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    /// Where this connection leads.
    public nonisolated let server: Server
    /// The nickname as the server last told it; the wished one before registration.
    public internal(set) var nickname = ""
    /// The capabilities that the server has acknowledged.
    public internal(set) var capabilities: Set<String> = []
    /// The server's certificate, once there is one.
    public internal(set) var fingerprint: Fingerprint?
    /// Why the connection ended, or nil while it lasts.
    public internal(set) var ending: Disconnect?
    /// Every line so far, both ways, in the order of this end; empty when it is not kept.
    public internal(set) var transcript: [TranscriptLine] = []

    let options: Options
    var link: Link?
    var watch: Watch?
    var opening: Opening?
    var framer = Framer(tagBytes: Limit.serverTagBytes)
    var inbox: Inbox
    var waiters: [Waiter] = []
    var lastWaiter = 0
    var farewells: [CheckedContinuation<Void, Never>] = []
    /// The words of an ERROR line, which come just before the end.
    var lastError: String?
    var buffer = [UInt8](repeating: 0, count: Limits.ioBytes)
    var outbox: [UInt8] = []
    /// How much of the outbox is written already.
    var written = 0
    var isFlushComing = false
    var flushers: [CheckedContinuation<Void, Never>] = []

    init(to server: Server, options: Options) {
        self.server = server
        self.options = options
        executor = QueueExecutor(label: "client")
        inbox = Inbox(capacity: options.inboxLines)
    }
}

/// Sending.
extension Client {
    /// Sends one line; its ending is added. Line breaks and NUL within become spaces, so that no
    /// text can turn into a second command. Never waits; see `flush`.
    public nonisolated func send(_ line: String) {
        send(line: Array(line.utf8))
    }

    /// The same with bytes.
    public nonisolated func send(line: [UInt8]) {
        let clean = line.map { $0 == 0x0a || $0 == 0x0d || $0 == 0 ? 0x20 : $0 }
        onQueue { $0.write(clean + [0x0d, 0x0a], record: clean) }
    }

    /// Sends bytes as they are, whole lines or not: for tests of what a server makes of them.
    public nonisolated func send(raw bytes: [UInt8]) {
        onQueue { $0.write(bytes, record: bytes) }
    }

    /// Waits until all that was sent is on its way in the kernel, or the connection has ended.
    public func flush() async {
        guard ending == nil, written < outbox.count else { return }
        await withCheckedContinuation { flushers.append($0) }
    }

    nonisolated func onQueue(_ run: @escaping @Sendable (isolated Client) -> Void) {
        executor.queue.async { self.assumeIsolated(run) }
    }

    func write(_ bytes: [UInt8], record: [UInt8]) {
        guard ending == nil, watch != nil else { return }
        note(.sent(record))
        guard outbox.count - written + bytes.count <= Limits.outboxBytes else {
            return end(.outboxFull)
        }
        outbox += bytes
        // Lines sent in one go leave in one record: they are on the queue before this comes up.
        guard !isFlushComing else { return }
        isFlushComing = true
        onQueue { client in
            client.isFlushComing = false
            client.flushOutbox()
        }
    }

    func note(_ event: TranscriptLine.Event) {
        guard options.keepsTranscript else { return }
        transcript.append(TranscriptLine(at: .now, event: event))
    }

    func flushOutbox() {
        guard ending == nil, opening == nil else { return }
        while written < outbox.count {
            switch link?.write(outbox[written...]) ?? .ended(.byUs) {
            case .done(let count): written += count
            case .wantsWrite:
                watch?.writes(true)
                return
            case .wantsRead: return
            case .ended(let why): return end(why)
            }
        }
        outbox.removeAll(keepingCapacity: outbox.count < 1 << 16)
        written = 0
        watch?.writes(false)
        let waiting = flushers
        flushers = []
        for flusher in waiting { flusher.resume() }
    }
}
