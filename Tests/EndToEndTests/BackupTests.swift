import Foundation
import SandaliKit
import Store
import Testing
import Wire

/// Copies of a centre that is in use, and what they are good for.
@Suite(.timeLimit(.minutes(3)))
struct BackupTests {
    @Test func `a backup is made while people talk, and holds up nobody`() async throws {
        try await Installation.run("policy: open", "flood.enabled: off") { installation in
            let server = try await installation.start()
            let lola = try await installation.connect("lola", to: server, then: ["JOIN #a"])
            for number in 1...400 { lola.send("PRIVMSG #a :lola \(number)") }
            for number in 1...400 { try await lola.hear("lola \(number)", in: "#a", from: "lola") }
            let file = installation.path("b.sqlite")
            async let made = installation.sandalid("backup", "home", file)
            for number in 401...600 { try await lola.say("lola \(number)", to: "#a") }
            let said = try await made
            #expect(said.contains("Copying the centre home: 100 %"))
            #expect(said.contains("b.sqlite is a backup of the centre home: "))
            let stored = try installation.storedTexts(in: file)
            #expect(stored.count >= 400 && stored.map(\.number) == Array(1...stored.count))
            // The check reads beside the server, too.
            #expect(try await installation.sandalid("check").contains("home.sqlite is whole"))
            let second = try await installation.attempt(["backup", "home", file])
            #expect(second.end == .exit(1) && second.said.contains("--replace"))
            try await installation.sandalid("backup", "home", file, "--replace")
            let nowhere = try await installation.attempt(
                ["backup", "home", installation.path("no/b")])
            #expect(nowhere.said.contains("Nothing can be written to \(installation.path("no"))"))
            let inside = installation.data + "/b.sqlite"
            #expect(try await installation.attempt(["backup", "home", inside]).end == .exit(1))
            let none = try await installation.attempt(["backup", "east", installation.path("e")])
            #expect(none.said.contains("There is no centre east here"))
        }
    }

    @Test func `a restored centre goes on from where its backup ends`() async throws {
        try await Installation.run { installation in
            let circle = try await Circle(installation)
            let file = installation.path("b.sqlite")
            let server = try await installation.start()
            let join = ["JOIN #tue-circle"]
            let lola = try await circle.signIn("lola", to: server, then: join)
            try await lola.say("lola 1", to: "#tue-circle")
            try await installation.sandalid("backup", "home", file)
            try await lola.say("lola 2", to: "#tue-circle")
            let whole = try await installation.sandalid("restore", file, "--check")
            #expect(whole.contains("is whole and can be restored"))
            let refused = try await installation.attempt(["restore", file])
            #expect(refused.end == .exit(1) && refused.said.contains("--replace"))
            #expect(!refused.said.contains("Copying"))
            // Nobody was let go for that.
            try await lola.say("lola 3", to: "#tue-circle")
            let said = try await installation.sandalid("restore", file, "--replace")
            #expect(said.contains("goes on from the backup"))
            let why =
                "Your centre is being put back to an earlier state: "
                + "please connect again in a moment"
            #expect(try await lola.ended(within: Patience.line) == .byServer(words: why))
            let again = try await circle.signIn("lola", to: server, then: join)
            try await again.say("lola 4", to: "#tue-circle")
            let status = try await installation.sandalid("status")
            #expect(status.contains("centres 1\nopen 1"))
            try await server.stop()
            try await installation.sandalid("check")
            #expect(try installation.storedTexts().map(\.number) == [1, 4])
        }
    }

    @Test
    func `a backup that was changed is restored by nobody, and its first bad record is named`()
        async throws
    {
        try await Installation.run { installation in
            _ = try await Circle(installation)
            let file = installation.path("b.sqlite")
            try await installation.sandalid("backup", "home", file)
            var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
            let log = try EventLog(reading: file)
            let end = try log.check().chain
            try log.close()
            let last = try #require(bytes.range(of: Data(end)))
            bytes[last.lowerBound] ^= 1
            try bytes.write(to: URL(fileURLWithPath: file))
            for arguments in [["restore", file, "--check"], ["restore", file, "--replace"]] {
                let (end, said) = try await installation.attempt(arguments)
                #expect(end == .exit(1) && said.contains("is damaged: the record at position"))
            }
            try await installation.sandalid("check")
            let files = try FileManager.default.contentsOfDirectory(atPath: installation.data)
            #expect(!files.contains { $0.contains("restored") })
        }
    }

    @Test func `a backup moves a centre to another machine, and into no other centre`() async throws
    {
        try await Installation.run { installation in
            let circle = try await Circle(installation)
            let file = installation.path("b.sqlite")
            try await installation.sandalid("backup", "home", file)
            try await installation.sandalid("centre", "add", "east")
            let keys = installation.path("keys.backup")
            try await installation.sandalid(
                "backup-keys", "home", keys, "--password-stdin", input: "twelve there\n")
            try await installation.sandalid("restore", file, "--centre", "east")
            let bare = try await installation.attempt(["account", "list", "--centre", "east"])
            #expect(bare.end == .exit(1) && bare.said.contains("sandalid restore-keys"))
            try await installation.sandalid(
                "restore-keys", "east", keys, "--password-stdin", input: "twelve there\n")
            #expect(
                try await installation.sandalid("account", "list", "--centre", "east")
                    .contains("lola parent"))
            try await installation.sandalid("centre", "add", "west")
            try await installation.sandalid(
                "account", "add", "guli", "--role", "parent", "--without-password", "--centre",
                "west")
            let other = try await installation.attempt(
                ["restore", file, "--centre", "west", "--replace"])
            #expect(other.end == .exit(1) && other.said.contains("backup of another centre"))
            let server = try await installation.start()
            _ = try await installation.enter(
                "lola", at: "east", password: Circle.password("lola"), to: server)
            _ = try await circle.signIn("lola", to: server)
        }
    }
}
