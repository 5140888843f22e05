import SandaliKit
import Testing
import Wire

/// Commits that fail below SQLite while people talk.
@Suite(.timeLimit(.minutes(2)))
struct FaultTests {
    private static let textsEach = 60

    @Test(arguments: [
        "fdatasync:-wal:1", "pwrite:-wal:3", "fdatasync:-wal:1,fsync:-wal:1",
    ])
    func `a commit that fails costs nobody a text, and doubles none`(fault: String) async throws {
        try await Installation.run("policy: open", "flood.enabled: off") { installation in
            let disk = try await installation.faultyDisk(fault, when: "armed")
            let server = try await installation.start(environment: disk)
            let people = try await together(1...5) { number in
                try await installation.connect(
                    "talker-\(number)", to: server, then: ["JOIN #tue-circle"])
            }
            // The last to come in sees the others; from here on all hear everything.
            for one in people { _ = try await one.settled() }
            let tally = Tally()
            async let evening: [Void] = together(people.enumerated()) { index, client in
                try await Self.talk(client, "talker-\(index + 1)", among: people.count, tally)
            }
            #expect(await tally.reaches(100))
            try installation.write([], to: "armed")
            _ = try await evening
            try await server.logged("level=error", "event=write-failed")
            for one in people { _ = try await one.settled() }
            let heard = try await together(people) { await $0.heardTexts() }
            try await server.stop()
            try await installation.sandalid("check")
            let stored = try installation.expectStored(heard)
            #expect(stored.count == people.count * Self.textsEach)
            #expect(heard.allSatisfy { $0 == stored }, "all heard everything, once and in order")
        }
    }

    /// Says its texts, a few on the way at once, and listens until it has heard everybody's.
    private static func talk(
        _ client: Client, _ name: String, among people: Int, _ tally: Tally
    ) async throws {
        var said = 0
        func sayOne() {
            guard said < textsEach else { return }
            said += 1
            client.send("PRIVMSG #tue-circle :\(name) \(said)")
        }
        for _ in 1...6 { sayOne() }
        for _ in 1...people * textsEach {
            let message = try await client.next(within: Patience.line) { Text($0) != nil }
            tally.add()
            if Text(message)?.sender == name { sayOne() }
        }
    }

    @Test func `what can never be written is refused, and not tried without end`() async throws {
        try await Installation.run("policy: open") { installation in
            let disk = try await installation.faultyDisk(
                "fdatasync:.keys-journal:0,fsync:.keys-journal:0", when: "armed")
            let server = try await installation.start(environment: disk)
            let lola = try await installation.connect("lola", to: server)
            try installation.write([], to: "armed")
            // A new account needs a key of its own.
            lola.send("REGISTER * * winter-bread-and-plums")
            try await lola.expect("FAIL REGISTER", within: Patience.line)
            try installation.remove("armed")
            var answer = ""
            while !answer.contains("REGISTER SUCCESS lola") {
                lola.send("REGISTER * * winter-bread-and-plums")
                let message = try await lola.next(within: Patience.line) { message in
                    String(decoding: message.bytes, as: UTF8.self).contains("REGISTER")
                }
                answer = String(decoding: message.bytes, as: UTF8.self)
            }
            try await server.stop()
            let failures = server.log.count { $0.contains("event=write-failed") }
            #expect((2...4).contains(failures))
            try await installation.sandalid("check")
        }
    }

    @Test func `an erasure that a bad disk broke off is done when it is well`() async throws {
        try await Installation.run("test-clock: on") { installation in
            try await installation.sandalid(
                "account", "add", "lola", "--role", "parent", "--without-password")
            // What is in the write-ahead log cannot be brought into the file.
            let disk = try await installation.faultyDisk("pwrite:home.sqlite:1", when: "armed")
            let server = try await installation.start(environment: disk)
            try installation.write([], to: "armed")
            try await installation.sandalid("account", "erase", "lola", "--for-good")
            try await server.logged("event=erasing-failed")
            try await installation.sandalid("clock", "+31s")
            try await server.logged("event=erased")
            try await server.stop()
            try await installation.sandalid("check")
        }
    }

    @Test func `SIGTERM ends a server whose log cannot be reopened`() async throws {
        try await Installation.run("policy: open") { installation in
            let disk = try await installation.faultyDisk(
                "fdatasync:-wal:1,fsync:-wal:0", when: "armed")
            let server = try await installation.start(environment: disk)
            let lola = try await installation.connect(
                "lola", to: server, then: ["JOIN #tue-circle"])
            try await lola.say("lola 1", to: "#tue-circle")
            try installation.write([], to: "armed")
            lola.send("PRIVMSG #tue-circle :lola 2")
            try await server.logged("event=reopen-failed")
            try await server.stop()
            #expect(server.log.contains { $0.contains("event=given-up") })
            try installation.remove("armed")
            try await installation.sandalid("check")
            try installation.expectStored([await lola.heardTexts()])
        }
    }

    @Test func `as long as the log cannot be reopened, nobody hears what may be lost`()
        async throws
    {
        try await Installation.run("policy: open") { installation in
            let disk = try await installation.faultyDisk(
                "fdatasync:-wal:1,fsync:-wal:0", when: "armed")
            let server = try await installation.start(environment: disk)
            let nodira = try await installation.connect(
                "nodira", to: server, then: ["JOIN #tue-circle"])
            let lola = try await installation.connect(
                "lola", to: server, then: ["JOIN #tue-circle"])
            try await lola.say("lola 1", to: "#tue-circle")
            try await nodira.hear("lola 1", in: "#tue-circle", from: "lola")

            try installation.write([], to: "armed")
            lola.send("PRIVMSG #tue-circle :lola 2")
            try await server.logged("event=reopen-failed")
            try await server.logged("event=reopen-failed", from: server.log.count)
            #expect(try await nodira.settled().isEmpty)
            #expect(await lola.heardTexts().count == 1)

            try installation.remove("armed")
            try await nodira.hear("lola 2", in: "#tue-circle", from: "lola")
            try await lola.say("lola 3", to: "#tue-circle")
            try await nodira.hear("lola 3", in: "#tue-circle", from: "lola")
            try await server.kill()
            let heard = [await lola.heardTexts(), await nodira.heardTexts()]
            #expect(heard.map(\.count) == [3, 3])
            try installation.expectStored(heard)
        }
    }
}
