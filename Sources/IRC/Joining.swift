import Rooms
import Wire

extension House {
    /// `JOIN <channel>{,<channel>} [<key>{,<key>}]`, or `JOIN 0` to leave them all.
    static func join(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        if turn.message[0].elementsEqual([UInt8(ascii: "0")]) {
            return house.leaveAll(&turn)
        }
        let names = turn.message[0].split(separator: UInt8(ascii: ","))
        let keys =
            turn.message.text(1)?.split(
                separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            ?? []
        guard !names.isEmpty else { return turn.refuseMissing("JOIN") }
        guard names.count <= Limit.channelTargets else {
            return turn.refuseTargets(Limit.channelTargets)
        }
        for (index, name) in names.enumerated() {
            let key = keys.indices.contains(index) ? keys[index] : []
            house.attempt(name, &turn) { house, turn throws(Refusal) in
                try house.join(name, key: key, &turn)
            }
        }
    }

    /// Runs what is about one of several names; a refusal of one leaves the others alone.
    mutating func attempt(
        _ name: ArraySlice<UInt8>, _ turn: inout Turn,
        _ body: (inout House, inout Turn) throws(Refusal) -> Void
    ) {
        do throws(Refusal) {
            try body(&self, &turn)
        } catch {
            turn.refuse(error, about: Array(name))
            if case .circle(.keptOut) = error { sayWhoElse(about: name, &turn) }
        }
    }

    private mutating func join(
        _ name: ArraySlice<UInt8>, key given: ArraySlice<UInt8>, _ turn: inout Turn
    ) throws(Refusal) {
        guard Name.channelFault(name) == nil else {
            throw .noSuchRoom
        }
        let person = asking(turn)
        if try followRename(name, person, &turn) { return }
        guard let id = centre.room(named: key(name)) else {
            return try makeByJoining(name, person, &turn)
        }
        var door = door(id, for: person)
        if let at = centre.rooms[id]?.keyAt {
            // A key whose words are gone fits nobody, not even those who give none.
            let key = words(at)
            door.keyFits = !key.isEmpty && key.elementsEqual(given)
        }
        try enter(id, person, door, &turn)
    }

    /// In the `open` policy the first JOIN makes the channel; else there is no such room.
    private mutating func makeByJoining(
        _ name: ArraySlice<UInt8>, _ person: Person, _ turn: inout Turn
    ) throws(Refusal) {
        guard welcome.policy == .open, name.first == UInt8(ascii: "#") else {
            throw .noSuchRoom
        }
        guard centre.rooms(of: person.id).count < Rooms.Limit.roomsEach else {
            throw .tooManyRooms(limit: Rooms.Limit.roomsEach)
        }
        let facts = try centre.makeRoom(
            named(name), kind: .channel, title: nil, by: actor(person.id))
        for fact in facts { try commit(fact, &turn) }
        announceEntrance(facts[0].event.room, person, &turn, event: centre.position)
    }

    /// Comes in and is shown around; nothing when already there.
    mutating func enter(
        _ id: RoomID, _ person: Person, _ door: Door, _ turn: inout Turn
    ) throws(Refusal) {
        if centre.isWaiting(person.id, in: id) { return try enterAgain(id, person, &turn) }
        let facts = try centre.enter(id, by: actor(person.id), door: door, at: turn.now)
        guard !facts.isEmpty else { return }
        guard !isScreened(nick: person.nick, of: person, in: id) else { throw .nicknameScreened }
        let missed = missed(by: person, in: id, turn)
        let wasUnattended = centre.meetings[id]?.unattendedSince != nil
        let hadWaited = centre.meetings[id]?.place(of: person.id)?.isInside == false
        for fact in facts { try commit(fact, &turn) }
        guard !centre.isWaiting(person.id, in: id) else {
            return announceLobby(id, person, isSilent: hadWaited, &turn)
        }
        announceEntrance(id, person, &turn, event: centre.position)
        tellTurn(to: person.id, in: id, &turn)
        if let missed { turn.missed.append(missed) }
        welcomeStaff(person, in: id, wasUnattended: wasUnattended, &turn)
    }

    mutating func announceEntrance(
        _ id: RoomID, _ person: Person, _ turn: inout Turn, event position: Position? = nil
    ) {
        guard let room = centre.rooms[id] else { return }
        announceJoin(id, person, &turn, event: position)
        let given = room.member(person.id)?.prefixes ?? []
        if !given.isEmpty {
            announcePrefixes(given, of: person, in: room, &turn)
        }
        showRoom(id, &turn)
        showRoomElsewhere(id, to: person.id, &turn)
        noteKeeping(id, to: person.id, &turn)
        notePresence(id, to: person.id, &turn)
    }

    /// Others learn of a newcomer's prefix by MODE, as they would of one given later; the newcomer
    /// reads it in NAMES.
    private mutating func announcePrefixes(
        _ given: Prefixes, of person: Person, in room: Room, _ turn: inout Turn
    ) {
        guard room.members.count > 1 else { return }
        var changes = ModeChanges()
        for sign in PrefixSign.each where given.contains(sign.prefix) {
            changes.note(sign.letter, on: true, person.nick)
        }
        let lead = Line(":\(welcome.server) MODE \(name(of: room)) ")
        for line in changes.lines(within: Wire.Limit.contentBytes - lead.bytes.count) {
            let body = Line("\(lead)\(line)\r\n").bytes
            tell(audience(room.id), LineTags(time: turn.now), body, &turn)
        }
    }

    /// Topic and names, to the one who has come in.
    func showRoom(_ id: RoomID, _ turn: inout Turn) {
        guard let room = centre.rooms[id] else { return }
        if let own = turn.person, centre.isWaiting(own, in: id) { return showLobby(room, &turn) }
        if !shownTopic(room).isEmpty { writeTopic(room, &turn) }
        writeMark(room, &turn)
        if !turn.held.contains(.noImplicitNames) { writeNames(room, &turn) }
        writeRoomMetadata(room, &turn)
        noteCase(room, &turn)
    }

    /// The same to the other connections of the one who has come in.
    func showRoomElsewhere(_ id: RoomID, to person: PersonID, _ turn: inout Turn) {
        guard let here = people.persons[person] else { return }
        for connection in here.connections where connection != turn.connection {
            guard var other = apart(turn, for: connection) else { continue }
            showRoom(id, &other)
            turn.deliveries.append(.send(other.own, to: connection))
        }
    }

    // MARK: Going out

    /// `PART <channel>{,<channel>} [<reason>]`
    static func part(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let names = turn.message[0].split(separator: UInt8(ascii: ","))
        guard !names.isEmpty else { return turn.refuseMissing("PART") }
        guard names.count <= Limit.channelTargets else {
            return turn.refuseTargets(Limit.channelTargets)
        }
        let reason = turn.reason(at: 1)
        for name in names {
            house.attempt(name, &turn) { house, turn throws(Refusal) in
                let id = try house.room(name, for: house.actor(house.asking(turn).id)).id
                try house.leave(id, reason: reason, &turn)
            }
        }
    }

    private mutating func leaveAll(_ turn: inout Turn) {
        let person = asking(turn).id
        for id in centre.rooms(of: person) + centre.lobbies(of: person) {
            attempt(name(of: id)[...], &turn) { house, turn throws(Refusal) in
                try house.leave(id, reason: nil, &turn)
            }
        }
    }

    private mutating func leave(
        _ id: RoomID, reason: [UInt8]?, _ turn: inout Turn
    ) throws(Refusal) {
        let person = asking(turn)
        if centre.isWaiting(person.id, in: id) {
            let line = Line("PART \(name(of: id))\(Self.trailing(reason))")
            return try leaveLobby(id, person, line, &turn)
        }
        if let (home, aside) = centre.aside(in: id) {
            return try leaveAside(aside, of: home, by: person.id, &turn)
        }
        let reason = remark(reason, of: person.id, in: id, turn)
        let facts = try centre.leave(id, by: actor(person.id), how: .parted, reason: reason)
        let line = Line("PART \(name(of: id))\(Self.trailing(reason))")
        // Encoded while the one who leaves is still there to hear it.
        if !storageFull {
            tellRoom(id, from: person, line, &turn, event: centre.position.next)
            // Whoever waits sees that one of the staff goes, and nothing that is said inside.
            tellLobby(id, from: person, Line("PART \(name(of: id))"), &turn)
        }
        let hadFloor = hasRoundFloor(person.id, in: id)
        for fact in facts { try commit(fact, &turn) }
        if hadFloor { try goOn(id, &turn) }
        try lookAfter(id, &turn)
    }

    static func trailing(_ reason: [UInt8]?) -> Line {
        reason.map { " :\($0)" } ?? ""
    }
}

extension Turn {
    /// A reason, cut to what KICKLEN allows; nil where none was given. Without a colon before it,
    /// the rest of the line: no word is lost.
    mutating func reason(at index: Int) -> [UInt8]? {
        let text = rest(from: index)
        guard !text.isEmpty else { return nil }
        return kept(text[...], atMost: Limit.reasonBytes)
    }

    /// Text cut between letters to what is allowed; who wrote it is told.
    mutating func kept(_ text: ArraySlice<UInt8>, atMost bytes: Int) -> [UInt8] {
        if text.count > bytes {
            standard(.warn, "SHORTENED", "", .shortened, language.number(bytes))
        }
        return Shown.cut(text, to: bytes)
    }

    mutating func refuseTargets(_ limit: Int) {
        let name = Shown.middle(message.text(0) ?? [])
        numeric(.tooManyTargets, Line(name), .tooManyTargets, Line("\(limit)").bytes)
    }
}
