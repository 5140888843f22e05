import SandaliKit
import Testing
import Wire

/// Somebody of another centre on the same server who knows names, message ids, tokens and even the
/// certificate of somebody here.
@Suite(.timeLimit(.minutes(4)))
struct OutsiderTests {
    private static let room = "#tue-circle"

    /// Each is asked of a text in another centre's room of the same name, and of one that was never
    /// written.
    private static let questions = [
        "CHATHISTORY LATEST #tue-circle msgid={} 10", "CHATHISTORY BEFORE #tue-circle msgid={} 10",
        "CHATHISTORY AFTER #tue-circle msgid={} 10", "CHATHISTORY AROUND #tue-circle msgid={} 10",
        "CHATHISTORY BETWEEN #tue-circle msgid={} timestamp=2100-01-01T00:00:00.000Z 10",
        "REDACT #tue-circle {}", "REDACT #tue-circle {} :a reason", "REDACT lola {}",
        "@+draft/reply={} TAGMSG #tue-circle", "@+draft/reply={} PRIVMSG #tue-circle :yes",
        "@+draft/reply={};+draft/react=x TAGMSG #tue-circle", "REPORT #tue-circle {} worry",
    ]

    @Test func `the id of a text in another centre names nothing, and harms nothing`() async throws
    {
        try await Installation.run("flood.enabled: off") { installation in
            let two = try await TwoCentres(installation)
            let server = try await installation.start()
            let (home, east) = try await bothZarinas(two, server)
            home.send("PRIVMSG \(Self.room) :only at home")
            let said = try await home.hear("only at home", in: Self.room, from: "zarina")
            let id = String(decoding: try #require(said.tag("msgid")), as: UTF8.self)
            let other = String(id.dropLast()) + (id.last == "0" ? "1" : "0")
            _ = try await home.settled()
            for question in Self.questions {
                var answers: [[String]] = []
                for id in [id, other] {
                    east.send(question.replacing("{}", with: id))
                    answers.append(try await east.settled().map { Self.neutral($0, id) })
                }
                #expect(answers[0] == answers[1], "\(question)")
                #expect(!answers[0].contains { $0.contains("only at home") }, "\(question)")
            }
            // Nothing was heard of it there, and the text is as it was.
            #expect(try await home.settled() == [])
            home.send("CHATHISTORY LATEST \(Self.room) * 10")
            let kept = try await home.settled()
            #expect(kept.contains { $0.contains(id) && $0.contains("only at home") })
        }
    }

    @Test func `nobody hears who comes and goes in another centre`() async throws {
        try await Installation.run("flood.enabled: off") { installation in
            let two = try await TwoCentres(installation)
            let server = try await installation.start()
            let (home, east) = try await bothZarinas(two, server)
            for one in [home, east] {
                one.send("MONITOR + lola,nodira,malika,visitor")
                _ = try await one.settled()
            }
            let nodira = try await two.signIn(
                "nodira", at: "home", to: server, then: ["JOIN #hidden-1"])
            let lola = try await two.signIn(
                "lola", at: "home", to: server, then: ["JOIN \(Self.room)"])
            try await home.expect(":lola JOIN \(Self.room)", within: Patience.line)
            lola.send("AWAY :for a while")
            lola.send("@+typing=active TAGMSG \(Self.room)")
            lola.send("NICK visitor")
            try await home.expect(":lola NICK visitor", within: Patience.line)
            for one in [nodira, lola] { #expect(await one.quit() != .byUs) }
            try await home.expect(":visitor QUIT", within: Patience.line)
            #expect(try await east.settled() == [])
            for question in ["MONITOR S", "WHOWAS visitor", "WHOWAS nodira", "ISON lola visitor"] {
                east.send(question)
                let told = try await east.settled()
                #expect(!told.contains { $0.contains(" 730 ") || $0.contains(" 314 ") }, "\(told)")
            }
        }
    }

    @Test func `tokens and read markers of one centre mean nothing in the other`() async throws {
        try await Installation.run("flood.enabled: off") { installation in
            let two = try await TwoCentres(installation)
            let server = try await installation.start()
            let (home, east) = try await bothZarinas(two, server)
            for (one, centre) in [(home, "home"), (east, "east")] {
                one.send("@+sandali.chat/id=t1 PRIVMSG \(Self.room) :words of \(centre)")
                try await one.hear("words of \(centre)", in: Self.room, from: "zarina")
            }
            for one in [home, east] {
                one.send("CAP REQ :draft/read-marker")
                _ = try await one.settled()
            }
            home.send("MARKREAD \(Self.room) timestamp=2026-11-22T00:00:00.000Z")
            #expect(try await home.settled().contains { $0.contains("timestamp=2026-11-22") })
            east.send("MARKREAD \(Self.room)")
            let marker = try await east.settled()
            #expect(marker.count == 1 && marker[0].contains("MARKREAD \(Self.room)"))
            #expect(!marker[0].contains("2026-11-22T00:00:00"))
            try await server.stop()
            for centre in TwoCentres.names {
                let words = try installation.words(in: centre)
                for other in TwoCentres.names {
                    #expect(words.contains("words of \(other)") == (other == centre))
                }
            }
        }
    }

    @Test func `a device that signs in at one centre is no device at another`() async throws {
        try await Installation.run("flood.enabled: off") { installation in
            let two = try await TwoCentres(installation)
            try await installation.certificate("phone")
            let server = try await installation.start()
            let phone = [
                "-quiet", "-crlf", "-cert", installation.path("phone.pem"), "-key",
                installation.path("phone.key"),
            ]
            let first = try installation.openssl(phone, to: server)
            let password = TwoCentres.password("lola", "home")
            first.write(
                "PASS :lola@home:\(password)\nNICK lola\nUSER u 0 * :u\nDEVICE ADD\nPING :done\n")
            #expect(await first.output.first { $0.contains("PONG") } != nil)
            first.write("QUIT\n")
            _ = await first.ended()
            var answers: [String: String] = [:]
            for account in ["lola@home", "lola@east", "lola@west", "@east", "@west", "@home"] {
                let tool = try installation.openssl(phone, to: server)
                let word = Base64.encode(Array(account.utf8)[...])
                tool.write(
                    "CAP REQ :sasl\nNICK lola\nUSER u 0 * :u\nAUTHENTICATE EXTERNAL\n"
                        + "AUTHENTICATE \(String(decoding: word, as: UTF8.self))\n")
                answers[account] = await tool.output.first {
                    $0.contains(" 903 ") || $0.contains(" 904 ")
                }
                tool.write("QUIT\n")
                _ = await tool.ended()
            }
            for account in ["lola@home", "@home"] {
                #expect(answers[account]?.contains(" 903 ") == true, "\(account)")
            }
            #expect(answers["lola@east"]?.contains(" 904 ") == true)
            for account in ["lola@west", "@east", "@west"] {
                #expect(answers[account] == answers["lola@east"], "\(account)")
            }
            _ = two
        }
    }

    @Test func `an invitation and a token of one centre open nothing in another`() async throws {
        try await Installation.run("flood.enabled: off") { installation in
            let two = try await TwoCentres(installation)
            let server = try await installation.start()
            let card = try await installation.sandalid("code", "new", "--role", "parent")
            let row = try #require(card.split(separator: "\n").first { $0.hasPrefix("Your code:") })
            let code = row.filter(\.isNumber)
            var refusals: [String] = []
            for centre in ["east", "west"] {
                let tool = try installation.openssl("-quiet", "-crlf", to: server)
                tool.write(
                    "PASS \(code)\nNICK mina\nUSER u 0 * :u\n"
                        + "REGISTER mina@\(centre) * winter-bread\n")
                refusals.append(
                    try #require(await tool.output.first { $0.contains("FAIL REGISTER") }))
                tool.write("QUIT\n")
                _ = await tool.ended()
            }
            #expect(refusals[0].contains("INVALID_CODE") && refusals[0] == refusals[1])
            let mina = try await enter(
                "mina@home", .invitation(code: code), to: server, password: "winter-bread")
            await mina.close()
            let lola = try await two.signIn("lola", at: "home", to: server)
            lola.send("TOKEN NEW")
            let given = try await lola.expect("NOTE TOKEN TOKEN lola", within: Patience.line)
            let token = try #require(given.text(3).flatMap { Base64.decode($0) })
            for centre in ["east", "west"] {
                await #expect(throws: ConnectError.self) {
                    _ = try await enter("lola@\(centre)", .token(token), to: server)
                }
            }
            await (try await enter("lola@home", .token(token), to: server)).close()
        }
    }

    private func enter(
        _ account: String, _ method: Identity.Method, to server: RunningServer,
        password: String = ""
    ) async throws -> Client {
        var options = Client.Options()
        options.trust = .anything
        options.openWithin = Patience.line
        options.registerWithin = Patience.line
        let nickname = String(account.prefix { $0 != "@" })
        return try await Client.connect(
            to: server.address,
            as: Identity(
                nickname: nickname,
                credentials: .init(account: account, password: password), method: method),
            options: options)
    }

    /// Both facilitators, each in her own room of the same name.
    private func bothZarinas(
        _ two: TwoCentres, _ server: RunningServer
    ) async throws -> (home: Client, east: Client) {
        var both: [Client] = []
        for centre in TwoCentres.names {
            let one = try await two.signIn(
                "zarina", at: centre, to: server, then: ["JOIN \(Self.room)"])
            try await one.expect("366 zarina \(Self.room)", within: Patience.line)
            _ = try await one.settled()
            both.append(one)
        }
        return (both[0], both[1])
    }

    /// Without the id that was asked for, and without what differs each time.
    private static func neutral(_ line: String, _ id: String) -> String {
        var line = line.replacing(id, with: "{}")
        line.replace(/msgid=[0-9a-z]{13}|time=[-0-9T:.]*Z|batch=\w+/, with: "*")
        line.replace(/BATCH ([-+])\w+/) { "BATCH \($0.1)" }
        return line
    }
}
