import Rooms
import Wire

/// The floor as it changes hands: what the room sees, and who is told what.
extension House {
    /// Makes facts about the floor so and tells of them; a round then goes on by itself.
    mutating func moveFloor(
        _ facts: [Fact], in id: RoomID, _ turn: inout Turn
    ) throws(Refusal) {
        try commitFloor(facts, in: id, by: turn.person.flatMap { people.persons[$0] }, &turn)
        try goOn(id, &turn)
    }

    /// The next step of a round, where nobody has the floor.
    mutating func goOn(_ id: RoomID, _ turn: inout Turn) throws(Refusal) {
        guard let step = centre.roundStep(in: id) else { return }
        try commitFloor(
            centre.facts(of: step, in: id, at: turn.now), in: id, by: nil, &turn)
        switch step {
        case .next: break
        case .over: noticeRoom(id, &turn) { Phrase.roundOver.text($0) }
        case .rests(let absent):
            let names = absent.map { calling($0) }
            let all = leaders(of: id, besides: turn) + leadingAsker(of: id, turn)
            tell(
                all,
                CircleNotice(
                    verb: "ROUND", code: "RESTING", context: Line(name(of: id)),
                    phrase: .roundResting, facts: { [$0.list(names)] }), &turn)
        }
    }

    /// Whoever asks, where they run the group of the room.
    private func leadingAsker(of id: RoomID, _ turn: Turn) -> [PersonID] {
        guard let asker = turn.person,
            centre.rooms[id]?.member(asker)?.prefixes.moderates == true
        else { return [] }
        return [asker]
    }

    private mutating func commitFloor(
        _ facts: [Fact], in id: RoomID, by person: Person?, _ turn: inout Turn
    ) throws(Refusal) {
        if storageFull { throw .storageFull }
        var changes = ModeChanges()
        for fact in facts {
            try commit(fact, &turn)
            note(fact.event, in: &changes)
        }
        if !changes.isEmpty { tellModes(changes, in: id, by: person, &turn) }
        for fact in facts { tellFloor(fact.event, in: id, &turn) }
    }

    /// Notes a `+` that was given or taken, for the line that tells it.
    func note(_ event: Event, in changes: inout ModeChanges) {
        guard case .prefixesSet(_, let who, let given, _) = event,
            let nick = people.persons[who]?.nick
        else { return }
        changes.note("v", on: given.contains(.voice), nick)
    }

    /// Tells whom it concerns of what has become of the floor.
    func tellFloor(_ event: Event, in id: RoomID, _ turn: inout Turn) {
        guard case .circle(_, let what) = event else { return }
        switch what {
        case .floorGiven(let person, let ends, _): welcome(person, until: ends, in: id, &turn)
        case .floorEnded(let person, let how, _): tellEnd(of: person, how, in: id, &turn)
        default: break
        }
    }

    private func welcome(
        _ person: PersonID, until ends: Moment?, in id: RoomID, _ turn: inout Turn
    ) {
        let room = name(of: id)
        let seconds = ends.map { max(1, Int(($0.milliseconds - turn.now.milliseconds) / 1000)) }
        let until: Line = ends.map { " \(Shown.time($0))" } ?? ""
        tell(
            [person],
            CircleNotice(
                verb: "FLOOR", code: "YOURS", context: Line(room) + until,
                phrase: seconds == nil ? .floorYours : .floorYoursFor,
                facts: { language in seconds.map { [language.span(seconds: $0)] } ?? [] }),
            &turn)
        let waiting = people.unsaid(of: person, in: id, at: turn.now).count
        guard waiting > 0 else { return }
        tell(
            [person],
            CircleNotice(
                verb: "FLOOR", code: "UNSAID", context: "\(room) \(waiting)",
                phrase: .unsaidWaits, facts: { [$0.number(waiting)] }), &turn)
    }

    /// Tells somebody who is back where they stand: they have the floor, or wait for it.
    func tellTurn(to person: PersonID, in id: RoomID, _ turn: inout Turn) {
        guard let room = centre.rooms[id], room.settings.hasTurns, !centre.isShut(room) else {
            return
        }
        if let floor = room.circle.floor, floor.person == person {
            return welcome(person, until: floor.ends, in: id, &turn)
        }
        guard let place = centre.place(of: person, in: room),
            !centre.leadsTalk(in: room, person)
        else { return }
        let isHand = room.circle.place(of: person) != nil
        let number = Line("\(place)").bytes
        tell(
            [person],
            CircleNotice(
                verb: "HAND", code: isHand ? "RAISED" : "ROUND",
                context: "\(name(of: id)) \(number)",
                phrase: isHand ? .handRaised : .roundPlace, facts: { _ in [number] }), &turn)
    }

    private func tellEnd(
        of person: PersonID, _ how: FloorEnd, in id: RoomID, _ turn: inout Turn
    ) {
        let leader = turn.person.flatMap { people.persons[$0]?.nick } ?? Service.nick
        let own: Phrase? =
            switch how {
            case .timeOver: .floorOver
            case .taken: .floorTaken
            case .done, .passed, .away, .aside: nil
            }
        // Whom only staff hear from now on is not asked to raise a hand.
        let isMuted = centre.rooms[id]?.circle.restraints.mute(of: person) != nil
        if let own, person != turn.person, !isMuted {
            tell(
                [person],
                CircleNotice(
                    verb: "FLOOR", code: "OVER", context: Line(name(of: id)), phrase: own,
                    facts: { _ in own == .floorTaken ? [leader] : [] }), &turn)
        }
        tellLeaders(thatEnded: person, how, in: id, &turn)
    }

    /// Outside a round staff say who is next, and so are told whom it would be.
    private func tellLeaders(
        thatEnded person: PersonID, _ how: FloorEnd, in id: RoomID, _ turn: inout Turn
    ) {
        guard let room = centre.rooms[id], room.circle.floor == nil,
            room.circle.round == nil || how == .away
        else { return }
        let next = centre.nextSpeaker(in: room).map { calling($0) }
        let phrase: Phrase
        switch (how, next) {
        case (.taken, _), (.aside, _): return
        case (.away, _): phrase = .floorIsAway
        case (.done, nil): phrase = .floorDoneNobody
        case (.done, _): phrase = .floorDoneNext
        case (.passed, nil): phrase = .floorPassedNobody
        case (.passed, _): phrase = .floorPassedNext
        case (.timeOver, nil): phrase = .floorOverNobody
        case (.timeOver, _): phrase = .floorOverNext
        }
        let nick = calling(person)
        let isAway = how == .away
        tell(
            leaders(of: id, besides: turn),
            CircleNotice(
                verb: "FLOOR", code: "FREE", context: "\(name(of: id)) \(nick)",
                phrase: phrase,
                facts: { _ in [nick] + (isAway ? [] : next.map { [$0] } ?? []) }), &turn)
    }

    // MARK: By itself

    /// Does what is due in a room where a group is run.
    mutating func meet(
        _ due: CircleDue, in id: RoomID, _ turn: inout Turn
    ) throws(Refusal) {
        switch due {
        case .floorWarns: try warn(id, &turn)
        case .floorEnds: try endTurn(id, &turn)
        case .floorIsAway: try endFloor(id, .away, &turn)
        case .roundGoesOn: try goOn(id, &turn)
        case .phaseTells(let minutes): try tellPhase(id, minutes: minutes, &turn)
        case .phaseEnds: try endPhase(id, &turn)
        case .muteEnds(let person): try endMute(of: person, in: id, &turn)
        case .banEnds(let account):
            try commit(Fact(.circle(id, .unbanned(account, by: nil))), &turn)
        }
    }

    private mutating func warn(_ id: RoomID, _ turn: inout Turn) throws(Refusal) {
        guard let floor = centre.rooms[id]?.circle.floor else { return }
        try commit(Fact(.circle(id, .floorWarned)), &turn)
        tell(
            [floor.person],
            CircleNotice(
                verb: "FLOOR", code: "SOON", context: Line(name(of: id)),
                phrase: .floorSoonOver), &turn)
    }

    /// A turn is not cut off in the middle of a text that is on its way.
    private mutating func endTurn(_ id: RoomID, _ turn: inout Turn) throws(Refusal) {
        guard let room = centre.rooms[id], let floor = room.circle.floor else { return }
        guard isSending(floor.person, to: room), floor.overtimes < Rooms.Limit.overtimes else {
            return try endFloor(id, .timeOver, &turn)
        }
        let ends = turn.now.advanced(seconds: Rooms.Limit.overtimeSeconds)
        try commit(
            Fact(.circle(id, .floorTimed(ends: ends, isOvertime: true, by: nil))), &turn)
    }

    private mutating func endFloor(
        _ id: RoomID, _ how: FloorEnd, _ turn: inout Turn
    ) throws(Refusal) {
        guard let room = centre.rooms[id] else { return }
        try moveFloor(centre.endFloor(in: room, how, by: nil), in: id, &turn)
    }

    /// Whether somebody is in the middle of a text of several lines for this room.
    private func isSending(_ person: PersonID, to room: Room) -> Bool {
        let connections = people.persons[person]?.connections ?? []
        return connections.contains { connection in
            guard let batch = people.clients[connection]?.batch, batch.opening != nil else {
                return false
            }
            return key(batch.target) == room.name
        }
    }
}

extension House {
    /// `MODE +v` and `-v` where people speak in turns: the floor is given, or taken back.
    mutating func changeFloor(
        to other: PersonID, on: Bool, in id: RoomID, _ actor: Actor,
        _ changes: inout ModeChanges, _ turn: inout Turn
    ) throws(Refusal) {
        let isTheirs = centre.rooms[id]?.circle.floor?.person == other
        if isTheirs == on { return _ = try centre.ledTurnsRoom(id, actor) }
        let facts: [Fact]
        if on {
            facts = try centre.giveFloor(to: other, in: id, for: nil, by: actor, at: turn.now)
        } else if other == actor.person {
            facts = try centre.passFloor(in: id, .done, by: actor)
        } else {
            facts = try centre.takeFloor(in: id, by: actor)
        }
        for fact in facts {
            try commit(fact, &turn)
            note(fact.event, in: &changes)
            changes.floor.append(fact.event)
        }
    }
}
