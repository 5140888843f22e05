import Rooms

/// A session whose time has come and that nobody opens: whoever may open it is called, and those
/// who wait are told.
extension House {
    /// Tells all who are here and may open it that it is time, whether or not they are in the room.
    func tellOpeners(of id: RoomID, _ number: UInt32, _ turn: inout Turn) {
        tellToOpen(openers(of: id), number, of: id, &turn)
    }

    private func tellToOpen(
        _ persons: [PersonID], _ number: UInt32, of id: RoomID, _ turn: inout Turn
    ) {
        let (room, called) = (name(of: id), called(number, of: id))
        announce(to: persons, "BEGINS", Line(called), .sessionBegins, &turn) { _ in [room] }
    }

    /// Whether its time is not over yet.
    func isToOpen(_ number: UInt32, of id: RoomID, _ turn: Turn) -> Bool {
        centre.meetings[id]?.session(number).map { turn.now < $0.ends } ?? false
    }

    /// Those who lead a room by its list, or in it now, and are here.
    private func openers(of id: RoomID) -> [PersonID] {
        let listed = (centre.rooms[id]?.enrolled ?? []).filter { $0.prefixes.moderates }
        let all = leaders(of: id) + listed.map { PersonID($0.account) }
        return Set(all).sorted().filter {
            isHere($0) && centre.may(actor($0), .runSession, in: centre.rooms[id])
        }
    }

    /// Tells somebody of the staff, who signs in, of what is to be opened and is not.
    func noteUnopened(to person: PersonID, _ turn: inout Turn) {
        guard roles(of: person).isStaff else { return }
        for id in centre.meetings.keys.sorted() where openers(of: id).contains(person) {
            guard centre.meetings[id]?.open == nil else { continue }
            for session in centre.meetings[id]?.planned ?? []
            where session.plan.start <= turn.now && turn.now < session.ends {
                tellToOpen([person], session.plan.number, of: id, &turn)
            }
        }
    }

    /// Tells somebody who signs in of the rooms of theirs that meet at this moment without them.
    func noteMeetings(_ turn: inout Turn) {
        let person = asking(turn).id
        guard let account = person.account else { return }
        for id in centre.meetings.keys.sorted() where centre.meetings[id]?.open != nil {
            guard let room = centre.rooms[id], room.enrolment(of: account) != nil,
                room.member(person) == nil, !centre.isWaiting(person, in: id),
                !centre.isKeptOut(person, of: room)
            else { continue }
            let name = name(of: id)
            turn.reply(.note, "SESSION", "MEETS_NOW", Line(name), .meetsNow, [name])
        }
    }

    /// People wait, and nobody has opened it yet: the stand-in is called, staff are told again, and
    /// those who wait read that.
    mutating func callToOpen(
        _ number: UInt32, of id: RoomID, _ turn: inout Turn
    ) throws(Refusal) {
        try commit(Fact(.meeting(id, .rung(.unopened, number))), &turn)
        guard let own = centre.meetings[id], own.open == nil, !own.waiting.isEmpty,
            isToOpen(number, of: id, turn)
        else { return }
        tellOpeners(of: id, number, &turn)
        listWaiting(of: id, to: openers(of: id), &turn)
        let room = name(of: id)
        announce(
            to: own.waiting.map(\.person), "UNOPENED", Line(called(number, of: id)),
            .lobbyUnopened, &turn
        ) { _ in [room] }
        try payOwed(of: id, &turn)
    }

    /// Its time has gone by: those who wait are told, and when the next one is.
    mutating func lapse(_ number: UInt32, of id: RoomID, _ turn: inout Turn) throws(Refusal) {
        let waiting = centre.meetings[id]?.waiting.map(\.person) ?? []
        let called = Line(called(number, of: id))
        try relieveStandIn(in: id, isOver: true, &turn)
        for fact in centre.lapse(number, in: id, zone: welcome.zone, at: turn.now) {
            try commit(fact, &turn)
        }
        let room = name(of: id)
        announce(to: waiting, "LAPSED", called, .lobbyLapsed, &turn) { _ in [room] }
        guard let next = centre.meetings[id]?.coming else { return }
        let start = next.plan.start
        announce(
            to: waiting, "NEXT",
            "\(self.called(next.plan.number, of: id)) \(Shown.time(start))", .sessionNext, &turn
        ) { [dated(start, $0)] }
    }
}
