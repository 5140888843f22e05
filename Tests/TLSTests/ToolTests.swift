import Foundation
import Testing

@testable import TLS

/// With the real `openssl s_client` at the other end.
@Suite struct ToolTests {
    let folder: Folder
    let identity: TLSIdentity

    init() throws {
        folder = try Folder()
        identity = try folder.selfSigned("server.example").identity
    }

    @Test(arguments: [("-tls1_3", "TLSv1.3"), ("-tls1_2", "TLSv1.2")])
    func `s_client shakes hands and is echoed`(flag: String, version: String) async throws {
        let (visit, shown) = try await call(
            [flag, "-servername", "server.example", "-CAfile", identity.certificatePath])
        #expect(visit.error == nil)
        #expect(visit.version == version)
        #expect(visit.line == "hello\n")
        #expect(visit.fingerprint == nil)
        #expect(visit.serverName == Array("server.example".utf8))
        #expect(shown.contains("New, \(version), Cipher is "))
        #expect(shown.contains("AES128-GCM-SHA256") || shown.contains("AES_128_GCM_SHA256"))
        #expect(shown.contains("Verify return code: 0 (ok)"))
        #expect(shown.contains("Server Temp Key: X25519, 253 bits"))
        #expect(shown.contains("hello"))
    }

    @Test(arguments: ["-tls1_3", "-tls1_2"])
    func `s_client comes back with its ticket after a restart that kept the keys`(
        flag: String
    ) async throws {
        let ring = try TicketRing()
        let file = "\(folder.path)/ticket\(flag)"
        let (first, _) = try await call([flag, "-sess_out", file], ring)
        #expect(first.resumed == false)
        let kept = try #require(TicketKeys(importing: ring.current.exported()))
        let (second, shown) = try await call([flag, "-sess_in", file], TicketRing(kept))
        #expect(second.resumed)
        #expect(second.line == "hello\n")
        #expect(shown.contains("Reused, TLSv1."))
    }

    @Test func `s_client is given one ticket in a handshake`() async throws {
        let (_, shown) = try await call(["-tls1_3"])
        #expect(shown.components(separatedBy: "Post-Handshake New Session Ticket").count == 2)
    }

    @Test(arguments: ["-tls1_3", "-tls1_2"])
    func `s_client's certificate is known by its fingerprint`(flag: String) async throws {
        let own = try folder.selfSigned("lina")
        let (visit, _) = try await call(
            [flag, "-cert", own.identity.certificatePath, "-key", own.identity.keyPath])
        #expect(visit.fingerprint == own.fingerprint)
        #expect(visit.error == nil)
    }

    @Test(arguments: ["-tls1", "-tls1_1"])
    func `an old version is refused, and both sides hear why`(flag: String) async throws {
        let (visit, shown) = try await call([flag, "-cipher", "DEFAULT:@SECLEVEL=0"])
        guard case .nothingInCommon = visit.error else {
            Issue.record("\(String(describing: visit.error))")
            return
        }
        #expect(shown.contains("alert protocol version"))
    }

    @Test func `a client that distrusts the certificate says so, and it is the peer's fault`()
        async throws
    {
        let (visit, _) = try await call(["-tls1_2", "-verify_return_error", "-verify", "1"])
        #expect(visit.error == .peerAlert(48))
        #expect(visit.error?.fault == .peer)
    }

    @Test func `a client that asks to renegotiate is not heard`() async throws {
        let (visit, shown) = try await call(["-tls1_2"], input: "R\nhello\n")
        #expect(visit.line == "")
        #expect(shown.contains("no renegotiation"))
    }

    @Test func `s_client may use the suite that a phone without AES prefers`() async throws {
        let (_, shown) = try await call(
            ["-tls1_3", "-ciphersuites", "TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256"])
        #expect(shown.contains("Cipher is TLS_CHACHA20_POLY1305_SHA256"))
    }

    /// One s_client at a fresh door: how it fared, and what it printed.
    private func call(
        _ flags: [String], _ ring: TicketRing? = nil, input: String = "hello\n"
    ) async throws -> (visit: Door.Visit, shown: String) {
        let tickets = try ring ?? TicketRing()
        let door = Door(try TLSServerContext(identity, tickets: tickets))
        async let visit = door.serveOne()
        let address = ["s_client", "-connect", "127.0.0.1:\(door.port)"]
        let shown = try await openssl(address + flags, input: input)
        return (try await visit, shown)
    }
}
