/// Why somebody who may come waits in the lobby.
public enum Wait: Equatable, Sendable {
    /// No session is open.
    case shut
    /// The ground rules are not accepted yet.
    case rules
    /// The session began too long ago.
    case late
    case locked
    /// Every seat is taken.
    case seats
}

extension Room {
    /// Whether the room is shut between its sessions.
    var isClosedBetween: Bool {
        kind == .group && settings[.between] == Between.closed.rawValue
    }
}

/// Who comes in, who waits, and whom those see who wait.
extension Centre {
    /// Whether it is shut now: no session is open, and it is not open between them.
    public func isShut(_ room: Room) -> Bool {
        room.isClosedBetween && isBetween(room.id)
    }

    /// The same for a room by its number; of one that is not there it is false.
    func isShut(_ id: RoomID) -> Bool {
        isBetween(id) && rooms.look(id) { $0.isClosedBetween } == true
    }

    private func isBetween(_ id: RoomID) -> Bool {
        policy == .support && meetings[id]?.open == nil
    }

    /// Whether somebody runs the room, or is of the staff: they come and go as they like.
    public func isStaff(_ actor: Actor, of room: Room) -> Bool {
        if actor.roles.isStaff || room.member(actor.person)?.prefixes.moderates == true {
            return true
        }
        return actor.person.account.flatMap { room.enrolment(of: $0) }?.prefixes.moderates ?? false
    }

    /// The same for somebody by their number.
    public func isStaff(_ person: PersonID, of room: Room) -> Bool {
        isStaff(Actor(person: person, roles: roles(of: person)), of: room)
    }

    /// Those of the staff who are in the room.
    public func staff(in room: Room) -> [Room.Member] {
        room.members.filter { $0.prefixes.moderates || isStaff($0.person, of: room) }
    }

    /// Why this person would wait in the lobby now; nil: they come in.
    public func wait(of actor: Actor, in room: Room, at now: Moment) -> Wait? {
        guard policy == .support, room.kind == .group, !isStaff(actor, of: room) else {
            return nil
        }
        let own = meetings[room.id]
        let accepts = actor.person.account.map { own?.accepts($0) ?? true } ?? true
        guard let own, let session = own.open else {
            if let own, readsOn(actor.person, in: room, own) { return nil }
            return isShut(room) ? .shut : accepts ? nil : .rules
        }
        if own.admitted.contains(actor.person) { return nil }
        if own.place(of: actor.person)?.isInside == true { return nil }
        if session.isLocked { return .locked }
        if !accepts { return .rules }
        let known = actor.person.account.map { session.attendance(of: $0) != nil } ?? false
        // Opened early, it is not late before the time that was announced.
        let late = max(session.opened, session.plan.start)
            .advanced(seconds: DoorSpans(room.settings).late)
        if room.isClosedBetween, !known, now >= late { return .late }
        return hasSeat(in: room, own) ? nil : .seats
    }

    /// Whether somebody comes in to read what is over: whoever had a place there, or was there and
    /// was not taken out.
    private func readsOn(_ person: PersonID, in room: Room, _ own: Meetings) -> Bool {
        guard let closing = own.closing else { return false }
        if own.place(of: person)?.isInside == true { return true }
        guard let account = person.account, closing.attendance(of: account) != nil else {
            return false
        }
        return room.stays.last { $0.account == account }?.wasRemoved != true
    }

    /// Who is still in a room from the session before, and does not stay there when another is
    /// opened: who came for that one alone, and who would wait in the lobby now.
    public func leftOver(in room: Room) -> (guests: [PersonID], waiting: [PersonID]) {
        guard isShut(room), let own = meetings[room.id] else { return ([], []) }
        let families = room.members.sorted { ($0.since, $0.person) < ($1.since, $1.person) }
            .filter { !isStaff($0.person, of: room) }.map(\.person)
        let guests = families.filter { $0.account.flatMap { room.enrolment(of: $0) } == nil }
        let listed = families.filter { !guests.contains($0) }
        let ready = listed.filter { $0.account.map { own.accepts($0) } ?? true }
        let seats = room.settings[.seats].map { Int($0) } ?? 0
        let staying = seats > 0 ? Array(ready.prefix(seats)) : ready
        return (guests, listed.filter { !staying.contains($0) })
    }

    /// Whether a seat is free; those who were cut off keep theirs, and staff take none.
    private func hasSeat(in room: Room, _ own: Meetings) -> Bool {
        guard let seats = room.settings[.seats], seats > 0 else { return true }
        let inside = room.members.map(\.person)
        let kept = own.places.filter { $0.isInside && room.member($0.person) == nil }
        let taken = (inside + kept.map(\.person)).count { !isStaff($0, of: room) }
        return taken < Int(seats)
    }

    /// Whether somebody is in the lobby of this room.
    public func isWaiting(_ person: PersonID, in id: RoomID) -> Bool {
        lobbies[person]?.contains(id) ?? false
    }

    /// Whether words of those who are not of the staff are taken in the room: after a session, and
    /// between two, it is only read.
    func isReadOnly(_ room: Room, for actor: Actor) -> Bool {
        isShut(room) && !actor.roles.isStaff
    }

    /// Whether a session is open and nobody of the staff is there to look after it: nobody whose
    /// connection is not lost.
    public func isUnattended(_ id: RoomID) -> Bool {
        guard let index = meetings.index(forKey: id), meetings.values[index].open != nil,
            let room = rooms[id]
        else { return false }
        return !staff(in: room).contains { meetings.values[index].place(of: $0.person) == nil }
    }

    /// Whether staff see already who is in the lobby: from a while before a session until its end.
    public func showsLobby(_ id: RoomID, at now: Moment) -> Bool {
        guard let own = meetings[id], let room = rooms[id] else { return false }
        if own.open != nil || !room.isClosedBetween { return true }
        let lobby = DoorSpans(room.settings).lobby
        return own.planned.first.map { $0.plan.start.advanced(seconds: -lobby) <= now } ?? false
    }

    /// Whether one of these two waits where the other, of the staff, is.
    public func meetInLobby(_ one: PersonID, _ other: PersonID) -> Bool {
        guard !lobbies.isEmpty else { return false }
        return waits(one, before: other, seen: false) || waits(other, before: one, seen: true)
    }

    /// - Parameter seen: whether it is the one who waits that is looked at.
    private func waits(_ one: PersonID, before other: PersonID, seen: Bool) -> Bool {
        (lobbies[one] ?? []).contains { id in
            guard let room = rooms[id], let member = room.member(other) else { return false }
            if seen { return member.prefixes.moderates && showsLobby(id, at: time) }
            return member.prefixes.moderates || isStaff(other, of: room)
        }
    }

    // MARK: Letting in, turning away

    /// Who waits and may come in now, the first who came first; nil: nobody any more.
    public func nextEntrant(
        of id: RoomID, besides others: Set<PersonID>, at now: Moment
    ) -> PersonID? {
        guard let room = rooms[id] else { return nil }
        return meetings[id]?.waiting.map(\.person).first { person in
            let actor = Actor(person: person, roles: roles(of: person))
            return !others.contains(person) && !isKeptOut(person, of: room)
                && wait(of: actor, in: room, at: now) == nil
        }
    }

    /// Coming out of the lobby into the room.
    public func comeIn(_ person: PersonID, to id: RoomID) -> Fact? {
        guard let room = rooms[id], isWaiting(person, in: id), room.member(person) == nil,
            !isKeptOut(person, of: room)
        else { return nil }
        let given = person.account.flatMap { room.enrolment(of: $0) }?.prefixes ?? []
        return Fact(.entered(id, person, given))
    }

    /// Lets somebody in whatever the door says: at once where a session is open, else when one is
    /// opened.
    public func admit(_ other: PersonID, to id: RoomID, by actor: Actor) throws(Refusal) -> Fact {
        let room = try runnable(id, actor)
        guard room.member(other) == nil else { throw .alreadyThere }
        guard !isKeptOut(other, of: room) else { throw .circle(.isKeptOut) }
        let own = meetings[id]
        guard own?.isWaiting(other) == true || own?.denied.contains(other) == true else {
            throw .session(.notWaiting)
        }
        return Fact(.meeting(id, .admitted(other, by: actor.person)))
    }

    /// Whether somebody on the list has to ask all the same, for they were turned away.
    ///
    /// - Throws: what JOIN says to who is kept out.
    public func asksToCome(_ actor: Actor, _ room: Room) throws(Refusal) -> Bool {
        if let account = actor.person.account,
            let ban = room.circle.restraints.ban(of: account)
        {
            throw .circle(.keptOut(until: ban.until))
        }
        return meetings[room.id]?.denied.contains(actor.person) ?? false
    }

    /// Lets somebody in who is not on the list: they may come in once.
    public func admitStranger(
        _ other: PersonID, to id: RoomID, by actor: Actor
    ) throws(Refusal) -> [Fact] {
        let room = try runnable(id, actor)
        guard room.member(other) == nil else { throw .alreadyThere }
        guard !isKeptOut(other, of: room) else { throw .circle(.isKeptOut) }
        return [
            Fact(.invited(id, other, by: actor.person)),
            Fact(.meeting(id, .admitted(other, by: actor.person))),
        ]
    }

    /// Turns somebody away who waits, until the session is over.
    public func deny(
        _ other: PersonID, from id: RoomID, reason: [UInt8]?, by actor: Actor
    ) throws(Refusal) -> Fact {
        _ = try runnable(id, actor)
        guard meetings[id]?.isWaiting(other) == true else { throw .session(.notWaiting) }
        return Fact(.meeting(id, .denied(other, by: actor.person)), words: reason)
    }

    /// Does not let somebody in who has knocked; the caller knows that they have.
    public func denyKnock(
        of other: PersonID, at id: RoomID, by actor: Actor
    ) throws(Refusal) -> Fact {
        _ = try runnable(id, actor)
        return Fact(.meeting(id, .knockDenied(other, by: actor.person)))
    }

    /// The room, for those who may run its sessions; for others it does not exist, or is not
    /// theirs to run.
    public func runnable(_ id: RoomID, _ actor: Actor) throws(Refusal) -> Room {
        guard let room = rooms[id] else { throw .noSuchRoom }
        guard may(actor, .runSession, in: room) else {
            throw may(actor, .seeRoom, in: room) ? .notAllowed(.runSession) : .noSuchRoom
        }
        return room
    }
}
