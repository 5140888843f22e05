import Foundation
import SandaliKit
import Testing
import Wire

/// What goes wrong on such an evening, and what staff look at before others do.
extension EveningTests {
    private static var room: String { Evening.room }
    static let number = "+992 90 123-45-67"
    static let late = "Вчера было очень тяжело"
    static let later = "А сегодня легче"
    static let unsent = "Is anybody there?"
    static let before = "I cannot say it before the others"
    static let alone = "Are we alone here?"

    /// An invitation that was used opens nothing, whatever name it comes under: not even one that
    /// looks like the name of whoever used it.
    func refuseUsedInvitation(_ evening: Evening) async throws {
        let card = try await evening.installation.sandalid("code", "new", "--role", "parent")
        let line = try #require(card.split(separator: "\n").first { $0.hasPrefix("Your code:") })
        let code = line.filter(\.isNumber)
        let soli = try await evening.redeem(code, as: "soli")
        await soli.close()
        for name in ["sol1", "soli"] {
            let error = await #expect(throws: ConnectError.self) {
                _ = try await evening.redeem(code, as: name)
            }
            guard case .invitationRefused(code: "INVALID_CODE", _) = try #require(error) else {
                Issue.record("\(name) was not refused but met \(String(describing: error))")
                return
            }
        }
        let accounts = try await evening.installation.sandalid("account", "list")
        #expect(accounts.contains("soli ") && !accounts.contains("sol1"))
    }

    /// Somebody has the floor, and knows of it. Of an earlier turn they have heard, too.
    private func giveFloor(
        to nick: String, _ speaker: Client, by zarina: Client
    ) async throws {
        _ = try await speaker.settled()
        zarina.send("FLOOR \(Self.room) give \(nick)")
        try await speaker.note("FLOOR YOURS \(Self.room)")
    }

    /// What was written ten minutes ago waits; it is said with both times.
    func holdLate(
        _ evening: Evening, _ zarina: Client, _ people: [String: Client]
    ) async throws {
        let (gulnora, lola) = (try #require(people["gulnora"]), try #require(people["lola"]))
        try await giveFloor(to: "gulnora", gulnora, by: zarina)
        _ = try await lola.settled()
        let written = evening.timestamp(-4)
        gulnora.send("@+sandali.chat/written=\(written) PRIVMSG \(Self.room) :\(Self.late)")
        try await gulnora.note("PRIVMSG HELD \(Self.room) 1")
        try await zarina.note("HOLD HELD \(Self.room) 1 gulnora late")
        try await expectQuiet(lola)
        try await zarina.order("HOLD \(Self.room) ok 1", "HOLD RELEASED \(Self.room) 1")
        let heard = try await lola.hear(Self.late, in: Self.room, from: "gulnora")
        #expect(heard.tag("+sandali.chat/written").map { Array($0) } == Array(written.utf8))
        #expect(heard.tag("time").map { Array($0) } != Array(written.utf8))
        try await gulnora.note("HOLD RELEASED \(Self.room) 1")
        // Another one waits while the server is killed.
        gulnora.send("@+sandali.chat/written=\(written) PRIVMSG \(Self.room) :\(Self.later)")
        try await zarina.note("HOLD HELD \(Self.room) 2 gulnora late")
    }

    /// What waited before the kill waits after it, and is said then.
    func releaseAfterKill(_ zarina: Client, _ people: [String: Client]) async throws {
        let lola = try #require(people["lola"])
        let listed = try await zarina.all("HOLD \(Self.room) list")
        #expect(listed.contains { $0.contains("HOLD TEXT \(Self.room) 2 gulnora :") })
        try await zarina.order("HOLD \(Self.room) ok 2", "HOLD RELEASED \(Self.room) 2")
        try await lola.hear(Self.later, in: Self.room, from: "gulnora")
        try await zarina.order("HOLD \(Self.room) ok 3", "HOLD RELEASED \(Self.room) 3")
        try await lola.hear(Self.alone, in: Self.room, from: "sitora")
    }

    /// A telephone number is asked about, and withdrawn: it is nowhere.
    func withdrawNumber(
        _ evening: Evening, _ zarina: Client, _ people: [String: Client]
    ) async throws {
        let (nodira, lola) = (try #require(people["nodira"]), try #require(people["lola"]))
        try await giveFloor(to: "nodira", nodira, by: zarina)
        _ = (try await lola.settled(), try await zarina.settled())
        nodira.send("PRIVMSG \(Self.room) :Call me: \(Self.number)")
        try await nodira.sees("FAIL PRIVMSG ASKED \(Self.room) number")
        nodira.send("PRIVMSG Host :3")
        try await nodira.sees(":Host NOTICE nodira :It was not sent*")
        try await expectQuiet(lola)
        try await expectQuiet(zarina)
        let listed = try await zarina.all("HOLD \(Self.room) list")
        #expect(!listed.contains { $0.contains("nodira") })
        let read = try await zarina.all("CHATHISTORY LATEST \(Self.room) * 100")
        #expect(!read.contains { $0.contains("123-45-67") })
        #expect(try !evening.installation.words(in: "home").contains("123-45-67"))
    }

    /// Somebody is taken aside, and is back at their place; nobody else sees anything of it.
    func takeAside(_ zarina: Client, _ people: [String: Client]) async throws {
        let (nigina, lola) = (try #require(people["nigina"]), try #require(people["lola"]))
        _ = try await lola.settled()
        try await zarina.order("ASIDE \(Self.room) nigina", "ASIDE BEGUN \(Self.room) nigina")
        let side = "\(Self.room)-aside"
        try await nigina.sees(":nigina JOIN \(side)")
        try await nigina.say(Self.before, to: side)
        try await zarina.hear(Self.before, in: side, from: "nigina")
        let refused = try await lola.all("JOIN \(side)")
        let absent = try await lola.all("JOIN \(Self.room)-nowhere")
        #expect(refused.map { $0.replacing("aside", with: "nowhere") } == absent)
        try await zarina.order("ASIDE \(Self.room) end", "ASIDE ENDED \(Self.room) nigina")
        try await nigina.note("ASIDE ENDED \(Self.room)")
        let names = try await nigina.all("NAMES \(Self.room)")
        #expect(names.contains { $0.contains("nigina") })
    }

    /// A text is reported: to those whose work it is, and not to whom it is about.
    func report(
        _ evening: Evening, _ zarina: Client, _ people: [String: Client]
    ) async throws {
        let (lola, gulnora) = (try #require(people["lola"]), try #require(people["gulnora"]))
        let wise = try await evening.enter("wise")
        let read = try await lola.all("CHATHISTORY LATEST \(Self.room) * 20")
        let line = try #require(read.last { $0.contains(Self.late) })
        let tag = try #require(
            line.split(whereSeparator: { " @;".contains($0) })
                .first { $0.hasPrefix("msgid=") })
        _ = try await gulnora.settled()
        try await lola.order(
            "REPORT \(Self.room) \(tag.dropFirst(6)) worry :please look after her",
            "REPORT THANKS \(Self.room)")
        for reader in [zarina, wise] { try await reader.note("REPORT NEW 1 \(Self.room) worry") }
        try await expectQuiet(gulnora)
        let shown = try await wise.all("REPORT SHOW 1")
        #expect(shown.contains { $0.contains(Self.late) })
        _ = await wise.quit()
    }

    /// The last of the staff is cut off: what is written waits, and is there when one is back.
    func loseEveryone(
        _ evening: Evening, _ behruz: Client, _ people: [String: Client]
    ) async throws -> Client {
        let (sitora, lola) = (try #require(people["sitora"]), try #require(people["lola"]))
        await behruz.abort()
        try await evening.wait(until: 9)
        try await lola.sees(":Host NOTICE \(Self.room) :Nobody of the staff is here*")
        _ = try await lola.settled()
        sitora.send("PRIVMSG \(Self.room) :\(Self.unsent)")
        try await sitora.note("PRIVMSG HELD \(Self.room) 4")
        try await expectQuiet(lola)
        let back = try await evening.enter("behruz")
        try await back.note("HOLD HELD \(Self.room) 4 sitora unattended")
        try await lola.sees(":Host NOTICE \(Self.room) :behruz of the staff*")
        try await back.order(
            "HOLD \(Self.room) no 4 :I am here now, please tell us",
            "HOLD REFUSED \(Self.room) 4")
        try await sitora.note("HOLD REFUSED \(Self.room) 4")
        try await expectQuiet(lola)
        #expect(try !evening.installation.words(in: "home").contains(Self.unsent))
        return back
    }
}

extension EveningTests {
    /// Nothing has come to them since they were last listened to.
    private func expectQuiet(_ client: Client) async throws {
        let heard = try await client.settled()
        #expect(heard == [])
    }
}

extension Evening {
    /// So many minutes after the beginning, as tags write it.
    func timestamp(_ minutes: Int) -> String {
        var bytes: [UInt8] = []
        Timestamp.write(milliseconds: Int64(beginning + minutes * 60) * 1000, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Comes with a code from a card.
    func redeem(_ code: String, as name: String) async throws -> Client {
        var options = Client.Options()
        options.trust = .anything
        options.openWithin = Patience.line
        options.registerWithin = Patience.line
        return try await Client.connect(
            to: server.address,
            as: Identity(account: name, password: "winter-bread", method: .invitation(code: code)),
            options: options)
    }
}
