import Rooms
import Wire

/// A text that was written before it was its writer's turn. In memory alone, and gone with it.
public struct UnsaidText: Equatable, Sendable {
    let room: RoomID
    let utterance: Utterance
    /// The sign that it was for, where it had one.
    let above: Prefixes
    var text: [UInt8]
    /// The command that it came with, for its tags.
    let message: Message
    let at: Moment
    /// Whether the service has asked about it what is to be done.
    var isAsked = false

    /// What it takes: the words, and the command with its tags.
    var bytes: Int { text.count + message.bytes.count }

    /// Whether it is kept no more.
    func isPast(at now: Moment) -> Bool { at.advanced(seconds: Limit.unsaidSeconds) < now }

    /// Whom it is for, as it is written.
    ///
    /// - Parameter name: of the room.
    func target(_ name: [UInt8]) -> [UInt8] {
        (PrefixSign.each.first { $0.prefix == above }.map { [$0.sign] } ?? []) + name
    }
}

extension People {
    /// What somebody has written for a room before their turn, the oldest first.
    func unsaid(of person: PersonID, in room: RoomID, at now: Moment) -> [UnsaidText] {
        (unsaid[person] ?? []).filter { $0.room == room && !$0.isPast(at: now) && !$0.isAsked }
    }
}

/// What means something in a room with turns when it is written as a text.
enum TurnSign: Equatable {
    /// `?`, or `!` and what staff alone are to read.
    case hand(comment: ArraySlice<UInt8>)
    /// `ga`: go ahead, the floor is free.
    case done
    /// `0`
    case pass

    init?(_ text: ArraySlice<UInt8>) {
        let text = Shown.trimmed(text)
        switch text.first {
        case UInt8(ascii: "?") where text.count == 1: self = .hand(comment: [])
        case UInt8(ascii: "!"): self = .hand(comment: text.dropFirst())
        case UInt8(ascii: "0") where text.count == 1: self = .pass
        default:
            guard text.count == 2, Name.folded(text) == Array("ga".utf8) else { return nil }
            self = .done
        }
    }
}

extension House {
    /// Takes what is written in a room whose words are looked at, and is not to be said now.
    ///
    /// - Returns: whether that is all; false where the text is to be said.
    mutating func keepsBack(
        _ utterance: Utterance, in id: RoomID, above: Prefixes, _ target: ArraySlice<UInt8>,
        _ text: ArraySlice<UInt8>, _ turn: inout Turn
    ) throws(Refusal) -> Bool {
        let person = asking(turn)
        guard above.isEmpty || above.contains(.voice), let room = centre.rooms[id],
            room.member(person.id) != nil
        else { return false }
        if utterance == .message, room.settings.hasTurns, let sign = TurnSign(text),
            try follow(sign, in: room, by: person, &turn)
        {
            return true
        }
        do throws(Refusal) {
            try centre.maySpeak(
                in: id, above: above, by: actor(person.id), door: door(id, for: person))
        } catch .cannotSpeak(.notYourTurn) {
            guard utterance != .tags else { throw .cannotSpeak(.notYourTurn) }
            try fits(person, shown(target, above, id), text)
            let unsaid = UnsaidText(
                room: id, utterance: utterance, above: above, text: Array(text),
                message: turn.message, at: turn.now)
            keep(unsaid, by: person, in: room, &turn)
            return true
        }
        guard utterance != .tags else {
            return dropsTags(in: id, above: above, by: person, turn)
        }
        // What could never be said does not wait to be.
        try fits(person, shown(target, above, id), text)
        let unsaid = UnsaidText(
            room: id, utterance: utterance, above: above, text: Array(text),
            message: turn.message, at: turn.now)
        if let wait = centre.slowness(of: person.id, in: id, at: turn.now) {
            keep(unsaid, by: person, in: room, slow: wait, &turn)
            return true
        }
        return try holdsBack(unsaid, in: room, by: person, asks: true, &turn)
    }

    /// With the end of a session goes what was written before its writer's turn.
    mutating func forgetUnsaid(in room: RoomID, _ turn: inout Turn) {
        for (person, texts) in people.unsaid.sorted(by: { $0.key < $1.key }) {
            let rest = texts.filter { $0.room != room }
            if rest != texts { move(.unsaidSet(person, rest), &turn) }
        }
    }

    /// Does what a sign means; false where it is a word like others.
    private mutating func follow(
        _ sign: TurnSign, in room: Room, by person: Person, _ turn: inout Turn
    ) throws(Refusal) -> Bool {
        // In a room that is shut it is a word like others, and refused like them.
        if centre.isShut(room) { return false }
        let hasFloor = room.circle.floor?.person == person.id
        if !hasFloor, centre.leadsTalk(in: room, person.id) { return false }
        switch sign {
        case .hand where hasFloor: return false
        case .hand(let comment): try raiseHand(room.id, comment, &turn)
        case .done: try passFloor(room.id, .done, &turn)
        case .pass where !hasFloor && room.circle.place(of: person.id) != nil:
            try lowerHand(room.id, &turn)
        case .pass: try passFloor(room.id, .passed, &turn)
        }
        return true
    }

    /// Keeps a text until it is its writer's turn, and tells them. The same text sent again takes
    /// the place of the first.
    private mutating func keep(
        _ unsaid: UnsaidText, by person: Person, in room: Room, slow wait: Int64? = nil,
        _ turn: inout Turn
    ) {
        var kept = (people.unsaid[person.id] ?? []).filter { !$0.isPast(at: turn.now) }
        if let token = turn.sentToken {
            kept.removeAll { $0.message.hasTags && $0.message.tag(SentToken.id) == token }
        }
        let bytes = kept.reduce(unsaid.bytes) { $0 + $1.bytes }
        guard kept.count < Limit.unsaidTexts, bytes <= Limit.unsaidBytes else {
            if let wait {
                return turn.refuseHaste(in: name(of: room), seconds: Int(wait), isKept: false)
            }
            return turn.refuseTurn(in: name(of: room), place: nil, .notYourTurnFull)
        }
        move(.unsaidSet(person.id, kept + [unsaid]), &turn)
        if let wait { return turn.refuseHaste(in: name(of: room), seconds: Int(wait)) }
        let place = centre.place(of: person.id, in: room)
        turn.refuseTurn(
            in: name(of: room), place: place,
            place == nil ? .notYourTurnNoHand : .notYourTurn)
    }

    // MARK: Saying it

    /// `1` to the service: says what was written before one's turn.
    mutating func sayUnsaid(_ turn: inout Turn) {
        let person = asking(turn)
        let kept = (people.unsaid[person.id] ?? []).filter {
            !$0.isPast(at: turn.now) && !$0.isAsked && isThere($0.room, for: person.id)
        }
        let own = kept.last { centre.rooms[$0.room]?.circle.floor?.person == person.id }
        // What waits for a room that its writer has left stands in no other room's way.
        let inside = kept.last { centre.rooms[$0.room]?.member(person.id) != nil }
        guard let id = (own ?? inside ?? kept.last)?.room else {
            return turn.reply(.note, "FLOOR", "NOTHING_WAITS", "", .unsaidNothing)
        }
        let asked = turn.message
        turn.isUnsaid = true
        defer {
            turn.message = asked
            turn.isUnsaid = false
        }
        let texts = kept.filter { $0.room == id }
        var waits = false
        for (place, text) in texts.enumerated() {
            let isHeld = centre.rooms[id].map {
                reasonToHold(text.text[...], in: $0, by: person, turn) != nil
            }
            guard say(text, &turn) else { return }
            let rest = (people.unsaid[person.id] ?? []).filter { $0 != text }
            move(.unsaidSet(person.id, rest), &turn)
            // Whatever comes behind a text that is asked about waits for the answer.
            if rest.contains(where: \.isAsked) {
                return tellLeft(texts.count - place - 1, in: id, &turn)
            }
            if isHeld == true { waits = true }
        }
        turn.reply(
            .note, "FLOOR", "SENT", Line(name(of: id)), waits ? .unsaidSentSome : .unsaidSent,
            [name(of: id)])
    }

    private func tellLeft(_ count: Int, in id: RoomID, _ turn: inout Turn) {
        guard count > 0 else { return }
        turn.reply(
            .note, "FLOOR", "LEFT", "\(name(of: id)) \(count)", .unsaidLeft,
            [turn.language.number(count)])
    }

    /// As it was written; in several lines where names have grown since, and one is too short.
    func fitting(_ unsaid: UnsaidText, _ person: Person) -> UnsaidText {
        let target = unsaid.target(name(of: unsaid.room))[...]
        guard ManyLines(unsaid.text[...]) == nil, !isRoom(for: unsaid.text[...], person, target)
        else { return unsaid }
        var many = ManyLines()
        many.append(.init(text: unsaid.text, goesOn: false))
        var unsaid = unsaid
        unsaid.text = many.stored
        return unsaid
    }

    /// - Returns: whether it was said.
    private mutating func say(_ unsaid: UnsaidText, _ turn: inout Turn) -> Bool {
        let person = asking(turn)
        let asked = turn.message
        turn.message = unsaid.message
        if turn.message.hasTags { turn.tagRules = welcome.tagRules }
        let target = unsaid.target(name(of: unsaid.room))
        do throws(Refusal) {
            try centre.maySpeak(
                in: unsaid.room, above: unsaid.above, by: actor(person.id),
                door: door(unsaid.room, for: person))
            if let wait = centre.slowness(of: person.id, in: unsaid.room, at: turn.now) {
                turn.refuseHaste(in: name(of: unsaid.room), seconds: Int(wait))
                return false
            }
            let text = fitting(unsaid, person).text
            try talk(unsaid.utterance, to: target[...], text[...], &turn)
            return true
        } catch .cannotSpeak(.notYourTurn) {
            turn.reply(
                .note, "FLOOR", "NOT_YET", Line(name(of: unsaid.room)), .unsaidNotYet)
        } catch {
            // It is the `1` that is answered: of a NOTICE nothing would be said.
            turn.message = asked
            turn.refuse(error, about: target)
        }
        return false
    }
}

extension Turn {
    /// Words out of turn: nobody has seen them, and there is a place in the queue or none.
    mutating func refuseTurn(in room: [UInt8], place: Int?, _ phrase: Phrase) {
        let number = place.map { Line("\($0)").bytes }
        let facts = phrase == .notYourTurn ? [number ?? []] : []
        guard held.contains(.standardReplies) else {
            let text = phrase.text(language, facts)
            return numeric(.cannotSendToChannel, "\(room) :\(text)")
        }
        let shown = number ?? [UInt8(ascii: "*")]
        reply(.fail, verb, "NOT_YOUR_TURN", "\(room) \(shown)", phrase, facts)
    }
}

extension Turn {
    /// Words that come too soon where people write slowly: nobody has seen them.
    ///
    /// - Parameter isKept: whether they wait now; else so many do that there was no room.
    mutating func refuseHaste(in room: [UInt8], seconds: Int, isKept: Bool = true) {
        let text =
            isKept
            ? Phrase.slowWait.text(language, [language.span(seconds: seconds)])
            : Phrase.heldFull.text(language)
        guard held.contains(.standardReplies) else {
            return numeric(.cannotSendToChannel, "\(room) :\(text)")
        }
        standard(.fail, verb, "SLOW", "\(room) \(seconds)", text: text)
    }
}
