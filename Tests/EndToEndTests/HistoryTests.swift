import Foundation
import SandaliKit
import Testing
import Wire

/// What was said is read again, also after the server was killed.
@Suite(.timeLimit(.minutes(3)))
struct HistoryTests {
    @Test func `what was heard before a kill is read again after it, by those who heard it`()
        async throws
    {
        try await Installation.run { installation in
            let circle = try await Circle(installation)
            let first = try await installation.start()
            let zarina = try await circle.signIn("zarina", to: first, then: ["JOIN #tue-circle"])
            try await zarina.expect("366 zarina #tue-circle", within: Patience.line)
            try await zarina.say("before", to: "#tue-circle")
            let lola = try await circle.signIn("lola", to: first, then: ["JOIN #tue-circle"])
            try await lola.expect(
                all: ["366 lola &lola", "366 lola #tue-circle"], within: Patience.line)
            try await zarina.say("during", to: "#tue-circle")
            try await lola.say("a worry", to: "&lola")
            try await first.kill()

            let second = try await installation.start()
            let again = try await circle.signIn("lola", to: second)
            let nodira = try await circle.signIn("nodira", to: second)
            #expect(try await texts("#tue-circle", again) == ["during"])
            #expect(try await texts("&lola", again) == ["a worry"])
            #expect(try await texts("#tue-circle", nodira) == [])
            #expect(try await texts("&lola", nodira) == [])
            let leader = try await circle.signIn(
                "zarina", to: second, then: ["JOIN #tue-circle"])
            #expect(try await texts("#tue-circle", leader) == ["before", "during"])
            try await second.kill()
        }
    }

    @Test func `whoever asks in one breath with saying something finds what was said`()
        async throws
    {
        try await Installation.run { installation in
            let circle = try await Circle(installation)
            let server = try await installation.start()
            let zarina = try await circle.signIn("zarina", to: server, then: ["JOIN #tue-circle"])
            try await zarina.expect("366 zarina #tue-circle", within: Patience.line)
            _ = try await zarina.settled()
            var found: [String] = []
            for number in 1...4 {
                zarina.send("PRIVMSG #tue-circle :breath \(number)")
                zarina.send("CHATHISTORY LATEST #tue-circle * 1")
                let answer = try await zarina.settle(within: Patience.line)
                // The text comes back twice: as it was said, and as history has it.
                found += Self.texts(in: answer)
            }
            #expect(found == (1...4).flatMap { ["breath \($0)", "breath \($0)"] })
            try await server.kill()
        }
    }

    /// The texts that CHATHISTORY finds, in its order.
    private func texts(_ room: String, _ client: Client) async throws -> [String] {
        _ = try await client.settled()
        client.send("CHATHISTORY LATEST \(room) * 50")
        return Self.texts(in: try await client.settle(within: Patience.line))
    }

    private static func texts(in messages: [Message]) -> [String] {
        messages.filter { $0.command == "PRIVMSG" }.compactMap { message in
            message.text(1).map { String(decoding: $0, as: UTF8.self) }
        }
    }
}
