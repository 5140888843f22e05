import Rooms
import Testing

@Suite struct MeetingTests {
    /// A shut room, its facilitator and helper in it, and six parents on its list.
    struct Group {
        var town = Town()
        let zarina: Actor
        let behruz: Actor
        let parents: [Actor]
        let room: RoomID

        init() throws {
            zarina = try town.account("zarina", .facilitator)
            behruz = try town.account("behruz", .facilitator)
            room = try town.room("#tue", by: zarina)
            var all: [Actor] = []
            for name in ["lola", "mina", "rosa", "sara", "anya", "dina"] {
                let parent = try town.account(name, .parent)
                town.make(try town.centre.enrol(parent.account, in: room, as: [], by: zarina))
                all.append(parent)
            }
            parents = all
            let helper = try town.centre.enrol(
                behruz.account, in: room, as: .halfOperator, by: zarina)
            town.make(helper)
            try set(.between, Between.closed.rawValue)
            try town.enter(room, zarina)
        }

        mutating func set(_ setting: RoomSetting, _ value: UInt32) throws {
            town.make(try town.centre.set([(setting, value)], of: room, by: zarina))
        }

        mutating func enter(_ actor: Actor) throws {
            town.make(try town.centre.enter(room, by: actor, door: Door(), at: town.now))
        }

        mutating func open() throws {
            town.make(
                try town.centre.openSession(in: room, seconds: nil, by: zarina, at: town.now))
            while let next = town.centre.nextEntrant(of: room, besides: [], at: town.now) {
                town.make(town.centre.comeIn(next, to: room))
            }
        }

        mutating func pass(_ seconds: Int64) { town.now = town.now.advanced(seconds: seconds) }

        func wait(_ actor: Actor) throws -> Wait? {
            let place = try #require(town.centre.rooms[room])
            return town.centre.wait(of: actor, in: place, at: town.now)
        }

        func isIn(_ actor: Actor) -> Bool {
            town.centre.rooms[room]?.member(actor.person) != nil
        }

        var own: Meetings? { town.centre.meetings[room] }
    }

    @Test func `before a shut door parents wait and staff come in`() throws {
        var group = try Group()
        try group.enter(group.parents[0])
        #expect(!group.isIn(group.parents[0]))
        #expect(group.own?.isWaiting(group.parents[0].person) == true)
        #expect(group.isIn(group.zarina))
        #expect(group.town.centre.readable(by: group.parents[0], in: group.room).isEmpty)
        try group.open()
        #expect(group.isIn(group.parents[0]))
        #expect(group.own?.waiting.isEmpty == true)
    }

    @Test(arguments: [(Int64(899), nil), (900, Wait.late)] as [(Int64, Wait?)])
    func `who comes late comes in by themselves for a quarter of an hour`(
        seconds: Int64, wait: Wait?
    ) throws {
        var group = try Group()
        try group.open()
        group.pass(seconds)
        #expect(try group.wait(group.parents[1]) == wait)
    }

    @Test func `as many come in as there are seats, and staff take none`() throws {
        var group = try Group()
        try group.set(.seats, 2)
        for parent in group.parents.prefix(3) { try group.enter(parent) }
        try group.open()
        #expect(group.parents.prefix(3).map(group.isIn) == [true, true, false])
        try group.enter(group.behruz)
        #expect(group.isIn(group.behruz))
        #expect(try group.wait(group.parents[2]) == .seats)
        // A place that is kept is taken.
        let lost = group.parents[0].person
        group.town.make(Fact(.meeting(group.room, .presence(lost, .cutOff))))
        group.town.make(Fact(.restarted))
        #expect(try group.wait(group.parents[2]) == .seats)
        group.town.make(Fact(.meeting(group.room, .presence(lost, .placeLost))))
        #expect(try group.wait(group.parents[2]) == nil)
    }

    @Test func `a ban takes out of the lobby, and nobody is let in past it`() throws {
        var group = try Group()
        let (room, lola) = (group.room, group.parents[0])
        try group.enter(lola)
        group.town.make(
            try group.town.centre.ban(
                lola.account, from: room, for: nil, reason: nil, by: group.zarina,
                at: group.town.now))
        #expect(group.own?.isWaiting(lola.person) == false)
        // A log in which they wait all the same.
        group.town.make(Fact(.meeting(room, .waiting(lola.person))))
        #expect(group.town.centre.comeIn(lola.person, to: room) == nil)
        #expect(throws: Refusal.circle(.isKeptOut)) {
            try group.town.centre.admit(lola.person, to: room, by: group.zarina)
        }
        #expect(throws: Refusal.circle(.isKeptOut)) {
            try group.town.centre.admitStranger(lola.person, to: room, by: group.zarina)
        }
        try group.open()
        #expect(!group.isIn(lola))
    }

    @Test(arguments: [(0, 10), (600, 10), (5400 + 300, 10)] as [(Int64, Int64)])
    func `more time is from the end, or from now where that is past`(
        passed: Int64, minutes: Int64
    ) throws {
        var group = try Group()
        try group.open()
        let end = try #require(group.own?.open?.ends)
        group.pass(passed)
        group.town.make(
            try group.town.centre.extend(
                by: minutes * 60, in: group.room, actor: group.zarina, at: group.town.now))
        let from = max(end, group.town.now)
        #expect(group.own?.open?.ends == from.advanced(seconds: minutes * 60))
        #expect(throws: Refusal.session(.tooLong)) {
            try group.town.centre.extend(
                by: 8 * 3600, in: group.room, actor: group.zarina, at: group.town.now)
        }
    }

    @Test(arguments: [(-1200, 1500), (600, 3600), (600, 7200), (-1200, 600)] as [(Int64, Int64)])
    func `a length says how long the planned meeting is from now`(
        late: Int64, length: Int64
    ) throws {
        var group = try Group()
        let start = group.town.now.advanced(seconds: 3600)
        group.town.make(
            try group.town.centre.plan(
                Centre.Wish(start: start, seconds: 5400, weeks: 0), in: group.room,
                by: group.zarina, zone: Zone(), at: group.town.now))
        group.pass(3600 + late)
        group.town.make(
            try group.town.centre.openSession(
                in: group.room, seconds: length, by: group.zarina, at: group.town.now))
        #expect(group.own?.sessions.count == 1)
        // Not before it was to begin, though.
        let least = start.advanced(seconds: Limit.sessionSeconds.lowerBound)
        #expect(group.own?.open?.ends == max(least, group.town.now.advanced(seconds: length)))
    }

    @Test func `who is let in and then kept out is let in no more`() throws {
        var group = try Group()
        let (room, lola) = (group.room, group.parents[0])
        try group.enter(lola)
        group.town.make(try group.town.centre.admit(lola.person, to: room, by: group.zarina))
        #expect(group.own?.admitted == [lola.person])
        group.town.make(
            try group.town.centre.ban(
                lola.account, from: room, for: 60, reason: nil, by: group.zarina,
                at: group.town.now))
        #expect(group.own?.admitted == [])
        #expect(group.own?.owed.contains { $0.account == lola.account } == false)
    }

    @Test func `the rules are accepted once for each version`() throws {
        var group = try Group()
        let (room, lola) = (group.room, group.parents[0])
        try group.open()
        group.town.make(
            try group.town.centre.setRules([1], language: nil, of: room, by: group.zarina))
        #expect(try group.wait(lola) == .rules)
        #expect(throws: Refusal.session(.otherRules(1))) {
            try group.town.centre.acceptRules(2, of: room, by: lola)
        }
        group.town.make(try group.town.centre.acceptRules(1, of: room, by: lola))
        #expect(try group.wait(lola) == nil)
        // Another language is no other version.
        group.town.make(
            try group.town.centre.setRules([2], language: .tajik, of: room, by: group.zarina))
        #expect(try group.wait(lola) == nil)
        group.town.make(
            try group.town.centre.setRules([3], language: nil, of: room, by: group.zarina))
        #expect(try group.wait(lola) == .rules)
    }

    @Test func `history for all is not for who was not let into a session that is open`() throws {
        var group = try Group()
        try group.set(.history, UInt32(HistoryRule.all.rawValue))
        try group.open()
        let opened = group.town.centre.position
        group.town.make(
            try group.town.centre.setTopic(
                of: group.room, to: [1], signed: [2], by: group.zarina))
        let lola = group.parents[0]
        let centre = group.town.centre
        #expect(centre.readable(by: lola, in: group.room).allSatisfy { $0.upperBound <= opened })
        try group.enter(lola)
        let inside = group.town.centre.readable(by: lola, in: group.room)
        #expect(inside.contains { $0.contains(opened.next) })
    }

    @Test(arguments: [(Int64(299), false), (300, true), (28_800, true), (28_801, false)])
    func `a session takes five minutes to eight hours`(seconds: Int64, isTaken: Bool) throws {
        let group = try Group()
        let wish = Centre.Wish(
            start: group.town.now.advanced(seconds: 60), seconds: seconds, weeks: 0)
        let facts = try? group.town.centre.plan(
            wish, in: group.room, by: group.zarina, zone: Zone(), at: group.town.now)
        #expect((facts != nil) == isTaken)
    }

    @Test func `a room has sixty planned sessions and no more`() throws {
        var group = try Group()
        for index in 0..<61 {
            let wish = Centre.Wish(
                start: group.town.now.advanced(seconds: 86_400 * Int64(index + 1)), seconds: 3600,
                weeks: 0)
            let facts = try? group.town.centre.plan(
                wish, in: group.room, by: group.zarina, zone: Zone(), at: group.town.now)
            #expect((facts != nil) == (index < Limit.sessionsPlanned), "\(index)")
            group.town.make(facts ?? [])
        }
    }

    @Test(
        arguments: [([UInt8]([5, 4]), nil), ([5, 4, 3], 40), ([5, 4, 3, 1, 1], 40)]
            as [([UInt8], Int?)])
    func `no figure tells of fewer than three moods, and no two figures do`(
        values: [UInt8], tenths: Int?
    ) {
        #expect(Mood.figure(values).tenths == tenths)
    }

    @Test func `attendance adds up over what was cut off`() throws {
        var group = try Group()
        let lola = group.parents[0]
        try group.enter(lola)
        try group.open()
        group.pass(600)
        group.town.make(Fact(.meeting(group.room, .presence(lola.person, .cutOff))))
        group.pass(120)
        group.town.make(Fact(.meeting(group.room, .presence(lola.person, .returned))))
        group.pass(300)
        // The server is killed: until the last event they were there.
        group.town.make(
            try group.town.centre.setTopic(
                of: group.room, to: [1], signed: [2], by: group.zarina))
        group.pass(60)
        group.town.make(Fact(.restarted))
        #expect(group.own?.places.map(\.person) == [group.zarina.person, lola.person])
        try group.enter(lola)
        group.pass(100)
        let one = try #require(group.own?.open?.attendance(of: lola.account))
        #expect(one.seconds(at: group.town.now) == 1000)
        #expect(one.cuts == 1)
    }

    @Test func `a session without connected staff is unattended, and the helper is its heir`()
        throws
    {
        var group = try Group()
        try group.enter(group.behruz)
        try group.open()
        let (room, zarina) = (group.room, group.zarina.person)
        #expect(group.town.centre.heir(in: room) == nil)
        group.town.make(Fact(.meeting(room, .presence(zarina, .cutOff))))
        let heir = try #require(group.town.centre.heir(in: room))
        let promoted: Prefixes = [.halfOperator, .operator_]
        #expect(
            heir.event
                == .prefixesSet(room, group.behruz.person, promoted, by: Actor.machine.person))
        #expect(!group.town.centre.isUnattended(room))
        group.town.make(heir)
        group.town.make(Fact(.meeting(room, .presence(group.behruz.person, .cutOff))))
        #expect(group.town.centre.isUnattended(room))
    }

    @Test func `who was not there without a word is missed, who had said so is not`() throws {
        var group = try Group()
        let (room, now) = (group.room, group.town.now)
        let wish = Centre.Wish(start: now.advanced(seconds: 600), seconds: 3600, weeks: 0)
        group.town.make(
            try group.town.centre.plan(wish, in: room, by: group.zarina, zone: Zone(), at: now))
        group.town.make(
            try group.town.centre.answer(.no, to: 1, in: room, by: group.parents[1]))
        try group.enter(group.parents[0])
        try group.open()
        let facts = try group.town.centre.closeSession(
            in: room, by: group.zarina, zone: Zone(), at: group.town.now)
        let absent = facts.compactMap { fact -> AccountID? in
            if case .meeting(_, .absent(1, let account)) = fact.event { account } else { nil }
        }
        #expect(absent == group.parents[2...].map(\.account))
    }

    @Test func `reminders are owed once and never after the beginning`() throws {
        var group = try Group()
        let wish = Centre.Wish(
            start: group.town.now.advanced(seconds: 90_000), seconds: 3600, weeks: 0)
        group.town.make(
            try group.town.centre.plan(
                wish, in: group.room, by: group.zarina, zone: Zone(), at: group.town.now))
        #expect(group.town.centre.nextDue == group.town.now.advanced(seconds: 3600))
        group.pass(3600)
        #expect(group.town.centre.due(at: group.town.now) == [.meeting(group.room, .reminder(1))])
        group.town.make(Fact(.meeting(group.room, .rung(.reminder, 1))))
        #expect(group.own?.owed.count == 8)
        group.town.make(Fact(.meeting(group.room, .told(group.parents.map(\.account)))))
        #expect(group.own?.owed.count == 2)
        try group.open()
        #expect(group.own?.owed.count == 2)
        group.pass(86_400)
        try group.open2()
        #expect(group.own?.owed.isEmpty == true)
    }
}

extension MeetingTests.Group {
    /// Opens the session that was planned, after the one that was not.
    fileprivate mutating func open2() throws {
        town.make(try town.centre.closeSession(in: room, by: zarina, zone: Zone(), at: town.now))
        town.make(
            try town.centre.openSession(in: room, seconds: nil, by: zarina, at: town.now))
    }
}
