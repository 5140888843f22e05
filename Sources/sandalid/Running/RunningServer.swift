import Dispatch
import Glibc
import IRC
import Rooms
import Synchronization
import TLS
import Transport
import Wire

/// A server that has read its log: sockets, signals, the control socket, and the way to the end.
///
/// `@unchecked Sendable`: what changes is touched on `queue` alone.
final class RunningServer: @unchecked Sendable {
    private let queue = DispatchQueue(label: "sandali.server")
    private let centres: CentreRegistry
    private let operators: OperatorLog
    private let transport: SocketServer
    private let tickets: TicketRing
    private let reload: @Sendable () throws(Problems) -> Settings
    /// As they were at the start.
    private let started: Settings
    private let configuration: ServerConfiguration
    private var control: ControlServer?
    private var signals: [any DispatchSourceSignal] = []
    private let stopped = DispatchSemaphore(value: 0)
    private var isStopping = false
    private var isServing = false
    /// Whether a reload was asked for before there was anything to reload.
    private var owesReload = false

    /// A SIGHUP that comes before `init` is no reason to end: what it asks for is read anyway.
    static func adoptSignals() { _ = signal(SIGHUP, SIG_IGN) }

    init(
        _ settings: Settings, _ centres: CentreRegistry, _ operators: OperatorLog,
        reload: @escaping @Sendable () throws(Problems) -> Settings
    ) throws {
        started = settings
        configuration = ServerConfiguration(settings)
        self.centres = centres
        self.operators = operators
        self.reload = reload
        tickets = try TicketFile.read(configuration.dataDirectory)
        let context = try Certificate.context(configuration, tickets, operators)
        centres.certificate.withLock { $0 = context }
        transport = try SocketServer(
            settings: TransportSettings(configuration), welcome: centres.home.welcome,
            tls: context, router: centres, log: { operators.note($0) })
        centres.serve(transport.loops) { [weak self] door in
            guard let self else { return }
            queue.async { self.rehash(door) }
        }
        on(SIGHUP) { $0.isServing ? $0.reloadAll() : ($0.owesReload = true) }
    }

    func start() throws {
        do throws(TransportError) {
            try transport.start()
        } catch {
            throw Complaint(error.sentence)
        }
        control = try ControlServer(path: configuration.controlPath, administration: centres)
        on(SIGTERM) { $0.stop() }
        on(SIGINT) { $0.stop() }
        queue.async { [self] in
            isServing = true
            if owesReload { reloadAll() }
        }
        watchCertificate()
    }

    /// Looks at the certificate once a day: a server may run for longer than it lasts.
    private func watchCertificate() {
        queue.asyncAfter(deadline: .now() + .seconds(86_400)) { [weak self] in
            guard let self else { return }
            if let context = centres.certificate.withLock({ $0 }) {
                Certificate.warn(context, operators)
            }
            watchCertificate()
        }
    }

    func waitUntilStopped() { stopped.wait() }

    private func on(_ number: Int32, _ handler: @escaping @Sendable (RunningServer) -> Void) {
        _ = signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
        source.setEventHandler { [weak self] in
            if let self { handler(self) }
        }
        source.resume()
        signals.append(source)
    }

    /// Says why to every client, lets their leaving be written down, and closes the log.
    private func stop() {
        guard !isStopping else { return }
        isStopping = true
        operators.info("stopping")
        control?.stop()
        transport.stop(saying: .restarting, within: .seconds(5)) { [self] in
            centres.finish { [self] in
                TicketFile.write(tickets, configuration.dataDirectory, operators)
                stopped.signal()
            }
        }
        // A disk that does not answer keeps nobody waiting: what is not written was seen by nobody.
        queue.asyncAfter(deadline: .now() + Self.patience) { [self] in
            operators.warning("stopped-early", ["for": .word("a disk that does not answer")])
            stopped.signal()
        }
    }

    /// How long the end may take.
    private static let patience = DispatchTimeInterval.seconds(15)

    /// The default centre's settings are the server's.
    private func rehash(_ door: CentreDoor) {
        if door === centres.home { return reloadAll() }
        centres.reload(door)
    }

    /// Reads configuration and certificate again; what is wrong is said, and the old ones stay.
    private func reloadAll() {
        do {
            let asked = try reload()
            let settings = asked.keepingFixed(of: started)
            let next = ServerConfiguration(settings)
            let context = try Certificate.context(next, tickets, operators)
            try centres.reload(settings)
            if let context { transport.replace(tls: context) }
            centres.certificate.withLock { $0 = context }
            transport.replace(welcome: centres.home.welcome)
            transport.replace(limits: TransportSettings(next))
            operators.info("reloaded")
            let waiting = asked.awaitingRestart(after: started)
            if !waiting.isEmpty {
                operators.warning(
                    "restart-needed", ["for": .setting(waiting.joined(separator: ", "))])
            }
        } catch {
            operators.error("reload-refused", ["why": .setting("\(error)")])
        }
    }
}

extension TransportError {
    /// What an operator reads.
    var sentence: String {
        switch self {
        case .notAnAddress(let listen):
            "\(listen.address) is no address to listen at: give one in digits."
        case .plainBeyondLoopback(let listen):
            "\(listen.address) can be reached from elsewhere, and there is no TLS at listen.plain."
        case .noCertificate(let listen):
            "There is no certificate for the TLS of \(listen.address), port \(listen.port)."
        case .cannotListen(let listen, let code):
            "Nobody can be served at \(listen.address), port \(listen.port): \(systemWords(code))."
        case .noEventLoop(let code): "There can be no event loop: \(systemWords(code))."
        }
    }
}
