import Rooms
import Testing

/// A facilitator and three parents in a room where people speak in turns.
struct Group {
    var town = Town()
    let dilbar: Actor
    let lola: Actor
    let mina: Actor
    let nodira: Actor
    let room: RoomID

    init() throws {
        dilbar = try town.account("dilbar", .facilitator)
        lola = try town.account("lola", .parent)
        mina = try town.account("mina", .parent)
        nodira = try town.account("nodira", .parent)
        room = try town.room("#tue", by: dilbar)
        try town.enter(room, dilbar)
        for parent in [lola, mina, nodira] {
            town.make(try town.centre.enrol(parent.account, in: room, as: nil, by: dilbar))
            try town.enter(room, parent)
        }
        try set(.speak, UInt32(SpeakingRule.turns.rawValue))
    }

    var circle: Circle { town.centre.rooms[room]!.circle }

    mutating func set(_ setting: RoomSetting, _ value: UInt32) throws {
        town.make(try town.centre.set([(setting, value)], of: room, by: dilbar))
    }

    mutating func raise(_ actor: Actor, _ comment: [UInt8]? = nil) throws {
        town.make(try town.centre.raiseHand(in: room, comment: comment, by: actor))
    }

    mutating func give(_ actor: Actor, _ seconds: Int64? = nil) throws {
        town.make(
            try town.centre.giveFloor(
                to: actor.person, in: room, for: seconds, by: dilbar, at: town.now))
    }

    mutating func leave(_ actor: Actor, _ how: Departure) throws {
        town.make(try town.centre.leave(room, by: actor, how: how, reason: nil))
    }

    func speaks(_ actor: Actor, above: Prefixes = []) -> Bool {
        do throws(Refusal) {
            try town.centre.maySpeak(in: room, above: above, by: actor, door: Door())
            return true
        } catch {
            return false
        }
    }

    func signs(_ actor: Actor) -> Prefixes? {
        town.centre.rooms[room]?.member(actor.person)?.prefixes
    }

    /// The same centre, by its log and by its snapshot.
    func expectKept() throws {
        #expect(try town.replayed() == town.centre)
        let copy = try Centre(
            policy: .support, snapshot: town.centre.snapshot, version: Centre.snapshotVersion)
        #expect(copy == town.centre)
    }
}

@Suite struct TurnsTests {
    @Test func `only staff and whoever has the floor are heard by all`() throws {
        var group = try Group()
        #expect(group.speaks(group.dilbar))
        #expect(!group.speaks(group.lola))
        #expect(!group.speaks(group.lola, above: .voice))
        #expect(group.speaks(group.lola, above: .halfOperator))
        try group.give(group.lola)
        #expect(group.speaks(group.lola))
        #expect(group.signs(group.lola) == .voice)
        try group.give(group.mina)
        #expect(!group.speaks(group.lola))
        #expect(group.signs(group.lola) == [])
        #expect(group.speaks(group.mina))
        try group.set(.speak, UInt32(SpeakingRule.open.rawValue))
        #expect(group.speaks(group.nodira))
        try group.expectKept()
    }

    @Test func `hands keep their order, and the floor goes to the first who is here`() throws {
        var group = try Group()
        try group.raise(group.lola, [1])
        try group.raise(group.mina)
        #expect(throws: Refusal.alreadyThere) { try group.raise(group.mina) }
        try group.raise(group.nodira)
        #expect(group.circle.place(of: group.nodira.person) == 3)
        try group.leave(group.lola, .cutOff)
        #expect(group.circle.place(of: group.mina.person) == 2)
        group.town.make(
            try group.town.centre.giveFloorOn(in: group.room, by: group.dilbar, at: group.town.now))
        #expect(group.circle.floor?.person == group.mina.person)
        #expect(group.circle.place(of: group.nodira.person) == 2)
        #expect(group.town.centre.naming.contains { $0 == group.circle.hands[0].commentAt })
        try group.expectKept()
    }

    @Test(arguments: [
        (Departure.cutOff, true), (.quit, false), (.parted, false),
    ])
    func `whoever goes of their own will gives up what they asked for`(
        how: Departure, keeps: Bool
    ) throws {
        var group = try Group()
        try group.raise(group.lola)
        try group.give(group.mina)
        try group.leave(group.lola, how)
        try group.leave(group.mina, how)
        #expect((group.circle.place(of: group.lola.person) != nil) == keeps)
        #expect((group.circle.floor != nil) == keeps)
        try group.town.enter(group.room, group.mina)
        #expect(group.signs(group.mina) == (keeps ? .voice : []))
        #expect(group.circle.floor?.awaySince == nil)
        try group.expectKept()
    }

    @Test(arguments: zip([Int64(179), 180], [false, true]))
    func `the floor is kept for whoever was cut off, but not for ever`(
        second: Int64, isOver: Bool
    ) throws {
        var group = try Group()
        try group.give(group.lola)
        #expect(group.town.centre.nextDue == nil)
        try group.leave(group.lola, .cutOff)
        let at = group.town.now.advanced(seconds: second)
        #expect(group.town.centre.nextDue == group.town.now.advanced(seconds: 180))
        let due = Due.circle(group.room, .floorIsAway)
        #expect(group.town.centre.due(at: at).contains(due) == isOver)
    }

    @Test(arguments: [
        (Int64(120), Int64(89), CircleDue?.none), (120, 90, .floorWarns), (120, 120, .floorEnds),
        (30, 29, nil), (30, 30, .floorEnds), (31, 1, .floorWarns),
    ])
    func `a turn warns half a minute before its end`(
        length: Int64, second: Int64, due: CircleDue?
    ) throws {
        var group = try Group()
        try group.give(group.lola, length)
        let found = group.town.centre.due(at: group.town.now.advanced(seconds: second))
        #expect(found == (due.map { [.circle(group.room, $0)] } ?? []))
    }

    @Test func `a turn is made longer up to an hour from now`() throws {
        var group = try Group()
        try group.give(group.lola, 60)
        let centre = group.town.centre
        let most = Limit.turnSeconds - 60
        #expect(throws: Refusal.circle(.tooLong)) {
            try centre.extendFloor(
                in: group.room, by: most + 1, actor: group.dilbar, at: group.town.now)
        }
        group.town.make(
            try centre.extendFloor(
                in: group.room, by: most, actor: group.dilbar, at: group.town.now))
        #expect(group.circle.floor?.ends == group.town.now.advanced(seconds: Limit.turnSeconds))
        #expect(throws: Refusal.notAllowed(.giveFloor)) {
            try centre.extendFloor(
                in: group.room, by: 1, actor: group.lola, at: group.town.now)
        }
    }

    @Test func `a phase lasts six hours at most, and only staff begin one`() throws {
        let group = try Group()
        let centre = group.town.centre
        #expect(throws: Refusal.circle(.tooLong)) {
            try centre.beginPhase(
                [1], in: group.room, for: Limit.phaseSeconds + 1, by: group.dilbar,
                at: group.town.now)
        }
        _ = try centre.beginPhase(
            [1], in: group.room, for: Limit.phaseSeconds, by: group.dilbar, at: group.town.now)
        #expect(throws: Refusal.notAllowed(.giveFloor)) {
            try centre.beginPhase(
                [1], in: group.room, for: 60, by: group.lola, at: group.town.now)
        }
    }

    @Test(arguments: [
        (Int64(899), CircleDue?.none), (900, .phaseTells(minutes: 5)),
        (1140, .phaseTells(minutes: 1)), (1200, .phaseEnds),
    ])
    func `staff are told of a phase at five minutes, at one and at the end`(
        second: Int64, due: CircleDue?
    ) throws {
        var group = try Group()
        group.town.make(
            try group.town.centre.beginPhase(
                [1], in: group.room, for: 1200, by: group.dilbar, at: group.town.now))
        let found = group.town.centre.due(at: group.town.now.advanced(seconds: second))
        #expect(found == (due.map { [.circle(group.room, $0)] } ?? []))
        try group.expectKept()
    }
}

@Suite struct RoundTests {
    private func step(_ group: inout Group) -> Centre.RoundStep? {
        guard let step = group.town.centre.roundStep(in: group.room) else { return nil }
        group.town.make(
            group.town.centre.facts(of: step, in: group.room, at: group.town.now))
        return step
    }

    private func end(_ group: inout Group, _ actor: Actor, _ how: FloorEnd) throws {
        group.town.make(try group.town.centre.passFloor(in: group.room, how, by: actor))
    }

    @Test func `everyone is asked once, and whoever was cut off again at the end`() throws {
        var group = try Group()
        group.town.make(
            try group.town.centre.beginRound(in: group.room, question: [1], by: group.dilbar))
        #expect(step(&group) == .next(group.lola.person))
        try group.leave(group.lola, .cutOff)
        group.town.make(
            try group.town.centre.giveFloorOn(in: group.room, by: group.dilbar, at: group.town.now))
        #expect(group.circle.floor?.person == group.mina.person)
        // Passing before it is one's turn is no shame either.
        try end(&group, group.nodira, .passed)
        try end(&group, group.mina, .done)
        #expect(step(&group) == .rests([group.lola.person]))
        #expect(group.town.centre.nextDue == nil)
        try group.expectKept()
        try group.town.enter(group.room, group.lola)
        #expect(group.town.centre.nextDue == group.town.centre.time)
        #expect(step(&group) == .next(group.lola.person))
        try end(&group, group.lola, .passed)
        #expect(step(&group) == .over)
        #expect(group.circle.round == nil)
        try group.expectKept()
    }

    @Test func `staff are not asked, and cannot pass`() throws {
        var group = try Group()
        group.town.make(
            try group.town.centre.beginRound(in: group.room, question: [1], by: group.dilbar))
        #expect(group.circle.round?.roster.contains(group.dilbar.person) == false)
        #expect(throws: Refusal.circle(.noFloor)) {
            try group.town.centre.passFloor(in: group.room, .passed, by: group.dilbar)
        }
    }
}
