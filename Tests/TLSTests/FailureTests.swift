import COpenSSL
import Foundation
import Testing

@testable import TLS

/// Peers that break off, or speak something else; and whose fault it was.
@Suite struct FailureTests {
    @Test(arguments: [
        "NICK lina\r\nUSER lina 0 * :Lina\r\n", "GET / HTTP/1.1\r\n\r\n", "CAP LS 302\r\n",
        "QUIT\r\n", "CONNECT server.example:6697 HTTP/1.1\r\n\r\n",
    ])
    func `a plain-text client on the TLS port is told apart`(text: String) throws {
        let link = Link()
        var server = try TLSConnection(accepting: try freshServer(), descriptor: link.server)
        link.sendPlain(text, from: link.client)
        let error = failure(&server)
        guard case .plainText = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.fault == .peer)
        #expect("\(try #require(error))" == "the peer does not speak TLS")
    }

    @Test func `a plain-text server is told apart`() throws {
        let link = Link()
        var client = try TLSConnection(
            connecting: TLSClientContext(), host: "server.example", port: 6667,
            descriptor: link.client)
        link.sendPlain(":irc.example NOTICE * :*** Looking up your hostname\r\n", from: link.server)
        guard case .plainText = failure(&client) else {
            Issue.record("not seen as plain text")
            return
        }
    }

    @Test func `half a handshake waits, and ends when the client goes`() throws {
        let link = Link()
        var server = try TLSConnection(accepting: try freshServer(), descriptor: link.server)
        #expect(try server.handshake() == .wantsRead)
        link.sendPlain("\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}", from: link.client)
        #expect(try server.handshake() == .wantsRead)
        #expect(Glibc.shutdown(link.client, CInt(SHUT_RDWR)) == 0)
        #expect(try server.handshake() == .closed)
    }

    @Test func `ends without a suite in common part with a reason on both sides`() throws {
        let link = Link()
        let context = try freshServer(suites: CipherSuites("ECDHE-ECDSA-AES128-GCM-SHA256"))
        var server = try TLSConnection(accepting: context, descriptor: link.server)
        var client = try TLSConnection(
            connecting: TLSClientContext(
                trust: .askCaller, suites: CipherSuites("ECDHE-ECDSA-AES256-GCM-SHA384")),
            host: "server.example", port: 6697, descriptor: link.client)
        #expect(try client.handshake() == .wantsRead)
        guard case .nothingInCommon = failure(&server) else {
            Issue.record("not seen as having nothing in common")
            return
        }
        #expect(failure(&client) == .peerAlert(40))
    }

    @Test func `a spoilt record ends its own conversation alone`() throws {
        let context = try freshServer()
        var spoilt = try connected(Link(), context)
        var sound = try connected(Link(), context)
        spoilt.link.sendPlain("\u{17}\u{3}\u{3}\u{0}\u{20}", from: spoilt.link.client)
        spoilt.link.sendPlain(String(repeating: "x", count: 32), from: spoilt.link.client)
        var buffer = [UInt8](repeating: 0, count: 64)
        var span = buffer.mutableSpan
        #expect(throws: TLSError.self) { _ = try spoilt.server.read(into: &span) }
        #expect(try sound.server.receiveText() == "")
        try sound.client.send("still here")
        #expect(try sound.server.receiveText() == "still here")
    }

    @Test func `after a failure a conversation is closed and says no more`() throws {
        let link = Link()
        var server = try TLSConnection(accepting: try freshServer(), descriptor: link.server)
        link.sendPlain("PING\r\n\r\n\r\n", from: link.client)
        #expect(failure(&server) != nil)
        let said = try reply(link)
        #expect(try server.handshake() == .closed)
        #expect(try server.write(Array("hello".utf8).span) == .closed)
        #expect(try server.shutdown() == .closed)
        #expect(try reply(link) == [])
        #expect(said.count <= 7)
    }

    @Test func `what another left in the thread's error queue is not this one's failure`() throws {
        var ends = try connected(Link(), try freshServer())
        #expect(try ends.server.receive() == [])
        unsafe BIO_free(BIO_new_file("/nowhere/at/all", "r"))
        #expect(ERR_peek_error() != 0)
        var buffer = [UInt8](repeating: 0, count: 64)
        var span = buffer.mutableSpan
        let step = try ends.server.read(into: &span)
        #expect(step == .wantsRead)
    }

    @Test func `a failure leaves nothing behind in the thread's error queue`() throws {
        let link = Link()
        var server = try TLSConnection(accepting: try freshServer(), descriptor: link.server)
        link.sendPlain("GET / HTTP/1.1\r\n\r\n", from: link.client)
        #expect(failure(&server) != nil)
        #expect(ERR_peek_error() == 0)
        #expect(throws: TLSError.self) {
            try TLSServerContext(
                TLSIdentity(certificatePath: "/dev/null", keyPath: "/dev/null"),
                tickets: TicketRing())
        }
        #expect(ERR_peek_error() == 0)
    }

    private func failure(_ connection: inout TLSConnection) -> TLSError? {
        do throws(TLSError) {
            _ = try connection.handshake()
            return nil
        } catch {
            return error
        }
    }

    /// What the server has put on the wire.
    private func reply(_ link: Link) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 1000)
        let count = unsafe Glibc.read(link.client, &bytes, bytes.count)
        return Array(bytes.prefix(max(0, count)))
    }
}
