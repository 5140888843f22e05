import SandaliKit
import Testing
import Wire

/// A long text in Cyrillic, from a parent to those who read it whole and to those who read lines.
@Suite(.timeLimit(.minutes(2)))
struct LongTextTests {
    /// 8,000 letters, in pieces as a client cuts them.
    private static let pieces = (0..<40).map { number in
        "\(number) " + String(repeating: "хлебушек ", count: 22)
    }

    @Test func `a long text arrives whole, is stored as one, and outlives a kill`() async throws {
        try await Installation.run { installation in
            let circle = try await Circle(installation)
            let server = try await installation.start()
            let zarina = try await installation.connect(
                "zarina", to: server, password: Circle.password("zarina"),
                then: ["JOIN #tue-circle", "CAP REQ -draft/multiline"])
            let nodira = try await circle.signIn("nodira", to: server, then: ["JOIN #tue-circle"])
            let lola = try await circle.signIn("lola", to: server, then: ["JOIN #tue-circle"])
            try await zarina.expect(":lola JOIN #tue-circle", within: Patience.line)
            let lines = Self.pieces.map { "PRIVMSG #tue-circle :\($0)" }
            let bounds = LongText.Bounds(capabilities: await lola.capabilities)
            for message in LongText.messages(lines, to: "#tue-circle", within: bounds) {
                for line in message { lola.send(line) }
            }
            let whole = Self.pieces.joined()
            #expect(try await Self.text(heardBy: nodira) == whole)
            #expect(try await Self.text(heardBy: lola) == whole)
            for piece in Self.pieces {
                try await zarina.expect(
                    ":lola PRIVMSG #tue-circle :\(piece)", within: Patience.line)
            }
            try await server.kill()
            let again = try await installation.start()
            let late = try await circle.signIn(
                "nodira", to: again,
                then: ["JOIN #tue-circle", "CHATHISTORY LATEST #tue-circle * 1"])
            #expect(try await Self.text(heardBy: late) == whole)
        }
    }

    /// The next longer text that somebody hears.
    private static func text(heardBy client: Client) async throws -> String {
        var gathering = Gathering()
        while true {
            let message = try await client.next(within: Patience.line)
            for whole in gathering.take(message) where whole.command == "PRIVMSG" {
                return String(decoding: whole.text(1) ?? [], as: UTF8.self)
            }
        }
    }
}
