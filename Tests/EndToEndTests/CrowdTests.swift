import SandaliKit
import Testing
import Wire

/// Many at once, and those who do not behave.
@Suite(.timeLimit(.minutes(2)))
struct CrowdTests {
    @Test func `a hundred who were cut off come back at once, and all are served`() async throws {
        try await Installation.run("policy: open") { installation in
            for _ in 1...2 {
                let server = try await installation.start()
                let people = try await together(1...100) { number in
                    try await installation.connect(
                        "guest-\(number)", to: server, then: ["JOIN #tue-circle"])
                }
                for (number, one) in people.enumerated() {
                    try await one.expect(
                        "366 guest-\(number + 1) #tue-circle", within: Patience.line)
                }
                try await people[0].say("guest-1 1", to: "#tue-circle")
                for one in people.dropFirst() {
                    try await one.hear("guest-1 1", in: "#tue-circle", from: "guest-1")
                }
                try await server.kill()
            }
        }
    }

    @Test func `one who stops reading is let go, and the others feel nothing of it`() async throws {
        try await Installation.run(
            "policy: open", "flood.enabled: off", "limits.outbox-bytes: 65536"
        ) { installation in
            let server = try await installation.start()
            _ = try await installation.connect(
                "sleeper", to: server, then: ["JOIN #tue-circle"]
            ) { $0.inboxLines = 16 }
            let nodira = try await installation.connect(
                "nodira", to: server, then: ["JOIN #tue-circle"])
            let lola = try await installation.connect(
                "lola", to: server, then: ["JOIN #tue-circle"])
            _ = try await lola.settled()
            var said = 0
            while await !nodira.hasSeen("QUIT"), said < 20_000 {
                for _ in 1...50 {
                    said += 1
                    lola.send(
                        "PRIVMSG #tue-circle :lola \(said)\(String(repeating: " ", count: 300))")
                }
                try await lola.hear("lola \(said) *", in: "#tue-circle", from: "lola")
            }
            try await nodira.expect(":sleeper QUIT", within: Patience.line)
            _ = try await nodira.settled()
            // What nodira has of it is whole and in order.
            #expect(await nodira.heardTexts().map(\.number) == Array(1...said))
        }
    }

    @Test func `one who floods is slowed and not cut off, and the others wait for nothing`()
        async throws
    {
        try await Installation.run(
            "policy: open", "flood.burst: 10", "flood.per-second: 40"
        ) { installation in
            let server = try await installation.start()
            let nodira = try await installation.connect(
                "nodira", to: server, then: ["JOIN #tue-circle"])
            let lola = try await installation.connect(
                "lola", to: server, then: ["JOIN #tue-circle"])
            _ = try await lola.settled()
            let began = ContinuousClock.now
            for number in 1...90 { lola.send("PRIVMSG #tue-circle :lola \(number)") }
            _ = try await nodira.settled()
            #expect(await nodira.heardTexts().count < 90, "nodira waited for the flood")
            try await nodira.hear("lola 90", in: "#tue-circle", from: "lola")
            // 80 tokens had to be regained, 40 a second.
            #expect(began.duration(to: .now) > .seconds(1.5))
            #expect(await nodira.heardTexts().map(\.number) == Array(1...90))
            try await lola.say("still here", to: "#tue-circle")
        }
    }
}

extension Client {
    /// Whether a message with this command has come.
    fileprivate func hasSeen(_ command: String) -> Bool {
        transcript.contains { line in
            guard case .received(let message) = line.event else { return false }
            return message.commandBytes.elementsEqual(command.utf8)
        }
    }
}
