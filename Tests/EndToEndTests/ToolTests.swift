import Foundation
import SandaliKit
import Testing

/// `openssl s_client` as a client, and TLS as strangers speak it.
@Suite(.timeLimit(.minutes(2)))
struct ToolTests {
    @Test(arguments: ["-tls1_3", "-tls1_2"])
    func `s_client signs in, and is in the room with others`(version: String) async throws {
        try await Installation.run("policy: open") { installation in
            let server = try await installation.start()
            let lola = try await installation.connect(
                "lola-at-home", to: server, then: ["JOIN #tue-circle"])
            let tool = try installation.openssl("-quiet", "-crlf", version, to: server)
            tool.write("NICK zarina-tool\nUSER z 0 * :z\nJOIN #tue-circle\n")
            try await tool.says(" 366 zarina-tool #tue-circle ")
            tool.write("PRIVMSG #tue-circle :read by a tool\n")
            try await lola.hear("read by a tool", in: "#tue-circle", from: "zarina-tool")
            try await lola.say("and back", to: "#tue-circle")
            try await tool.says(":lola-at-home!", " PRIVMSG #tue-circle :and back")
            tool.write("QUIT :enough\n")
            try await tool.says("ERROR :")
            #expect(await tool.ended() == .exit(0))
        }
    }

    @Test(arguments: ["-tls1_3", "-tls1_2"])
    func `s_client comes back with its ticket, even after a restart`(
        version: String
    ) async throws {
        try await Installation.run("policy: open") { installation in
            let first = try await installation.start()
            let ticket = installation.path("ticket")
            let fresh = try await visit(installation, first, version, "-sess_out", ticket)
            #expect(fresh.contains("New, TLSv1."))
            let again = try await visit(installation, first, version, "-sess_in", ticket)
            #expect(again.contains("Reused, TLSv1."))
            try await first.stop()
            let second = try await installation.start()
            let later = try await visit(installation, second, version, "-sess_in", ticket)
            #expect(later.contains("Reused, TLSv1."))
        }
    }

    @Test func `who changes keys now and then is served, who does nothing else is not`()
        async throws
    {
        try await Installation.run("policy: open") { installation in
            let server = try await installation.start()
            let tool = try installation.openssl("-crlf", "-tls1_3", to: server)
            tool.write("NICK zarina-tool\nUSER z 0 * :z\n")
            try await tool.says(" 422 zarina-tool ")
            // As many as `TLSServerContext.handshakesAfterwardsMax`.
            for number in 1...32 {
                let mark = tool.errors.count
                tool.write("k\n")
                #expect(await tool.errors.first(from: mark) { $0.contains("KEYUPDATE") } != nil)
                if number % 16 == 0 {
                    tool.write("PING after-\(number)\n")
                    try await tool.says(" PONG ", "after-\(number)")
                }
            }
            tool.write("k\n")
            #expect(await tool.ended() != nil)
        }
    }

    @Test func `a client may show a certificate`() async throws {
        try await Installation.run("policy: open") { installation in
            try await installation.certificate("lola")
            let server = try await installation.start()
            let shown = try await visit(
                installation, server, "-tls1_3", "-cert", installation.path("lola.pem"), "-key",
                installation.path("lola.key"))
            #expect(shown.contains("New, TLSv1.3"))
        }
    }

    /// Registers, and says goodbye.
    ///
    /// - Returns: all that the tool printed.
    private func visit(
        _ installation: Installation, _ server: RunningServer, _ flags: String...
    ) async throws -> String {
        let command = ["openssl", "s_client", "-connect", "\(server.address)", "-crlf"] + flags
        let tool = try Child(command)
        tool.write("NICK visitor\nUSER v 0 * :v\n")
        try await tool.says(" 001 visitor ")
        // Without -quiet a line that begins with Q ends the tool, before the server has closed.
        tool.write(" QUIT\n")
        guard await tool.ended() == .exit(0) else { throw Failure("no goodbye", tool) }
        return tool.output.all.joined(separator: "\n")
    }

    @Test func `TLS 1.1 is refused, and the tool is told why`() async throws {
        try await Installation.run("policy: open") { installation in
            let server = try await installation.start()
            let tool = try installation.openssl(
                "-tls1_1", "-cipher", "DEFAULT:@SECLEVEL=0", to: server)
            #expect(await tool.ended() == .exit(1))
            try await tool.complains("alert protocol version")
        }
    }

    @Test func `plain words to the TLS port end that connection alone`() async throws {
        try await Installation.run("policy: open") { installation in
            let server = try await installation.start()
            let lola = try await installation.connect("lola-at-home", to: server)
            let stranger = try await installation.stranger(to: server)
            stranger.send("NICK stranger")
            stranger.send("USER s 0 * :s")
            let ending = try await stranger.ended(within: Patience.line)
            #expect(ending != .byUs)
            _ = try await lola.settled()
        }
    }

    private static let hasIPv6 =
        FileManager.default.contents(atPath: "/proc/net/if_inet6")?.isEmpty == false

    /// As many as one address may have, with the limits as they are.
    @Test(.enabled(if: hasIPv6, "needs a second loopback address"))
    func `half handshakes from one address hold up nobody at another`() async throws {
        try await Installation.run(
            "policy: open", "listen.tls: [\"127.0.0.1:0\", \"[::1]:0\"]"
        ) { installation in
            let server = try await installation.start()
            let strangers = try await together(1...200) { _ in
                try await installation.halfAHandshake(with: server)
            }
            let began = ContinuousClock.now
            let lola = try await installation.connect(
                "lola-at-home", to: server, at: try await server.otherAddress())
            // The first of the others is ended after fifteen.
            #expect(began.duration(to: .now) < .seconds(12))
            for stranger in strangers { await stranger.close() }
            _ = try await lola.settled()
        }
    }

    @Test func `half a handshake is ended after its time`() async throws {
        try await Installation.run("policy: open", "limits.handshake-seconds: 1") { installation in
            let server = try await installation.start()
            let stranger = try await installation.halfAHandshake(with: server)
            let ending = try await stranger.ended(within: Patience.line)
            #expect(ending != .byUs)
        }
    }
}

extension Installation {
    /// A bare connection to the TLS port.
    fileprivate func stranger(to server: RunningServer) async throws -> Client {
        var options = Client.Options()
        options.plain = true
        return try await Client.open(server.address, options: options)
    }

    /// The head of a ClientHello of 512 bytes, which never come.
    fileprivate func halfAHandshake(with server: RunningServer) async throws -> Client {
        let stranger = try await stranger(to: server)
        stranger.send(raw: [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00])
        await stranger.flush()
        return stranger
    }
}

extension Child {
    /// Waits for a line on its output with all of these in it.
    fileprivate func says(_ parts: String...) async throws {
        guard await output.first(where: { line in parts.allSatisfy(line.contains) }) != nil else {
            throw Failure("\(parts) was not seen", self)
        }
    }

    fileprivate func complains(_ part: String) async throws {
        guard await errors.first(where: { $0.contains(part) }) != nil else {
            throw Failure("\(part) was not seen", self)
        }
    }
}
