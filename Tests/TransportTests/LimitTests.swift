import IRC
import Synchronization
import Testing
import Wire

@testable import Transport

@Suite struct LimitTests {
    @Test func `a slow reader is dropped while the others go on`() throws {
        let server = try TestServer {
            $0.outboxBytes = 64 << 10
            $0.sendBufferBytes = 8 << 10
        }
        defer { server.stop() }
        let (slow, slowID) = try server.enter("slow", receiveBuffer: 4_096)
        let (quick, quickID) = try server.enter("quick")
        let both = server.centre.audience(of: [slowID, quickID])
        let text = String(repeating: "x", count: 1_000)
        for number in 0..<2_000 {
            let line = Array("\(number) \(text)\r\n".utf8)
            server.centre.deliver([.fanOut(variants: [line], both, except: nil)])
            #expect(try quick.line() == "\(number) \(text)")
            if server.transport.counts.tooSlow > 0 { break }
        }
        #expect(server.centre.ending(of: slowID) == .tooSlow)
        try quick.send("PRIVMSG x :fine\r\n")
        #expect(try quick.line() == "PRIVMSG x :fine")
        // It can still read what waited, and why it was let go.
        var last: String?
        while let line = try slow.line() { last = line }
        #expect(last == "ERROR :You read too slowly: more waits for you than can be kept")
    }

    @Test func `when all outboxes together are too full the fullest goes`() throws {
        let server = try TestServer {
            $0.outboxesBytes = 100 << 10
            $0.sendBufferBytes = 8 << 10
        }
        defer { server.stop() }
        let (full, fullID) = try server.enter("full", receiveBuffer: 4_096)
        let (half, halfID) = try server.enter("half", receiveBuffer: 4_096)
        let line = Array((String(repeating: "x", count: 998) + "\r\n").utf8)
        server.centre.deliver((0..<20).map { _ in .send(line, to: halfID) })
        server.centre.deliver((0..<200).map { _ in .send(line, to: fullID) })
        #expect(server.centre.ending(of: fullID) == .tooSlow)
        #expect(server.hears { $0.contains { if case .outboxesFull = $0 { true } else { false } } })
        for _ in 0..<20 { #expect(try half.line()?.count == 998) }
        withExtendedLifetime(full) {}
    }

    @Test func `unanswered lines stop the reading and an answer resumes it`() throws {
        let server = try TestServer { $0.windowLines = 4 }
        defer { server.stop() }
        let (client, id) = try server.enter("lina")
        let (other, _) = try server.enter("other")
        server.centre.state.withLock { $0.answers = false }
        try client.send((0..<10).map { "PRIVMSG x :\($0)\r\n" }.joined())
        #expect(server.centre.waits { $0.lines(of: id).count == 4 })
        // Another's question and answer: the loop has been round, and has taken no more of the
        // first.
        server.centre.state.withLock { $0.answers = true }
        try other.send("PRIVMSG x :barrier\r\n")
        #expect(try other.line() == "PRIVMSG x :barrier")
        #expect(server.centre.state.withLock { $0.lines(of: id).count } == 4)
        server.centre.deliver([.answered(id, lines: 4)])
        for number in 4..<10 { #expect(try client.line() == "PRIVMSG x :\(number)") }
    }

    @Test(arguments: [false, true])
    func `a full window is not read from while more comes`(secure: Bool) throws {
        let server = try TestServer(secure: secure) {
            $0.windowLines = 4
            $0.sendBufferBytes = 8 << 10
        }
        defer { server.stop() }
        let (client, id) = try server.enter("lina", secure: secure)
        server.centre.state.withLock { $0.answers = false }
        for number in 0..<2_000 { try client.send("PRIVMSG x :\(number)\r\n") }
        #expect(server.centre.waits { $0.lines(of: id).count == 4 })
        #expect(server.transport.counts.bytesIn < 20_000)
        server.centre.state.withLock { $0.answers = true }
        server.centre.deliver([.answered(id, lines: 4)])
        for number in 4..<2_000 { #expect(try client.line() == "PRIVMSG x :\(number)") }
    }

    @Test func `a budget slows a talker down and drops nothing`() throws {
        let server = try TestServer(secure: true) {
            $0.budget = CommandBudget(burst: 5, perSecond: 20) {
                $0.command == "PRIVMSG" ? 1 : 0
            }
        }
        defer { server.stop() }
        let (client, _) = try server.enter("lina", secure: true)
        let start = ContinuousClock.now
        try client.send((0..<20).map { "PRIVMSG x :\($0)\r\n" }.joined())
        for number in 0..<20 { #expect(try client.line() == "PRIVMSG x :\(number)") }
        // Five at once, fifteen more at twenty a second.
        #expect(ContinuousClock.now - start >= .milliseconds(700))
        #expect(server.transport.counts.connections == 1)
    }

    @Test func `ten lines of a batch cost as much as one line`() throws {
        let server = try TestServer(secure: true) {
            $0.budget = CommandBudget(burst: 5, perSecond: 1) { $0.command == "PRIVMSG" ? 1 : 0 }
        }
        defer { server.stop() }
        let (client, _) = try server.enter("lina", secure: true)
        let start = ContinuousClock.now
        let lines = (0..<45).map { "@batch=1 PRIVMSG x :\($0)" } + ["PRIVMSG x :end"]
        try client.send(lines.map { $0 + "\r\n" }.joined())
        // A line with tags has no answer here.
        #expect(try client.line() == "PRIVMSG x :end")
        // As lines of their own they would take forty seconds.
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test func `one address may have so many connections`() throws {
        let server = try TestServer { $0.connectionsPerAddress = 2 }
        defer { server.stop() }
        let first = try server.enter("one")
        let second = try server.enter("two")
        let third = try server.connect()
        #expect(try third.readsToEnd())
        #expect(server.counts { $0.refused == 1 })
        try first.client.send("QUIT\r\n")
        #expect(try first.client.readsToEnd())
        #expect(server.counts { $0.connections == 1 })
        _ = try server.enter("four")
        withExtendedLifetime((second, third)) {}
    }

    @Test func `there may be so many connections in all`() throws {
        let server = try TestServer { $0.connections = 2 }
        defer { server.stop() }
        let kept = try (0..<2).map { try server.enter("n\($0)") }
        #expect(try server.connect().readsToEnd())
        #expect(try server.connect().readsToEnd())
        #expect(server.hears { $0.filter { $0 == .full(connections: 2) }.count == 1 })
        withExtendedLifetime(kept) {}
    }

    @Test func `half handshakes end in time and others wait for their place`() throws {
        let server = try TestServer(secure: true) {
            $0.handshakes = 2
            $0.handshakeWithin = .milliseconds(300)
        }
        defer { server.stop() }
        let silent = try server.connect()
        let half = try server.connect()
        // The beginning of a ClientHello that never goes on.
        try half.send([22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3])
        #expect(server.counts { $0.handshakes == 2 })
        // Only gets a place once one of these is out of time.
        let (client, _) = try server.enter("patient", secure: true)
        #expect(try silent.readsToEnd())
        #expect(try half.readsToEnd())
        #expect(server.counts { $0.timedOut == 2 && $0.handshakes == 0 })
        try client.send("PRIVMSG x :in\r\n")
        #expect(try client.line() == "PRIVMSG x :in")
    }

    @Test func `plain text on a TLS port is turned away`() throws {
        let server = try TestServer(secure: true)
        defer { server.stop() }
        let client = try server.connect()
        try client.send("NICK lina\r\nUSER lina 0 * :lina\r\n")
        #expect(try client.readsToEnd())
        #expect(server.counts { $0.failed == 1 && $0.connections == 0 })
    }

    @Test func `a listener without TLS stays on this machine`() {
        let open = ListenAddress(address: "0.0.0.0", port: 0, secure: false)
        #expect(throws: TransportError.plainBeyondLoopback(open)) {
            _ = try TestServer(address: "0.0.0.0")
        }
        let name = ListenAddress(address: "localhost", port: 0, secure: false)
        #expect(throws: TransportError.notAnAddress(name)) {
            _ = try TestServer(address: "localhost")
        }
    }

    @Test func `a taken port is told and leaves nothing bound`() throws {
        let first = try TestServer()
        defer { first.stop() }
        let taken = ListenAddress(address: "127.0.0.1", port: first.port, secure: false)
        #expect(throws: TransportError.cannotListen(taken, code: 98)) {
            _ = try TestServer { $0.listeners.append(taken) }
        }
    }
}
