import SandaliKit
import Testing
import Wire

/// Somebody whose line is cut, and whose server is killed, while they talk: nothing that they said
/// is lost, nothing is said twice.
@Suite(.timeLimit(.minutes(3)))
struct ExactlyOnceTests {
    private static let room = "#tue-circle"

    @Test func `what is sent again after a cut or a kill is stored once, and in order`()
        async throws
    {
        var dice = Dice(seed: 20_261_122)
        try await Installation.run("flood.enabled: off") { installation in
            let circle = try await Circle(installation)
            var server = try await installation.start()
            var talker = Talker()
            for _ in 1...16 {
                let client = try await talker.enter(circle, server)
                for _ in 0..<dice.within(1...12) { talker.sayOne(to: client) }
                try await talker.hearSome(dice.below(6), from: client)
                // What is on its way now may be taken or not: nobody knows.
                await client.flush()
                if dice.oneIn(2) {
                    await client.abort()
                } else {
                    try await server.kill()
                    server = try await installation.start()
                }
            }
            let client = try await talker.enter(circle, server)
            try await talker.hearSome(.max, from: client)
            try await server.stop()
            let stored = try installation.storedTexts()
            #expect(stored == (1..<talker.next).map { Text(sender: "lola", number: $0) })
            #expect(talker.next > 30)
        }
    }

    /// Says numbered texts, and those again that have not come back.
    private struct Talker {
        var next = 1
        private var unheard = Unheard()

        /// Comes, and sends what was not heard in the same flight.
        func enter(_ circle: Circle, _ server: RunningServer) async throws -> Client {
            let client = try await circle.signIn(
                "lola", to: server, then: ["JOIN \(ExactlyOnceTests.room)"] + unheard.again)
            #expect(Unheard.works(with: await client.capabilities))
            return client
        }

        mutating func sayOne(to client: Client) {
            let line = "PRIVMSG \(ExactlyOnceTests.room) :lola \(next)"
            client.send(unheard.mark(line, at: 1_795_285_800_000))
            next += 1
        }

        /// Hears so many of its own texts come back, or all that are on their way.
        mutating func hearSome(_ count: Int, from client: Client) async throws {
            for _ in 0..<min(count, unheard.count) {
                let waiting = unheard.count
                while unheard.count == waiting {
                    unheard.hear(try await client.next(within: Patience.line))
                }
            }
        }
    }
}
