extension Centre {
    /// Words to a room.
    ///
    /// - Parameters:
    ///   - door: which mask lists name this person; a ban silences, an exception lifts it.
    ///   - ctcp: whether the text is a CTCP request other than ACTION.
    public func speak(
        in id: RoomID, _ saying: Saying, words: [UInt8], by actor: Actor, door: Door,
        ctcp: Bool = false
    ) throws(Refusal) -> Fact {
        try maySpeak(in: id, above: saying.above, by: actor, door: door, ctcp: ctcp)
        return Fact(.said(id, saying), words: words)
    }

    /// Whether words of this person would be taken in this room now.
    ///
    /// Whoever is in a room may write to its staff alone (`above`), though it be moderated; in the
    /// `support` policy though they be muted too, for nobody is to be left without a way to ask.
    public func maySpeak(
        in id: RoomID, above: Prefixes = [], by actor: Actor, door: Door, ctcp: Bool = false
    ) throws(Refusal) {
        // Most rooms ask nothing of whoever is in them; that is seen without a copy of the room.
        let asksNothing = rooms.look(id) { $0.asksNothing(of: actor.person) }
        if asksNothing == true, !door.isSilenced, !isShut(id) { return }
        guard let room = rooms[id] else { throw .noSuchRoom }
        guard let member = room.member(actor.person) else {
            // Who waits writes to the staff alone.
            if !above.isEmpty, !above.contains(.voice), isWaiting(actor.person, in: id) { return }
            return try maySpeakFromOutside(room, actor, door)
        }
        let modes = room.modes
        if modes.contains(.noCTCP), ctcp { throw .cannotSpeak(.noCTCP) }
        let toStaff = !above.isEmpty && !above.contains(.voice)
        if !toStaff, !member.prefixes.moderates, isReadOnly(room, for: actor) {
            throw .cannotSpeak(.shut)
        }
        if member.prefixes.isEmpty {
            if modes.contains(.moderated), !toStaff { throw .cannotSpeak(.moderated) }
            if door.isSilenced, !toStaff || policy == .open { throw .cannotSpeak(.banned) }
        }
        guard room.isGuarded, !toStaff else { return }
        try passGuard(room, member, actor)
    }

    private func maySpeakFromOutside(
        _ room: Room, _ actor: Actor, _ door: Door
    ) throws(Refusal) {
        guard may(actor, .seeRoom, in: room) else { throw .noSuchRoom }
        if policy == .support || room.modes.contains(.noExternal) {
            throw .cannotSpeak(.external)
        }
        if room.modes.contains(.moderated) { throw .cannotSpeak(.moderated) }
        if room.settings.hasTurns { throw .cannotSpeak(.external) }
        if door.isSilenced { throw .cannotSpeak(.banned) }
    }

    /// Words from one person to another.
    ///
    /// In the `support` policy staff may write to each other; a parent and staff have their worker
    /// channel; parents do not write to each other.
    public func whisper(
        _ saying: Saying, words: [UInt8], to other: PersonID, by actor: Actor
    ) throws(Refusal) -> Fact {
        try mayWhisper(to: other, by: actor)
        return Fact(whispered(saying, to: other), words: words)
    }

    /// Whether words of this person to that one would be taken.
    public func mayWhisper(to other: PersonID, by actor: Actor) throws(Refusal) {
        guard policy == .support, other != actor.person else { return }
        let others = roles(of: other)
        switch (actor.roles.isStaff, others.isStaff) {
        case (true, false) where shareOpenSession(actor.person, other),
            (false, true) where shareOpenSession(actor.person, other):
            break
        case (true, true): break
        case (true, false): throw .cannotSpeak(.staffToParent)
        case (false, true): throw .cannotSpeak(.parentToStaff)
        case (false, false): throw .cannotSpeak(.betweenParents)
        }
    }
}

extension Room {
    /// Whether this member may write whatever they like, as far as modes and turns go.
    fileprivate func asksNothing(of person: PersonID) -> Bool {
        !isGuarded && modes.isDisjoint(with: [.moderated, .noCTCP]) && place(of: person).found
    }
}
