import Dispatch
import Glibc
import IRC
import TLS
import Testing

@testable import Transport

@Suite struct StoppingTests {
    private static let farewell = "The server is going down for a moment: please connect again"

    @Test(arguments: [false, true])
    func `stopping tells everyone why before it closes`(secure: Bool) async throws {
        let server = try TestServer(secure: secure) {
            $0.loops = 2
            $0.lingerFor = .seconds(1)
        }
        let clients = try (0..<6).map { try server.enter("n\($0)", secure: secure).client }
        let unnamed = try server.connect(secure: secure)
        #expect(server.counts { $0.connections == 7 && $0.handshakes == 0 })
        let start = ContinuousClock.now
        let stopped = Signal()
        server.transport.stop(saying: .restarting) { stopped.tell() }
        for client in clients + [unnamed] {
            let line = try client.line(beginning: "ERROR")
            #expect(line == "ERROR :\(Self.farewell)")
            #expect(try client.readsToEnd())
        }
        let ended = server.centre.waits { $0.closedCount == 6 }
        #expect(ended)
        #expect(ContinuousClock.now - start < .seconds(5))
        #expect(throws: (any Error).self) { _ = try server.connect() }
    }

    @Test func `stopping does not wait for whoever reads nothing`() throws {
        let server = try TestServer { $0.sendBufferBytes = 8 << 10 }
        let (stuck, id) = try server.enter("stuck", receiveBuffer: 4_096)
        let line = Array((String(repeating: "x", count: 998) + "\r\n").utf8)
        server.centre.deliver((0..<300).map { _ in .send(line, to: id) })
        let start = ContinuousClock.now
        #expect(server.stop(within: .milliseconds(300)))
        #expect(ContinuousClock.now - start < .seconds(4))
        #expect(server.transport.counts.connections == 0)
        withExtendedLifetime(stuck) {}
    }

    @Test func `words that were waiting are written before the close`() throws {
        let server = try TestServer(secure: true)
        defer { server.stop() }
        let (client, id) = try server.enter("lina", secure: true)
        let line = Array((String(repeating: "x", count: 998) + "\r\n").utf8)
        server.centre.deliver((0..<500).map { _ in .send(line, to: id) } + [.close(id)])
        // Unread input must not destroy them either.
        try client.send("PRIVMSG x :one more thing\r\n")
        for _ in 0..<500 { #expect(try client.line()?.count == 998) }
        #expect(try client.readsToEnd())
        #expect(server.centre.ending(of: id) == .closedByUs)
    }

    @Test func `a new certificate is for those who come after`() throws {
        let server = try TestServer(secure: true)
        defer { server.stop() }
        let (before, _) = try server.enter("before", secure: true)
        let next = try TestServer.certificate()
        server.transport.replace(tls: next)
        let (after, _) = try server.enter("after", secure: true)
        #expect(after.fingerprint == next.fingerprint)
        #expect(before.fingerprint != next.fingerprint)
        try before.send("PRIVMSG x :still here\r\n")
        #expect(try before.line() == "PRIVMSG x :still here")
    }

    @Test func `without descriptors accepting rests and goes on by itself`() async {
        await #expect(processExitsWith: .success) {
            let server = try TestServer { $0.acceptPause = .milliseconds(200) }
            let (kept, _) = try server.enter("kept")
            let spare = dup(0)
            try leaveOneDescriptor()
            let start = ContinuousClock.now
            // Its socket is the last that there may be; the server's end of it is one too many.
            let waiting = try server.connect()
            let paused = server.hears { $0.filter(\.isPause).count >= 4 }
            // It rested each time: it does not spin.
            guard paused, ContinuousClock.now - start > .milliseconds(500) else { exit(2) }
            try kept.send("PRIVMSG x :still served\r\n")
            guard try kept.line() == "PRIVMSG x :still served" else { exit(3) }
            close(spare)
            try waiting.send("NICK last\r\nUSER last 0 * :last\r\n")
            guard try waiting.line(beginning: "WELCOME") != nil else { exit(4) }
        }
    }
}

/// Lets this process open one descriptor more, and no second.
private func leaveOneDescriptor() throws {
    let next = dup(0)
    close(next)
    var limit = rlimit()
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    _ = unsafe getrlimit(resource, &limit)
    limit.rlim_cur = rlim_t(next + 1)
    guard unsafe setrlimit(resource, &limit) == 0 else {
        throw ClientError(what: "setrlimit", code: errno)
    }
}

extension TransportEvent {
    fileprivate var isPause: Bool { if case .acceptingPaused = self { true } else { false } }
}

extension TestCentre.State {
    fileprivate var closedCount: Int {
        arrivals.count { if case .closed = $0 { true } else { false } }
    }
}
