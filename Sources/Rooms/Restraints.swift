/// Who may not write in a room for a time, or not come there, and who has written lately.
public struct Restraints: Equatable, Sendable {
    /// Somebody whose words only staff hear.
    public struct Mute: Equatable, Sendable {
        /// Who is muted; a guest's number becomes the account's when they sign in.
        public internal(set) var person: PersonID
        /// When it ends by itself, at most `Limit.muteSeconds` after it began.
        public let until: Moment
        /// Where the words of the reason stand; nil where none was given.
        public let reasonAt: Position?
    }

    /// An account that may not come.
    public struct Ban: Equatable, Sendable {
        /// Who is kept out, whether or not the room's list has them.
        public let account: AccountID
        /// Nil: until it is lifted.
        public let until: Moment?
        /// Where the words of the reason stand; nil where none was given.
        public let reasonAt: Position?
    }

    /// When somebody last wrote to all, where people are to write slowly.
    struct Spoken: Equatable, Sendable {
        var person: PersonID
        var at: Moment
    }

    /// In the order in which they began.
    public internal(set) var mutes: [Mute] = []
    /// In the order in which they were last set; one an account, at most `Limit.bans`.
    public internal(set) var bans: [Ban] = []
    /// The oldest first.
    var spoken: [Spoken] = []

    var naming: [Position] { mutes.compactMap(\.reasonAt) + bans.compactMap(\.reasonAt) }

    var ticks: Bool { !mutes.isEmpty || bans.contains { $0.until != nil } }

    /// The mute that holds somebody, or nil.
    public func mute(of person: PersonID) -> Mute? { mutes.first { $0.person == person } }

    /// The ban that keeps an account out, or nil.
    public func ban(of account: AccountID) -> Ban? { bans.first { $0.account == account } }
}

extension Room {
    /// Whether an account may not come in until it is let in again.
    public func keepsOut(_ account: AccountID) -> Bool {
        !circle.restraints.bans.isEmpty && circle.restraints.ban(of: account) != nil
    }
}

extension Restraints {
    mutating func apply(_ event: CircleEvent, position: Position) {
        switch event {
        case .muted(let person, let until, let hasReason, _):
            mutes.removeAll { $0.person == person }
            mutes.append(
                Mute(person: person, until: until, reasonAt: hasReason ? position : nil))
        case .unmuted(let person, _): mutes.removeAll { $0.person == person }
        case .banned(let account, let until, let hasReason, _):
            bans.removeAll { $0.account == account }
            bans.append(
                Ban(account: account, until: until, reasonAt: hasReason ? position : nil))
        case .unbanned(let account, _): bans.removeAll { $0.account == account }
        default: break
        }
    }

    /// Notes that somebody wrote to all.
    mutating func note(speaking person: PersonID, at time: Moment) {
        spoken.removeAll { $0.person == person }
        if spoken.count >= Limit.spoken { spoken.removeFirst() }
        spoken.append(Spoken(person: person, at: time))
    }

    mutating func identify(_ person: PersonID, as known: PersonID) {
        for index in mutes.indices where mutes[index].person == person {
            mutes[index].person = known
        }
        for index in spoken.indices where spoken[index].person == person {
            spoken[index].person = known
        }
    }

    func write(to out: inout ByteWriter) {
        out.list(mutes) {
            $0.put($1.person)
            $0.put($1.until)
            $0.put($1.reasonAt)
        }
        out.list(bans) {
            $0.put($1.account)
            $0.put($1.until)
            $0.put($1.reasonAt)
        }
        out.list(spoken) {
            $0.put($1.person)
            $0.put($1.at)
        }
    }

    init(from: inout ByteReader) throws(CodingError) {
        mutes = try from.list { from throws(CodingError) in
            Mute(
                person: try from.person(), until: try from.moment(),
                reasonAt: try from.optionalPosition())
        }
        bans = try from.list { from throws(CodingError) in
            Ban(
                account: try from.account(), until: try from.optionalMoment(),
                reasonAt: try from.optionalPosition())
        }
        spoken = try from.list { from throws(CodingError) in
            Spoken(person: try from.person(), at: try from.moment())
        }
    }
}

/// MUTE, REMOVE, BAN: what staff may do about somebody, without the room being told.
extension Centre {
    /// Only staff hear somebody from now on, for so long.
    public func mute(
        _ person: PersonID, in id: RoomID, for seconds: Int64, reason: [UInt8]?,
        by actor: Actor, at now: Moment
    ) throws(Refusal) -> [Fact] {
        let room = try moderatedRoom(id, actor)
        guard room.member(person) != nil else { throw .otherNotInRoom }
        try mayRestrain(person, in: room, by: actor)
        guard seconds <= Limit.muteSeconds else { throw .circle(.tooLong) }
        let muted = Fact(
            .circle(
                id,
                .muted(
                    person, until: now.advanced(seconds: seconds), hasReason: reason != nil,
                    by: actor.person)), words: reason)
        guard room.circle.floor?.person == person else { return [muted] }
        return endFloor(in: room, .taken, by: actor.person) + [muted]
    }

    /// Everyone hears somebody again.
    public func unmute(
        _ person: PersonID, in id: RoomID, by actor: Actor
    ) throws(Refusal) -> Fact {
        let room = try moderatedRoom(id, actor)
        guard room.circle.restraints.mute(of: person) != nil else { throw .circle(.notMuted) }
        return Fact(.circle(id, .unmuted(person, by: actor.person)))
    }

    /// Takes somebody out of the room, who may come again.
    public func sendOut(
        _ person: PersonID, of id: RoomID, by actor: Actor
    ) throws(Refusal) -> [Fact] {
        let room = try moderatedRoom(id, actor)
        guard room.member(person) != nil else { throw .otherNotInRoom }
        try mayRestrain(person, in: room, by: actor)
        return [Fact(.removed(id, person, by: actor.person))]
            + (room.kind == .channel && room.members.count == 1 ? [Fact(.roomClosed(id))] : [])
    }

    /// Keeps an account out, and takes it out where it is in, or waits to come in.
    public func ban(
        _ account: AccountID, from id: RoomID, for seconds: Int64?, reason: [UInt8]?,
        by actor: Actor, at now: Moment
    ) throws(Refusal) -> [Fact] {
        let room = try moderatedRoom(id, actor)
        let person = PersonID(account)
        guard self.account(account) != nil else { throw .noSuchAccount }
        try mayRestrain(person, in: room, by: actor)
        let isNew = room.circle.restraints.ban(of: account) == nil
        guard !isNew || room.circle.restraints.bans.count < Limit.bans else {
            throw .tooMany(limit: Limit.bans)
        }
        let until = seconds.map { now.advanced(seconds: $0) }
        let banned = Fact(
            .circle(
                id, .banned(account, until: until, hasReason: reason != nil, by: actor.person)),
            words: reason)
        var facts: [Fact] = []
        if isWaiting(person, in: id) {
            facts.append(Fact(.meeting(id, .presence(person, .leftLobby))))
        }
        facts.append(banned)
        if room.member(person) != nil {
            facts.append(Fact(.removed(id, person, by: actor.person)))
        }
        return facts
    }

    /// Lets an account come again.
    public func unban(
        _ account: AccountID, from id: RoomID, by actor: Actor
    ) throws(Refusal) -> Fact {
        let room = try moderatedRoom(id, actor)
        guard room.circle.restraints.ban(of: account) != nil else { throw .circle(.notBanned) }
        return Fact(.circle(id, .unbanned(account, by: actor.person)))
    }

    /// Whether somebody may not come to a room, whoever lets them in.
    public func isKeptOut(_ person: PersonID, of room: Room) -> Bool {
        person.account.flatMap { room.circle.restraints.ban(of: $0) } != nil
    }

    /// The room, for those who may take somebody out of it.
    public func moderatedRoom(_ id: RoomID, _ actor: Actor) throws(Refusal) -> Room {
        let room = try roomOfMember(id, actor)
        guard may(actor, .remove, in: room) else { throw .notAllowed(.remove) }
        return room
    }

    /// Nobody is restrained by somebody below them, nor by themselves.
    private func mayRestrain(
        _ person: PersonID, in room: Room, by actor: Actor
    ) throws(Refusal) {
        let listed = person.account.flatMap { room.enrolment(of: $0)?.prefixes } ?? []
        let theirs = listed.union(room.member(person)?.prefixes ?? [])
        let own = room.member(actor.person)?.prefixes ?? []
        guard person != actor.person, !theirs.moderates || own.contains(.operator_),
            !theirs.contains(.operator_), !answersFor(person, above: actor)
        else { throw .circle(.notRestrained) }
    }

    /// Whether somebody is of the staff and whoever acts is not, though they may lead the room for
    /// an evening: those who answer for a group are put out of it by nobody of the group.
    func answersFor(_ person: PersonID, above actor: Actor) -> Bool {
        policy == .support && !actor.roles.isStaff && roles(of: person).isStaff
            && actor.person != person
    }

    /// For how many seconds somebody is still to wait where people write slowly; nil: not at all.
    public func slowness(of person: PersonID, in id: RoomID, at now: Moment) -> Int64? {
        guard let room = rooms[id], let slow = room.settings.slowSeconds,
            !leadsTalk(in: room, person),
            let last = room.circle.restraints.spoken.first(where: { $0.person == person })
        else { return nil }
        let left = last.at.advanced(seconds: slow).milliseconds - now.milliseconds
        return left > 0 ? (left + 999) / 1000 : nil
    }
}
