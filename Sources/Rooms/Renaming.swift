/// Another name for a room: everything else of it stays.
extension Centre {
    /// A new name; nothing but its case may be new.
    ///
    /// - Throws: `nameTaken` when another room has it, hidden or not: names are one centre's.
    public func rename(
        _ id: RoomID, to name: Named, by actor: Actor
    ) throws(Refusal) -> Fact {
        let room = try roomOfMember(id, actor)
        guard may(actor, .rename, in: room) else { throw .notAllowed(.rename) }
        if let other = roomNames[name.key], other != id { throw .nameTaken }
        return Fact(.renamed(id, name: name.key, by: actor.person), words: name.bytes)
    }

    /// The group's room that had this name before, unless it was too many names ago.
    public func room(formerly key: NameKey) -> RoomID? {
        formerNames[key]
    }

    mutating func rename(_ id: RoomID, to name: NameKey) {
        guard let room = rooms[id], roomNames[name] ?? id == id else { return }
        rooms[id]?.nameAt = position
        guard name != room.name else { return }
        if roomNames[room.name] == id { roomNames[room.name] = nil }
        roomNames[name] = id
        rooms[id]?.name = name
        forget(former: name, of: id)
        // A channel of the `open` policy leaves its name to whoever comes first.
        if room.kind == .group { remember(former: room.name, of: id) }
    }

    /// A former name means one room: the last that had it.
    private mutating func remember(former name: NameKey, of id: RoomID) {
        if let other = formerNames[name] { forget(former: name, of: other) }
        formerNames[name] = id
        rooms[id]?.formerly.append(name)
        if let names = rooms[id]?.formerly, names.count > Limit.formerNames {
            forget(former: names[0], of: id)
        }
    }

    private mutating func forget(former name: NameKey, of id: RoomID) {
        rooms[id]?.formerly.removeAll { $0 == name }
        if formerNames[name] == id { formerNames[name] = nil }
    }

    /// A room that is gone has had no names.
    mutating func forgetFormerNames(of room: Room) {
        for name in room.formerly { forget(former: name, of: room.id) }
    }
}
