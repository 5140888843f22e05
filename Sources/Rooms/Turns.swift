/// Speaking in turns: who has the floor, who asks for it, who is next.
extension Centre {
    /// A raised hand; whoever raises it again only says something else beside it.
    ///
    /// - Parameter comment: what staff alone are to read.
    public func raiseHand(
        in id: RoomID, comment: [UInt8]?, by actor: Actor
    ) throws(Refusal) -> Fact {
        let room = try turnsRoom(id, actor)
        guard room.circle.floor?.person != actor.person else { throw .alreadyThere }
        guard !leadsTalk(in: room, actor.person) else { throw .circle(.mayAnyTime) }
        guard comment != nil || room.circle.place(of: actor.person) == nil else {
            throw .alreadyThere
        }
        return Fact(
            .circle(id, .handRaised(actor.person, hasComment: comment != nil)), words: comment)
    }

    /// A hand that is taken down.
    public func lowerHand(in id: RoomID, by actor: Actor) throws(Refusal) -> Fact {
        let room = try turnsRoom(id, actor)
        guard room.circle.place(of: actor.person) != nil else { throw .circle(.noHand) }
        return Fact(.circle(id, .handLowered(actor.person, by: actor.person)))
    }

    /// The floor goes to somebody who is here.
    ///
    /// - Parameter seconds: how long the turn lasts; nil: as the room has it.
    public func giveFloor(
        to person: PersonID, in id: RoomID, for seconds: Int64?, by actor: Actor, at now: Moment
    ) throws(Refusal) -> [Fact] {
        let room = try ledTurnsRoom(id, actor)
        guard room.member(person) != nil else { throw .otherNotInRoom }
        guard room.circle.floor?.person != person else { throw .alreadyThere }
        guard room.circle.asides.of(person) == nil else { throw .circle(.isAside) }
        guard isHere(person, in: room) else { throw .circle(.isAway) }
        guard !isMuted(person, in: room) else { throw .circle(.isMuted) }
        return floor(to: person, in: room, for: seconds, by: actor.person, at: now)
    }

    /// The floor goes to whoever is next.
    public func giveFloorOn(
        in id: RoomID, by actor: Actor, at now: Moment
    ) throws(Refusal) -> [Fact] {
        let room = try ledTurnsRoom(id, actor)
        guard let person = nextSpeaker(in: room) else {
            guard room.circle.floor != nil else { throw .circle(.nobodyWaits) }
            return endFloor(in: room, .taken, by: actor.person)
        }
        return floor(to: person, in: room, for: nil, by: actor.person, at: now)
    }

    /// Staff take the floor back.
    public func takeFloor(in id: RoomID, by actor: Actor) throws(Refusal) -> [Fact] {
        let room = try ledTurnsRoom(id, actor)
        guard room.circle.floor != nil else { throw .circle(.floorIsFree) }
        return endFloor(in: room, .taken, by: actor.person)
    }

    /// Whoever has the floor gives it up, or somebody who is still to be asked in a round says that
    /// they will not speak.
    public func passFloor(
        in id: RoomID, _ how: FloorEnd, by actor: Actor
    ) throws(Refusal) -> [Fact] {
        let room = try turnsRoom(id, actor)
        if room.circle.floor?.person == actor.person {
            return endFloor(in: room, how, by: actor.person)
        }
        let isToCome = room.circle.round.map { !$0.heard.contains(actor.person) } ?? false
        guard how == .passed, isToCome, !leadsTalk(in: room, actor.person) else {
            throw .circle(.noFloor)
        }
        return [Fact(.circle(id, .floorEnded(actor.person, .passed, by: actor.person)))]
    }

    /// The turn ends so much later.
    public func extendFloor(
        in id: RoomID, by seconds: Int64, actor: Actor, at now: Moment
    ) throws(Refusal) -> Fact {
        let room = try ledTurnsRoom(id, actor)
        guard let floor = room.circle.floor else { throw .circle(.floorIsFree) }
        guard let ends = floor.ends else { throw .circle(.hasNoEnd) }
        let later = max(ends, now).advanced(seconds: seconds)
        guard later <= now.advanced(seconds: Limit.turnSeconds) else { throw .circle(.tooLong) }
        return Fact(
            .circle(id, .floorTimed(ends: later, isOvertime: false, by: actor.person)))
    }

    // MARK: Rounds

    /// How a round goes on once nobody has the floor.
    public enum RoundStep: Equatable, Sendable {
        case next(PersonID)
        /// Whoever is here has had it; these are not here.
        case rests([PersonID])
        case over

        /// Whether it waits for somebody.
        var rests: Bool { if case .rests = self { true } else { false } }
    }

    /// The floor is to go to everyone once, beginning with whoever came first.
    public func beginRound(
        in id: RoomID, question: [UInt8], by actor: Actor
    ) throws(Refusal) -> [Fact] {
        let room = try ledTurnsRoom(id, actor)
        guard room.circle.round == nil else { throw .circle(.roundHeld) }
        let roster = talkers(in: room).map(\.person).filter { isHere($0, in: room) }
        guard !roster.isEmpty else { throw .circle(.nobodyWaits) }
        return endFloor(in: room, .taken, by: actor.person)
            + [Fact(.circle(id, .roundBegun(roster, by: actor.person)), words: question)]
    }

    /// The round ends before everyone has had the floor.
    public func endRound(in id: RoomID, by actor: Actor) throws(Refusal) -> [Fact] {
        let room = try ledTurnsRoom(id, actor)
        guard room.circle.round != nil else { throw .circle(.noRound) }
        return endFloor(in: room, .taken, by: actor.person)
            + [Fact(.circle(id, .roundEnded(by: actor.person)))]
    }

    /// What comes next in a round, or nil where none is held or somebody has the floor.
    public func roundStep(in id: RoomID) -> RoundStep? {
        guard let room = rooms[id], let round = room.circle.round, room.circle.floor == nil else {
            return nil
        }
        if let next = nextInRound(in: room) { return .next(next) }
        // Whom only staff hear is no reason to wait.
        let rest = round.roster.filter {
            !round.heard.contains($0) && !isHere($0, in: room) && !isMuted($0, in: room)
        }
        return rest.isEmpty ? .over : .rests(rest)
    }

    /// The facts of a step, which happens by itself.
    public func facts(of step: RoundStep, in id: RoomID, at now: Moment) -> [Fact] {
        guard let room = rooms[id] else { return [] }
        return switch step {
        case .next(let person): floor(to: person, in: room, for: nil, by: nil, at: now)
        case .rests: []
        case .over: [Fact(.circle(id, .roundEnded(by: nil)))]
        }
    }

    // MARK: Who

    /// Whether somebody may write in a room with turns at any time: whoever moderates it, and staff
    /// of the centre.
    public func leadsTalk(in room: Room, _ person: PersonID) -> Bool {
        if room.member(person)?.prefixes.moderates == true { return true }
        guard policy == .support, let account = person.account.flatMap(account) else {
            return false
        }
        return account.roles.isStaff
    }

    /// Whether somebody of a room is there, and not only their place: not cut off, and not aside.
    func isHere(_ person: PersonID, in room: Room) -> Bool {
        room.member(person) != nil && meetings[room.id]?.place(of: person) == nil
            && room.circle.asides.of(person) == nil
    }

    /// Those who speak in turns, whoever came first before the others.
    private func talkers(in room: Room) -> [Room.Member] {
        room.members.filter { !leadsTalk(in: room, $0.person) }
            .sorted { ($0.since, $0.person) < ($1.since, $1.person) }
    }

    /// Whether only staff hear somebody.
    private func isMuted(_ person: PersonID, in room: Room) -> Bool {
        room.circle.restraints.mute(of: person) != nil
    }

    /// Whether somebody who has the floor can speak: they are here, and everyone hears them.
    private func canSpeak(_ person: PersonID, in room: Room) -> Bool {
        isHere(person, in: room) && !isMuted(person, in: room)
    }

    /// Whose turn it is when the present one is over: in a round whoever of those here has not had
    /// the floor; else, or when it waits for those who are not here, whoever of those here raised a
    /// hand first. Whoever is muted is passed over until they are heard again.
    public func nextSpeaker(in room: Room) -> PersonID? {
        let now = room.circle.floor?.person
        return nextInRound(in: room)
            ?? hands(in: room).map(\.person).first { canSpeak($0, in: room) && $0 != now }
    }

    private func nextInRound(in room: Room) -> PersonID? {
        stillToAsk(in: room).first { canSpeak($0, in: room) }
    }

    /// Whoever of those present is still to be asked in a round, in their order; none without one.
    public func stillToAsk(in room: Room) -> [PersonID] {
        guard let round = room.circle.round else { return [] }
        let late = talkers(in: room).map(\.person).filter { !round.roster.contains($0) }
        return (round.roster + late).filter {
            !round.heard.contains($0) && $0 != room.circle.floor?.person
        }
    }

    /// The raised hands in their order, behind them those of who is muted: they are for staff.
    public func hands(in room: Room) -> [Circle.Hand] {
        let hands = room.circle.hands
        guard !room.circle.restraints.mutes.isEmpty else { return hands }
        return hands.filter { !isMuted($0.person, in: room) }
            + hands.filter { isMuted($0.person, in: room) }
    }

    /// Which number somebody is among those who wait for the floor, from 1; nil where they do not.
    /// Whom a round still has to ask comes before the raised hands.
    public func place(of person: PersonID, in room: Room) -> Int? {
        let toAsk = stillToAsk(in: room)
        if let index = toAsk.firstIndex(of: person) { return index + 1 }
        let rest = hands(in: room).map(\.person).filter { !toAsk.contains($0) }
        return rest.firstIndex(of: person).map { toAsk.count + $0 + 1 }
    }

    /// Whether words to a room are looked at before they are said.
    public func guardsWords(to id: RoomID) -> Bool {
        if rooms.look(id, { $0.isGuarded }) == true { return true }
        return !meetings.isEmpty && isLeftAlone(id)
    }

    /// Whether a session is open there and nobody of the staff is left in it, or none is back yet
    /// since the server came up.
    public func isLeftAlone(_ id: RoomID) -> Bool {
        guard let index = meetings.index(forKey: id) else { return false }
        return meetings.values[index].unattendedSince != nil || meetings.values[index].awaitsStaff
    }

    /// The room, for a member of it, where people speak in turns.
    public func turnsRoom(_ id: RoomID, _ actor: Actor) throws(Refusal) -> Room {
        let room = try roomOfMember(id, actor)
        guard room.settings.hasTurns else { throw .circle(.noTurns) }
        guard !isShut(room) else { throw .session(.notOpen) }
        return room
    }

    /// The same for whoever runs the group there.
    public func ledTurnsRoom(_ id: RoomID, _ actor: Actor) throws(Refusal) -> Room {
        let room = try roomOfMember(id, actor)
        guard may(actor, .giveFloor, in: room) else { throw .notAllowed(.giveFloor) }
        guard room.settings.hasTurns else { throw .circle(.noTurns) }
        guard !isShut(room) else { throw .session(.notOpen) }
        return room
    }

    // MARK: Facts

    /// The floor changes hands.
    func floor(
        to person: PersonID, in room: Room, for seconds: Int64?, by: PersonID?, at now: Moment
    ) -> [Fact] {
        let ends = (seconds ?? room.settings.turnSeconds).map { now.advanced(seconds: $0) }
        let isGone = room.circle.floor?.awaySince != nil
        return endFloor(in: room, isGone ? .away : .taken, by: by)
            + [Fact(.circle(room.id, .floorGiven(person, ends: ends, by: by)))]
            + voice(person, in: room, on: true, by: by)
    }

    /// Nobody has the floor any more; nothing where nobody has it.
    public func endFloor(in room: Room, _ how: FloorEnd, by: PersonID?) -> [Fact] {
        guard let person = room.circle.floor?.person else { return [] }
        return [Fact(.circle(room.id, .floorEnded(person, how, by: by)))]
            + voice(person, in: room, on: false, by: by)
    }

    /// `+`, where it is not as it should be. Whoever is not here has it on coming back.
    private func voice(
        _ person: PersonID, in room: Room, on: Bool, by: PersonID?
    ) -> [Fact] {
        guard let member = room.member(person), member.prefixes.contains(.voice) != on else {
            return []
        }
        let given =
            on ? member.prefixes.union(.voice) : member.prefixes.subtracting(.voice)
        return [Fact(.prefixesSet(room.id, person, given, by: by ?? Actor.machine.person))]
    }

    /// What has to go when people begin to speak in turns, or speak so no more: every `+`.
    public func voicesTaken(in id: RoomID, by actor: Actor) -> [Fact] {
        guard let room = rooms[id] else { return [] }
        return room.members.flatMap { voice($0.person, in: room, on: false, by: actor.person) }
    }
}

extension Room {
    /// Whether words to it are looked at before they are said.
    var guardsWords: Bool {
        settings.hasTurns || settings.slowSeconds != nil || settings.holdsAll
            || !settings.screens.isEmpty || !circle.restraints.mutes.isEmpty
    }

    mutating func noteGuard() {
        let guards = guardsWords
        if isGuarded != guards { isGuarded = guards }
    }

    /// Notes who has written to all, where people are to write slowly.
    mutating func note(speaking saying: Saying, at time: Moment) {
        guard saying.above.isEmpty else { return }
        if settings.slowSeconds != nil {
            circle.restraints.note(speaking: saying.by, at: time)
        }
        if settings.screens.contains(.newcomers) { circle.holding.note(heard: saying.by) }
    }
}

extension Centre {
    /// What a guarded room asks of who writes to all of it.
    func passGuard(_ room: Room, _ member: Room.Member, _ actor: Actor) throws(Refusal) {
        if let mute = room.circle.restraints.mute(of: actor.person) {
            throw .cannotSpeak(.muted(until: mute.until))
        }
        guard !leadsTalk(in: room, actor.person) else { return }
        if room.settings.hasTurns, room.circle.floor?.person != actor.person {
            throw .cannotSpeak(.notYourTurn)
        }
    }
}

/// Why something cannot be done in a room where a group is run.
public enum CircleRefusal: Equatable, Sendable {
    /// Everyone may write there at any time.
    case noTurns
    /// The person has not raised a hand.
    case noHand
    /// The person does not have the floor.
    case noFloor
    /// Nobody has it.
    case floorIsFree
    /// The turn lasts until somebody ends it.
    case hasNoEnd
    /// Whoever leads the room too, or asks, is not restrained.
    case notRestrained
    case nobodyWaits
    case noRound
    case noPhase
    /// A turn, a phase or a mute is not to be that long.
    case tooLong
    case notMuted
    case notBanned
    /// May not come; nil: until it is lifted.
    case keptOut(until: Moment?)
    /// Whoever is to be let in may not come.
    case isKeptOut
    /// Only staff hear whoever is meant.
    case isMuted
    /// Whoever is meant was cut off just now.
    case isAway
    /// Whoever is meant is in a side room.
    case isAside
    /// Whoever asks may speak at any time.
    case mayAnyTime
    /// A round is held already.
    case roundHeld
    case noReport
    /// No such text waits for the decision of who asks.
    case notHeld
    /// So many texts wait that no more are taken.
    case heldFull
    /// Nobody is aside, or not whoever is meant.
    case noAside
    /// Whoever is of the staff is not taken aside.
    case notAside
}

extension Centre {
    /// Follows who is cut off from a session and comes back, and its end.
    mutating func noteCircle(_ id: RoomID, _ event: MeetingEvent) {
        let now = time
        switch event {
        case .presence(let person, .cutOff):
            rooms[id]?.circle.note(leaving: person, .cutOff, at: now)
        case .presence(let person, .returned): rooms[id]?.circle.note(entering: person)
        case .closed: rooms[id]?.circle.endMeeting()
        default: return
        }
        noteTicking(id)
    }
}
