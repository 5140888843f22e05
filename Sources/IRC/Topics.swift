import Rooms
import Wire

extension House {
    /// `TOPIC <channel> [:<topic>]`
    static func topic(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let person = house.asking(turn)
        let actor = house.actor(person.id)
        let room = try house.room(turn.message[0], for: actor)
        guard let text = turn.message.text(1) else {
            guard house.readsTopic(of: room, person.id) else { throw .notInRoom }
            return house.writeTopic(room, &turn)
        }
        let given = House.withoutPhase(text)
        let kept = Shown.cut(given, to: Limit.topicBytes)
        let fact = try house.centre.setTopic(
            of: room.id, to: kept, signed: person.nick, by: actor)
        try house.commit(fact, &turn)
        _ = turn.kept(given, atMost: Limit.topicBytes)
        let shown = house.centre.rooms[room.id].map { house.shownTopic($0) } ?? kept
        house.tellRoom(
            room.id, from: person, "TOPIC \(house.name(of: room)) :\(shown)", &turn,
            event: house.centre.position)
    }

    /// Whether somebody may read what a room's topic is: by TOPIC and by LIST alike.
    func readsTopic(of room: Room, _ person: PersonID) -> Bool {
        welcome.policy == .open || room.member(person) != nil
            || centre.isWaiting(person, in: room.id)
    }

    func topicText(_ room: Room) -> [UInt8] {
        let parts = Words.unpack(words(room.topic?.at))
        return parts.count == 2 ? parts[1] : []
    }

    /// 332 and 333, or 331.
    func writeTopic(_ room: Room, _ turn: inout Turn) {
        let parts = Words.unpack(words(room.topic?.at))
        let name = name(of: room)
        // In the lobby the part of the evening is not shown.
        let isInside = turn.person.map { !centre.isWaiting($0, in: room.id) } ?? true
        let shown = isInside ? shownTopic(room) : topicText(room)
        guard !shown.isEmpty else { return turn.numeric(.noTopic, Line(name), .noTopic) }
        if isInside, turn.held.contains(.messageTags), room.circle.phase != nil {
            turn.own += Line("@\(phaseTags(room)) ").bytes
        }
        turn.numeric(.topic, "\(name) :\(shown)")
        // A phase without a topic was set by nobody but the service.
        guard let topic = room.topic, parts.count == 2, !parts[1].isEmpty else { return }
        turn.numeric(.topicWhoTime, "\(name) \(parts[0]) \(Int(topic.time.milliseconds / 1000))")
    }

    /// `KICK <channel> <nick>{,<nick>} [:<reason>]`, or as many channels as nicknames.
    ///
    /// - Source: RFC 2812 §3.2.8.
    static func kick(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let rooms = turn.message[0].split(separator: UInt8(ascii: ","))
        let nicks = turn.message[1].split(separator: UInt8(ascii: ","))
        guard rooms.count == 1 || rooms.count == nicks.count, !nicks.isEmpty else {
            return turn.refuseMissing("KICK")
        }
        guard nicks.count <= Limit.targets else { return turn.refuseTargets(Limit.targets) }
        let reason = turn.reason(at: 2)
        for (index, nick) in nicks.enumerated() {
            let name = rooms[rooms.count == 1 ? 0 : index]
            house.attempt(name, &turn) { house, turn throws(Refusal) in
                try house.kick(nick, from: name, reason, &turn)
            }
        }
    }

    private mutating func kick(
        _ nick: ArraySlice<UInt8>, from given: ArraySlice<UInt8>, _ reason: [UInt8]?,
        _ turn: inout Turn
    ) throws(Refusal) {
        let person = asking(turn)
        let actor = actor(person.id)
        let room = try room(given, for: actor)
        guard let other = people.person(nicked: key(nick)), room.member(other.id) != nil,
            centre.sees(person.id, other.id, in: room.id)
        else {
            guard room.member(person.id) != nil else { throw .notInRoom }
            return turn.numeric(
                .userNotInChannel, "\(Shown.middle(nick)) \(name(of: room))", .userNotInChannel)
        }
        let told = Words.pack([self.name(of: person), other.nick] + (reason.map { [$0] } ?? []))
        let facts = try centre.remove(other.id, from: room.id, by: actor, reason: told)
        if storageFull { throw .storageFull }
        // Encoded while the one who is taken out is still there to hear it.
        let text = reason ?? person.nick
        tellRoom(
            room.id, from: person, "KICK \(name(of: room)) \(other.nick) :\(text)", &turn,
            about: other.id, event: centre.position.next)
        for fact in facts { try commit(fact, &turn) }
    }

    /// `INVITE <nick> <channel>`; without parameters, one's own invitations.
    static func invite(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        guard turn.message.count > 0 else { return house.listInvites(&turn) }
        guard turn.message.count > 1 else {
            return turn.refuseMissing("INVITE")
        }
        do throws(Refusal) {
            try house.invite(&turn)
        } catch {
            turn.refuse(error, about: Array(turn.message[1]))
        }
    }

    private mutating func invite(_ turn: inout Turn) throws(Refusal) {
        let person = asking(turn)
        let actor = actor(person.id)
        let nick = turn.message[0]
        let room = try room(turn.message[1], for: actor)
        // Who is here is told only to whoever may ask them in.
        try centre.mayInvite(to: room.id, by: actor)
        guard let other = people.person(nicked: key(nick)),
            welcome.policy == .open || actor.roles.isStaff
        else {
            return turn.numeric(.noSuchNick, Line(Shown.middle(nick)), .noSuchNick)
        }
        try commit(try centre.invite(other.id, to: room.id, by: actor), &turn)
        turn.numeric(.inviting, "\(other.nick) \(name(of: room))")
        writeAway(of: other, &turn)
        let line = Line(":\(source(person)) INVITE \(other.nick) \(name(of: room))\r\n")
        tellInvitation(line, of: other, to: room, by: person, &turn)
        tell(
            audience(of: [other.id]),
            tags(of: person, turn), line.bytes, &turn)
    }

    private func listInvites(_ turn: inout Turn) {
        let person = asking(turn)
        let rooms = centre.rooms.values.filter { $0.invited.contains(person.id) }
        for room in rooms.sorted(by: { $0.id < $1.id }) {
            turn.numeric(.inviteList, Line(name(of: room)))
        }
        turn.numeric(.endOfInviteList, .endOfInvites)
    }
}
