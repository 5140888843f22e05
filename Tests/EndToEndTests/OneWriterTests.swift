import Foundation
import SandaliKit
import Testing

/// Two writers of one log are impossible.
@Suite(.timeLimit(.minutes(2)))
struct OneWriterTests {
    @Test func `a second server on the same data says what is wrong and what to do`() async throws {
        try await Installation.run { installation in
            let server = try await installation.start()
            let (end, said) = try await installation.attempt(["run"])
            #expect(end == .exit(1))
            #expect(said.contains("home.sqlite is open in another process"))
            #expect(said.contains("control socket"))
            // The first one is as it was, its control socket too.
            #expect(try await installation.sandalid("status").contains("accounts 0"))
            try await server.stop()
            try await installation.sandalid("check")
        }
    }

    @Test func `a command that asks finds a missing log, and makes none`() async throws {
        try await Installation.run { installation in
            let questions = [
                ["account", "list"], ["code", "list"],
                ["account", "passwd", "lola", "--password-stdin"],
            ]
            for question in questions {
                let (end, said) = try await installation.attempt(
                    question, input: "warm hands\n")
                #expect(end == .exit(1))
                #expect(said.contains("There is no file"))
            }
            let (end, said) = try await installation.attempt(
                ["account", "add", "lola", "--role", "parent", "--password-stdin"],
                input: "7 words\n")
            #expect(end == .exit(1) && said.contains("at least 8 letters"))
            #expect(!FileManager.default.fileExists(atPath: installation.path("data/home.sqlite")))
        }
    }

    @Test func `an account made while the server runs can sign in at once`() async throws {
        try await Installation.run { installation in
            let server = try await installation.start()
            try await installation.sandalid(
                "account", "add", "lola", "--role", "parent", "--password-stdin",
                input: "warm hands\n")
            let lola = try await installation.connect(
                "lola", to: server, password: "warm hands")
            try await installation.sandalid(
                "account", "passwd", "lola", "--password-stdin", input: "other word\n")
            // Whoever came in by the old password is let go.
            await #expect(throws: WaitError.self) { _ = try await lola.settled() }
            await #expect(throws: ConnectError.self) {
                _ = try await installation.connect(
                    "lola", to: server, password: "warm hands")
            }
            _ = try await installation.connect("lola", to: server, password: "other word")
            #expect(try await installation.sandalid("account", "list").contains("lola parent"))
        }
    }

    @Test func `a check reads beside a running server, and after it`() async throws {
        try await Installation.run { installation in
            let server = try await installation.start()
            #expect(try await installation.sandalid("check").contains("is whole"))
            try await server.stop()
            #expect(try await installation.sandalid("check").contains("is whole"))
        }
    }
}
