/// Side rooms of a group's room: those for an aside, and the back-channel of its staff. Nobody
/// rules in them, nobody is put on their lists, and what is written there is kept as long as in the
/// room.
extension Centre {
    /// The room that this one is a side room of; nil where it is none.
    public func home(ofSide id: RoomID) -> RoomID? { sides.isEmpty ? nil : sides[id] }

    /// The side rooms that a room has had so far.
    public func sides(of id: RoomID) -> [RoomID] {
        guard let asides = rooms[id]?.circle.asides else { return [] }
        return asides.rooms + [asides.backChannel].compactMap(\.self)
    }

    /// The aside for which a room is the side room, and the room that it belongs to.
    public func aside(in side: RoomID) -> (room: RoomID, aside: Aside)? {
        guard let id = home(ofSide: side),
            let own = rooms[id]?.circle.asides.now.first(where: { $0.room == side })
        else { return nil }
        return (id, own)
    }

    /// Whether somebody may be in a back-channel now: they are of the staff of a room whose session
    /// is open, and are in it.
    func belongs(_ actor: Actor, toBackChannel id: RoomID) -> Bool {
        guard let home = home(ofSide: id), rooms[home]?.circle.asides.backChannel == id else {
            return false
        }
        return backChannelStaff(of: home).contains(actor.person)
    }

    /// Those of the staff who are in a room while its session is open, and not only their place.
    public func backChannelStaff(of id: RoomID) -> [PersonID] {
        guard let room = rooms[id], let own = meetings[id], own.open != nil else { return [] }
        return staff(in: room).map(\.person).filter { own.place(of: $0) == nil }
    }

    /// What makes a room's back-channel, or gives it a fitting name again; nothing where it is.
    ///
    /// - Parameter names: what it may be called; the first that is free is taken.
    public func makeBackChannel(of id: RoomID, names: [Named]) -> [Fact] {
        guard let room = rooms[id], room.kind == .group else { return [] }
        let machine = Actor.machine.person
        if let side = room.circle.asides.backChannel { return renamed(side, names, by: machine) }
        guard let name = names.first(where: { self.room(named: $0.key) == nil }),
            rooms.count < Limit.rooms
        else { return [] }
        let side = RoomID(nextRoom)
        return [
            Fact(
                .roomMade(side, .group, name: name.key, Self.sideModes, by: machine),
                words: name.bytes),
            Fact(.circle(id, .backChannelMade(side))),
        ]
    }

    static let sideModes: RoomModes = [.noExternal, .secret, .topicLocked]

    /// A side room is called after its room, also when that has another name now.
    func renamed(_ side: RoomID, _ names: [Named], by person: PersonID) -> [Fact] {
        guard let now = rooms[side]?.name, !names.contains(where: { $0.key == now }),
            let name = names.first(where: { room(named: $0.key) == nil })
        else { return [] }
        return [Fact(.renamed(side, name: name.key, by: person), words: name.bytes)]
    }

    /// Notes which rooms are side rooms of a room.
    mutating func noteSides(of id: RoomID) {
        for side in sides(of: id) { sides[side] = id }
    }
}
