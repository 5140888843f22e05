/// What the door must know besides the room: the words have been compared outside.
public struct Door: Equatable, Sendable {
    /// Whether the key given is the room's.
    public var keyFits: Bool
    /// Which of the room's mask lists name this person.
    public var listed: Set<MaskList>

    /// Whether a muting mask names this person and no muting exception does.
    public var isMuted: Bool

    /// Whether a ban names this person and no exception does.
    var isBanned: Bool { listed.contains(.bans) && !listed.contains(.exceptions) }

    /// Whether words of this person are not taken.
    var isSilenced: Bool {
        (isMuted || listed.contains(.bans)) && !listed.contains(.exceptions)
    }

    /// A door at which, unless something else is said, no key fits and no mask names anybody.
    public init(keyFits: Bool = false, listed: Set<MaskList> = [], isMuted: Bool = false) {
        self.keyFits = keyFits
        self.listed = listed
        self.isMuted = isMuted
    }
}

extension Centre {
    /// Coming in by JOIN, or into the lobby. Nothing when the person is there already.
    ///
    /// - Parameter now: nil: the time of the last event.
    public func enter(
        _ id: RoomID, by actor: Actor, door: Door, at now: Moment? = nil
    ) throws(Refusal) -> [Fact] {
        guard let room = rooms[id], knows(actor, room) || canKnock(room) else {
            throw .noSuchRoom
        }
        guard room.member(actor.person) == nil, !isWaiting(actor.person, in: id) else {
            return []
        }
        if let account = actor.person.account,
            let ban = room.circle.restraints.ban(of: account)
        {
            throw .circle(.keptOut(until: ban.until))
        }
        guard rooms(of: actor.person).count < Limit.roomsEach else {
            throw .tooManyRooms(limit: Limit.roomsEach)
        }
        let isAdmitted = meetings[id]?.admitted.contains(actor.person) ?? false
        if room.kind == .worker || isEnrolled(actor, room) || isAdmitted || standsIn(actor, room) {
            try passBan(actor, room, door)
            return [try passLobby(actor, room, prefixes(of: actor, in: room), now ?? time)]
        }
        let invited = room.invited.contains(actor.person)
        if !invited { try passDoor(room, door) }
        if room.limit > 0, room.members.count >= Int(room.limit), !invited { throw .full }
        return [try passLobby(actor, room, [], now ?? time)]
    }

    /// In, with what is given or was kept, or into the lobby.
    private func passLobby(
        _ actor: Actor, _ room: Room, _ given: Prefixes, _ now: Moment
    ) throws(Refusal) -> Fact {
        let own = meetings[room.id]
        if own?.denied.contains(actor.person) == true { throw .session(.denied) }
        guard wait(of: actor, in: room, at: now) == nil else {
            return Fact(.meeting(room.id, .waiting(actor.person)))
        }
        let place = own?.place(of: actor.person)
        let kept = place?.isInside == true ? place?.prefixes : nil
        return Fact(.entered(room.id, actor.person, inTurn(kept ?? given, of: actor, in: room)))
    }

    /// In the `open` policy a secret channel can be joined by whoever knows its name.
    private func canKnock(_ room: Room) -> Bool {
        policy == .open && room.kind != .worker
    }

    private func isEnrolled(_ actor: Actor, _ room: Room) -> Bool {
        actor.person.account.map { room.enrolment(of: $0) != nil } ?? false
    }

    /// A ban keeps out the enrolled too, but not those who lead the room.
    private func passBan(_ actor: Actor, _ room: Room, _ door: Door) throws(Refusal) {
        guard door.isBanned, prefixes(of: actor, in: room).isEmpty, room.kind != .worker else {
            return
        }
        throw .banned
    }

    private func passDoor(_ room: Room, _ door: Door) throws(Refusal) {
        if door.isBanned { throw .banned }
        if room.keyAt != nil, !door.keyFits { throw .wrongKey }
        if room.modes.contains(.inviteOnly), !door.listed.contains(.invitations) {
            throw .inviteOnly
        }
    }

    private func prefixes(of actor: Actor, in room: Room) -> Prefixes {
        guard let account = actor.person.account else { return [] }
        if let own = cases[room.id] {
            return own.readers.contains { $0.account == account } ? .operator_ : []
        }
        if standsIn(actor, room) { return .operator_ }
        return room.enrolment(of: account)?.prefixes ?? []
    }

    /// Where people speak in turns `+` is the floor, which whoever was cut off comes back to.
    private func inTurn(
        _ given: Prefixes, of actor: Actor, in room: Room
    ) -> Prefixes {
        guard room.settings.hasTurns else { return given }
        let hasFloor = room.circle.floor?.person == actor.person
        return hasFloor ? given.union(.voice) : given.subtracting(.voice)
    }

    /// Going out by PART; the last to leave a channel closes it.
    public func leave(
        _ id: RoomID, by actor: Actor, how: Departure, reason: [UInt8]?
    ) throws(Refusal) -> [Fact] {
        guard let room = rooms[id] else { throw .noSuchRoom }
        guard room.member(actor.person) != nil else {
            throw may(actor, .seeRoom, in: room) ? .notInRoom : .noSuchRoom
        }
        return departure(room, Fact(.left(id, actor.person, how), words: reason))
    }

    /// Being taken out by KICK.
    public func remove(
        _ other: PersonID, from id: RoomID, by actor: Actor, reason: [UInt8]?
    ) throws(Refusal) -> [Fact] {
        let room = try roomOfMember(id, actor)
        guard may(actor, .remove, in: room) else { throw .notAllowed(.remove) }
        guard let member = room.member(other) else { throw .otherNotInRoom }
        let own = room.member(actor.person)?.prefixes ?? []
        if member.prefixes.contains(.operator_), !own.contains(.operator_) {
            throw .notAllowed(.remove)
        }
        guard !answersFor(other, above: actor) else { throw .circle(.notRestrained) }
        return departure(room, Fact(.removed(id, other, by: actor.person), words: reason))
    }

    private func departure(_ room: Room, _ fact: Fact) -> [Fact] {
        room.kind == .channel && room.members.count == 1
            ? [fact, Fact(.roomClosed(room.id))] : [fact]
    }

    /// The room, when this actor is in it.
    ///
    /// - Throws: `notInRoom`, or `noSuchRoom` when they may not even know of it.
    public func roomOfMember(_ id: RoomID, _ actor: Actor) throws(Refusal) -> Room {
        guard let room = rooms[id], may(actor, .seeRoom, in: room) else { throw .noSuchRoom }
        guard room.member(actor.person) != nil else { throw .notInRoom }
        return room
    }
}
