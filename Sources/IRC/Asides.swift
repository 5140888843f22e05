import Rooms
import Wire

/// ASIDE: one person to a side room and back.
extension House {
    /// `ASIDE <room> [<nickname> | end [<nickname>]]`
    static func aside(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let (room, actor) = try house.moderatedRoom(turn)
        guard let given = turn.message.text(1) else { return house.listAsides(room, &turn) }
        if Name.folded(given) == Array("end".utf8) {
            return try house.endAside(room, actor, &turn)
        }
        guard let other = house.person(given, in: room, &turn) else { return }
        let facts = try house.centre.beginAside(
            with: other.id, in: room.id, names: house.sideNames(of: room.id, "aside"), by: actor)
        try house.moveFloor(facts, in: room.id, &turn)
        try house.bringAside(other, in: room.id, &turn)
    }

    private mutating func bringAside(
        _ other: Person, in id: RoomID, _ turn: inout Turn
    ) throws(Refusal) {
        guard let aside = centre.rooms[id]?.circle.asides.of(other.id),
            let theirs = other.id.account, let own = asking(turn).id.account
        else { return }
        let (room, side) = (name(of: id), name(of: aside.room))
        let leader = asking(turn).nick
        turn.reply(
            .note, "ASIDE", "BEGUN", "\(room) \(other.nick) \(side)", .asideBegun,
            [other.nick, side, room])
        tell(
            [other.id],
            CircleNotice(
                verb: "ASIDE", code: "INVITED", context: "\(room) \(side)",
                phrase: .asideYou, facts: { _ in [leader, side, room] }), &turn)
        tell(
            leaders(of: id, besides: turn),
            CircleNotice(
                verb: "ASIDE", code: "BEGUN", context: "\(room) \(other.nick) \(side)",
                phrase: .asideStaff, facts: { _ in [leader, other.nick] }), &turn)
        try bringIn(aside.room, [own, theirs], &turn)
    }

    private mutating func endAside(
        _ room: Room, _ actor: Actor, _ turn: inout Turn
    ) throws(Refusal) {
        let asides = room.circle.asides.now
        let own = asides.first { $0.with == actor.person }
        let meant: Aside?
        if let given = turn.message.text(2) {
            let wanted = key(given)
            meant = asides.first { key(calling($0.person)[...]) == wanted }
        } else {
            meant = own ?? (asides.count == 1 ? asides.first : nil)
        }
        guard let meant else { throw .circle(.noAside) }
        try commitRemovals(
            try centre.endAside(of: meant.person, in: room.id, by: actor), &turn)
        tellReturn(meant, to: room.id, &turn)
        turn.reply(
            .note, "ASIDE", "ENDED", "\(name(of: room)) \(calling(meant.person))", .asideOver,
            [calling(meant.person)])
    }

    /// One of the two goes out of the side room: so does the other, and both are told.
    mutating func leaveAside(
        _ aside: Aside, of id: RoomID, by person: PersonID, _ turn: inout Turn
    ) throws(Refusal) {
        try commitRemovals(centre.end(aside, in: id, by: person), &turn)
        tellReturn(aside, to: id, &turn)
        let (name, nick) = (name(of: id), calling(aside.person))
        tell(
            [aside.with],
            CircleNotice(
                verb: "ASIDE", code: "ENDED", context: "\(name) \(nick)", phrase: .asideOver,
                facts: { _ in [nick] }), &turn)
    }

    /// The room is over for one of the two: nobody is told of a place that is none any more.
    /// Whoever stays is told that they are back.
    mutating func dissolve(
        _ aside: Aside, of id: RoomID, by event: Event, _ turn: inout Turn
    ) throws(Refusal) {
        try commitRemovals(
            centre.end(aside, in: id, by: turn.person ?? Actor.machine.person), &turn)
        switch event {
        case .left(_, aside.with, _), .removed(_, aside.with, _):
            tellReturn(aside, to: id, &turn)
        default: break
        }
    }

    private func tellReturn(_ aside: Aside, to id: RoomID, _ turn: inout Turn) {
        let name = name(of: id)
        tell(
            [aside.person],
            CircleNotice(
                verb: "ASIDE", code: "ENDED", context: Line(name), phrase: .asideOverYou,
                facts: { _ in [name] }), &turn)
    }

    private func listAsides(_ room: Room, _ turn: inout Turn) {
        for aside in room.circle.asides.now {
            let (leader, nick) = (calling(aside.with), calling(aside.person))
            turn.reply(
                .note, "ASIDE", "ASIDE", "\(name(of: room)) \(nick) \(leader)", .asideStaff,
                [leader, nick])
        }
        turn.standard(.note, "END", Line(name(of: room)), .endOfList)
    }
}
