import SandaliKit
import Testing
import Wire

/// What happens while the session is open.
extension EveningTests {
    private static var room: String { Evening.room }

    static let tajik = "Салом! Ҳафта душвор буд, вале имрӯз беҳтарам"
    static let unheard = "I know that well"
    static let mothers = "модарҷон"
    static let child = "Сын снова спит по ночам"
    static let thanks = "Рахмат ҳаммага"
    static let hope = "Мо бо худ умед мебарем"

    /// One after another is asked; nobody else is heard meanwhile, and passing is no shame.
    func goRound(_ zarina: Client, _ people: [String: Client]) async throws {
        let (lola, nodira) = (try #require(people["lola"]), try #require(people["nodira"]))
        zarina.send("ROUND \(Self.room) :How was the week?")
        try await lola.sees("MODE \(Self.room) +v lola")
        try await lola.say(Self.tajik, to: Self.room)
        try await nodira.hear(Self.tajik, in: Self.room, from: "lola")
        nodira.send("PRIVMSG \(Self.room) :\(Self.unheard)")
        try await nodira.sees("FAIL PRIVMSG NOT_YOUR_TURN \(Self.room)")
        lola.send("PRIVMSG \(Self.room) :ga")
        try await nodira.sees("MODE \(Self.room) +v nodira")
        nodira.send("PRIVMSG \(Self.room) :0")
        try await lola.sees("MODE \(Self.room) +v gulnora")
        try await zarina.order("ROUND \(Self.room) end", "ROUND ENDED \(Self.room)")
        let heard = try await lola.settled()
        #expect(!heard.contains { $0.contains(Self.unheard) })
    }

    /// 900 letters in Tajik arrive whole.
    func readLong(_ zarina: Client, _ people: [String: Client]) async throws {
        let (parvina, lola) = (try #require(people["parvina"]), try #require(people["lola"]))
        let pieces = (0..<6).map { "\($0) " + String(repeating: Self.mothers + ", ", count: 15) }
        zarina.send("FLOOR \(Self.room) give parvina")
        try await parvina.sees("MODE \(Self.room) +v parvina")
        let bounds = LongText.Bounds(capabilities: await parvina.capabilities)
        let lines = pieces.map { "PRIVMSG \(Self.room) :\($0)" }
        for message in LongText.messages(lines, to: Self.room, within: bounds) {
            for line in message { parvina.send(line) }
        }
        var gathering = Gathering()
        var whole: String?
        while whole == nil {
            let message = try await lola.next(within: Patience.line)
            for text in gathering.take(message) where text.command == "PRIVMSG" {
                whole = String(decoding: text.text(1) ?? [], as: UTF8.self)
            }
        }
        #expect(whole == pieces.joined())
    }

    /// Whoever comes late reads no earlier line.
    func comeLate(
        _ evening: Evening, _ zarina: Client, _ people: inout [String: Client]
    ) async throws {
        try await evening.wait(until: 6)
        let zebo = try await evening.comeToTheDoor(["zebo"])["zebo"]
        try await zarina.sees(":zebo JOIN \(Self.room)")
        let read = try await zebo?.all("CHATHISTORY LATEST \(Self.room) * 100") ?? []
        #expect(!read.contains { $0.contains(Self.tajik) || $0.contains(Self.mothers) })
        people["zebo"] = zebo
    }

    /// The line of whoever has the floor dies: the place is kept, and the text comes once.
    func loseTheLine(
        _ evening: Evening, _ zarina: Client, _ people: inout [String: Client]
    ) async throws {
        let (sitora, lola) = (try #require(people["sitora"]), try #require(people["lola"]))
        zarina.send("FLOOR \(Self.room) give sitora")
        try await sitora.note("FLOOR YOURS \(Self.room)")
        _ = try await lola.settled()
        let said = "@+sandali.chat/id=sitora-1 PRIVMSG \(Self.room) :\(Self.child)"
        sitora.send(said)
        await sitora.flush()
        await sitora.abort()
        let again = try await evening.enter("sitora", said)
        try await again.hear(Self.child, in: Self.room, from: "sitora")
        people["sitora"] = again
        let heard = try await lola.settled().filter { $0.contains(":sitora!") }
        #expect(heard.count == 1 && heard[0].contains(Self.child))
        try await zarina.order("FLOOR \(Self.room)", "FLOOR FLOOR \(Self.room) sitora")
    }

    /// Hands go up; the queue has their order.
    func raiseHands(_ zarina: Client, _ people: [String: Client]) async throws {
        try await people["nigina"]?.order("HAND \(Self.room)", "HAND RAISED \(Self.room) 1")
        people["rustam"]?.send("PRIVMSG \(Self.room) :?")
        try await zarina.note("HAND UP \(Self.room) rustam 2")
        try await zarina.order("PHASE \(Self.room) sharing 40m", "PHASE")
    }

    /// After the kill everyone signs in again, and all is as it was: places, floor, queue, phase.
    func comeBack(
        _ evening: Evening, _ first: [String: Client]
    ) async throws -> (Client, [String: Client]) {
        let zarina = try await evening.enter("zarina")
        var people = first
        for name in Evening.parents where first[name] == nil {
            people[name] = try await evening.enter(name)
        }
        let hands = try await zarina.all("HANDS \(Self.room)")
        for row in [
            "FLOOR \(Self.room) sitora", "HAND \(Self.room) 1 nigina", "HAND \(Self.room) 2 rustam",
        ] {
            #expect(hands.contains { $0.contains("NOTE HANDS \(row)") }, "\(hands)")
        }
        #expect(try await zarina.all("PHASE \(Self.room)").contains { $0.contains("sharing") })
        let names = try await zarina.all("NAMES \(Self.room)")
        for name in Evening.parents { #expect(names.contains { $0.contains(name) }) }
        return (zarina, people)
    }

    /// The facilitator's laptop dies: the helper leads within half a minute.
    func loseTheLead(
        _ evening: Evening, _ zarina: Client, _ people: [String: Client]
    ) async throws -> Client {
        let behruz = try await evening.enter("behruz", "JOIN \(Self.room)")
        try await zarina.sees(":behruz JOIN \(Self.room)")
        zarina.send("MODE \(Self.room) -o behruz")
        zarina.send("MODE \(Self.room) +h behruz")
        try await behruz.sees("MODE \(Self.room) +h behruz")
        await zarina.abort()
        try await evening.wait(until: 8)
        try await behruz.note("SESSION LEADS \(Self.room)")
        try await people["lola"]?.sees("MODE \(Self.room) +o behruz")
        return behruz
    }

    /// A mute of ten minutes that ends by itself, and of which the room hears nothing.
    func mute(_ evening: Evening, _ behruz: Client, _ people: [String: Client]) async throws {
        let (rustam, lola) = (try #require(people["rustam"]), try #require(people["lola"]))
        _ = try await lola.settled()
        try await behruz.order("MUTE \(Self.room) rustam 10m :too fast", "MUTE MUTED \(Self.room)")
        try await rustam.note("MUTE MUTED \(Self.room)")
        rustam.send("PRIVMSG \(Self.room) :but I")
        try await rustam.sees("FAIL PRIVMSG MUTED \(Self.room)")
        rustam.send("PRIVMSG %\(Self.room) :why?")
        try await behruz.hear("why?", in: "%\(Self.room)", from: "rustam")
        #expect(try await lola.settled() == [])
        try await evening.wait(until: 20)
        try await rustam.note("UNMUTE UNMUTED \(Self.room)")
        behruz.send("FLOOR \(Self.room) give rustam")
        try await rustam.note("FLOOR YOURS \(Self.room)")
        try await rustam.say(Self.thanks, to: Self.room)
        try await lola.hear(Self.thanks, in: Self.room, from: "rustam")
    }
}
