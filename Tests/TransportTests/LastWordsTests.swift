import IRC
import Synchronization
import Testing

@testable import Transport

/// What is still said to somebody who goes or is let go.
@Suite struct LastWordsTests {
    @Test func `what came before the end of the input is answered before the connection closes`()
        throws
    {
        let server = try TestServer()
        defer { server.stop() }
        let client = try server.connect()
        try client.send("NICK lina\r\nUSER lina 0 * :lina\r\nPRIVMSG x :one\r\nPRIVMSG x :two\r\n")
        client.endOutput()
        #expect(try client.line() == "WELCOME")
        #expect(try client.line() == "PRIVMSG x :one")
        #expect(try client.line() == "PRIVMSG x :two")
        #expect(try client.line() == nil)
        #expect(server.counts { $0.closedByPeer == 1 && $0.connections == 0 })
    }

    @Test func `whoever ends waits for answers that take long, and no longer`() throws {
        let server = try TestServer()
        defer { server.stop() }
        let (client, id) = try server.enter("lina")
        server.centre.state.withLock { $0.answers = false }
        try client.send("PRIVMSG x :slow\r\n")
        client.endOutput()
        #expect(server.centre.waits { $0.lines(of: id).count == 1 })
        let (other, _) = try server.enter("other")
        #expect(server.centre.state.withLock { $0.ending(of: id) } == nil)
        server.centre.deliver([
            .send(Array("PRIVMSG x :slow\r\n".utf8), to: id), .answered(id, lines: 1),
        ])
        #expect(try client.line() == "PRIVMSG x :slow")
        #expect(try client.line() == nil)
        #expect(server.centre.ending(of: id) == .closedByPeer)
        withExtendedLifetime(other) {}
    }

    @Test func `what a greeting was answered is read although its client has ended`() throws {
        let server = try TestServer()
        defer { server.stop() }
        let client = try server.connect()
        try client.send("PING here\r\n")
        client.endOutput()
        #expect(try client.line() == ":test.example PONG test.example :here")
        #expect(try client.line() == nil)
    }
}
