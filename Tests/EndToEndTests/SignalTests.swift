import Foundation
import SandaliKit
import Testing

/// SIGHUP and SIGTERM.
@Suite(.timeLimit(.minutes(2)))
struct SignalTests {
    private static func settings(_ installation: Installation, _ more: String...) -> [String] {
        [
            "policy: open", "tls.certificate: \(installation.path("live.pem"))",
            "tls.key: \(installation.path("live.key"))",
        ] + more
    }

    /// Puts another certificate where the configuration says.
    private func install(_ name: String, in installation: Installation) throws {
        for suffix in [".pem", ".key"] {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: installation.path(name + suffix)))
            try bytes.write(to: URL(fileURLWithPath: installation.path("live" + suffix)))
        }
    }

    /// SIGHUP, until the operator log says what came of it.
    private func reload(_ server: RunningServer, expecting event: String) async throws -> String {
        let mark = server.process.errors.count
        server.process.signal(SIGHUP)
        return try await server.logged("event=\(event)", from: mark)
    }

    private func fingerprint(
        _ installation: Installation, _ server: RunningServer, _ nickname: String
    ) async throws -> Fingerprint? {
        await (try await installation.connect(nickname, to: server)).fingerprint
    }

    @Test func `SIGHUP puts a new certificate in force for new connections`() async throws {
        try await Installation.run { installation in
            try installation.configure(Self.settings(installation))
            for name in ["first", "second"] { try await installation.certificate(name) }
            try install("first", in: installation)
            let server = try await installation.start()
            let early = try await installation.connect("early-guest", to: server)
            try install("second", in: installation)
            _ = try await reload(server, expecting: "reloaded")
            let late = try await fingerprint(installation, server, "late-guest")
            #expect(late != nil)
            #expect(await early.fingerprint != late)
            _ = try await early.settled()
        }
    }

    @Test func `SIGHUP ends no server that is still starting`() async throws {
        try await Installation.run { installation in
            let motd = installation.path("motd")
            try installation.configure(["policy: open", "motd.file: \(motd)"])
            // Whoever opens the pipe waits for the other side: so it comes amid the start.
            let script = """
                mkfifo '\(motd)'
                (exec 3>'\(motd)'; kill -HUP $$; echo calm >'\(motd).new'
                mv '\(motd).new' '\(motd)'; cat '\(motd)' >&3) &
                exec "$@"
                """
            let server = try await installation.start(under: ["sh", "-c", script, "sh"])
            _ = try await installation.connect("early-guest", to: server)
            _ = try await reload(server, expecting: "reloaded")
        }
    }

    @Test func `SIGHUP refuses what is wrong as a whole, and says so`() async throws {
        try await Installation.run { installation in
            try installation.configure(Self.settings(installation))
            for name in ["first", "second"] { try await installation.certificate(name) }
            try install("first", in: installation)
            let server = try await installation.start()
            let before = try await fingerprint(installation, server, "early-guest")

            // A certificate that is none, beside a setting that is right.
            try installation.configure(Self.settings(installation, "motd: [\"not yet\"]"))
            try installation.write(["this is no certificate"], to: "live.pem")
            let bad = try await reload(server, expecting: "reload-refused")
            #expect(bad.contains("live.pem"))
            // A key that belongs to another certificate.
            try install("second", in: installation)
            try FileManager.default.removeItem(atPath: installation.path("live.key"))
            try FileManager.default.copyItem(
                atPath: installation.path("first.key"), toPath: installation.path("live.key"))
            _ = try await reload(server, expecting: "reload-refused")
            // A key of the configuration that there is not.
            try install("second", in: installation)
            try installation.configure(Self.settings(installation, "sing: loud"))
            let unknown = try await reload(server, expecting: "reload-refused")
            #expect(unknown.contains("sing"))

            let guest = try await installation.connect("late-guest", to: server)
            #expect(await guest.fingerprint == before)
            guest.send("MOTD")
            try await guest.expect("422 late-guest", within: Patience.line)
        }
    }

    @Test func `SIGHUP takes limits and each centre's settings, but no other policy`() async throws
    {
        let fixed = ["policy: open", "flood.enabled: off"]
        try await Installation.run { installation in
            try installation.configure(fixed + ["limits.per-address: 1"])
            for centre in ["east", "west"] {
                try await installation.sandalid("centre", "add", centre)
            }
            try await installation.sandalid(
                "account", "add", "lola", "--role", "parent", "--centre", "east",
                "--password-stdin", input: "warm hands\n")
            let server = try await installation.start()
            let lola = try await installation.enter(
                "lola", at: "east", password: "warm hands", to: server)
            await #expect(throws: ConnectError.self) {
                _ = try await installation.connect("guest", to: server)
            }
            try installation.configure(fixed + ["limits.per-address: 9"])
            try installation.write(["motd: [\"new in the east\"]"], to: "data/centres/east.yaml")
            try installation.write(["policy: open"], to: "data/centres/west.yaml")
            let mark = server.log.count
            _ = try await reload(server, expecting: "reloaded")
            let refused = try await server.logged("event=reload-refused", from: mark)
            #expect(refused.contains("centre=west") && refused.contains("policy changes only"))
            lola.send("MOTD")
            try await lola.expect("372 lola :- new in the east", within: Patience.line)
            let guest = try await installation.connect("guest", to: server)
            guest.send("MOTD")
            try await guest.expect("422 guest", within: Patience.line)
            // What only a restart changes stays, also for the files that are opened later.
            let elsewhere = installation.path("elsewhere")
            try installation.configure(fixed + ["loops: 2", "data.directory: \(elsewhere)"])
            for _ in 1...2 {
                let needed = try await reload(server, expecting: "restart-needed")
                #expect(needed.contains("for=\"loops, data.directory\""))
            }
            try installation.configure(fixed + ["limits.per-address: 9"])
            _ = try await reload(server, expecting: "reloaded")
            try await installation.sandalid("account", "list", "--centre", "west")
            try await server.stop()
            #expect(server.log.count { $0.contains("event=restart-needed") } == 2)
            #expect(!FileManager.default.fileExists(atPath: elsewhere))
        }
    }

    @Test func `SIGTERM tells every client why, and the next start reads no log`() async throws {
        try await Installation.run("policy: open") { installation in
            let server = try await installation.start()
            let guests = try await together(1...5) { number in
                try await installation.connect(
                    "guest-\(number)", to: server, then: ["JOIN #tue-circle"])
            }
            for (number, guest) in guests.enumerated() {
                try await guest.say("guest-\(number + 1) \(number)", to: "#tue-circle")
            }
            try await server.stop()
            for guest in guests {
                let why = "The server is going down for a moment: please connect again"
                #expect(try await guest.ended(within: Patience.line) == .byServer(words: why))
            }
            let next = try await installation.start()
            let read = try await next.logged("event=log-read")
            #expect(RunningServer.number("events", in: read) == 0)
            #expect(RunningServer.number("took", in: read) != nil)
            #expect(try await next.logged("event=serving").contains(" took="))
            try await next.stop()
            #expect(try installation.storedTexts().count == 5)
        }
    }
}
