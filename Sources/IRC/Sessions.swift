import Rooms
import Wire

/// `SESSION`: when a group meets, and the meeting's life.
extension House {
    /// `SESSION NEW | LIST | OPEN | CLOSE | EXTEND | MOVE | SKIP | LOCK …`
    static func session(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        switch (CommandName(turn.message[0]), turn.message.count) {
        case ("LIST", 1): house.listAllSessions(&turn)
        case ("LIST", 2...): house.aboutSession(&turn, House.listSessions)
        case ("NEW", 4...): house.aboutSession(&turn, House.planSession)
        case ("OPEN", 2...): house.aboutSession(&turn, House.openSession)
        case ("CLOSE", 2...): house.aboutSession(&turn, House.closeSession)
        case ("EXTEND", 3...): house.aboutSession(&turn, House.extendSession)
        case ("MOVE", 3...): house.aboutSession(&turn, House.moveSession)
        case ("SKIP", 2...): house.aboutSession(&turn, House.skipSession)
        case ("LOCK", 2...): house.aboutSession(&turn, House.lockSession)
        default: turn.refuseVerb("SESSION", known: sessionVerbs)
        }
    }

    private static let sessionVerbs: [CommandName] = [
        "NEW", "LIST", "OPEN", "CLOSE", "EXTEND", "MOVE", "SKIP", "LOCK",
    ]

    /// A room, or one of its sessions: `#tue-circle`, `#tue-circle/3`.
    struct SessionName {
        let room: RoomID
        let number: UInt32?
    }

    /// What a parameter means; `noSuchRoom` where there is none of that name.
    func sessionName(_ given: ArraySlice<UInt8>) throws(Refusal) -> SessionName {
        if let id = centre.room(named: key(given)) { return SessionName(room: id, number: nil) }
        guard let slash = given.lastIndex(of: UInt8(ascii: "/")),
            let number = Self.number(given[(slash + 1)...]),
            let id = centre.room(named: key(given[..<slash]))
        else { throw .noSuchRoom }
        return SessionName(room: id, number: number)
    }

    /// A number as people write it: digits alone. What is beyond every number is the largest.
    static func number(_ digits: ArraySlice<UInt8>) -> UInt32? {
        guard !digits.isEmpty, digits.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
        return UInt32(String(decoding: digits, as: UTF8.self)) ?? .max
    }

    /// What is done with the sessions of the room that the second parameter names; a refusal is
    /// about it.
    private mutating func aboutSession(
        _ turn: inout Turn,
        _ deed: (inout House, SessionName, Actor, inout Turn) throws(Refusal) -> Void
    ) {
        let given = turn.message[1]
        attempt(given, &turn) { house, turn throws(Refusal) in
            let name = try house.sessionName(given)
            try deed(&house, name, house.actor(house.asking(turn).id), &turn)
        }
    }

    // MARK: The schedule

    /// `SESSION NEW <room> <start> <length> [every=<weeks>w]`
    private static func planSession(
        _ house: inout House, _ name: SessionName, _ actor: Actor, _ turn: inout Turn
    ) throws(Refusal) {
        _ = try house.centre.runnable(name.room, actor)
        // A new one gets its number by itself.
        guard name.number == nil else {
            return turn.refuseWord(turn.message[1], [house.name(of: name.room)])
        }
        guard let start = house.start(turn.message[2], &turn) else { return }
        guard let seconds = Length.seconds(turn.message[3]) else {
            return turn.refuseLength(turn.message[3])
        }
        var weeks: UInt8 = 0
        if let given = turn.message.text(4) {
            let lead = Array("every=".utf8)
            let isEvery = Name.folded(given).starts(with: lead)
            let span = isEvery ? Length.seconds(given.dropFirst(lead.count)) : nil
            guard let span, span % 604_800 == 0, 1...Limit.weeksMost ~= span / 604_800 else {
                return turn.standard(
                    .fail, "INVALID_LENGTH", Line(Shown.middle(given)), .everyInvalid)
            }
            weeks = UInt8(span / 604_800)
        }
        let wish = Centre.Wish(start: start, seconds: seconds, weeks: weeks)
        let facts = try house.centre.plan(
            wish, in: name.room, by: actor, zone: house.welcome.zone, at: turn.now)
        for fact in facts {
            try house.commit(fact, &turn)
            guard case .meeting(_, .planned(let plan, _)) = fact.event else { continue }
            house.answer("PLANNED", plan.number, plan.start, .sessionPlanned, name.room, &turn)
        }
    }

    /// `SESSION MOVE <room or session> <start>`
    private static func moveSession(
        _ house: inout House, _ name: SessionName, _ actor: Actor, _ turn: inout Turn
    ) throws(Refusal) {
        _ = try house.centre.runnable(name.room, actor)
        guard let start = house.start(turn.message[2], &turn) else { return }
        let number = try house.planned(name)
        try house.commit(
            try house.centre.move(number, in: name.room, to: start, by: actor, at: turn.now),
            &turn)
        house.answer("MOVED", number, start, .sessionMoved, name.room, &turn)
        try house.payOwed(of: name.room, &turn)
    }

    /// `SESSION SKIP <room or session>`, `SESSION SKIP <room> all`
    private static func skipSession(
        _ house: inout House, _ name: SessionName, _ actor: Actor, _ turn: inout Turn
    ) throws(Refusal) {
        _ = try house.centre.runnable(name.room, actor)
        let facts: [Fact]
        if let word = turn.message.text(2) {
            guard Name.folded(word) == Array("all".utf8), name.number == nil else {
                return turn.refuseWord(word, [Array("all".utf8)])
            }
            facts = try house.centre.skipAll(in: name.room, by: actor)
        } else {
            facts = try house.centre.skip(
                try house.planned(name), in: name.room, by: actor, zone: house.welcome.zone,
                at: turn.now)
        }
        for fact in facts {
            guard case .meeting(_, .skipped(let number, _)) = fact.event,
                let start = house.centre.meetings[name.room]?.session(number)?.plan.start
            else {
                try house.commit(fact, &turn)
                continue
            }
            try house.commit(fact, &turn)
            house.answer("SKIPPED", number, start, .sessionSkipped, name.room, &turn)
        }
        try house.payOwed(of: name.room, &turn)
    }

    /// The number of the session that is meant: the next one where none is named.
    private func planned(_ name: SessionName) throws(Refusal) -> UInt32 {
        if let number = name.number { return number }
        guard let next = centre.meetings[name.room]?.planned.first else { throw .session(.none) }
        return next.plan.number
    }

    /// A moment as it is written when one plans; by the centre's clock where no distance from UTC
    /// is given. Nil, and said so, for what is none.
    private func start(_ text: ArraySlice<UInt8>, _ turn: inout Turn) -> Moment? {
        guard let wall = WallTime(text) else {
            refuseStart(text, &turn)
            return nil
        }
        guard let east = wall.minutesEast else {
            return welcome.zone.moment(showing: wall.milliseconds)
        }
        return Moment(milliseconds: wall.milliseconds - Int64(east) * 60_000)
    }

    private func refuseStart(_ text: ArraySlice<UInt8>, _ turn: inout Turn) {
        let given = Shown.middle(text)
        guard !WallTime.isForm(text) else {
            // Written as it should be, and yet there is no such day, or no such hour.
            return turn.standard(.fail, "INVALID_TIME", Line(given), .startIsNone, given)
        }
        let east = welcome.zone.minutesEast(at: turn.now)
        let (date, offset) = Shown.example(after: turn.now, minutesEast: east)
        turn.standard(
            .fail, "INVALID_TIME", Line(given), .invalidStart, date + offset, offset)
    }

    /// An answer about one session and when it begins.
    private func answer(
        _ code: String, _ number: UInt32, _ start: Moment, _ phrase: Phrase, _ id: RoomID,
        _ turn: inout Turn
    ) {
        let name = called(number, of: id)
        turn.standard(
            .note, code, "\(name) \(Shown.time(start))", phrase, name,
            dated(start, turn.language))
    }

    // MARK: The list

    private func listAllSessions(_ turn: inout Turn) {
        let actor = actor(asking(turn).id)
        for id in centre.meetings.keys.sorted() {
            guard let room = centre.rooms[id],
                centre.may(actor, .seeRoom, in: room) || centre.may(actor, .runSession, in: room)
            else { continue }
            guard !turn.isFull else { return turn.tellCut() }
            writeSessions(of: id, number: nil, &turn)
        }
        turn.standard(.note, "END", "", .endOfList)
    }

    private static func listSessions(
        _ house: inout House, _ name: SessionName, _ actor: Actor, _ turn: inout Turn
    ) throws(Refusal) {
        guard let room = house.centre.rooms[name.room], room.kind == .group,
            house.centre.may(actor, .seeRoom, in: room)
                || house.centre.may(actor, .runSession, in: room)
        else { throw .noSuchRoom }
        if let number = name.number {
            let stage = house.centre.meetings[name.room]?.session(number)?.stage
            guard stage == .open || stage == .planned else { throw .session(.none) }
        }
        house.writeSessions(of: name.room, number: name.number, &turn)
        turn.standard(.note, "END", Line(house.name(of: room)), .endOfList)
    }

    /// The one that is open, and those that are to come.
    private func writeSessions(of id: RoomID, number: UInt32?, _ turn: inout Turn) {
        guard let own = centre.meetings[id] else { return }
        let shown = (own.open.map { [$0] } ?? []) + own.planned
        for session in shown where number == nil || number == session.plan.number {
            let (plan, isOpen) = (session.plan, session.stage == .open)
            let name = called(plan.number, of: id)
            let length = Length.text(seconds: Int64(plan.seconds))
            let every = plan.weeks > 0 ? Line(" every=\(Int(plan.weeks))w") : ""
            let phrase: Phrase = isOpen ? .sessionRowOpen : .sessionRow
            let facts =
                isOpen
                ? [name, clocked(session.ends, turn.language, now: turn.now)]
                : [
                    name, dated(plan.start, turn.language),
                    turn.language.span(seconds: Int(plan.seconds)),
                ]
            let stage = isOpen ? "open" : "planned"
            turn.standard(
                .note, "SESSION", "\(name) \(Shown.time(plan.start)) \(length) \(stage)\(every)",
                phrase, facts: facts)
            writeAnswers(to: session, of: id, name, &turn)
        }
    }

    /// How many come; for those who run the room.
    private func writeAnswers(
        to session: Session, of id: RoomID, _ name: [UInt8], _ turn: inout Turn
    ) {
        guard let room = centre.rooms[id],
            centre.may(actor(asking(turn).id), .runSession, in: room)
        else { return }
        let answers = session.answers.filter { !centre.isStaff(PersonID($0.account), of: room) }
        guard !answers.isEmpty else { return }
        let counts = [Coming.yes, .late, .no].map { coming in
            answers.count { $0.coming == coming }
        }
        turn.standard(
            .note, "ANSWERS", "\(name) yes=\(counts[0]) late=\(counts[1]) no=\(counts[2])",
            .sessionAnswers, facts: counts.map { turn.language.number($0) })
    }
}

extension Turn {
    /// Refuses what is no length of time, or none that is taken here.
    mutating func refuseLength(_ given: ArraySlice<UInt8>) {
        standard(.fail, "INVALID_LENGTH", Line(Shown.middle(given)), .invalidLength)
    }
}
