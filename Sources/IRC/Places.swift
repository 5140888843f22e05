import Rooms
import Wire

/// Places that are kept: who is cut off during a session is still shown there for a while, and
/// comes back without anybody seeing a JOIN.
extension House {
    /// Keeps the places of somebody whose last connection was lost, where sessions are open; out of
    /// their other rooms they go.
    ///
    /// - Returns: whether there is any place to keep.
    mutating func keepPlaces(
        of person: Person, _ turn: inout Turn, told: (Language) -> Line
    ) -> Bool {
        let kept = centre.keepsPlaces(of: person.id)
        guard !kept.isEmpty, !storageFull else { return false }
        let others = centre.rooms(of: person.id).filter { !kept.contains($0) }
        let near = Set(witnesses(of: person.id, in: kept))
        let tags = tags(of: person, turn)
        for id in others {
            let hearers = centre.witnesses(of: person.id, in: id).filter { $0 != person.id }
            // Who sees them in a session too reads that they went out of this room alone.
            let part = Line(":\(source(person)) PART \(name(of: id))\r\n").bytes
            tell(audience(of: hearers.filter { near.contains($0) }), tags, part, &turn)
            let far = linesInEach(hearers.filter { !near.contains($0) }) {
                Line(":\(source(person)) QUIT :\(told($0))\r\n")
            }
            for (line, group) in far { tell(audience(of: group), tags, line.bytes, &turn) }
        }
        depart(person.id, others, .cutOff, nil, &turn)
        for id in kept {
            // The disk is not full, and nothing else refuses it.
            try? commit(Fact(.meeting(id, .presence(person.id, .cutOff))), &turn)
        }
        return true
    }

    /// Goes out of the lobbies with the last connection.
    mutating func leaveLobbies(_ person: PersonID, _ how: Departure, _ turn: inout Turn) {
        for id in centre.lobbies(of: person) {
            let presence: MeetingEvent.Presence = how == .cutOff ? .cutOff : .leftLobby
            // On a full disk it is owed.
            try? commit(Fact(.meeting(id, .presence(person, presence))), &turn)
        }
    }

    /// Writes down that those who are not here any more have left their lobbies.
    mutating func settleLobbies(_ turn: inout Turn) {
        for id in centre.meetings.keys.sorted() {
            for one in centre.meetings[id]?.waiting ?? [] where people.persons[one.person] == nil {
                // Still full: it stays owed.
                try? commit(Fact(.meeting(id, .presence(one.person, .leftLobby))), &turn)
            }
        }
    }

    /// Somebody is back before their place was given up: only they see it.
    ///
    /// - Returns: whether they had a place there.
    mutating func comeBack(to id: RoomID, _ person: Person, _ turn: inout Turn) -> Bool {
        guard let place = centre.meetings[id]?.place(of: person.id), place.isInside else {
            return false
        }
        let wasUnattended = centre.meetings[id]?.unattendedSince != nil
        do throws(Refusal) {
            try commit(Fact(.meeting(id, .presence(person.id, .returned))), &turn)
        } catch {
            // A full disk: they are in the room all the same.
        }
        tellOwn(tags(of: person, turn), joinLine(id, person, for: turn.held), &turn)
        showRoom(id, &turn)
        tellTurn(to: person.id, in: id, &turn)
        if !turn.held.contains(.chathistory), welcome.catchUpBytes > 0,
            place.at < centre.position
        {
            let actor = actor(person.id)
            let gap = place.at.next...centre.position
            let within = centre.readable(by: actor, in: id).filter { $0.overlaps(gap) }
                .map { $0.clamped(to: gap) }
            let threads =
                centre.threads(of: id, for: actor) + privateThreads(of: person.id, in: id)
                + centre.confidences(of: person.id, in: id)
            turn.missed.append(TargetRequest.Place(room: id, threads: threads, within: within))
        }
        welcomeStaff(person, in: id, wasUnattended: wasUnattended, &turn)
        return true
    }

    /// What those in a room have written to somebody alone: it reached nobody while only the place
    /// was there.
    private func privateThreads(of person: PersonID, in id: RoomID) -> [ThreadID] {
        let others = centre.rooms[id]?.members.map(\.person).filter { $0 != person } ?? []
        return others.map { ThreadID(person, $0) }
    }

    /// Comes back to the places that were kept while the server was down.
    mutating func takePlaces(_ person: Person, _ turn: inout Turn) {
        guard welcome.policy == .support else { return }
        for id in centre.meetings.keys.sorted()
        where centre.meetings[id]?.place(of: person.id) != nil && !isIn(id, person.id) {
            // Who may not come any more, does not.
            try? enter(id, person, door(id, for: person), &turn)
        }
    }

    /// Somebody did not come back in time: now others see them go.
    mutating func endPlace(
        of id: PersonID, in room: RoomID, _ turn: inout Turn
    ) throws(Refusal) {
        guard isIn(room, id), let person = people.persons[id], person.connections.isEmpty else {
            return try commit(Fact(.meeting(room, .presence(id, .placeLost))), &turn)
        }
        let hearers = centre.witnesses(of: id, in: room).filter { $0 != id }
        let lobby = lobbyHearers(of: id, in: room)
        let tags = tags(of: person, turn)
        try commit(Fact(.left(room, id, .cutOff)), &turn)
        let isLast = centre.rooms(of: id).isEmpty
        let lines = linesInEach(hearers + lobby) {
            isLast
                ? Line(":\(source(person)) QUIT :\(Phrase.connectionLost.text($0))\r\n")
                : Line(":\(source(person)) PART \(name(of: room))\r\n")
        }
        for (line, group) in lines { tell(audience(of: group), tags, line.bytes, &turn) }
        if let asker = turn.person, hearers.contains(asker) {
            let own =
                isLast
                ? Line(":\(source(person)) QUIT :\(Phrase.connectionLost.text(turn.language))\r\n")
                : Line(":\(source(person)) PART \(name(of: room))\r\n")
            tellOwn(tags, own.bytes, &turn)
        }
        guard isLast else { return }
        remember(person, &turn)
        move(.departed(id), &turn)
    }

    /// Whoever was only kept a place for and is taken out of the last room is not here any more.
    mutating func dismissAbsent(_ id: PersonID, _ turn: inout Turn) {
        guard let person = people.persons[id], person.connections.isEmpty,
            centre.rooms(of: id).isEmpty, !stays(id)
        else { return }
        remember(person, &turn)
        move(.departed(id), &turn)
    }

    // MARK: Staff

    /// Tells staff who was cut off, in one line, and sees to it that somebody leads.
    mutating func tellCuts(_ id: RoomID, _ turn: inout Turn) throws(Refusal) {
        guard let own = centre.meetings[id], let since = own.cutsSince else { return }
        let gone = own.places.filter { $0.isInside && $0.since >= since }
        let nicks = gone.compactMap { people.persons[$0.person]?.nick }
        try commit(Fact(.meeting(id, .rung(.cuts, 0))), &turn)
        let room = name(of: id)
        if !nicks.isEmpty {
            announce(
                to: leaders(of: id), "CUT_OFF", "\(room) \(nicks.count)",
                nicks.count == 1 ? .oneCutOff : .manyCutOff, &turn
            ) { [$0.list(Array(nicks.prefix(Limit.nicksTold))), room, $0.number(nicks.count)] }
        }
        try lookAfter(id, &turn)
    }

    /// Sees to it that somebody leads a session from which staff have gone: the co-facilitator, or
    /// else the stand-in is called.
    mutating func lookAfter(_ id: RoomID, _ turn: inout Turn) throws(Refusal) {
        guard centre.meetings[id]?.open != nil else { return }
        if let fact = centre.heir(in: id), case .prefixesSet(_, let heir, _, _) = fact.event {
            try commit(fact, &turn)
            guard let person = people.persons[heir], let room = centre.rooms[id] else { return }
            let members =
                room.members.map(\.person) + (centre.meetings[id]?.waiting ?? []).map(\.person)
            let line = Line(":\(welcome.server) MODE \(name(of: room)) +o \(person.nick)\r\n")
            tell(audience(of: members), LineTags(time: turn.now), line.bytes, &turn)
            announce(to: [heir], "LEADS", Line(name(of: room)), .youLeadNow, &turn) { _ in
                [name(of: room)]
            }
        }
        guard centre.isUnattended(id), let own = centre.meetings[id],
            own.unattendedSince == nil || own.awaitsStaff,
            // After a restart they have half a minute to be back before anybody else is called.
            !own.awaitsStaff || own.cutsSince == nil
        else { return }
        try commit(Fact(.meeting(id, .rung(.unattended, 0))), &turn)
        hostSays(.nobodyLeads, in: id, &turn)
        try payOwed(of: id, &turn)
    }

    mutating func lookAfterAll(_ rooms: [RoomID], _ turn: inout Turn) {
        guard !centre.meetings.isEmpty else { return }
        for id in rooms {
            // On a full disk nobody can be made to lead.
            try? lookAfter(id, &turn)
        }
    }

    /// What staff are told on coming in: who waits, and who knocked. Those in the room hear that
    /// somebody looks after them again.
    mutating func welcomeStaff(
        _ person: Person, in id: RoomID, wasUnattended: Bool, _ turn: inout Turn
    ) {
        showWaiting(in: id, to: person.id, &turn)
        guard let own = centre.meetings[id],
            centre.rooms[id]?.member(person.id)?.prefixes.moderates == true
        else { return }
        // On a full disk they keep the sign until the session is over.
        try? relieveStandIn(in: id, &turn)
        listWaiting(of: id, to: [person.id], &turn)
        guard wasUnattended, own.unattendedSince == nil, own.open != nil else { return }
        hostSays(.somebodyLeads, in: id, &turn) { _ in [person.nick] }
    }

    /// Whether a person is here by a connection, and not only kept a place for.
    func isHere(_ person: PersonID) -> Bool {
        people.persons[person]?.connections.isEmpty == false
    }

    /// Tells the transport whether to look closely at whether somebody's connections are alive:
    /// while a session is open, at those who lead and at the one who has the floor.
    func watch(_ id: PersonID, _ turn: inout Turn) {
        guard welcome.policy == .support, let person = people.persons[id] else { return }
        let closely = centre.rooms(of: id).contains { room in
            centre.meetings[room]?.open != nil
                && centre.rooms[room]?.member(id)?.prefixes.isEmpty == false
        }
        for connection in person.connections {
            turn.deliveries.append(.watched(connection, closely: closely))
        }
    }

    /// The same for everyone whom an event may concern.
    func noteWatch(_ event: Event, _ turn: inout Turn) {
        guard !centre.meetings.isEmpty, centre.meetings[event.room]?.open != nil else { return }
        switch event {
        case .entered(_, let person, let prefixes) where !prefixes.isEmpty: watch(person, &turn)
        case .prefixesSet(_, let person, _, _): watch(person, &turn)
        case .meeting(_, .presence(let person, .returned)): watch(person, &turn)
        case .meeting(let id, .opened):
            for member in centre.rooms[id]?.members ?? [] where !member.prefixes.isEmpty {
                watch(member.person, &turn)
            }
        default: break
        }
    }
}
