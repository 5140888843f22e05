import Rooms
import Wire

/// The back-channel of a session: where its staff talk, unseen by everyone else. A side room that
/// opens once two of them are there, holds whoever of them is in the room, and closes with the
/// session.
extension House {
    /// Notes that an event may bring somebody into a room's side rooms, or out of them. What comes
    /// of it is told behind what the command itself tells (`tend`).
    func noteStaff(_ event: Event, _ turn: inout Turn) {
        guard welcome.policy == .support, !centre.meetings.isEmpty || !centre.sides.isEmpty
        else { return }
        switch event {
        case .entered(let id, let person, _), .left(let id, let person, _),
            .removed(let id, let person, _), .prefixesSet(let id, let person, _, _),
            .meeting(let id, .presence(let person, _)):
            note(person, in: id, &turn)
        case .enrolled(let id, let account, _, _), .unenrolled(let id, let account, _):
            note(PersonID(account), in: id, &turn)
        case .rolesSet(let account, _):
            let person = PersonID(account)
            for id in centre.rooms(of: person) { note(person, in: id, &turn) }
        case .meeting(let id, .opened), .meeting(let id, .closed): note(nil, in: id, &turn)
        default: break
        }
    }

    private func note(_ person: PersonID?, in id: RoomID, _ turn: inout Turn) {
        guard
            centre.meetings.index(forKey: id) != nil
                || centre.rooms.look(id, { $0.circle.asides.now.isEmpty }) == false
        else { return }
        let one = Turn.Staffed(room: id, person: person)
        if !turn.staffed.contains(one) { turn.staffed.append(one) }
    }

    /// Brings those into the side rooms who belong there since what was done in this turn, and
    /// takes those out who do not.
    public mutating func tend(_ turn: inout Turn) {
        while let one = turn.staffed.first {
            turn.staffed.removeFirst()
            do throws(Refusal) {
                try tendBackChannel(of: one.room, moved: one.person, &turn)
                try tendAsides(of: one.room, moved: one.person, &turn)
            } catch {
                // A full disk: nobody comes into a side room, and who is in one stays.
                return turn.staffed.removeAll()
            }
        }
    }

    // MARK: The back-channel

    /// - Parameter person: who has come, gone or changed; nil: the session has.
    private mutating func tendBackChannel(
        of id: RoomID, moved person: PersonID?, _ turn: inout Turn
    ) throws(Refusal) {
        let staff = centre.backChannelStaff(of: id)
        let known = centre.rooms[id]?.circle.asides.backChannel
        let inside = known.flatMap { centre.rooms[$0]?.members.map(\.person) } ?? []
        if let known {
            for gone in inside where !staff.contains(gone) { try sendOut(gone, of: known, &turn) }
        }
        let isInUse = inside.contains { staff.contains($0) }
        guard isInUse || staff.count > 1 else { return }
        // Whoever has gone out of it by themselves is not brought back by what others do.
        let coming = isInUse ? staff.filter { $0 == person } : staff
        guard coming.contains(where: { !inside.contains($0) }) else { return }
        if !isInUse {
            for fact in centre.makeBackChannel(of: id, names: sideNames(of: id, "staff")) {
                try commit(fact, &turn)
            }
        }
        guard let side = centre.rooms[id]?.circle.asides.backChannel else { return }
        let new = coming.filter { !isIn(side, $0) }
        try bringIn(side, new.compactMap(\.account), &turn)
        let (room, name) = (name(of: id), name(of: side))
        tell(
            new.filter { isIn(side, $0) },
            CircleNotice(
                verb: "SESSION", code: "STAFF", context: "\(room) \(name)", phrase: .backChannel,
                facts: { _ in [name, room] }), &turn)
    }

    /// Somebody goes out of a side room, as if by themselves.
    private mutating func sendOut(
        _ id: PersonID, of side: RoomID, _ turn: inout Turn
    ) throws(Refusal) {
        if storageFull { throw .storageFull }
        if let person = people.persons[id] {
            let own = turn.person.map { isIn(side, $0) } ?? false
            tellRoom(side, from: person, Line("PART \(name(of: side))"), &turn, own: own)
        }
        try commit(Fact(.left(side, id, .sentHome)), &turn)
    }

    /// What a side room may be called: `#tue-staff`, `#tue-staff2` …; without the room's name
    /// where that is long.
    func sideNames(of id: RoomID, _ word: String) -> [Named] {
        let name = name(of: id)
        let lead = name.count <= Wire.Limit.channelBytes - 8 ? name : Array("#".utf8)
        let gap = lead.count > 1 ? "-" : ""
        return (1...20).map { number in
            named(Line("\(lead)\(gap)\(word)\(number == 1 ? "" : "\(number)")").bytes[...])
        }
    }

    // MARK: Asides

    /// Who was cut off comes back to the aside too, not only to the room; and with who is not of
    /// the staff any more nobody is aside.
    private mutating func tendAsides(
        of id: RoomID, moved person: PersonID?, _ turn: inout Turn
    ) throws(Refusal) {
        guard let person, isIn(id, person), isHere(person), let room = centre.rooms[id] else {
            return
        }
        for aside in room.circle.asides.now where aside.with == person || aside.person == person {
            if !centre.isStaff(aside.with, of: room) {
                try leaveAside(aside, of: id, by: person, &turn)
            } else if !isIn(aside.room, person), let account = person.account {
                try bringIn(aside.room, [account], &turn)
            }
        }
    }
}
