import Foundation
import IRC
import Rooms
import Synchronization
import TLS
import Testing

@testable import Transport

/// A transport on loopback with one plain and one TLS listener, and a test centre behind it.
final class TestServer: Sendable {
    let centre = TestCentre()
    let transport: SocketServer
    let clients: TLSClientContext
    let events = Mutex<[TransportEvent]>([])
    private let news = Signal()

    init(
        secure: Bool = false, address: String = "127.0.0.1",
        _ change: (inout TransportSettings) -> Void = { _ in }
    ) throws {
        ProcessHabits.adopt()
        clients = try TLSClientContext(trust: .askCaller)
        var settings = TransportSettings(
            listeners: [ListenAddress(address: address, port: 0, secure: secure)])
        settings.lingerFor = .milliseconds(50)
        change(&settings)
        let log = Mailbox()
        transport = try SocketServer(
            settings: settings, welcome: Self.welcome, tls: secure ? Self.certificate() : nil,
            router: TestRouter(centre: centre), log: { log.take($0) })
        log.owner.withLock { $0 = self }
        centre.state.withLock { [transport] in $0.loops = transport.loops }
        try transport.start()
    }

    static var welcome: Welcome {
        Welcome(
            server: "test.example", network: "Test", version: "1",
            started: Moment(milliseconds: 0), policy: .open)
    }

    /// A server context of a self-signed certificate that lasts as long as the test.
    static func certificate() throws -> TLSServerContext {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let identity = TLSIdentity(
            certificatePath: folder.appending(path: "certificate.pem").path,
            keyPath: folder.appending(path: "key.pem").path)
        _ = try SelfSignedCertificate.write(identity, names: ["localhost"])
        return try TLSServerContext(identity, tickets: TicketRing())
    }

    var port: UInt16 { transport.boundPorts[0] }

    /// A new connection that has said nothing.
    func connect(secure: Bool = false, receiveBuffer: Int32? = nil) throws -> TestClient {
        let address = transport.listensOnIPv6 ? "::1" : "127.0.0.1"
        let client = try TestClient(address: address, port: port, receiveBuffer: receiveBuffer)
        if secure { try client.shakeHands(clients) }
        return client
    }

    /// A connection that its centre has welcomed, and how the server names it.
    func enter(
        _ nick: String, secure: Bool = false, receiveBuffer: Int32? = nil
    ) throws -> (client: TestClient, id: ConnectionID) {
        let before = Set(centre.opened)
        let client = try connect(secure: secure, receiveBuffer: receiveBuffer)
        try client.send("NICK \(nick)\r\nUSER \(nick) 0 * :\(nick)\r\n")
        try #require(try client.line(beginning: "WELCOME") != nil)
        let id = try #require(centre.opened.last { !before.contains($0) })
        return (client, id)
    }

    func logged(_ event: TransportEvent) {
        events.withLock { $0.append(event) }
        news.tell()
    }

    func hears(_ condition: ([TransportEvent]) -> Bool) -> Bool {
        news.waits { events.withLock { condition($0) } }
    }

    /// Waits for a count; counting itself tells nobody, so this asks again with every tick.
    func counts(_ condition: (TransportCounts) -> Bool) -> Bool {
        let deadline = ContinuousClock.now + .seconds(20)
        while !condition(transport.counts) {
            if ContinuousClock.now > deadline { return false }
            sched_yield()
        }
        return true
    }

    /// Stops, and waits until all connections are closed; false when that takes too long.
    @discardableResult
    func stop(within: Duration = .seconds(5)) -> Bool {
        let stopped = Mutex(false)
        let done = Signal()
        transport.stop(saying: .restarting, within: within) {
            stopped.withLock { $0 = true }
            done.tell()
        }
        return done.waits(within: within + .seconds(5)) { stopped.withLock { $0 } }
    }
}

/// Events come before the server that they are for is complete.
private final class Mailbox: Sendable {
    let owner = Mutex<TestServer?>(nil)

    func take(_ event: TransportEvent) {
        owner.withLock { $0 }?.logged(event)
    }
}

struct TestRouter: Router {
    let centre: TestCentre

    func centre(named name: [UInt8]) -> (any CentrePort)? { name.isEmpty ? centre : nil }
}

extension SocketServer {
    var listensOnIPv6: Bool { loops[0].surroundings.settings.listeners[0].address == "::1" }
}
