import Rooms
import Wire

/// What people say of a meeting, and what is known of who was there: `RSVP`, `MOOD`, `ATTEND`,
/// `SUMMARY`.
extension House {
    /// `RSVP <room or session> yes|no|late`
    static func rsvp(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let name = try house.sessionName(turn.message[0])
        let actor = house.actor(house.asking(turn).id)
        guard house.centre.may(actor, .seeRoom, in: house.centre.rooms[name.room]) else {
            throw .noSuchRoom
        }
        let words: [([UInt8], Coming, Phrase)] = [
            (Array("yes".utf8), .yes, .rsvpYes), (Array("no".utf8), .no, .rsvpNo),
            (Array("late".utf8), .late, .rsvpLate),
        ]
        let given = Name.folded(turn.message[1])
        guard let (word, coming, phrase) = words.first(where: { $0.0 == given }) else {
            return turn.refuseWord(turn.message[1], words.map(\.0))
        }
        guard
            let number =
                name.number ?? house.centre.answerable(name.room, by: actor)?.plan.number
        else { throw .session(.none) }
        try house.commit(
            try house.centre.answer(coming, to: number, in: name.room, by: actor), &turn)
        guard let start = house.centre.meetings[name.room]?.session(number)?.plan.start else {
            return
        }
        let called = house.called(number, of: name.room)
        turn.standard(
            .note, "ANSWERED", "\(called) \(word)", phrase, house.dated(start, turn.language))
    }

    // MARK: Moods

    /// `MOOD <room> [1-5]`; without a number, the figures, for staff.
    static func mood(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let actor = house.actor(house.asking(turn).id)
        let name = try house.sessionName(turn.message[0])
        guard let room = house.centre.rooms[name.room],
            house.centre.may(actor, .seeRoom, in: room)
                || house.centre.may(actor, .runSession, in: room)
        else { throw .noSuchRoom }
        guard let given = turn.message.text(1) else {
            _ = try house.centre.runnable(name.room, actor)
            return try house.showMoods(name, &turn)
        }
        guard given.count == 1, let digit = given.first, 0x31...0x35 ~= digit else {
            return turn.standard(
                .fail, "INVALID_MOOD", Line(Shown.middle(given)), .invalidMood)
        }
        if let number = name.number,
            number != house.centre.mooded(name.room, at: turn.now)?.plan.number
        {
            throw .session(.none)
        }
        try house.commit(
            try house.centre.feel(digit - 0x30, in: name.room, by: actor, at: turn.now), &turn)
        turn.standard(.note, "THANKS", Line(house.name(of: name.room)), .moodThanks)
    }

    private func showMoods(_ name: SessionName, _ turn: inout Turn) throws(Refusal) {
        let own = centre.meetings[name.room]
        let session =
            if let number = name.number { own?.session(number) } else {
                own?.open ?? own?.last ?? own?.planned.first
            }
        guard let session else { throw .session(.none) }
        let called = called(session.plan.number, of: name.room)
        for isOut in [false, true] {
            let values = session.moods.filter { $0.isOut == isOut }.map(\.value)
            let (count, tenths) = Mood.figure(values)
            let way = isOut ? "out" : "in"
            guard let tenths else {
                let phrase: Phrase = isOut ? .moodOutHidden : .moodInHidden
                // Not even how many: one or two people are soon told apart.
                turn.standard(.note, "MOOD", "\(called) \(way) * *", phrase)
                continue
            }
            let figure = Line("\(tenths / 10).\(tenths % 10)").bytes
            turn.standard(
                .note, "MOOD", "\(called) \(way) \(figure) \(count)",
                isOut ? .moodOut : .moodIn, figure, turn.language.number(count))
        }
        turn.standard(.note, "END", Line(called), .endOfList)
    }

    // MARK: Attendance

    /// `ATTEND <room or session>`
    static func attend(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let actor = house.actor(house.asking(turn).id)
        let name = try house.sessionName(turn.message[0])
        guard let room = house.centre.rooms[name.room] else { throw .noSuchRoom }
        let runs = house.centre.may(actor, .runSession, in: room)
        guard runs || house.centre.may(actor, .seeRoom, in: room) else { throw .noSuchRoom }
        let own = house.centre.meetings[name.room]
        let session =
            if let number = name.number { own?.session(number) } else { own?.open ?? own?.last }
        guard let session else { throw .session(.none) }
        guard session.stage != .planned else { throw .session(.notYet(session.plan.start)) }
        let called = house.called(session.plan.number, of: name.room)
        let there = session.attendances.map(\.account)
        let listed = room.enrolled.map(\.account).filter { account in
            session.attendance(of: account) == nil
                && house.centre.account(account)?.roles.isStaff == false
        }
        for account in there + listed where runs || PersonID(account) == actor.person {
            let isKeptOut = house.centre.isKeptOut(PersonID(account), of: room)
            house.writeAttendance(of: account, session, called, isKeptOut: isKeptOut, &turn)
        }
        turn.standard(.note, "END", Line(called), .endOfList)
    }

    /// `ROW <session> <account> <in> <out> <minutes> <spoke|passed|silent> <cuts> <answer>`
    private func writeAttendance(
        of id: AccountID, _ session: Session, _ called: [UInt8], isKeptOut: Bool,
        _ turn: inout Turn
    ) {
        let account = name(of: id)
        let answer = session.answer(of: id).map { "\($0)" } ?? "*"
        guard let one = session.attendance(of: id) else {
            let (code, phrase) = why(id, isAway: session, isKeptOut)
            return turn.standard(
                .note, code, "\(called) \(account) \(answer)", phrase, account)
        }
        let minutes = Int(one.seconds(at: turn.now) / 60)
        let out = one.since == nil ? one.wentOut : turn.now
        let (word, phrase): (String, Phrase) =
            one.spoke
            ? ("spoke", .attendSpoke)
            : one.passed ? ("passed", .attendPassed) : ("silent", .attendSilent)
        let times = [one.cameIn, out].map {
            turn.language.clock($0, minutesEast: welcome.zone.minutesEast(at: $0))
        }
        turn.standard(
            .note, "ROW",
            "\(called) \(account) \(Shown.time(one.cameIn)) \(Shown.time(out)) \(minutes) \(word) "
                + "\(Int(one.cuts)) \(answer)",
            .attendRow,
            facts: [
                account, times[0], times[1], turn.language.number(minutes),
                phrase.text(turn.language).bytes, turn.language.number(Int(one.cuts)),
            ])
    }

    /// Why somebody was not there, as far as it is known.
    private func why(
        _ id: AccountID, isAway session: Session, _ isKeptOut: Bool
    ) -> (code: String, phrase: Phrase) {
        if session.answer(of: id) == .no { return ("EXCUSED", .attendExcused) }
        if isKeptOut { return ("KEPT_OUT", .attendKeptOut) }
        if session.atDoor.contains(id) { return ("AT_DOOR", .attendAtDoor) }
        return ("ABSENT", .attendAbsent)
    }

    // MARK: A note to all

    /// `SUMMARY <room> :<text>`
    static func summary(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let actor = house.actor(house.asking(turn).id)
        guard let id = house.centre.room(named: house.key(turn.message[0])) else {
            throw .noSuchRoom
        }
        _ = try house.centre.runnable(id, actor)
        let given = turn.rest(from: 1)
        guard !given.isEmpty else { return turn.numeric(.noTextToSend, .noTextToSend) }
        let text = Shown.cut(given[...], to: Limit.noteBytes)
        let fact = try house.centre.summarise(text, in: id, by: actor)
        _ = turn.kept(given[...], atMost: Limit.noteBytes)
        try house.commit(fact, &turn)
        try house.payOwed(of: id, &turn)
        let room = house.name(of: id)
        turn.standard(.note, "SUMMARISED", Line(room), .summarised, room)
    }
}
