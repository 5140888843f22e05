import SandaliKit
import Testing
import Wire

/// How the evening ends.
extension EveningTests {
    private static var room: String { Evening.room }

    /// Nobody of the staff is back yet after the kill: the first text that is written waits.
    func writeBeforeStaff(_ evening: Evening) async throws -> [String: Client] {
        let zebo = try await evening.enter("zebo")
        let sitora = try await evening.enter("sitora")
        _ = (try await zebo.settled(), try await sitora.settled())
        sitora.send("PRIVMSG \(Self.room) :\(Self.alone)")
        try await sitora.note("PRIVMSG HELD \(Self.room) 3")
        let heard = try await zebo.settled()
        #expect(heard == [])
        return ["zebo": zebo, "sitora": sitora]
    }

    /// One after another says what they take home, or passes, or is not asked again.
    func goRoundLast(
        _ evening: Evening, _ behruz: Client, _ people: [String: Client]
    ) async throws {
        try await evening.wait(until: 80)
        let (lola, nodira) = (try #require(people["lola"]), try #require(people["nodira"]))
        behruz.send("ROUND \(Self.room) :What do you take home?")
        // In the order in which they came back after the kill.
        let first = ["zebo", "sitora"]
        for name in first + Evening.parents.filter({ !first.contains($0) }) {
            let client = try #require(people[name])
            try await client.note("FLOOR YOURS \(Self.room)")
            if client === lola {
                try await lola.say(Self.hope, to: Self.room)
                try await nodira.hear(Self.hope, in: Self.room, from: "lola")
            }
            client.send("PRIVMSG \(Self.room) :\(client === lola ? "ga" : "0")")
        }
        try await behruz.sees(":Host NOTICE \(Self.room) :Everyone has been asked*")
        for (name, mood) in [("lola", 4), ("nodira", 4), ("gulnora", 5), ("zebo", 3)] {
            try await people[name]?.order("MOOD \(Self.room) \(mood)", "MOOD THANKS")
        }
        try await behruz.order("MOOD \(Self.room)", "MOOD MOOD \(Self.room)/1 in 3.7 3")
        // Of four answers three are told, so that no figure tells of one.
        try await behruz.note("MOOD MOOD \(Self.room)/1 out 4.3 4")
    }

    /// The next date by the centre's clocks, to each in their language.
    func close(_ evening: Evening, _ behruz: Client, _ people: [String: Client]) async throws {
        try await evening.wait(until: 90)
        try await behruz.order("SESSION CLOSE \(Self.room)", "SESSION CLOSED \(Self.room)/1")
        for (name, client) in people {
            let next = try await client.sees(":Host NOTICE \(Self.room) :*18:30")
            let text = String(decoding: next.text(1) ?? [], as: UTF8.self)
            let lead = Evening.weMeetAgain[Evening.languages[name] ?? "en"] ?? ""
            #expect(text.hasPrefix(lead), "\(name): \(text)")
        }
        try await behruz.order(
            "SUMMARY \(Self.room) :We spoke of sleep", "SUMMARY SUMMARISED \(Self.room)")
        let lola = try #require(people["lola"])
        try await lola.note("SESSION SUMMARY \(Self.room)")
    }

    /// When each came in and went out, by the evening's clock; who spoke and who passed; and how
    /// often they were cut off, which a kill of the server is not.
    func readAttendance(_ evening: Evening, _ behruz: Client) async throws {
        let rows = try await behruz.all("ATTEND \(Self.room)/1")
        func row(_ name: String) throws -> [String] {
            let lead = "NOTE ATTEND ROW \(Self.room)/1 \(name) "
            let row = try #require(rows.first { $0.contains(lead) }, "\(name): \(rows)")
            let fields = row.split(separator: " :").first ?? ""
            return fields.split(separator: " ").suffix(6).map(String.init)
        }
        for name in Evening.parents {
            let row = try row(name)
            let begun = name == "zebo" ? 6 : 0
            #expect(row[0].hasPrefix(evening.timestamp(begun).prefix(16)), "\(name): \(row)")
            #expect(row[1].hasPrefix(evening.timestamp(90).prefix(16)), "\(name): \(row)")
            #expect(Int(row[2]).map { $0 >= 88 - begun && $0 <= 90 - begun } == true, "\(row)")
            #expect(row[4] == (name == "sitora" ? "1" : "0"), "\(name): \(row)")
        }
        let spoke = ["lola", "gulnora", "parvina", "sitora", "rustam"]
        for name in Evening.parents {
            #expect(try row(name)[3] == (spoke.contains(name) ? "spoke" : "passed"), "\(name)")
        }
        #expect(try row("zarina")[4] == "1")
    }
}
