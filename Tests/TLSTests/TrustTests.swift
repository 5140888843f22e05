import Foundation
import Testing

@testable import TLS

/// By what client and server believe each other.
@Suite struct TrustTests {
    @Test func `a client whose pin does not fit is told what was shown, and the server hears why`()
        throws
    {
        let link = Link()
        let context = try freshServer()
        var server = try TLSConnection(accepting: context, descriptor: link.server)
        var client = try TLSConnection(
            connecting: TLSClientContext(trust: .fingerprint([UInt8](repeating: 1, count: 32))),
            host: "server.example", port: 6697, descriptor: link.client)
        #expect(failure(&server, &client) == .otherFingerprint(context.fingerprint))
        #expect(throws: TLSError.peerAlert(40)) { try server.handshake() }
        #expect(server.peerFingerprint == nil)
    }

    @Test func `a certificate that no root vouches for is refused`() throws {
        let link = Link()
        var server = try TLSConnection(accepting: try freshServer(), descriptor: link.server)
        var client = try TLSConnection(
            connecting: TLSClientContext(), host: "server.example", port: 6697,
            descriptor: link.client)
        let selfSigned = TLSError.certificateRefused(code: 18)
        #expect(failure(&server, &client) == selfSigned)
        #expect(selfSigned.fault == .peer)
        #expect("\(selfSigned)" == "certificate refused: self-signed certificate")
    }

    @Test(arguments: [
        ("server.example", nil), ("localhost", nil), ("127.0.0.1", nil), ("::1", nil),
        ("other.example", TLSError.certificateRefused(code: 62)),
        ("127.0.0.2", TLSError.certificateRefused(code: 64)),
    ])
    func `a vouched certificate is good for the names in it alone`(
        host: String, error: TLSError?
    ) throws {
        let folder = try Folder()
        let identity = try folder.selfSigned("server.example").identity
        let link = Link()
        let context = try TLSServerContext(identity, tickets: TicketRing())
        var server = try TLSConnection(accepting: context, descriptor: link.server)
        let trust = PeerTrust.roots(path: identity.certificatePath)
        var client = try TLSConnection(
            connecting: TLSClientContext(trust: trust), host: host, port: 6697,
            descriptor: link.client)
        #expect(failure(&server, &client) == error)
    }

    @Test func `an address is not sent as server name`() throws {
        let link = Link()
        var server = try TLSConnection(accepting: try freshServer(), descriptor: link.server)
        var client = try TLSConnection(
            connecting: TLSClientContext(trust: .askCaller), host: "127.0.0.1", port: 6697,
            descriptor: link.client)
        try shakeHands(&server, &client)
        #expect(server.serverName == nil)
    }

    @Test func `a client's certificate is known by its fingerprint, over a resumption too`() throws
    {
        let folder = try Folder()
        let own = try folder.selfSigned("lina")
        let client = try TLSClientContext(trust: .askCaller, identity: own.identity)
        let context = try freshServer()
        for resumed in [false, true] {
            var ends = try connected(Link(), context, client: client)
            try ends.server.send("x")
            _ = try ends.client.receive()
            #expect(ends.server.resumed == resumed)
            #expect(ends.client.resumed == resumed)
            #expect(ends.server.peerFingerprint == own.fingerprint)
            #expect(ends.client.peerFingerprint == context.fingerprint)
        }
    }

    @Test(arguments: [(15, true), (30, false)])
    func `a client may show a long chain, and not one without end`(
        copies: Int, isWelcome: Bool
    ) throws {
        let folder = try Folder()
        let own = try folder.selfSigned("lina")
        let path = own.identity.certificatePath
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try String(repeating: text, count: copies).write(
            toFile: path, atomically: false, encoding: .utf8)
        let link = Link()
        var server = try TLSConnection(accepting: try freshServer(), descriptor: link.server)
        var client = try TLSConnection(
            connecting: TLSClientContext(trust: .askCaller, identity: own.identity),
            host: "server.example", port: 6697, descriptor: link.client)
        #expect((failure(&server, &client) == nil) == isWelcome)
        #expect(server.peerFingerprint == (isWelcome ? own.fingerprint : nil))
    }

    @Test func `a server that does not ask sees no certificate`() throws {
        let folder = try Folder()
        let own = try folder.selfSigned("lina").identity
        let ends = try connected(
            Link(), try freshServer(asksForCertificate: false),
            client: TLSClientContext(trust: .askCaller, identity: own))
        #expect(ends.server.peerFingerprint == nil)
    }

    /// What ended the handshake on the client's side, or nil when it went well.
    private func failure(
        _ server: inout TLSConnection, _ client: inout TLSConnection
    ) -> TLSError? {
        do throws(TLSError) {
            try shakeHands(&server, &client)
            return nil
        } catch {
            return error
        }
    }
}
