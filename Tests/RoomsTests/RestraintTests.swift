import Rooms
import Testing

@Suite struct RestraintTests {
    @Test(arguments: zip([Int64(599), 600], [false, true]))
    func `a mute ends by itself, and until then only staff hear`(
        second: Int64, isOver: Bool
    ) throws {
        var group = try Group()
        try group.set(.speak, UInt32(SpeakingRule.open.rawValue))
        group.town.make(
            try group.town.centre.mute(
                group.lola.person, in: group.room, for: 600, reason: [1], by: group.dilbar,
                at: group.town.now))
        #expect(!group.speaks(group.lola))
        #expect(group.speaks(group.lola, above: .halfOperator))
        #expect(group.speaks(group.mina))
        let at = group.town.now.advanced(seconds: second)
        let due = Due.circle(group.room, .muteEnds(group.lola.person))
        #expect(group.town.centre.due(at: at).contains(due) == isOver)
        try group.expectKept()
        group.town.make(Fact(.circle(group.room, .unmuted(group.lola.person, by: nil))))
        #expect(group.speaks(group.lola))
        #expect(group.town.centre.nextDue == nil)
    }

    @Test func `a mute takes the floor, and is not for ever`() throws {
        var group = try Group()
        try group.give(group.lola)
        #expect(throws: Refusal.circle(.tooLong)) {
            try group.town.centre.mute(
                group.lola.person, in: group.room, for: Limit.muteSeconds + 1, reason: nil,
                by: group.dilbar, at: group.town.now)
        }
        group.town.make(
            try group.town.centre.mute(
                group.lola.person, in: group.room, for: Limit.muteSeconds, reason: nil,
                by: group.dilbar, at: group.town.now))
        #expect(group.circle.floor == nil)
        #expect(group.signs(group.lola) == [])
    }

    @Test func `a ban takes out, closes history, and stays`() throws {
        var group = try Group()
        group.town.make(
            try group.town.centre.ban(
                group.lola.account, from: group.room, for: nil, reason: nil, by: group.dilbar,
                at: group.town.now))
        #expect(group.signs(group.lola) == nil)
        #expect(throws: Refusal.circle(.keptOut(until: nil))) {
            try group.town.centre.enter(group.room, by: group.lola, door: Door())
        }
        #expect(group.town.centre.readable(by: group.lola, in: group.room) == [])
        try group.expectKept()
        group.town.make(
            try group.town.centre.unban(group.lola.account, from: group.room, by: group.dilbar))
        try group.town.enter(group.room, group.lola)
        #expect(group.signs(group.lola) == [])
    }

    @Test func `a room keeps so many out and no more`() throws {
        var group = try Group()
        for number in 0...Limit.bans {
            let parent = try group.town.account("p\(number)", .parent)
            let ban = {
                try group.town.centre.ban(
                    parent.account, from: group.room, for: 60, reason: nil, by: group.dilbar,
                    at: group.town.now)
            }
            if number < Limit.bans {
                group.town.make(try ban())
            } else {
                #expect(throws: Refusal.tooMany(limit: Limit.bans)) { try ban() }
            }
        }
    }

    @Test func `nobody restrains whoever runs the group, nor themselves`() throws {
        var group = try Group()
        let behruz = try group.town.account("behruz", .facilitator)
        group.town.make(
            try group.town.centre.enrol(
                behruz.account, in: group.room, as: .halfOperator, by: group.dilbar))
        try group.town.enter(group.room, behruz)
        for (whom, by, why) in [
            (group.dilbar, behruz, Refusal.circle(.notRestrained)),
            (behruz, behruz, .circle(.notRestrained)),
            (group.mina, group.lola, .notAllowed(.remove)),
        ] {
            #expect(throws: why) {
                try group.town.centre.sendOut(whom.person, of: group.room, by: by)
            }
        }
        _ = try group.town.centre.sendOut(behruz.person, of: group.room, by: group.dilbar)
        _ = try group.town.centre.sendOut(group.lola.person, of: group.room, by: behruz)
    }

    @Test(arguments: zip([Int64(29), 30], [Int64?.some(1), nil]))
    func `where people write slowly each waits for themselves alone`(
        second: Int64, left: Int64?
    ) throws {
        var group = try Group()
        try group.set(.speak, UInt32(SpeakingRule.open.rawValue))
        try group.set(.slow, 30)
        let saying = Saying(by: group.lola.person, id: MessageID(bits: 1), manner: .message)
        group.town.make(Fact(.said(group.room, saying), words: [1]))
        let at = group.town.now.advanced(seconds: second)
        let centre = group.town.centre
        #expect(centre.slowness(of: group.lola.person, in: group.room, at: at) == left)
        #expect(centre.slowness(of: group.mina.person, in: group.room, at: at) == nil)
        try group.expectKept()
    }
}

@Suite struct ReportTests {
    private struct Centre3 {
        var group: Group
        let wise: Actor
        let adm: Actor
        let malika: Actor

        init() throws {
            group = try Group()
            wise = try group.town.account("wise", .lead)
            adm = try group.town.account("adm", .administrator)
            malika = try group.town.account("malika", .worker)
        }

        mutating func report(_ author: Actor, by actor: Actor) throws -> Report {
            let saying = Saying(by: author.person, id: MessageID(bits: 1), manner: .message)
            let fact = try group.town.centre.report(
                .said(group.room, saying), at: Position(author.person.number), as: .harm,
                words: [1], by: actor)
            group.town.make(fact)
            return try #require(group.town.centre.reports.open.last)
        }

        func readers(_ report: Report) -> [Actor] {
            [group.dilbar, group.lola, group.mina, wise, adm, malika].filter {
                group.town.centre.mayRead(report, $0)
            }
        }
    }

    @Test func `a report goes past whomever it is about`() throws {
        var centre = try Centre3()
        let ofParent = try centre.report(centre.group.mina, by: centre.group.lola)
        #expect(centre.readers(ofParent) == [centre.group.dilbar, centre.wise])
        let ofStaff = try centre.report(centre.group.dilbar, by: centre.group.lola)
        #expect(centre.readers(ofStaff) == [centre.wise])
        let ofLead = try centre.report(centre.wise, by: centre.group.lola)
        #expect(centre.readers(ofLead) == [centre.adm])
        try centre.group.expectKept()
    }

    @Test func `without a lead an administrator looks into what is about staff`() throws {
        var group = try Group()
        let adm = try group.town.account("adm", .administrator)
        let saying = Saying(by: group.dilbar.person, id: MessageID(bits: 1), manner: .message)
        group.town.make(
            try group.town.centre.report(
                .said(group.room, saying), at: Position(9), as: .harm, words: [1],
                by: group.lola))
        let report = try #require(group.town.centre.reports.open.last)
        #expect(group.town.centre.mayRead(report, adm))
        #expect(!group.town.centre.mayRead(report, group.dilbar))
    }

    @Test func `a closed report takes its copy along, and its number is used once`() throws {
        var centre = try Centre3()
        let report = try centre.report(centre.group.mina, by: centre.group.lola)
        #expect(throws: Refusal.circle(.noReport)) {
            try centre.group.town.centre.closeReport(report.number, by: centre.group.lola)
        }
        let fact = try centre.group.town.centre.closeReport(report.number, by: centre.wise)
        let record = centre.group.town.centre.record(of: fact, at: centre.group.town.now)
        #expect(record.wipes == report.at)
        centre.group.town.make(fact)
        #expect(centre.group.town.centre.reports.open == [])
        #expect(try centre.report(centre.group.mina, by: centre.group.lola).number == 2)
        try centre.group.expectKept()
    }

    @Test func `somebody has so many reports open, and none of a text twice`() throws {
        var group = try Group()
        let saying = Saying(by: group.mina.person, id: MessageID(bits: 1), manner: .message)
        for number in 0...Limit.reportsEach {
            let make = {
                try group.town.centre.report(
                    .said(group.room, saying), at: Position(UInt64(number)), as: .spam,
                    words: [1], by: group.lola)
            }
            if number < Limit.reportsEach {
                group.town.make(try make())
                #expect(throws: Refusal.alreadyThere) { try make() }
            } else {
                #expect(throws: Refusal.tooMany(limit: Limit.reportsEach)) {
                    try make()
                }
            }
        }
    }

    @Test func `copies shut no report out, and nobody's displace those of all others`() throws {
        var group = try Group()
        for number in 1...Limit.copies {
            let other = PersonID(guest: UInt64(number))
            let author = number <= Limit.copiesEach ? group.mina.person : other
            try group.keepCopy(of: author, at: UInt64(number))
        }
        let centre = group.town.centre
        #expect(centre.reports.open.count == Limit.copies)
        #expect(centre.displacedCopy(by: group.mina.person)?.textAt == Position(1))
        #expect(centre.displacedCopy(by: group.dilbar.person)?.textAt == Position(1))
        let said = Saying(by: group.mina.person, id: MessageID(bits: 1), manner: .message)
        group.town.make(
            try centre.report(
                .said(group.room, said), at: Position(9_999), as: .spam, words: [1],
                by: group.lola))
        #expect(group.town.centre.reports.open.count == Limit.copies + 1)
        let oldest = try #require(centre.displacedCopy(by: group.mina.person))
        let record = group.town.centre.record(
            of: group.town.centre.drop(copy: oldest), at: group.town.now)
        #expect(record.wipes == oldest.at)
        group.town.make(group.town.centre.drop(copy: oldest))
        #expect(group.town.centre.displacedCopy(by: group.mina.person) == nil)
        try group.expectKept()
    }

    @Test(arguments: zip([Int64(86_400), 86_401], [true, false]))
    func `what is taken back within a day leaves a copy for the lead`(
        second: Int64, keeps: Bool
    ) throws {
        let group = try Group()
        let said = group.town.now
        let id = MessageID(bits: UInt64(said.milliseconds) << 16)
        let saying = Saying(by: group.mina.person, id: id, manner: .message)
        let at = said.advanced(seconds: second)
        #expect(
            group.town.centre.keepsCopy(
                .said(group.room, saying), at: Position(9), by: group.mina.person, at: at)
                == keeps)
    }
}

extension Group {
    /// Keeps a copy of a text that is taken back.
    fileprivate mutating func keepCopy(of author: PersonID, at number: UInt64) throws {
        let saying = Saying(by: author, id: MessageID(bits: number), manner: .message)
        town.make(
            try town.centre.report(
                .said(room, saying), at: Position(number), as: .redacted, words: [1],
                by: Actor(person: author)))
    }
}
