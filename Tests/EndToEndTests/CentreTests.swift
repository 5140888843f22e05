import Foundation
import Rooms
import SandaliKit
import Store
import Testing
import Wire

/// Many centres on one server: nothing reaches across.
@Suite(.timeLimit(.minutes(4)))
struct CentreTests {
    @Test func `two centres with the same names have nothing of each other`() async throws {
        try await Installation.run("flood.enabled: off") { installation in
            let two = try await TwoCentres(installation)
            let server = try await installation.start()
            var people: [String: (zarina: Client, lola: Client)] = [:]
            for centre in TwoCentres.names {
                let join = ["JOIN #tue-circle"]
                let zarina = try await two.signIn("zarina", at: centre, to: server, then: join)
                try await zarina.expect("366 zarina #tue-circle", within: Patience.line)
                let lola = try await two.signIn("lola", at: centre, to: server, then: join)
                try await lola.expect("366 lola #tue-circle", within: Patience.line)
                people[centre] = (zarina, lola)
            }
            let home = try #require(people["home"])
            let east = try #require(people["east"])
            for one in [home.zarina, home.lola, east.zarina, east.lola] {
                _ = try await one.settled()
            }
            try await home.lola.say("only at home", to: "#tue-circle")
            try await home.zarina.hear("only at home", in: "#tue-circle", from: "lola")
            try await east.zarina.say("only in the east", to: "#tue-circle")
            try await east.lola.hear("only in the east", in: "#tue-circle", from: "zarina")
            home.zarina.send("MODE #tue-circle +m")
            home.zarina.send("NICK zarina-at-home")
            try await home.lola.expect(":zarina NICK zarina-at-home", within: Patience.line)
            for one in [east.zarina, east.lola] {
                one.send("CHATHISTORY LATEST #tue-circle * 50")
                let rest = try await one.settled()
                #expect(!rest.contains { $0.contains("at home") || $0.contains("at-home") })
            }
            // Another centre's password is none here, and its people's names are nobody's.
            await #expect(throws: ConnectError.self) {
                _ = try await installation.enter(
                    "lola", at: "east", password: TwoCentres.password("lola", "home"), to: server)
            }
            await #expect(throws: ConnectError.self) {
                _ = try await two.signIn("nodira", at: "east", to: server)
            }
            try await server.stop()
            for centre in TwoCentres.names { try await installation.sandalid("check", centre) }
            let stored = [
                try installation.words(in: "home"), try installation.words(in: "east"),
            ]
            #expect(stored[0].contains("only at home") && !stored[0].contains("only in the east"))
            #expect(stored[1].contains("only in the east") && !stored[1].contains("only at home"))
        }
    }

    /// Each is asked of what is at home and of what is nowhere: the answers are the same.
    private static let questions: [(String, there: String, nowhere: String)] =
        [
            "JOIN {}", "PART {}", "NAMES {}", "WHO {}", "LIST {}", "TOPIC {}", "TOPIC {} :x",
            "MODE {}",
            "MODE {} +m", "INVITE lola {}", "KICK {} lola", "PRIVMSG {} :x", "NOTICE {} :x",
            "PRIVMSG %{} :x", "ENROL {} lola", "UNENROL {} lola", "RENAME {} #other",
            "CHATHISTORY LATEST {} * 10", "MARKREAD {}", "METADATA {} LIST", "ROOM NEW {}x :y",
            "ROOM SHOW {}", "ROOM SET {} history=none", "KNOCK {}", "AUDIT {}", "REDACT {} x",
            "METADATA {} SET color #fff", "METADATA {} SUB color", "TAGMSG {}",
        ].map { ($0, "#hidden-1", "#nowhere1") }
        + [
            "WHOREADS {}", "JOIN {}", "NAMES {}", "PRIVMSG {} :x", "CHATHISTORY LATEST {} * 10",
            "MODE {}", "CASE HANDOVER {} zarina", "CASE ACCEPT {}", "CASE COVER {} zarina 2d",
            "CASE CLOSE {}", "AUDIT {}", "TOPIC {}", "MARKREAD {}",
        ].map { ($0, "&nodira", "&nobody") }
        + [
            "WHOIS {}", "WHOWAS {}", "WHO {}", "ISON {}", "USERHOST {}", "MONITOR + {}",
            "PRIVMSG {} :x", "INVITE {} #tue-circle", "KICK #tue-circle {}", "ENROL #tue-circle {}",
            "MODE #tue-circle +o {}", "CASE NEW {} zarina", "METADATA {} LIST", "NICK {}",
            "CHATHISTORY LATEST {} * 10", "AUDIT {}", "WHO {} %tcna", "METADATA {} GET color",
            "NOTICE {} :x", "TAGMSG {}", "CODE RECOVER {}", "ERASE {}", "EXPORT {}",
        ].map { ($0, "nodira", "nobody") }

    @Test func `whatever is asked, what is in another centre is answered like what is nowhere`()
        async throws
    {
        try await Installation.run("flood.enabled: off") { installation in
            let two = try await TwoCentres(installation)
            let server = try await installation.start()
            let nodira = try await two.signIn(
                "nodira", at: "home", to: server, then: ["JOIN #hidden-1"])
            try await nodira.expect("366 nodira #hidden-1", within: Patience.line)
            try await nodira.say("a word", to: "#hidden-1")
            let zarina = try await two.signIn(
                "zarina", at: "east", to: server, then: ["JOIN #tue-circle"])
            try await zarina.expect("366 zarina #tue-circle", within: Patience.line)
            _ = try await zarina.settled()
            for (question, there, nowhere) in Self.questions {
                var answers: [[String]] = []
                for name in [there, nowhere] {
                    zarina.send(question.replacing("{}", with: name))
                    answers.append(
                        try await zarina.settled().map { Self.neutral($0, name) })
                    // Whoever took the name gives it back.
                    zarina.send("NICK zarina")
                    _ = try await zarina.settled()
                }
                #expect(answers[0] == answers[1], "\(question)")
            }
            // How many there are elsewhere is nobody's business either.
            zarina.send("LUSERS")
            let counts = try await zarina.settled()
            #expect(!counts.contains { $0.contains(" 253 ") })
        }
    }

    /// Without the name that was asked for, and without what differs each time.
    private static func neutral(_ line: String, _ name: String) -> String {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        var rest = words.first?.hasPrefix("@") == true ? words.dropFirst() : words[...]
        if rest.count > 2, rest.dropFirst().first == "BATCH" {
            // A batch's name is drawn anew each time.
            let index = rest.startIndex + 2
            rest[index] = rest[index].prefix(1)
        }
        return rest.joined(separator: " ").replacing(name, with: "{}")
    }

    @Test func `a centre is reached by the host name that the client asks for`() async throws {
        try await Installation.run("policy: open") { installation in
            try await installation.sandalid(
                "centre", "add", "east", "--policy", "open", "--host", "east.example.org",
                "--description", "The eastern one")
            let server = try await installation.start()
            let lola = try await installation.connect(
                "lola-at-home", to: server, then: ["JOIN #a"])
            for (host, isEast) in [("east.example.org", true), ("other.example.org", false)] {
                let tool = try installation.openssl(
                    "-quiet", "-crlf", "-servername", host, to: server)
                tool.write("NICK visitor\nUSER v 0 * :v\nLIST #a\nWHOIS visitor\nQUIT\n")
                let found = await tool.output.first { $0.contains(" 312 ") }
                #expect(found?.contains("The eastern one") == isEast, "\(host)")
                #expect(await tool.ended() == .exit(0))
                #expect(tool.output.all.contains { $0.contains(" 322 visitor #a ") } != isEast)
            }
            let guest = try installation.openssl("-quiet", "-crlf", to: server)
            guest.write("NICK visitor\nUSER v@east 0 * :v\nWHOIS visitor\nQUIT\n")
            let found = await guest.output.first { $0.contains(" 312 ") }
            #expect(found?.contains("The eastern one") == true)
            _ = await guest.ended()
            _ = try await lola.settled()
        }
    }

    @Test func `a centre comes and goes while the server runs, and nothing is deleted`()
        async throws
    {
        try await Installation.run { installation in
            let server = try await installation.start()
            try await installation.sandalid("centre", "add", "east")
            let again = try await installation.attempt(["centre", "add", "east"])
            #expect(again.end == .exit(1) && again.said.contains("There is a centre east already"))
            try await installation.sandalid(
                "account", "add", "lola", "--role", "parent", "--centre", "EAST",
                "--password-stdin", input: "warm hands\n")
            #expect(try await installation.sandalid("account", "list") == "")
            #expect(
                try await installation.sandalid("centre", "list").contains("east support awake"))
            let lola = try await installation.enter(
                "lola", at: "east", password: "warm hands", to: server)
            let wrong = try await installation.attempt(
                ["centre", "remove", "east"], input: "west\n")
            #expect(wrong.end == .exit(1) && wrong.said.contains("Nothing was changed"))
            _ = try await lola.settled()
            let said = try await installation.sandalid("centre", "remove", "east", input: "east\n")
            #expect(said.contains("Nothing was deleted"))
            let why =
                "This centre is no longer on this server: please ask its staff where to find it"
            #expect(try await lola.ended(within: Patience.line) == .byServer(words: why))
            await #expect(throws: ConnectError.self) {
                _ = try await installation.enter(
                    "lola", at: "east", password: "warm hands", to: server)
            }
            let home = try await installation.attempt(
                ["centre", "remove", "home"])
            #expect(home.end == .exit(1) && home.said.contains("is the default centre"))
            // Its log is whole where it lies now.
            let removed = installation.data + "/removed"
            let folder = try #require(
                try FileManager.default.contentsOfDirectory(atPath: removed).first)
            try await installation.sandalid("check", "\(removed)/\(folder)/east.sqlite")
            let none = try await installation.attempt(["status", "--centre", "east"])
            #expect(none.said.contains("There is no centre east here"))
            // It comes back whole, with its keys.
            try await installation.sandalid("centre", "add", "east")
            try await installation.sandalid(
                "restore", "\(removed)/\(folder)/east.sqlite", "--centre", "east")
            _ = try await installation.enter(
                "lola", at: "east", password: "warm hands", to: server)
        }
    }

    @Test func `a centre that cannot be moved aside is served on, and the operator is told`()
        async throws
    {
        try await Installation.run { installation in
            let server = try await installation.start()
            try await installation.sandalid("centre", "add", "east", "--host", "east.example.org")
            try await installation.sandalid(
                "account", "add", "lola", "--role", "parent", "--centre", "east",
                "--password-stdin", input: "warm hands\n")
            let lola = try await installation.enter(
                "lola", at: "east", password: "warm hands", to: server)
            // Where the folder belongs there is something else.
            try installation.write(["x"], to: "data/removed")
            let (end, said) = try await installation.attempt(
                ["centre", "remove", "east"], input: "east\n")
            #expect(end == .exit(1) && said.contains("it is served as before"))
            try await server.logged("event=centre-not-removed", "centre=east")
            _ = try await lola.ended(within: Patience.line)
            let again = try await installation.enter(
                "lola", at: "east", password: "warm hands", to: server)
            _ = try await again.settled()
            #expect(
                try await installation.sandalid("centre", "list").contains("east.example.org"))
            try installation.remove("data/removed")
            try await installation.sandalid("centre", "remove", "east", input: "east\n")
            await #expect(throws: ConnectError.self) {
                _ = try await installation.enter(
                    "lola", at: "east", password: "warm hands", to: server)
            }
        }
    }

    @Test func `a centre that is called like a file of the server leaves that in its place`()
        async throws
    {
        try await Installation.run { installation in
            _ = try await installation.start()
            try await installation.sandalid("centre", "add", "key")
            try await installation.sandalid("centre", "remove", "key", input: "key\n")
            let files = FileManager.default
            #expect(files.fileExists(atPath: installation.path("data/key.pem")))
            #expect(!files.fileExists(atPath: installation.path("data/key.sqlite")))
        }
    }

    @Test func `many centres share few open files, and each keeps what is its own over a kill`()
        async throws
    {
        let names = (1...12).map { "c\($0)" }
        try await Installation.run("limits.open-centres: 3") { installation in
            for name in names {
                try await installation.sandalid("centre", "add", name)
                try await installation.sandalid(
                    "account", "add", "lola", "--role", "parent", "--centre", name,
                    "--password-stdin", input: "the word of \(name)\n")
            }
            for _ in 1...2 {
                let server = try await installation.start()
                // All at once, while others are opened and closed.
                let people = try await together(names) { name in
                    try await installation.enter(
                        "lola", at: name, password: "the word of \(name)", to: server)
                }
                for one in people { _ = try await one.settled() }
                for one in people { await one.close() }
                for name in names {
                    let status = try await installation.sandalid("status", "--centre", name)
                    #expect(status.contains("accounts 1"))
                }
                // As soon as people go, those that are too many are closed; home is one more.
                while try await Self.openCentres(installation) > 4 { await Task.yield() }
                try await server.kill()
            }
            for name in names { try await installation.sandalid("check", name) }
        }
    }

    private static func openCentres(_ installation: Installation) async throws -> Int {
        let rows = try await installation.sandalid("status").split(separator: "\n")
        let row = try #require(rows.first { $0.hasPrefix("open ") })
        return try #require(Int(row.dropFirst(5)))
    }

    @Test func `a centre that was closed in quiet is there again when somebody comes`() async throws
    {
        try await Installation.run("limits.quiet-seconds: 1") { installation in
            let two = try await TwoCentres(installation)
            let server = try await installation.start()
            for visit in 1...2 {
                let lola = try await two.signIn(
                    "lola", at: "east", to: server, then: ["JOIN #tue-circle"])
                try await lola.expect("366 lola #tue-circle", within: Patience.line)
                try await lola.say("visit \(visit)", to: "#tue-circle")
                #expect(await lola.quit() != .byUs)
                let mark = server.log.count
                try await server.logged("event=put-away", "centre=east", from: max(0, mark - 1))
            }
            #expect(server.log.count { $0.contains("event=opened") } >= 2)
            try await server.stop()
            #expect(try installation.words(in: "east").contains("visit 2"))
        }
    }
}

extension Installation {
    /// Every word in a centre's file.
    func words(in centre: String) throws -> String {
        let log = try EventLog(reading: "\(data)/\(centre).sqlite", masters: [try master])
        var words: [UInt8] = []
        try log.readRecords(after: .start) { record throws(LogError) in
            words += (record.words ?? []) + [10]
        }
        try log.close()
        return String(decoding: words, as: UTF8.self)
    }
}
