import Rooms
import Wire

/// `ADMIT`, `DENY` and `KNOCK`: who comes in.
extension House {
    /// `ADMIT <room> [<nickname>|*]`; without a nickname, who waits.
    static func admit(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let id = try house.doorOf(turn.message[0], turn)
        guard let given = turn.message.text(1), !given.isEmpty else {
            return house.listDoor(id, &turn)
        }
        let room = house.name(of: id)
        if given.elementsEqual([UInt8(ascii: "*")]) {
            let waiting = house.centre.meetings[id]?.waiting.map(\.person) ?? []
            guard !waiting.isEmpty else { throw .session(.nobodyWaits) }
            for person in waiting { try house.admit(person, to: id, &turn) }
            return turn.standard(.note, "END", Line(room), .endOfList)
        }
        guard let person = house.people.person(nicked: house.key(given)) else {
            return turn.refuse(.session(.notWaiting), about: Array(given))
        }
        do throws(Refusal) {
            try house.admit(person.id, to: id, &turn)
        } catch .session(.notWaiting) {
            turn.refuse(.session(.notWaiting), about: Array(given))
        }
    }

    private mutating func admit(
        _ id: PersonID, to room: RoomID, _ turn: inout Turn
    ) throws(Refusal) {
        guard let person = people.persons[id] else { throw .session(.notWaiting) }
        let actor = actor(asking(turn).id)
        let facts: [Fact]
        let hasKnocked = people.knocks[room]?.contains { $0.person == id } ?? false
        // Of a knock nothing is left once the server was restarted: who is meant is here.
        if hasKnocked || isStranger(person, to: room) {
            facts = try centre.admitStranger(id, to: room, by: actor)
        } else {
            facts = [try centre.admit(id, to: room, by: actor)]
        }
        for fact in facts { try commit(fact, &turn) }
        if hasKnocked { forgetKnock(of: id, at: room, &turn) }
        if !centre.isWaiting(id, in: room) {
            let line = Line(":\(Service.source) INVITE \(person.nick) \(name(of: room))")
            for connection in person.connections { send(line, to: connection, &turn) }
        }
        if let place = centre.rooms[room], !centre.isShut(place) {
            try bringInside(id, to: room, &turn)
        }
        let phrase: Phrase =
            isIn(room, id)
            ? .admitted : centre.isWaiting(id, in: room) ? .admittedLater : .admittedByJoin
        turn.standard(
            .note, "ADMITTED", "\(name(of: room)) \(person.nick)", phrase, person.nick,
            name(of: room))
    }

    /// Whether somebody who is here is neither on a room's list nor at its door.
    private func isStranger(_ person: Person, to id: RoomID) -> Bool {
        guard let room = centre.rooms[id], !person.connections.isEmpty,
            !centre.isWaiting(person.id, in: id),
            centre.meetings[id]?.denied.contains(person.id) != true
        else { return false }
        return person.id.account.flatMap { room.enrolment(of: $0) } == nil
    }

    /// `DENY <room> <nickname> [:<reason>]`
    static func deny(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let id = try house.doorOf(turn.message[0], turn)
        let given = turn.message[1]
        guard let person = house.people.person(nicked: house.key(given)) else {
            return turn.refuse(.session(.notWaiting), about: Array(given))
        }
        let room = house.name(of: id)
        if house.people.knocks[id]?.contains(where: { $0.person == person.id }) == true {
            // A stranger is told nothing.
            let actor = house.actor(house.asking(turn).id)
            try house.commit(
                try house.centre.denyKnock(of: person.id, at: id, by: actor), &turn)
            house.forgetKnock(of: person.id, at: id, &turn)
        } else {
            let reason = turn.reason(at: 2)
            do throws(Refusal) {
                try house.commit(
                    try house.centre.deny(
                        person.id, from: id, reason: reason,
                        by: house.actor(house.asking(turn).id)), &turn)
            } catch .session(.notWaiting) {
                return turn.refuse(.session(.notWaiting), about: Array(given))
            }
            house.kick(person.id, from: id, .deniedNow, reason: reason, &turn)
        }
        turn.standard(.note, "DENIED", "\(room) \(person.nick)", .denied, person.nick)
    }

    /// The room, for those who may say who comes in.
    private func doorOf(
        _ name: ArraySlice<UInt8>, _ turn: Turn
    ) throws(Refusal) -> RoomID {
        guard let id = centre.room(named: key(name)) else { throw .noSuchRoom }
        return try centre.runnable(id, actor(asking(turn).id)).id
    }

    /// Who waits and since when, and who has knocked.
    private func listDoor(_ id: RoomID, _ turn: inout Turn) {
        let room = name(of: id)
        if centre.showsLobby(id, at: turn.now) {
            for one in centre.meetings[id]?.waiting ?? [] {
                guard let nick = people.persons[one.person]?.nick else { continue }
                turn.standard(
                    .note, "WAITING", "\(room) \(nick) \(Shown.time(one.since))",
                    .waitingSince, nick, clocked(one.since, turn.language, now: turn.now))
            }
        }
        for knock in people.knocks[id] ?? [] {
            guard let nick = people.persons[knock.person]?.nick else { continue }
            turn.standard(
                .note, "KNOCKED", "\(room) \(nick) \(Shown.time(knock.at))", .knockedAt, nick,
                clocked(knock.at, turn.language, now: turn.now))
        }
        turn.standard(.note, "END", Line(room), .endOfList)
    }
}
