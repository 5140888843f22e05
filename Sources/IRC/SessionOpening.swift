import Rooms
import Wire

/// Opening a session, running it and closing it.
extension House {
    /// `SESSION OPEN <room or session> [<length>]`
    static func openSession(
        _ house: inout House, _ name: SessionName, _ actor: Actor, _ turn: inout Turn
    ) throws(Refusal) {
        let id = name.room
        _ = try house.centre.runnable(id, actor)
        var seconds: Int64?
        if let given = turn.message.text(2) {
            guard let length = Length.seconds(given) else { return turn.refuseLength(given) }
            seconds = length
        }
        let facts = try house.centre.openSession(
            name.number, in: id, seconds: seconds, by: actor, at: turn.now)
        let back = try house.clear(id, &turn)
        for fact in facts { try house.commit(fact, &turn) }
        try house.putIntoLobby(back, of: id, &turn)
        guard let session = house.centre.meetings[id]?.open else { return }
        let called = house.called(session.plan.number, of: id)
        let ends = session.ends
        turn.standard(
            .note, "OPENED", "\(called) \(Shown.time(ends))", .sessionOpened, called,
            house.clocked(ends, turn.language, now: turn.now))
        try house.letIn(id, &turn)
        let now = turn.now
        house.hostSays(.sessionIsOpen, in: id, &turn) { [house.clocked(ends, $0, now: now)] }
        for one in house.centre.meetings[id]?.waiting ?? [] where !back.contains(one.person) {
            house.explainWaiting(to: one.person, in: id, &turn)
        }
        house.listWaiting(of: id, to: house.leaders(of: id), &turn)
        // Who opens it need not be in the room.
        if house.centre.isUnattended(id) { try house.lookAfter(id, &turn) }
    }

    /// Before a session is opened in the closing quarter of an hour of another: whoever came for
    /// that one alone goes home, and whoever would wait now goes out too.
    ///
    /// - Returns: those who go back into the lobby.
    private mutating func clear(
        _ id: RoomID, _ turn: inout Turn
    ) throws(Refusal) -> [PersonID] {
        guard let room = centre.rooms[id], centre.meetings[id]?.closing != nil else { return [] }
        let (guests, waiting) = centre.leftOver(in: room)
        for person in guests + waiting where !isHere(person) {
            try endPlace(of: person, in: id, &turn)
        }
        let (going, staying) = (guests.filter { isIn(id, $0) }, waiting.filter { isIn(id, $0) })
        try sendHome(going, from: id, .sessionOver, &turn)
        try sendHome(staying, from: id, .sessionNew, &turn)
        return staying
    }

    private mutating func putIntoLobby(
        _ persons: [PersonID], of id: RoomID, _ turn: inout Turn
    ) throws(Refusal) {
        for person in persons.compactMap({ people.persons[$0] }) {
            try commit(Fact(.meeting(id, .waiting(person.id))), &turn)
            announceLobby(id, person, isSilent: true, &turn)
        }
    }

    /// Everyone comes in who waits and may.
    mutating func letIn(_ id: RoomID, _ turn: inout Turn) throws(Refusal) {
        var seen: Set<PersonID> = []
        while let person = centre.nextEntrant(of: id, besides: seen, at: turn.now) {
            seen.insert(person)
            try bringInside(person, to: id, &turn)
        }
    }

    /// `SESSION CLOSE <room>`
    static func closeSession(
        _ house: inout House, _ name: SessionName, _ actor: Actor, _ turn: inout Turn
    ) throws(Refusal) {
        let session = try house.centre.openSession(name.room, actor, number: name.number)
        try house.close(name.room, by: actor, &turn)
        let called = house.called(session.plan.number, of: name.room)
        turn.standard(.note, "CLOSED", Line(called), .sessionClosed, called)
    }

    /// - Parameter actor: nil: nobody of the staff was there.
    mutating func close(
        _ id: RoomID, by actor: Actor?, _ turn: inout Turn
    ) throws(Refusal) {
        if storageFull { throw .storageFull }
        for place in centre.meetings[id]?.places ?? [] where place.isInside {
            try endPlace(of: place.person, in: id, &turn)
        }
        // Before the stand-in, who may close it too, gives the sign back.
        let facts = try centre.closeSession(
            in: id, by: actor, zone: welcome.zone, at: turn.now)
        try relieveStandIn(in: id, isOver: true, &turn)
        let waiting = centre.meetings[id]?.waiting.map(\.person) ?? []
        let inside = centre.rooms[id]?.members.map(\.person) ?? []
        try endCircle(of: id, by: actor, &turn)
        for fact in facts { try commit(fact, &turn) }
        for person in inside { watch(person, &turn) }
        for person in waiting { kick(person, from: id, .sessionOver, &turn) }
        guard let room = centre.rooms[id] else { return }
        let now = turn.now
        let until = now.advanced(seconds: Rooms.Limit.closingSeconds)
        let next = centre.meetings[id]?.coming?.plan.start
        if centre.isShut(room) {
            hostSays(.sessionOverReadable, in: id, &turn) {
                [clocked(until, $0, now: now)]
            }
        } else {
            hostSays(.sessionOver, in: id, &turn)
        }
        if let next { hostSays(.sessionNext, in: id, &turn) { [dated(next, $0)] } }
        try payOwed(of: id, &turn)
        if !centre.isShut(room) { try sendHome(guests(of: room), from: id, .sessionOver, &turn) }
    }

    /// With the session go the floor, every `+` and the part of the evening, and clients see it.
    private mutating func endCircle(
        of id: RoomID, by actor: Actor?, _ turn: inout Turn
    ) throws(Refusal) {
        guard let room = centre.rooms[id] else { return }
        var changes = ModeChanges()
        var facts = centre.endFloor(in: room, .taken, by: actor?.person)
        let speaker = room.circle.floor?.person
        if room.settings.hasTurns {
            facts += centre.voicesTaken(in: id, by: actor ?? .machine).filter {
                guard case .prefixesSet(_, let person, _, _) = $0.event else { return true }
                return person != speaker
            }
        }
        for fact in facts {
            try commit(fact, &turn)
            note(fact.event, in: &changes)
        }
        if !changes.isEmpty { tellModes(changes, in: id, by: nil, &turn) }
        guard room.circle.phase != nil else { return }
        try commit(Fact(.circle(id, .phaseEnded(by: actor?.person))), &turn)
        tellTopic(of: id, &turn)
    }

    /// What was over can be read where it was no more: everyone but the staff goes out.
    mutating func seal(
        _ number: UInt32, of id: RoomID, _ turn: inout Turn
    ) throws(Refusal) {
        for place in centre.meetings[id]?.places ?? [] where place.isInside {
            try endPlace(of: place.person, in: id, &turn)
        }
        try commit(Fact(.meeting(id, .rung(.sealed, number))), &turn)
        try sendHome(from: id, .sessionOver, &turn)
    }

    /// Everyone but the staff goes out of a room that is shut: each sees a KICK from the service,
    /// and staff see them leave.
    mutating func sendHome(
        from id: RoomID, _ phrase: Phrase, _ turn: inout Turn
    ) throws(Refusal) {
        guard let room = centre.rooms[id], centre.isShut(room) else { return }
        let guests = guests(of: room)
        let leaving = room.members.map(\.person).filter {
            !centre.isStaff($0, of: room) || guests.contains($0)
        }
        try sendHome(leaving, from: id, phrase, &turn)
    }

    private mutating func sendHome(
        _ leaving: [PersonID], from id: RoomID, _ phrase: Phrase, _ turn: inout Turn
    ) throws(Refusal) {
        guard let room = centre.rooms[id], !leaving.isEmpty else { return }
        let staying = room.members.map(\.person).filter { !leaving.contains($0) }
        for person in leaving.compactMap({ people.persons[$0] }) {
            let line = Line(":\(source(person)) PART \(name(of: room))\r\n").bytes
            let hearers = staying.filter { centre.sees($0, person.id, in: id) }
            tell(audience(of: hearers), tags(of: person, turn), line, &turn)
            if let asker = turn.person, hearers.contains(asker) {
                tellOwn(tags(of: person, turn), line, &turn)
            }
        }
        for person in leaving {
            kick(person, from: id, phrase, &turn)
            try commit(Fact(.left(id, person, .sentHome)), &turn)
        }
    }

    /// KICK from the service, to this person alone.
    func kick(
        _ id: PersonID, from room: RoomID, _ phrase: Phrase, reason: [UInt8]? = nil,
        _ turn: inout Turn
    ) {
        guard let person = people.persons[id] else { return }
        let text = reason ?? phrase.text(language(of: id)).bytes
        let line = Line(":\(Service.source) KICK \(name(of: room)) \(person.nick) :\(text)")
        for connection in person.connections { send(line, to: connection, &turn) }
    }

    // MARK: While it is open

    /// `SESSION EXTEND <room> <length>`
    static func extendSession(
        _ house: inout House, _ name: SessionName, _ actor: Actor, _ turn: inout Turn
    ) throws(Refusal) {
        try house.centre.openSession(name.room, actor, number: name.number)
        guard let seconds = Length.seconds(turn.message[2]) else {
            return turn.refuseLength(turn.message[2])
        }
        try house.commit(
            try house.centre.extend(by: seconds, in: name.room, actor: actor, at: turn.now),
            &turn)
        guard let session = house.centre.meetings[name.room]?.open else { return }
        let (ends, now) = (session.ends, turn.now)
        let called = house.called(session.plan.number, of: name.room)
        turn.standard(
            .note, "EXTENDED", "\(called) \(Shown.time(ends))", .sessionExtended, called,
            house.clocked(ends, turn.language, now: now))
        house.hostSays(.sessionIsOpen, in: name.room, &turn) {
            [house.clocked(ends, $0, now: now)]
        }
    }

    /// `SESSION LOCK <room> [off]`
    static func lockSession(
        _ house: inout House, _ name: SessionName, _ actor: Actor, _ turn: inout Turn
    ) throws(Refusal) {
        _ = try house.centre.runnable(name.room, actor)
        try house.centre.openSession(name.room, actor, number: name.number)
        let word = turn.message.text(2).map { Name.folded($0) }
        guard word == nil || word == Array("off".utf8) || word == Array("on".utf8) else {
            return turn.refuseWord(turn.message[2], [Array("off".utf8)])
        }
        let locks = word != Array("off".utf8)
        try house.commit(try house.centre.lock(locks, name.room, by: actor), &turn)
        let room = house.name(of: name.room)
        turn.standard(
            .note, locks ? "LOCKED" : "UNLOCKED", Line(room),
            locks ? .sessionLocked : .sessionUnlocked, room)
        if !locks { try house.letIn(name.room, &turn) }
    }
}
