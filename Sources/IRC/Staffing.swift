import Rooms
import Wire

/// The vendor verbs of group rooms: making them, and who may come.
extension House {
    /// `ROOM NEW <room> [:<title>]`
    mutating func makeRoom(_ name: ArraySlice<UInt8>, _ turn: inout Turn) {
        let actor = actor(asking(turn).id)
        guard centre.may(actor, .makeRoom) else {
            return turn.refuse(.notAllowed(.makeRoom), about: Array(name))
        }
        guard Name.channelFault(name) == nil, name.first == UInt8(ascii: "#") else {
            return turn.numeric(.badChannelMask, Line(Shown.middle(name)), .badChannelName)
        }
        let title = turn.message.text(2).map { turn.kept($0, atMost: Limit.topicBytes) }
        attempt(name, &turn) { house, turn throws(Refusal) in
            for fact in try house.centre.makeRoom(
                house.named(name), kind: .group, title: title, by: actor)
            {
                try house.commit(fact, &turn)
            }
            turn.standard(.note, "ROOM_MADE", Line(Array(name)), .roomMade)
        }
    }

    /// `ENROL <room> <account>`
    static func enrol(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let actor = house.actor(house.asking(turn).id)
        let id = try house.manageableRoom(turn.message[0], actor)
        // Before the account is looked up: who may not enrol learns nothing about accounts.
        let account = house.centre.account(named: house.key(turn.message[1]))
        guard let account else {
            return turn.refuse(.noSuchAccount, about: Array(turn.message[1]))
        }
        try house.commit(
            try house.centre.enrol(account.id, in: id, as: nil, by: actor), &turn)
        turn.standard(
            .note, "ENROLLED", "\(house.name(of: id)) \(house.name(of: account.id))", .enrolled,
            house.name(of: account.id))
    }

    /// `UNENROL <room> <account>`
    static func unenrol(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let own = house.asking(turn)
        let actor = house.actor(own.id)
        let id = try house.manageableRoom(turn.message[0], actor)
        guard let account = house.centre.account(named: house.key(turn.message[1])) else {
            return turn.refuse(.noSuchAccount, about: Array(turn.message[1]))
        }
        let facts = try house.centre.unenrol(account.id, from: id, by: actor)
        try house.commitRemovals(facts, &turn)
        turn.standard(
            .note, "UNENROLLED", "\(house.name(of: id)) \(house.name(of: account.id))",
            .unenrolled, house.name(of: account.id))
    }

    /// Commits facts; whoever they take out of a room is seen to leave it as if by themselves.
    mutating func commitRemovals(_ facts: [Fact], _ turn: inout Turn) throws(Refusal) {
        if storageFull { throw .storageFull }
        for fact in facts {
            // Encoded while the one who goes is still there to hear it.
            if case .removed(let room, let id, _) = fact.event, let person = people.persons[id] {
                let own = turn.person.map { isIn(room, $0) } ?? false
                tellRoom(room, from: person, Line("PART \(name(of: room))"), &turn, own: own)
            }
            if case .meeting(let room, .presence(let id, .leftLobby)) = fact.event {
                kick(id, from: room, .deniedNow, &turn)
            }
            let taken = if case .removed(_, let id, _) = fact.event { id } else { PersonID?.none }
            let hadFloor = taken.map { hasRoundFloor($0, in: fact.event.room) } ?? false
            try commit(fact, &turn)
            if hadFloor { try goOn(fact.event.room, &turn) }
        }
    }

    func isIn(_ id: RoomID, _ person: PersonID) -> Bool {
        centre.rooms[id]?.member(person) != nil
    }

    /// The room, for those who may say who comes to it; for others it does not exist.
    private func manageableRoom(
        _ name: ArraySlice<UInt8>, _ actor: Actor
    ) throws(Refusal) -> RoomID {
        guard let id = centre.room(named: key(name)), let room = centre.rooms[id] else {
            throw .noSuchRoom
        }
        guard centre.may(actor, .enrol, in: room) else {
            throw centre.may(actor, .seeRoom, in: room) ? .notAllowed(.enrol) : .noSuchRoom
        }
        return id
    }
}
