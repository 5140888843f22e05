import Foundation
import SandaliKit
import Store
import Testing

/// Words that go when they should, on the real server and in the real files.
@Suite(.timeLimit(.minutes(3)))
struct RetentionTests {
    /// A facilitator and a parent who have each said something in a room.
    private func talk(
        _ installation: Installation, environment: [String: String] = [:]
    ) async throws -> RunningServer {
        for (name, role) in [("zarina", "facilitator"), ("lola", "parent")] {
            try await installation.sandalid(
                "account", "add", name, "--role", role, "--password-stdin",
                input: "\(name) warm hands\n")
        }
        try await installation.sandalid("room", "new", "#circle", "--facilitator", "zarina")
        try await installation.sandalid("room", "enrol", "#circle", "lola")
        let server = try await installation.start(environment: environment)
        for name in ["zarina", "lola"] {
            let client = try await installation.connect(
                name, to: server, password: "\(name) warm hands",
                then: ["JOIN #circle", "PRIVMSG #circle :\(name) 1"])
            _ = try await client.settle(within: Patience.line)
            await client.close()
        }
        return server
    }

    @Test func `texts are wiped on time, unless the clock has jumped`() async throws {
        try await Installation.run("test-clock: on") { installation in
            let server = try await talk(installation)
            try await installation.sandalid("clock", "+49h")
            try await server.logged("event=clock-jumped")
            #expect(try await installation.sandalid("status").contains("retention suspended"))
            try await server.kill()
            #expect(try installation.storedTexts().count == 2)
            let again = try await installation.start()
            try await installation.sandalid("trust-clock")
            try await installation.sandalid("clock", "+25h")
            try await again.logged("event=wiped")
            try await again.kill()
            #expect(try installation.storedTexts().isEmpty)
            #expect(try await installation.sandalid("check").contains("is whole"))
        }
    }

    @Test func `time goes on where the clock was set back behind the log`() async throws {
        try await Installation.run("test-clock: on") { installation in
            let server = try await talk(installation)
            try await installation.sandalid("clock", "+1h")
            let ahead = try await installation.connect(
                "lola", to: server, password: "lola warm hands",
                then: ["JOIN #circle", "PRIVMSG #circle :ahead"])
            _ = try await ahead.settle(within: Patience.line)
            try await server.kill()
            let again = try await installation.start()
            let lola = try await installation.connect(
                "lola", to: again, password: "lola warm hands", then: ["TIME"])
            let first = try await lola.expect("391 lola*", within: Patience.line)
            var now = first
            while now == first {
                lola.send("TIME")
                now = try await lola.expect("391 lola*", within: Patience.line)
            }
            // Nor does a timer stand still.
            let zarina = try await installation.connect(
                "zarina", to: again, password: "zarina warm hands",
                then: ["JOIN #circle", "PHASE #circle sharing 2s"])
            try await zarina.expect("NOTE PHASE OVER #circle*", within: Patience.line)
            try await again.stop()
        }
    }

    @Test func `a wiping that is killed half-way is done again`() async throws {
        try await Installation.run("test-clock: on") { installation in
            let server = try await talk(installation)
            try await installation.sandalid("clock", "+25h")
            try await server.kill()
            // It may have been quicker than the kill.
            let isDone = try installation.storedTexts().isEmpty
            let again = try await installation.start()
            try await installation.sandalid("clock", "+25h")
            if !isDone { try await again.logged("event=wiped") }
            try await again.kill()
            #expect(try installation.storedTexts().isEmpty)
            #expect(try await installation.sandalid("check").contains("is whole"))
        }
    }

    @Test func `a full disk puts wiping off until it has room`() async throws {
        try await Installation.run("test-clock: on") { installation in
            let disk = try await installation.faultyDisk(
                "pwrite:-wal:0:\(ENOSPC)", when: "full")
            let server = try await talk(installation, environment: disk)
            try installation.write([], to: "full")
            try await installation.sandalid("clock", "+25h")
            try await server.logged("event=wiping-failed")
            try installation.remove("full")
            try await installation.sandalid("clock", "+1m")
            try await server.logged("event=wiped")
            try await server.kill()
            #expect(try installation.storedTexts().isEmpty)
            #expect(try await installation.sandalid("check").contains("is whole"))
        }
    }

    @Test func `an erasure that is killed half-way is finished at the next start`() async throws {
        try await Installation.run { installation in
            let server = try await talk(installation)
            try await installation.sandalid("account", "erase", "lola", "--for-good")
            try await server.kill()
            let again = try await installation.start()
            if !server.log.contains(where: { $0.contains("event=erased") }) {
                try await again.logged("event=erased")
            }
            let list = try await installation.sandalid("account", "list")
            #expect(list.contains("zarina") && !list.contains("lola"))
            try await again.stop()
            #expect(try installation.storedTexts().map(\.sender) == ["zarina"])
            #expect(try await installation.sandalid("check").contains("is whole"))
        }
    }

    @Test func `a log from before an erasure shows nothing of who was erased`() async throws {
        try await Installation.run { installation in
            let server = try await talk(installation)
            try await server.stop()
            let old = try Data(contentsOf: URL(fileURLWithPath: installation.log))
            let erasing = try await installation.start()
            try await installation.sandalid("account", "erase", "lola", "--for-good")
            try await erasing.logged("event=erased")
            try await erasing.stop()
            for suffix in ["-wal", "-shm"] {
                // After a clean stop there may be none.
                try? FileManager.default.removeItem(atPath: installation.log + suffix)
            }
            try old.write(to: URL(fileURLWithPath: installation.log))
            #expect(try installation.storedTexts().map(\.sender) == ["zarina"])
            let restored = try await installation.start()
            try await restored.logged("event=erased")
            let list = try await installation.sandalid("account", "list")
            #expect(list.contains("zarina") && !list.contains("lola"))
            await #expect(throws: ConnectError.self) {
                _ = try await installation.connect(
                    "lola", to: restored, password: "lola warm hands")
            }
            try await restored.stop()
        }
    }

    @Test func `whoever gets the number of somebody erased can be erased, too`() async throws {
        try await Installation.run { installation in
            let file = installation.path("backup.sqlite")
            func add(_ name: String) async throws {
                try await installation.sandalid(
                    "account", "add", name, "--role", "parent", "--password-stdin",
                    input: "warm hands\n")
            }
            func erase(_ name: String) async throws {
                let said = try await installation.sandalid("account", "erase", name, "--for-good")
                #expect(said.contains("The words are wiped, and the key is destroyed."))
            }
            try await add("zarina")
            try await installation.sandalid("backup", "home", file)
            try await add("gulnora")
            try await erase("gulnora")
            try await installation.sandalid("restore", file, "--replace")
            // Both are the second account of their log.
            try await add("nodira")
            #expect(try await installation.sandalid("check").contains(" 4 with words"))
            try await erase("nodira")
            // Neither her name nor her password is there any more.
            #expect(try await installation.sandalid("check").contains(" 2 with words"))
            #expect(try await installation.sandalid("account", "list").contains("zarina"))
        }
    }

    @Test func `a suspended account is let go at once and kept out until it is restored`()
        async throws
    {
        try await Installation.run { installation in
            let server = try await talk(installation)
            let lola = try await installation.connect(
                "lola", to: server, password: "lola warm hands")
            try await installation.sandalid("account", "suspend", "lola")
            _ = try await lola.ended(within: Patience.line)
            let closed = ConnectError.suspended(
                words: "This account is closed for now. Please ask your centre")
            await #expect(throws: closed) {
                _ = try await installation.connect(
                    "lola", to: server, password: "lola warm hands")
            }
            try await server.kill()
            let again = try await installation.start()
            await #expect(throws: closed) {
                _ = try await installation.connect(
                    "lola", to: again, password: "lola warm hands")
            }
            try await installation.sandalid("account", "restore", "lola")
            let back = try await installation.connect(
                "lola", to: again, password: "lola warm hands", then: ["JOIN #circle"])
            _ = try await back.settle(within: Patience.line)
            try await again.stop()
        }
    }

    @Test func `a person gets everything that is theirs, over the line and in person`()
        async throws
    {
        try await Installation.run("wishes.in-person: off") { installation in
            let server = try await talk(installation)
            let lola = try await installation.connect(
                "lola", to: server, password: "lola warm hands",
                then: ["EXPORT NOW :lola warm hands"])
            try await lola.expect("NOTE EXPORT TEXT :*lola 1*", within: Patience.line)
            try await lola.expect("NOTE EXPORT END :That is everything", within: Patience.line)
            let rows = try await installation.sandalid("account", "export", "lola")
            #expect(rows.contains("\"text\":\"lola 1\"") && !rows.contains("zarina 1"))
            lola.send("ERASE NOW :lola warm hands")
            try await lola.expect("NOTE ERASE STEP 3 :3 of 3*", within: Patience.line)
            _ = try await lola.ended(within: Patience.line)
            try await server.stop()
            #expect(try installation.storedTexts().map(\.sender) == ["zarina"])
        }
    }
}
