import SandaliKit
import Testing
import Wire

/// A server that is killed with SIGKILL while people talk. What they have seen is the measure.
@Suite(.timeLimit(.minutes(3)))
struct KillTests {
    /// How many texts each talker has on the way at once.
    private static let inFlight = 6

    @Test(arguments: zip([20_261_121, 20_261_122] as [UInt64], [1, 2]))
    func `whatever anyone heard is stored, once and in order, over twenty kills`(
        seed: UInt64, loops: Int
    ) async throws {
        var dice = Dice(seed: seed)
        try await Installation.run(
            "policy: open", "flood.enabled: off", "loops: \(loops)"
        ) { installation in
            var talkers = (1...10).map { Talker(name: "talker-\($0)") }
            for round in 1...20 {
                let server = try await installation.start()
                let tally = Tally()
                let enough = dice.within(1...1_500)
                let people = talkers
                async let evening = together(people) { talker in
                    try await talker.talk(on: installation, server, tally)
                }
                #expect(await tally.reaches(enough), "round \(round): too few texts were heard")
                try await server.kill()
                talkers = try await evening
                try await installation.sandalid("check")
            }
            try installation.expectStored(talkers.map(\.heard))
            let most = talkers.map(\.next).min() ?? 0
            #expect(most > 20, "somebody hardly had a chance to talk")
        }
    }

    /// Says numbered texts as fast as their echoes come back, and writes down what it hears.
    private struct Talker: Sendable {
        let name: String
        var next = 1
        var heard: [Text] = []

        /// Talks until the server is gone.
        func talk(
            on installation: Installation, _ server: RunningServer, _ tally: Tally
        ) async throws -> Talker {
            var talker = self
            guard let client = try await talker.enter(installation, server) else { return self }
            for _ in 0..<KillTests.inFlight { talker.sayOne(to: client) }
            for await message in client.messages {
                guard let text = Text(message) else { continue }
                talker.heard.append(text)
                tally.add()
                if text.sender == name { talker.sayOne(to: client) }
            }
            return talker
        }

        /// Nil when the server was killed before it had let this one in.
        private func enter(
            _ installation: Installation, _ server: RunningServer
        ) async throws -> Client? {
            do {
                return try await installation.connect(
                    name, to: server, then: ["JOIN #tue-circle"])
            } catch {
                guard server.process.isDying else { throw error }
                return nil
            }
        }

        private mutating func sayOne(to client: Client) {
            client.send("PRIVMSG #tue-circle :\(name) \(next)")
            next += 1
        }
    }
}
