extension Centre {
    /// A new topic, or none when the text is empty.
    public func setTopic(
        of id: RoomID, to text: [UInt8], signed: [UInt8], by actor: Actor
    ) throws(Refusal) -> Fact {
        let room = try roomOfMember(id, actor)
        guard may(actor, .setTopic, in: room) else { throw .notAllowed(.setTopic) }
        return Fact(.topicSet(id, by: actor.person), words: Words.pack(signed, text))
    }

    /// An invitation: the one invited may come in once, past `+i`, a key or a limit.
    public func invite(
        _ other: PersonID, to id: RoomID, by actor: Actor
    ) throws(Refusal) -> Fact {
        let room = try mayInvite(to: id, by: actor)
        guard room.member(other) == nil else { throw .alreadyThere }
        return Fact(.invited(id, other, by: actor.person))
    }

    /// Whether an actor may ask anybody into a room, whoever it is.
    ///
    /// - Returns: the room.
    @discardableResult
    public func mayInvite(to id: RoomID, by actor: Actor) throws(Refusal) -> Room {
        let room = try roomOfMember(id, actor)
        guard may(actor, .invite, in: room) else { throw .notAllowed(.invite) }
        return room
    }

    /// Modes without a parameter, on and off; nil when nothing would change.
    public func setModes(
        of id: RoomID, on: RoomModes, off: RoomModes, by actor: Actor
    ) throws(Refusal) -> Fact? {
        let room = try moderated(id, actor)
        let on = on.subtracting(room.modes)
        let off = off.intersection(room.modes)
        guard !on.isEmpty || !off.isEmpty else { return nil }
        return Fact(.modesSet(id, on: on, off: off, by: actor.person))
    }

    /// At most so many members; 0 lifts the limit; nil when nothing would change.
    public func setLimit(
        of id: RoomID, to most: UInt32, by actor: Actor
    ) throws(Refusal) -> Fact? {
        let room = try moderated(id, actor)
        return room.limit == most ? nil : Fact(.limitSet(id, most, by: actor.person))
    }

    /// A key to come in, or none; nil when there is none to lift.
    public func setKey(of id: RoomID, to key: [UInt8]?, by actor: Actor) throws(Refusal) -> Fact? {
        let room = try moderated(id, actor)
        guard let key else {
            return room.keyAt == nil ? nil : Fact(.keyLifted(id, by: actor.person))
        }
        return Fact(.keySet(id, by: actor.person), words: key)
    }

    /// Gives or takes one prefix; nil when nothing would change.
    public func setPrefix(
        _ prefix: Prefixes, of other: PersonID, in id: RoomID, on: Bool, by actor: Actor
    ) throws(Refusal) -> Fact? {
        let room = try roomOfMember(id, actor)
        let act: Act = prefix == .voice ? .giveFloor : .setStaff
        let givesUpOwn = other == actor.person && !on && room.kind != .worker
        guard may(actor, act, in: room) || givesUpOwn else { throw .notAllowed(act) }
        guard let member = room.member(other) else { throw .otherNotInRoom }
        if !on, prefix.moderates, answersFor(other, above: actor) { throw .circle(.notRestrained) }
        let changed = on ? member.prefixes.union(prefix) : member.prefixes.subtracting(prefix)
        return changed == member.prefixes
            ? nil : Fact(.prefixesSet(id, other, changed, by: actor.person))
    }

    /// Adds a mask to a list; the caller has seen that it is not there.
    public func addMask(
        _ mask: [UInt8], to list: MaskList, of id: RoomID, signed: [UInt8], by actor: Actor
    ) throws(Refusal) -> Fact {
        let room = try moderated(id, actor)
        guard room.masks.count < Limit.masks else { throw .tooManyMasks(list) }
        return Fact(
            .maskAdded(id, list, by: actor.person), words: Words.pack(signed, mask))
    }

    /// Takes a mask off its list.
    public func removeMask(
        at position: Position, of id: RoomID, by actor: Actor
    ) throws(Refusal) -> Fact {
        _ = try moderated(id, actor)
        return Fact(.maskRemoved(id, position, by: actor.person))
    }

    private func moderated(_ id: RoomID, _ actor: Actor) throws(Refusal) -> Room {
        let room = try roomOfMember(id, actor)
        guard may(actor, .setModes, in: room) else { throw .notAllowed(.setModes) }
        return room
    }
}
