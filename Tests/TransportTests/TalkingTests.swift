import Dispatch
import IRC
import Synchronization
import Testing

@testable import Transport

@Suite struct TalkingTests {
    @Test(arguments: [false, true])
    func `what a client says reaches its centre and the answer reaches it`(secure: Bool) throws {
        let server = try TestServer(secure: secure)
        defer { server.stop() }
        let (client, _) = try server.enter("lina", secure: secure)
        try client.send("PRIVMSG x :salom\r\n")
        #expect(try client.line() == "PRIVMSG x :salom")
    }

    @Test func `the centre learns who came and how`() throws {
        let server = try TestServer(secure: true)
        defer { server.stop() }
        _ = try server.enter("lina", secure: true)
        let peer = try #require(server.centre.state.withLock { $0.peers.first })
        #expect(peer.address == Array("127.0.0.1".utf8))
        #expect(peer.secure)
        #expect(peer.cipher.starts(with: "TLSv1.3 ".utf8))
        #expect(peer.certificate.isEmpty)
    }

    @Test func `a listener on IPv6 is heard by IPv6`() throws {
        let server = try TestServer(address: "::1")
        defer { server.stop() }
        let (client, _) = try server.enter("lina")
        try client.send("PRIVMSG x :six\r\n")
        #expect(try client.line() == "PRIVMSG x :six")
        #expect(server.centre.state.withLock { $0.peers.first?.address } == Array("::1".utf8))
    }

    @Test func `several listeners stand side by side`() throws {
        let server = try TestServer(secure: true) {
            $0.listeners.append(ListenAddress(address: "127.0.0.1", port: 0, secure: false))
            $0.listeners.append(ListenAddress(address: "::1", port: 0, secure: true))
        }
        defer { server.stop() }
        let ports = server.transport.boundPorts
        #expect(Set(ports).count == 3 && !ports.contains(0))
        let plain = try TestClient(address: "127.0.0.1", port: ports[1])
        try plain.send("NICK a\r\nUSER a 0 * :a\r\n")
        #expect(try plain.line(beginning: "WELCOME") != nil)
        let six = try TestClient(address: "::1", port: ports[2])
        try six.shakeHands(server.clients)
        try six.send("NICK b\r\nUSER b 0 * :b\r\n")
        #expect(try six.line(beginning: "WELCOME") != nil)
    }

    @Test func `lines cut anywhere arrive whole`() throws {
        let server = try TestServer()
        defer { server.stop() }
        let (client, id) = try server.enter("lina")
        for byte in Array("PRIVMSG x :one\r\nPRIVMSG x :two\r\n".utf8) { try client.send([byte]) }
        #expect(try client.line() == "PRIVMSG x :one")
        #expect(try client.line() == "PRIVMSG x :two")
        let lines = server.centre.state.withLock { $0.lines(of: id) }
        #expect(lines == ["PRIVMSG x :one", "PRIVMSG x :two"])
    }

    @Test func `a line that cannot be parsed is told and the connection stays`() throws {
        let server = try TestServer()
        defer { server.stop() }
        let (client, _) = try server.enter("lina")
        try client.send(Array("PRIVMSG x :".utf8) + [0xff, 13, 10])
        #expect(try client.line() == "BROKEN")
        try client.send("PRIVMSG x :still here\r\n")
        #expect(try client.line() == "PRIVMSG x :still here")
    }

    @Test(arguments: [1, 2])
    func `many connections hear one another`(loops: Int) throws {
        let server = try TestServer { $0.loops = loops }
        defer { server.stop() }
        let clients = try (0..<120).map { try server.enter("n\($0)") }
        #expect(Set(clients.map(\.id.loop)).count == loops)
        for (client, _) in clients { try client.send("JOIN x\r\n") }
        for (client, _) in clients { #expect(try client.line() == "JOINED") }
        for (client, _) in clients[..<5] { try client.send("NOTICE x :hello\r\n") }
        for (client, _) in clients {
            for _ in 0..<5 { #expect(try client.line() == "NOTICE x :hello") }
        }
    }

    @Test func `what arrives together is handed over in one batch`() throws {
        let server = try TestServer()
        defer { server.stop() }
        let (client, id) = try server.enter("lina")
        let before = server.centre.state.withLock { $0.batches }
        let text = (0..<50).map { "PRIVMSG x :\($0)\r\n" }.joined()
        try client.send(text)
        #expect(server.centre.waits { $0.lines(of: id).count == 50 })
        #expect(server.centre.state.withLock { $0.batches } == before + 1)
    }

    @Test(arguments: [false, true])
    func `what leaves together leaves in one write`(secure: Bool) throws {
        let server = try TestServer(secure: secure)
        defer { server.stop() }
        let (client, id) = try server.enter("lina", secure: secure)
        #expect(server.counts { $0.writes == 1 })
        server.centre.deliver((0..<100).map { .send(Array("NUMBER \($0)\r\n".utf8), to: id) })
        for number in 0..<100 { #expect(try client.line() == "NUMBER \(number)") }
        // Once the loop's turn is over.
        let isOver = DispatchSemaphore(value: 0)
        server.transport.loops[0].call { isOver.signal() }
        isOver.wait()
        #expect(server.transport.counts.writes == 2)
    }

    @Test func `small and large audiences keep each connection's order`() throws {
        let server = try TestServer {
            $0.largeAudience = 2
            $0.slice = 1
        }
        defer { server.stop() }
        let clients = try (0..<6).map { try server.enter("n\($0)") }
        let all = server.centre.audience(of: clients.map(\.id))
        for round in 0..<200 {
            var batch: [Delivery] = []
            let large = Array("ALL \(round)\r\n".utf8)
            batch.append(.fanOut(variants: [large], all, except: nil))
            batch += clients.map { .send(Array("ONE \(round)\r\n".utf8), to: $0.id) }
            server.centre.deliver(batch)
        }
        for (client, _) in clients {
            for round in 0..<200 {
                #expect(try client.line() == "ALL \(round)")
                #expect(try client.line() == "ONE \(round)")
            }
        }
    }

    @Test func `each group gets its own encoding and the excepted one gets none`() throws {
        let server = try TestServer()
        defer { server.stop() }
        let clients = try (0..<3).map { try server.enter("n\($0)") }
        let ids = clients.map(\.id)
        let groups = [
            Audience.Group(loop: 0, variant: 1, connections: [ids[0]]),
            Audience.Group(loop: 0, variant: 0, connections: [ids[1], ids[2]]),
        ]
        let audience = Audience(groups: groups, shapes: [])
        let variants = [Array("PLAIN\r\n".utf8), Array("@tag RICH\r\n".utf8)]
        server.centre.deliver([.fanOut(variants: variants, audience, except: ids[2])])
        server.centre.deliver(ids.map { .send(Array("END\r\n".utf8), to: $0) })
        #expect(try clients[0].client.line() == "@tag RICH")
        #expect(try clients[1].client.line() == "PLAIN")
        #expect(try clients[2].client.line() == "END")
    }

    @Test func `megabytes for one connection arrive whole and in order`() throws {
        let server = try TestServer(secure: true) { $0.outboxBytes = 8 << 20 }
        defer { server.stop() }
        let (client, id) = try server.enter("lina", secure: true)
        let tail = String(repeating: "x", count: 400)
        server.centre.deliver(
            (0..<10_000).map { .send(Array("\($0) \(tail)\r\n".utf8), to: id) })
        for number in 0..<10_000 { #expect(try client.line() == "\(number) \(tail)") }
    }

    @Test func `a late delivery never reaches the next one in the slot`() throws {
        let server = try TestServer()
        defer { server.stop() }
        var first: TestClient?
        let early: ConnectionID
        (first, early) = try server.enter("first")
        first = nil
        #expect(server.centre.ending(of: early) == .closedByPeer)
        let (client, id) = try server.enter("second")
        #expect(id.slot == early.slot && id != early)
        server.centre.deliver([
            .send(Array("LATE\r\n".utf8), to: early), .close(early),
            .send(Array("NOW\r\n".utf8), to: id),
        ])
        #expect(try client.line() == "NOW")
        withExtendedLifetime(first) {}
    }
}

extension TestCentre.State {
    var peers: [Peer] {
        arrivals.compactMap { if case .opened(_, _, let peer) = $0 { peer } else { nil } }
    }
}
