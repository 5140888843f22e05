import Rooms
import Wire

/// The lobby: where those wait who may come but do not come in yet. They see the topic, when it
/// opens and who of the staff is there; only staff hear them, and nobody else sees them.
extension House {
    /// Shows somebody who has come into the lobby around, and tells staff.
    ///
    /// - Parameter isSilent: staff knows already that they wait.
    mutating func announceLobby(
        _ id: RoomID, _ person: Person, isSilent: Bool = false, _ turn: inout Turn
    ) {
        let tags = tags(of: person, turn)
        tell(
            audience(of: connections(of: [person.id]), shapedBy: .shaping.union(.extendedJoin)),
            tags, &turn
        ) { joinLine(id, person, for: $0) }
        if turn.person == person.id { tellOwn(tags, joinLine(id, person, for: turn.held), &turn) }
        if turn.person == person.id { showRoom(id, &turn) }
        showRoomElsewhere(id, to: person.id, &turn)
        guard !isSilent, centre.showsLobby(id, at: turn.now) else { return }
        let room = name(of: id)
        announce(
            to: leaders(of: id), "WAITING", "\(room) \(person.nick)", .someoneWaits, &turn
        ) { _ in [person.nick, room] }
    }

    /// Topic, staff and what to wait for.
    func showLobby(_ room: Room, _ turn: inout Turn) {
        if !topicText(room).isEmpty { writeTopic(room, &turn) }
        writeMark(room, &turn)
        if !turn.held.contains(.noImplicitNames) { writeNames(room, &turn) }
        guard let own = turn.person else { return }
        explain(why(own, room, turn.now), room, &turn)
        let here = centre.staff(in: room).compactMap { people.persons[$0.person] }
            .filter { !$0.connections.isEmpty }
        guard here.isEmpty else {
            return note(.lobbyStaff, [turn.language.list(here.map(\.nick))], &turn)
        }
        note(.nobodyOfStaffInRoom, [], &turn)
        for number in welcome.help { note(.helpNumbers, [number], &turn) }
    }

    private func why(_ person: PersonID, _ room: Room, _ now: Moment) -> Wait {
        centre.wait(of: actor(person), in: room, at: now) ?? .shut
    }

    /// Tells somebody who still waits what for.
    func explainWaiting(to person: PersonID, in id: RoomID, _ turn: inout Turn) {
        guard let room = centre.rooms[id], let here = people.persons[person] else { return }
        let why = why(person, room, turn.now)
        for connection in here.connections where connection != turn.connection {
            guard var other = apart(turn, for: connection) else { continue }
            explain(why, room, &other)
            turn.deliveries.append(.send(other.own, to: connection))
        }
    }

    private func explain(_ why: Wait, _ room: Room, _ turn: inout Turn) {
        let (name, own) = (name(of: room), centre.meetings[room.id])
        let account = turn.person?.account ?? AccountID(0)
        switch why {
        case .shut:
            if let next = own?.coming {
                note(.lobbyOpens, [name, dated(next.plan.start, turn.language)], &turn)
            } else {
                note(.lobbyShut, [name], &turn)
            }
            if own?.accepts(account) == false { explain(.rules, room, &turn) }
        case .rules:
            let version = Line("\(Int(own?.rulesVersion ?? 0))").bytes
            note(.lobbyRules, [name, version], &turn)
        case .late, .locked, .seats: note(.lobbyAsk, [], &turn)
        }
    }

    /// JOIN of somebody who waits: in, if what they waited for is there; else what for.
    mutating func enterAgain(
        _ id: RoomID, _ person: Person, _ turn: inout Turn
    ) throws(Refusal) {
        guard let room = centre.rooms[id] else { return }
        if let why = centre.wait(of: actor(person.id), in: room, at: turn.now) {
            return explain(why, room, &turn)
        }
        try bringInside(person.id, to: id, &turn)
    }

    /// A turn of its own for another connection of somebody.
    func apart(_ turn: Turn, for connection: ConnectionID) -> Turn? {
        guard let client = people.clients[connection], let person = people.persons[client.person]
        else { return nil }
        var other = Turn(
            now: turn.now, dice: turn.dice, server: turn.server,
            language: language(of: client.person))
        other.begin(connection, Turn.nothing)
        other.person = client.person
        other.held = client.held
        other.nick = person.nick
        return other
    }

    /// Those in a room whom somebody may see: who waits before it staff, and themselves nowhere.
    func visible(in room: Room, to asker: PersonID?) -> [Room.Member] {
        guard let asker else { return room.members }
        if centre.isWaiting(asker, in: room.id) { return centre.staff(in: room) }
        return centre.visible(to: asker, in: room)
    }

    /// Those who wait and see this person come and go, who is of the staff.
    func lobbyHearers(of person: PersonID) -> [PersonID] {
        centre.rooms(of: person).flatMap { lobbyHearers(of: person, in: $0) }
    }

    func lobbyHearers(of person: PersonID, in id: RoomID) -> [PersonID] {
        guard let own = centre.meetings[id], !own.waiting.isEmpty, let room = centre.rooms[id],
            centre.isStaff(person, of: room)
        else { return [] }
        return own.waiting.map(\.person).filter { $0 != person }
    }

    /// A line about somebody of the staff, for those who wait before the room.
    func tellLobby(_ id: RoomID, from person: Person, _ rest: Line, _ turn: inout Turn) {
        let hearers = lobbyHearers(of: person.id, in: id)
        guard !hearers.isEmpty else { return }
        let body = Line(":\(source(person)) \(rest)\r\n").bytes
        tell(audience(of: hearers), tags(of: person, turn), body, &turn)
    }

    // MARK: In and out

    /// Takes somebody out of the lobby into the room; both sides see it as a JOIN.
    mutating func bringInside(
        _ id: PersonID, to room: RoomID, _ turn: inout Turn
    ) throws(Refusal) {
        guard let fact = centre.comeIn(id, to: room), let person = people.persons[id] else {
            return
        }
        let missed = missedByAll(of: person, in: room)
        let known = centre.rooms[room].map { visible(in: $0, to: id).map(\.person) } ?? []
        try commit(fact, &turn)
        let others = (centre.rooms[room]?.members ?? []).map(\.person).filter { $0 != id }
        let witnesses = others.filter { centre.sees($0, id, in: room) }
        tellJoin(of: person, to: witnesses, room, &turn, event: centre.position)
        for other in others where !known.contains(other) && centre.sees(id, other, in: room) {
            guard let there = people.persons[other] else { continue }
            tellJoin(of: there, to: [id], room, &turn)
        }
        noteKeeping(room, to: id, &turn)
        notePresence(room, to: id, &turn)
        for one in missed {
            if turn.person == id, one.connection == turn.connection {
                turn.missed.append(one.place)
            } else {
                turn.missedElsewhere.append(one)
            }
        }
        showInside(room, to: id, &turn)
    }

    /// Tells somebody who has come out of the lobby that everyone hears them from now on, and who
    /// is there: their client has seen a JOIN long ago.
    private func showInside(_ id: RoomID, to person: PersonID, _ turn: inout Turn) {
        guard let room = centre.rooms[id], let here = people.persons[person] else { return }
        for connection in here.connections {
            guard connection != turn.connection else {
                writeInside(room, &turn)
                continue
            }
            guard var other = apart(turn, for: connection) else { continue }
            writeInside(room, &other)
            turn.deliveries.append(.send(other.own, to: connection))
        }
        let name = name(of: id)
        announce(to: [person], "INSIDE", Line(name), .youAreInside, &turn) { _ in [name] }
    }

    private func writeInside(_ room: Room, _ turn: inout Turn) {
        // In the lobby neither the part of the evening is shown, nor a new topic told.
        if !shownTopic(room).isEmpty { writeTopic(room, &turn) }
        if !turn.held.contains(.noImplicitNames) { writeNames(room, &turn) }
        // Nor what those inside say of themselves.
        writeRoomMetadata(room, &turn)
    }

    /// A JOIN for these people, the one who asks among them.
    func tellJoin(
        of person: Person, to hearers: [PersonID], _ id: RoomID, _ turn: inout Turn,
        event position: Position? = nil
    ) {
        var tags = tags(of: person, turn)
        tags.id = position.map { self.id(of: $0, at: turn.now) }
        let shaped = Capabilities.shaping.union(.extendedJoin)
        tell(audience(of: connections(of: hearers), shapedBy: shaped), tags, &turn) {
            joinLine(id, person, for: $0)
        }
        guard let asker = turn.person, hearers.contains(asker) else { return }
        tellOwn(tags, joinLine(id, person, for: turn.held), &turn)
    }

    /// Somebody goes out of the lobby by PART.
    mutating func leaveLobby(
        _ id: RoomID, _ person: Person, _ line: Line, _ turn: inout Turn
    ) throws(Refusal) {
        try commit(Fact(.meeting(id, .presence(person.id, .leftLobby))), &turn)
        let body = Line(":\(source(person)) \(line)\r\n").bytes
        let tags = tags(of: person, turn)
        tell(audience(of: [person.id]), tags, body, &turn)
        if turn.person == person.id { tellOwn(tags, body, &turn) }
    }

    /// Who waits before a room, in one line.
    func listWaiting(of id: RoomID, to persons: [PersonID], _ turn: inout Turn) {
        let nicks = (centre.meetings[id]?.waiting ?? []).compactMap {
            people.persons[$0.person]?.nick
        }
        guard !nicks.isEmpty, centre.showsLobby(id, at: turn.now) else { return }
        let room = name(of: id)
        announce(to: persons, "LOBBY", "\(room) \(nicks.count)", .lobbyHolds, &turn) {
            [$0.list(Array(nicks.prefix(Limit.nicksTold))), room, $0.number(nicks.count)]
        }
    }
}
