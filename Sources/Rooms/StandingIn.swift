/// The stand-in, who is called when nobody of the staff is left in a session, and leads it until
/// somebody is there again whose work it is.
///
/// Nothing of it lasts: it is not an enrolment, and ends with the session at the latest.
struct StandingIn: Equatable, Sendable {
    let account: AccountID
    /// Where in the log their time begins: what was written to the staff before is not for them.
    let since: Position
}

extension Meetings {
    /// Calls the stand-in. Their time begins when the last of those who led was cut off.
    mutating func call(_ account: AccountID, at position: Position) {
        guard standingIn?.account != account else { return }
        let left = places.filter { $0.isInside && $0.prefixes.moderates }.map(\.at).max()
        standingIn = StandingIn(account: account, since: left ?? position)
    }
}

extension Centre {
    /// Whether somebody may come into a room only to stand in there, for now.
    func standsIn(_ actor: Actor, _ room: Room) -> Bool {
        guard let own = meetings[room.id], let standingIn = own.standingIn,
            standingIn.account == actor.person.account, actor.roles.isStaff,
            room.enrolment(of: standingIn.account)?.prefixes.moderates != true
        else { return false }
        return isUnattended(room.id)
            || own.planned.contains { isUnopened($0.plan.number, of: room.id) }
    }

    /// Whether a session's time has come, people waited for it, and nobody leads the room who could
    /// open it.
    public func isUnopened(_ number: UInt32, of id: RoomID) -> Bool {
        guard let own = meetings[id], own.open == nil, let room = rooms[id],
            let session = own.session(number), session.stage == .planned,
            session.rung.contains(.unopened)
        else { return false }
        return !room.members.contains {
            $0.prefixes.moderates && own.standingIn?.account != $0.person.account
        }
    }

    /// What takes `@` from the stand-in again; nothing where they do not have it, or have it by the
    /// room's list.
    ///
    /// - Parameter isOver: whether the session is; else somebody must be there who leads by the
    ///   room's list.
    public func relief(in id: RoomID, isOver: Bool = false) -> Fact? {
        guard let room = rooms[id], let standingIn = meetings[id]?.standingIn else { return nil }
        let person = PersonID(standingIn.account)
        let listed = room.enrolment(of: standingIn.account)?.prefixes ?? []
        guard !listed.moderates, room.member(person)?.prefixes.moderates == true else { return nil }
        let isRelieved = room.enrolled.contains {
            $0.prefixes.moderates && isHere(PersonID($0.account), in: room)
        }
        guard isOver || isRelieved else { return nil }
        return Fact(.prefixesSet(id, person, listed, by: Actor.machine.person))
    }

    /// Writes down that the machine gave the stand-in the sign while they were there anyway, or
    /// that they have it no more.
    mutating func noteStandingIn(
        _ person: PersonID, _ prefixes: Prefixes, by: PersonID, in id: RoomID
    ) {
        guard let room = rooms[id], let account = person.account else { return }
        if meetings[id]?.standingIn?.account == account {
            if !prefixes.moderates { meetings[id]?.standingIn = nil }
            return
        }
        let standIn = room.settings[.standIn].map { AccountID($0) }
        guard by == Actor.machine.person, prefixes.contains(.operator_), standIn == account,
            meetings[id]?.open != nil, room.enrolment(of: account)?.prefixes.moderates != true
        else { return }
        meetings[id]?.call(account, at: position)
    }

    /// From where in the log on somebody may read what is written to the staff of a room; nil where
    /// they may not. Whoever is not on the list as one who leads it hears what is written while
    /// they have the sign, and reads nothing from before.
    func hearsStaff(_ actor: Actor, of room: Room) -> Position? {
        guard let account = actor.person.account else { return nil }
        let own = room.enrolment(of: account)
        if let own, own.prefixes.moderates { return own.since }
        if let standingIn = meetings[room.id]?.standingIn, standingIn.account == account {
            return standingIn.since
        }
        return own == nil ? nil : room.member(actor.person)?.since
    }
}
