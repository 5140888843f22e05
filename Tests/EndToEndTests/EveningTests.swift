import SandaliKit
import Testing
import Wire

/// The evening of a support group as people live it: over TLS, with power cuts, a server that is
/// killed in the middle, and a clock that the test moves.
@Suite(.timeLimit(.minutes(6)))
struct EveningTests {
    private static let room = Evening.room
    static let early = "I am early today"

    @Test func `an evening plays from the lobby to the closing, through cuts and a kill`()
        async throws
    {
        try await Installation.run("flood.enabled: off", "time.offset: \"+05:00\"") {
            installation in
            let evening = try await Evening(installation)
            let elsewhere = try await Elsewhere(evening)
            var zarina = try await prepare(evening)
            var people = try await gather(evening, zarina)
            try await turnAway(evening, zarina)
            try await refuseUsedInvitation(evening)
            try await open(evening, zarina, &people)
            try await elsewhere.open()
            try await goRound(zarina, people)
            try await readLong(zarina, people)
            try await comeLate(evening, zarina, &people)
            try await holdLate(evening, zarina, people)
            try await withdrawNumber(evening, zarina, people)
            try await takeAside(zarina, people)
            try await report(evening, zarina, people)
            try await loseTheLine(evening, zarina, &people)
            try await raiseHands(zarina, people)
            var all = [zarina] + people.values
            try await evening.killAndRestart()
            let first = try await writeBeforeStaff(evening)
            (zarina, people) = try await comeBack(evening, first)
            try await elsewhere.comeBack()
            try await releaseAfterKill(zarina, people)
            var behruz = try await loseTheLead(evening, zarina, people)
            behruz = try await loseEveryone(evening, behruz, people)
            try await mute(evening, behruz, people)
            try await goRoundLast(evening, behruz, people)
            try await close(evening, behruz, people)
            try await elsewhere.close()
            try await readAttendance(evening, behruz)
            all += [zarina, behruz] + people.values
            try await elsewhere.noticedNothing(all)
            try await nextDay(evening)
        }
    }

    // MARK: Before

    /// The room's rules, twice; whoever had accepted the first has not accepted the second.
    private func prepare(_ evening: Evening) async throws -> Client {
        let zarina = try await evening.enter("zarina", "JOIN \(Self.room)")
        try await zarina.order(
            "ROOM SET \(Self.room) between=closed speak=turns screen=numbers,late",
            "ROOM END \(Self.room)")
        try await zarina.order(
            "RULES SET \(Self.room) :We listen", "RULES RULES_SET \(Self.room) 1")
        let mavluda = try await evening.enter("mavluda", "LANGUAGE uz")
        try await mavluda.order("RULES OK \(Self.room) 1", "RULES ACCEPTED \(Self.room) 1")
        _ = await mavluda.quit()
        try await zarina.order(
            "RULES SET \(Self.room) :We listen. What is said here stays here",
            "RULES RULES_SET \(Self.room) 2")
        try await zarina.order(
            "SESSION NEW \(Self.room) \(evening.start) 90m every=1w",
            "SESSION PLANNED \(Self.room)/4")
        return zarina
    }

    /// At 18:10 people come to the door and see nobody but the staff.
    private func gather(_ evening: Evening, _ zarina: Client) async throws -> [String: Client] {
        try await evening.wait(until: -20)
        var people = try await evening.comeToTheDoor([
            "lola", "nodira", "gulnora", "parvina", "sitora", "nigina", "rustam",
        ])
        people["mavluda"] = try await evening.enter("mavluda", "JOIN \(Self.room)")
        for (name, lead) in [("parvina", "Шумо дар пешхонаи"), ("nigina", "Вы в ожидании")] {
            let read = await people[name]?.received ?? []
            #expect(read.contains { $0.contains(":\(lead)") && $0.contains("18:30") }, "\(read)")
        }
        people["lola"]?.send("PRIVMSG \(Self.room) :\(Self.early)")
        try await zarina.hear(Self.early, in: "%\(Self.room)", from: "lola")
        let names = try await people["lola"]?.all("NAMES \(Self.room)") ?? []
        #expect(names.contains { $0.hasSuffix("353 lola @ \(Self.room) :@zarina lola") })
        let waiting = try await zarina.all("ADMIT \(Self.room)")
        #expect(waiting.filter { $0.contains("NOTE ADMIT WAITING") }.count == 8)
        return people
    }

    /// A stranger learns nothing: a room that is not there answers alike.
    private func turnAway(_ evening: Evening, _ zarina: Client) async throws {
        let stranger = try await evening.enter("gulruh")
        let real = try await stranger.all("KNOCK \(Self.room)")
        let none = try await stranger.all("KNOCK #nowhere")
        #expect(real.count == 1 && real[0].contains(" 711 "))
        #expect(real.map { $0.replacing(Self.room, with: "#nowhere") } == none)
        try await zarina.sees("710")
        _ = try await zarina.all("DENY \(Self.room) gulruh")
        #expect(try await stranger.settled() == [])
        for line in ["JOIN", "NAMES", "WHO", "SESSION LIST", "RULES", "ATTEND", "HANDS", "TOPIC"] {
            let real = try await stranger.all("\(line) \(Self.room)")
            let none = try await stranger.all("\(line) #tue-nowhere")
            #expect(real.map { $0.replacing(Self.room, with: "#tue-nowhere") } == none)
        }
    }

    private func open(
        _ evening: Evening, _ zarina: Client, _ people: inout [String: Client]
    ) async throws {
        try await evening.wait(until: 0)
        try await zarina.order("SESSION OPEN \(Self.room)", "SESSION OPENED \(Self.room)/1")
        let mavluda = try #require(people["mavluda"])
        try await mavluda.order("RULES OK \(Self.room) 2", "RULES ACCEPTED \(Self.room) 2")
        for client in people.values where client !== mavluda {
            try await client.sees(":Host NOTICE \(Self.room) :*20:00*")
        }
        for (name, mood) in [("lola", 2), ("nodira", 4), ("gulnora", 5)] {
            try await people[name]?.order("MOOD \(Self.room) \(mood)", "MOOD THANKS")
        }
        try await zarina.order("MOOD \(Self.room)", "MOOD MOOD \(Self.room)/1 in 3.7 3")
    }
}
