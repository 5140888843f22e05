import Rooms
import Wire

/// Speaking in turns: HAND, HANDS, FLOOR.
extension House {
    /// `HAND <room> [up | down | !<comment>]`
    static func hand(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let actor = house.actor(house.asking(turn).id)
        let id = try house.room(turn.message[0], for: actor).id
        let given = turn.rest(from: 1)[...]
        if Name.folded(given) == Array("down".utf8) { return try house.lowerHand(id, &turn) }
        let isBare = Name.folded(given) == Array("up".utf8)
        let comment =
            isBare ? [] : given.first == UInt8(ascii: "!") ? given.dropFirst() : given
        try house.raiseHand(id, comment, &turn)
    }

    mutating func raiseHand(
        _ id: RoomID, _ comment: ArraySlice<UInt8>, _ turn: inout Turn
    ) throws(Refusal) {
        let person = asking(turn)
        let said = Shown.trimmed(comment)
        let kept = said.isEmpty ? nil : turn.kept(said, atMost: Limit.commentBytes)
        let isUp = centre.rooms[id]?.circle.place(of: person.id) != nil
        if !isUp || kept != nil {
            try commit(
                try centre.raiseHand(in: id, comment: kept, by: actor(person.id)), &turn)
        }
        let number = centre.rooms[id].flatMap { centre.place(of: person.id, in: $0) } ?? 0
        let place = Line("\(number)").bytes
        let room = name(of: id)
        turn.reply(.note, "HAND", "RAISED", "\(room) \(place)", .handRaised, [place])
        guard !isUp || kept != nil else { return }
        tell(
            leaders(of: id, besides: turn),
            CircleNotice(
                verb: "HAND", code: "UP", context: "\(room) \(person.nick) \(place)",
                phrase: kept == nil ? .handForStaff : .handForStaffComment,
                facts: { _ in [person.nick, room] + (kept.map { [$0] } ?? []) }), &turn)
    }

    func lowerHandFact(_ id: RoomID, _ turn: Turn) throws(Refusal) -> Fact {
        try centre.lowerHand(in: id, by: actor(asking(turn).id))
    }

    mutating func lowerHand(_ id: RoomID, _ turn: inout Turn) throws(Refusal) {
        try commit(try lowerHandFact(id, turn), &turn)
        turn.reply(.note, "HAND", "DOWN", Line(name(of: id)), .handDown)
    }

    /// `HANDS <room>`: who has the floor, and who is next. Staff see also who is not here, and what
    /// was written beside a hand.
    static func hands(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let person = house.asking(turn)
        let room = try house.centre.turnsRoom(
            try house.room(turn.message[0], for: house.actor(person.id)).id,
            house.actor(person.id))
        let name = house.name(of: room)
        let isLed = house.centre.leadsTalk(in: room, person.id)
        house.tellFloor(of: room, isLed, &turn)
        for waiting in house.centre.stillToAsk(in: room) {
            // Nobody raised a hand for it: a row would say that somebody hidden has come.
            let isSeen = isLed || house.centre.sees(person.id, waiting, in: room.id)
            guard isSeen else { continue }
            house.tellPlace(of: waiting, at: nil, in: room, isLed, &turn)
        }
        for hand in house.centre.hands(in: room) {
            // That somebody is muted is nobody's business but theirs and the staff's.
            let isMuted = room.circle.restraints.mute(of: hand.person) != nil
            guard isLed || !isMuted || hand.person == person.id else { continue }
            house.tellPlace(of: hand.person, at: hand, in: room, isLed, &turn)
        }
        turn.standard(.note, "END", Line(name), .endOfList)
    }

    private func tellFloor(of room: Room, _ isLed: Bool, _ turn: inout Turn) {
        let name = name(of: room)
        guard let floor = room.circle.floor, let nick = shown(floor.person, isLed) else {
            return turn.reply(.note, turn.verb, "FLOOR", "\(name) *", .floorFree)
        }
        guard let ends = floor.ends else {
            return turn.reply(.note, turn.verb, "FLOOR", "\(name) \(nick)", .floorRow, [nick])
        }
        turn.reply(
            .note, turn.verb, "FLOOR", "\(name) \(nick) \(Shown.time(ends))", .floorRowUntil,
            [nick, clock(ends, turn.language)])
    }

    private func tellPlace(
        of id: PersonID, at hand: Circle.Hand?, in room: Room, _ isLed: Bool,
        _ turn: inout Turn
    ) {
        guard let known = shown(id, isLed) else { return }
        // Whoever is not seen is in the queue all the same, as somebody.
        let isSeen = turn.person.map { centre.sees($0, id, in: room.id) } ?? true
        let nick = isSeen ? known : Phrase.somebody.text(turn.language).bytes
        let comment = isLed ? hand?.commentAt.map { words($0) } ?? [] : []
        let number = Line("\(centre.place(of: id, in: room) ?? 0)").bytes
        let phrase: Phrase =
            hand == nil ? .roundRow : comment.isEmpty ? .handRow : .handRowComment
        let code = hand == nil ? "ROUND" : "HAND"
        turn.reply(
            .note, turn.verb, code,
            "\(name(of: room)) \(number) \(isSeen ? nick : [UInt8(ascii: "*")])", phrase,
            [number, nick] + (comment.isEmpty ? [] : [comment]))
    }

    /// What somebody is called in a list of those who wait; nil where it is not for who asks: what
    /// a family's account is called is not for others.
    private func shown(_ id: PersonID, _ isLed: Bool) -> [UInt8]? {
        people.persons[id]?.nick ?? (isLed ? calling(id) : nil)
    }

    // MARK: The floor

    /// `FLOOR <room> [next | give <nickname> [<length>] | take | pass | +<length>]`
    static func floor(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let actor = house.actor(house.asking(turn).id)
        let id = try house.room(turn.message[0], for: actor).id
        let verb = turn.message.text(1).map { Name.folded($0) } ?? []
        switch String(decoding: verb, as: UTF8.self) {
        case "":
            let room = try house.centre.turnsRoom(id, actor)
            house.tellFloor(of: room, house.centre.leadsTalk(in: room, actor.person), &turn)
        case "next":
            let facts = try house.centre.giveFloorOn(in: id, by: actor, at: turn.now)
            try house.leadFloor(facts, in: id, &turn)
        case "take":
            try house.leadFloor(try house.centre.takeFloor(in: id, by: actor), in: id, &turn)
        case "pass": try house.passFloor(id, .passed, &turn)
        case "give": try house.giveFloor(id, actor, &turn)
        case let more where more.hasPrefix("+"): try house.extendFloor(id, actor, &turn)
        default:
            let words = ["next", "give", "take", "pass", "+2m"]
            turn.refuseWord(turn.message[1], words.map { Array($0.utf8) })
        }
    }

    /// Moves the floor on for who leads. Where nothing is heard of it, for it was the place of
    /// somebody who is cut off, they are told who has it now.
    private mutating func leadFloor(
        _ facts: [Fact], in id: RoomID, _ turn: inout Turn
    ) throws(Refusal) {
        try moveFloor(facts, in: id, &turn)
        guard turn.own.isEmpty, let room = centre.rooms[id] else { return }
        tellFloor(of: room, true, &turn)
    }

    private mutating func giveFloor(
        _ id: RoomID, _ actor: Actor, _ turn: inout Turn
    ) throws(Refusal) {
        // Whoever may not give it learns nothing of who is here.
        _ = try centre.ledTurnsRoom(id, actor)
        guard let nick = turn.message.text(2) else { return turn.refuseMissing("FLOOR") }
        var seconds: Int64?
        if let length = turn.message.text(3) {
            guard let given = Length.seconds(length) else {
                return turn.standard(
                    .fail, "INVALID_LENGTH", Line(Shown.middle(length)), .invalidLength)
            }
            guard given <= Rooms.Limit.turnSeconds else { throw .circle(.tooLong) }
            seconds = given
        }
        guard let other = people.person(nicked: key(nick)), isIn(id, other.id) else {
            return turn.numeric(
                .userNotInChannel, "\(Shown.middle(nick)) \(name(of: id))", .userNotInChannel)
        }
        let facts = try centre.giveFloor(
            to: other.id, in: id, for: seconds, by: actor, at: turn.now)
        try moveFloor(facts, in: id, &turn)
    }

    private mutating func extendFloor(
        _ id: RoomID, _ actor: Actor, _ turn: inout Turn
    ) throws(Refusal) {
        let length = turn.message[1].dropFirst()
        guard let seconds = Length.seconds(length) else {
            _ = try centre.ledTurnsRoom(id, actor)
            return turn.standard(
                .fail, "INVALID_LENGTH", Line(Shown.middle(length)), .invalidLength)
        }
        try commit(
            try centre.extendFloor(in: id, by: seconds, actor: actor, at: turn.now), &turn)
        guard let floor = centre.rooms[id]?.circle.floor, let ends = floor.ends else { return }
        let (room, time) = (name(of: id), clock(ends, turn.language))
        turn.reply(
            .note, "FLOOR", "EXTENDED", "\(room) \(Shown.time(ends))", .floorMoreTime, [time])
        guard floor.person != turn.person else { return }
        tell(
            [floor.person],
            CircleNotice(
                verb: "FLOOR", code: "EXTENDED", context: "\(room) \(Shown.time(ends))",
                phrase: .floorMoreTime, facts: { _ in [time] }), &turn)
    }

    /// Whoever has the floor gives it up, or passes before it is theirs.
    mutating func passFloor(
        _ id: RoomID, _ how: FloorEnd, _ turn: inout Turn
    ) throws(Refusal) {
        let facts = try centre.passFloor(in: id, how, by: actor(asking(turn).id))
        let phrase: Phrase = how == .passed ? .floorPassed : .floorDone
        let code = how == .passed ? "PASSED" : "DONE"
        turn.reply(.note, "FLOOR", code, Line(name(of: id)), phrase)
        try moveFloor(facts, in: id, &turn)
    }

    /// A moment of today, by the centre's clock.
    func clock(_ moment: Moment, _ language: Language) -> [UInt8] {
        language.clock(moment, minutesEast: welcome.zone.minutesEast(at: moment))
    }
}

extension Turn {
    /// The command that is answered.
    var verb: String { message.command.text }
}

extension Shown {
    /// A text without the spaces around it.
    static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let rest = text.drop { $0 == 32 }
        return rest.prefix(rest.count - rest.reversed().prefix { $0 == 32 }.count)
    }
}
