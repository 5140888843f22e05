import Dispatch
public import IRC
import Synchronization
public import TLS
import Wire

/// The server's sockets: listeners, event loops, TLS, and the way from bytes to lines and back.
///
///     let transport = try SocketServer(
///         settings: settings, welcome: welcome, tls: tls, router: centres)
///     try transport.start()
///     …
///     transport.stop(saying: .restarting) { exit(0) }
///
/// `ProcessHabits.adopt()` must have been called once. Sockets are accepted on the first loop and
/// handed round: that spreads connections evenly, and limits are kept in one place.
public final class SocketServer: Sendable {
    /// In the order of `ConnectionID.loop`.
    public let loops: [EventLoop]

    private let surroundings: Surroundings
    private let listeners = Mutex<[ListeningSocket]>([])

    /// - Parameters:
    ///   - welcome: what a greeting needs to know of this server.
    ///   - tls: may be nil when no listener is secure.
    ///   - log: called on event loops: it must not block.
    /// - Throws: `.noEventLoop`.
    public init(
        settings: TransportSettings, welcome: Welcome, tls: TLSServerContext?,
        router: any Router, log: @escaping TransportLog = { _ in }
    ) throws(TransportError) {
        precondition((1...64).contains(settings.loops))
        surroundings = Surroundings(
            settings, welcome: welcome, tls: tls, router: router, log: log)
        var loops: [EventLoop] = []
        for index in 0..<settings.loops {
            loops.append(try EventLoop(index: UInt8(index), surroundings))
        }
        for loop in loops { loop.peers = loops }
        self.loops = loops
    }

    deinit {
        for loop in loops { loop.call { loop.retire() } }
    }

    /// Binds every listener, then opens them all; none stays bound when one cannot be.
    public func start() throws(TransportError) {
        let settings = surroundings.settings
        let hasCertificate = surroundings.current.withLock { $0.tls != nil }
        var opened: [ListeningSocket] = []
        do throws(TransportError) {
            for listen in settings.listeners {
                if listen.secure, !hasCertificate { throw .noCertificate(listen) }
                opened.append(
                    try ListeningSocket(listen, sendBufferBytes: settings.sendBufferBytes))
            }
        } catch {
            for listener in opened { listener.close() }
            throw error
        }
        listeners.withLock { $0 = opened }
        let first = loops[0]
        first.call { [opened] in first.open(opened) }
    }

    /// The port of each listener, in the order of the settings; empty before `start`.
    public var boundPorts: [UInt16] {
        listeners.withLock { $0.map(\.port) }
    }

    /// What all loops have done so far.
    public var counts: TransportCounts {
        loops.reduce(TransportCounts()) { $0 + $1.countsNow }
    }

    /// Uses another certificate for connections that come from now on.
    public func replace(tls: TLSServerContext) {
        surroundings.current.withLock { $0.tls = tls }
    }

    /// Greets with another welcome from now on.
    public func replace(welcome: Welcome) {
        surroundings.current.withLock { $0.welcome = welcome }
    }

    /// Keeps to other limits, budgets and pings from now on.
    ///
    /// Listeners, the number of loops and the kernel's buffers stay as they were at the start.
    /// There is room for 65,536 connections, or for as many as the limit was then.
    public func replace(limits settings: TransportSettings) {
        var next = settings
        next.loops = loops.count
        surroundings.admission.adopt(next)
        for loop in loops { loop.call { [next] in loop.adopt(next) } }
        // It may be resting for as many handshakes as are no longer too many.
        loops[0].call { [first = loops[0]] in first.wakeDoor(from: .handshakes) }
    }

    /// Stops accepting, tells every client why, writes what waits, and closes.
    ///
    /// - Parameters:
    ///   - parting: said to each in their language.
    ///   - span: whoever has not taken it all by then is closed nevertheless.
    ///   - completion: called once, on some queue, when the last connection is closed.
    public func stop(
        saying parting: Parting, within span: Duration = .seconds(5),
        completion: @escaping @Sendable () -> Void
    ) {
        let connections = counts.connections
        let group = DispatchGroup()
        for loop in loops {
            group.enter()
            loop.call { loop.stop(saying: parting, within: span) { group.leave() } }
        }
        group.notify(queue: .global()) { [self] in
            for loop in loops { loop.call { loop.retire() } }
            surroundings.log(.stopped(connections: connections))
            completion()
        }
    }
}
