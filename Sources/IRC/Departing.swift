public import Rooms
public import Wire

extension House {
    /// `QUIT [<reason>]`
    static func quit(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let reason = turn.reason(at: 0)
        house.disconnect(turn.connection, how: .quit, reason: reason, &turn)
        turn.say("ERROR :\(Phrase.goodbye.text(turn.language))")
        turn.closes = true
    }

    /// Takes a connection out of the house. With its last one a person leaves their rooms.
    ///
    /// While the disk is full the leaving cannot be written down: it is owed, and the person is not
    /// shown meanwhile.
    public mutating func disconnect(
        _ connection: ConnectionID, how: Departure, reason: [UInt8]? = nil,
        because ending: Ending? = nil, _ turn: inout Turn
    ) {
        let lost = Self.lost(ending, how)
        let rooms = people.clients[connection].map { centre.rooms(of: $0.person) } ?? []
        let reason = rooms.reduce(reason) { kept, id in
            people.clients[connection].flatMap { remark(kept, of: $0.person, in: id, turn) }
        }
        disconnect(connection, how: how, reason: reason, &turn) { language in
            reason.map { Line($0) } ?? lost.text(language)
        }
    }

    /// - Parameter told: what others read as the reason, each in their language.
    mutating func disconnect(
        _ connection: ConnectionID, how: Departure, reason: [UInt8]?, _ turn: inout Turn,
        told: (Language) -> Line
    ) {
        guard let client = people.clients[connection], let person = people.persons[client.person]
        else { return }
        move(.disconnected(connection), &turn)
        guard person.connections == [connection] else {
            return noteAbsence(of: person.id, &turn)
        }
        if stays(person.id) { return stay(person, &turn) }
        leaveLobbies(person.id, how, &turn)
        if how == .cutOff, keepPlaces(of: person, &turn, told: told) { return }
        let rooms = centre.rooms(of: person.id)
        let others = witnesses(of: person.id, in: rooms)
        let hearers = Set(others).subtracting([person.id]).sorted()
        // Whoever waits sees that one of the staff goes, and nothing that is said inside.
        let waiting = Set(lobbyHearers(of: person.id)).subtracting(hearers + [person.id]).sorted()
        let rounds = rooms.filter { hasRoundFloor(person.id, in: $0) }
        depart(person.id, rooms, how, reason, &turn)
        remember(person, &turn)
        move(.departed(person.id), &turn)
        let tags = tags(of: person, turn)
        let lines = linesInEach(hearers) { Line(":\(source(person)) QUIT :\(told($0))\r\n") }
        let wordless = linesInEach(waiting) { language in
            let words: Line = reason == nil ? " :\(told(language))" : ""
            return Line(":\(source(person)) QUIT\(words)\r\n")
        }
        for (line, group) in lines + wordless {
            tell(audience(of: group), tags, line.bytes, &turn)
        }
        // Whoever takes somebody else's connection out is left out there, and hears it here.
        if connection != turn.connection, let asker = turn.person, hearers.contains(asker) {
            let line = Line(":\(source(person)) QUIT :\(told(turn.language))\r\n")
            tellOwn(tags, line.bytes, &turn)
        }
        // On a full disk the round stands still until it is well.
        for id in rounds { try? goOn(id, &turn) }
        lookAfterAll(rooms, &turn)
    }

    /// A line in the language of each hearer; hearers who get the same bytes stand together.
    func linesInEach(
        _ hearers: [PersonID], _ line: (Language) -> Line
    ) -> [(line: Line, hearers: [PersonID])] {
        var groups: [(line: Line, hearers: [PersonID])] = []
        for language in Language.allCases {
            let group = hearers.filter { self.language(of: $0) == language }
            guard !group.isEmpty else { continue }
            let made = line(language)
            if let same = groups.firstIndex(where: { $0.line.bytes == made.bytes }) {
                groups[same].hearers = (groups[same].hearers + group).sorted()
            } else {
                groups.append((made, group))
            }
        }
        return groups
    }

    /// What others read of somebody who went without a word.
    private static func lost(_ ending: Ending?, _ how: Departure) -> Phrase {
        switch ending {
        case .tooSlow: .readTooSlowly
        case .timedOut: .nothingHeard
        default: how == .cutOff ? .connectionLost : .goodbye
        }
    }

    /// Writes down that somebody who is no longer here has left their rooms.
    ///
    /// - Returns: whether it could be written.
    @discardableResult
    public mutating func depart(
        _ person: PersonID, _ rooms: [RoomID], _ how: Departure, _ reason: [UInt8]?,
        _ turn: inout Turn
    ) -> Bool {
        let actor = actor(person)
        for id in rooms {
            do throws(Refusal) {
                for fact in try centre.leave(id, by: actor, how: how, reason: reason) {
                    try commit(fact, &turn)
                }
            } catch {
                return false
            }
        }
        return true
    }

    /// Those who stand in a room but are not here: their leaving is owed to the log.
    public var owedDepartures: [PersonID] {
        let inside = Set(centre.rooms.values.flatMap { $0.members.map(\.person) })
        return inside.filter { people.persons[$0] == nil }.sorted()
    }
}

extension House {
    /// The server came up: whoever was connected before is not.
    ///
    /// - Returns: whether the clock is not trusted, and so nothing is wiped by its age.
    public mutating func restart(_ turn: inout Turn) -> Bool {
        turn.beginErrand()
        let isDistrusted = distrustClock(&turn)
        do throws(Refusal) {
            try commit(Fact(.restarted), &turn)
            // Channels of the `open` policy are gone, and with them what was said of them.
            let rooms = centre.rooms
            for row in tables.metadata.clearing(roomsBesides: { rooms[$0] != nil }) {
                try keep(row, &turn)
            }
        } catch {
            // A full disk: their leaving is owed, and nobody sees them meanwhile.
        }
        return isDistrusted
    }

    /// Writes down the leaving of all whose leaving is owed, and that the clock is not trusted
    /// where that is.
    public mutating func settleDebts(distrustsClock: Bool, _ turn: inout Turn) {
        turn.beginErrand()
        // Where it cannot be written now it stays owed.
        if distrustsClock, !centre.keeping.isSuspended { _ = suspend(true, &turn) }
        for person in owedDepartures {
            depart(person, centre.rooms(of: person), .cutOff, nil, &turn)
        }
        settleLobbies(&turn)
    }

    /// Answers a line that could not be parsed, of somebody who is in.
    public mutating func answer(
        _ fault: LineError, from connection: ConnectionID, _ turn: inout Turn
    ) {
        var line: Message?
        if case .invalidUTF8(let repaired) = fault { line = repaired }
        turn.begin(connection, line ?? Turn.nothing)
        let client = people.clients[connection]
        let nick = client.flatMap { people.persons[$0.person]?.nick }
        turn.held = client?.held ?? []
        turn.language = client.map { language(of: $0.person) } ?? welcome.language
        Faults.answer(
            fault, server: welcome.server, target: nick ?? [UInt8(ascii: "*")],
            held: turn.held, turn.language, replies: &turn.own)
        // A text without one of its lines is not the text.
        if let batch = client?.batch { abandon(batch, &turn) }
        turn.wrapOwn()
        turn.putFirst()
    }
}
