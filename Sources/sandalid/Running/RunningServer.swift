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
    private let centre: CentreHost
    private let operators: OperatorLog
    private let transport: SocketServer
    private let tickets: TicketRing
    private let reload: @Sendable () throws(Problems) -> ServerConfiguration
    private var configuration: ServerConfiguration
    private var control: ControlServer?
    private var signals: [any DispatchSourceSignal] = []
    private let stopped = DispatchSemaphore(value: 0)
    private var isStopping = false

    init(
        _ configuration: ServerConfiguration, _ centre: CentreHost, _ operators: OperatorLog,
        reload: @escaping @Sendable () throws(Problems) -> ServerConfiguration
    ) throws {
        self.configuration = configuration
        self.centre = centre
        self.operators = operators
        self.reload = reload
        tickets = try TicketFile.read(configuration.dataDirectory)
        let router = CentreRouter(centre, named: configuration.defaultCentre)
        transport = try SocketServer(
            settings: TransportSettings(configuration), welcome: Welcome(configuration),
            tls: try Certificate.context(configuration, tickets, operators), router: router,
            log: { operators.note($0) })
    }

    func start() throws {
        centre.serve(transport.loops) { [weak self] in
            guard let self else { return }
            queue.async { self.reloadAll() }
        }
        try transport.start()
        control = try ControlServer(
            path: configuration.controlPath, administration: centre)
        on(SIGTERM) { $0.stop() }
        on(SIGINT) { $0.stop() }
        on(SIGHUP) { $0.reloadAll() }
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
            centre.finish { [self] in
                TicketFile.write(tickets, configuration.dataDirectory, operators)
                stopped.signal()
            }
        }
    }

    /// Reads configuration and certificate again; what is wrong is said, and the old ones stay.
    private func reloadAll() {
        do {
            let next = try reload()
            guard next.policy == configuration.policy else {
                throw Complaint("The policy changes only with a restart.")
            }
            let context = try Certificate.context(next, tickets, operators)
            if let context { transport.replace(tls: context) }
            let welcome = Welcome(next)
            transport.replace(welcome: welcome)
            centre.replace(welcome)
            operators.info("reloaded")
            if next.needsRestart(after: configuration) {
                operators.warning("restart-needed", ["for": .word("listeners, limits or pace")])
            }
            configuration = next
        } catch {
            operators.error("reload-refused", ["why": .setting("\(error)")])
        }
    }
}

/// Finds the centre that a greeting asked for: for now there is one.
final class CentreRouter: Router {
    private let centre: CentreHost
    private let name: [UInt8]

    init(_ centre: CentreHost, named name: String) {
        self.centre = centre
        self.name = Name.folded(Array(name.utf8)[...])
    }

    func centre(named given: [UInt8]) -> (any CentrePort)? {
        given.isEmpty || Name.folded(given[...]) == name ? centre : nil
    }
}
