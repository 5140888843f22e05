import Rooms
import Wire

/// What the service asks somebody, and what they answer to it: `1`, `2` or `3`.
extension House {
    /// Asks about a telephone number or a link before anybody sees it.
    mutating func ask(
        _ why: Holding.Why, _ text: UnsaidText, by person: Person, in room: Room,
        _ turn: inout Turn
    ) {
        var asked = text
        asked.isAsked = true
        // One question at a time: a new text takes the place of the one before, and that is said.
        let unsaid = people.unsaid[person.id] ?? []
        let rest = unsaid.filter { !$0.isAsked }
        if let before = unsaid.first(where: { $0.isAsked && !$0.isPast(at: turn.now) }),
            before.text != text.text || before.room != text.room,
            isThere(before.room, for: person.id)
        {
            let name = name(of: before.room)
            turn.reply(.note, "HOLD", "STOPPED", Line(name), .askReplaced, [name])
        }
        move(.unsaidSet(person.id, rest + [asked]), &turn)
        let sentence = (why == .number ? Phrase.askNumber : .askLink)
            .text(turn.language)
        guard turn.held.contains(.standardReplies) else {
            return turn.numeric(.cannotSendToChannel, "\(name(of: room)) :\(sentence)")
        }
        turn.standard(
            .fail, turn.verb, "ASKED", "\(name(of: room)) \(why.word)", text: sentence)
    }

    /// `1`, `2` or `3` to the service; false where it is none of them.
    mutating func answer(_ text: ArraySlice<UInt8>, _ turn: inout Turn) -> Bool {
        let given = Shown.trimmed(text)
        guard given.count == 1, let digit = given.first, 49...51 ~= digit else { return false }
        let held = turn.held
        turn.held.subtract(Service.withheld)
        let person = asking(turn)
        let asked = people.unsaid[person.id]?.first {
            $0.isAsked && !$0.isPast(at: turn.now) && isThere($0.room, for: person.id)
        }
        if let asked {
            take(digit, for: asked, by: person, &turn)
        } else if digit == 49 {
            sayUnsaid(&turn)
        } else {
            turn.reply(.note, "HOLD", "NOTHING_ASKED", "", .askNothing)
        }
        turn.held = held
        return true
    }

    private mutating func take(
        _ digit: UInt8, for asked: UnsaidText, by person: Person, _ turn: inout Turn
    ) {
        let rest = (people.unsaid[person.id] ?? []).filter { $0 != asked }
        move(.unsaidSet(person.id, rest), &turn)
        let name = name(of: asked.room)
        guard digit == 49 else {
            return turn.reply(
                .note, "HOLD", digit == 50 ? "CHANGE" : "STOPPED", Line(name),
                digit == 50 ? .askChange : .askStopped, [name])
        }
        let message = turn.message
        defer { turn.message = message }
        turn.message = asked.message
        if turn.message.hasTags { turn.tagRules = welcome.tagRules }
        let target = asked.target(name)
        do throws(Refusal) {
            guard let room = centre.rooms[asked.room] else { throw .noSuchRoom }
            try centre.maySpeak(
                in: room.id, above: asked.above, by: actor(person.id),
                door: door(room.id, for: person))
            let fitting = fitting(asked, person)
            if try holdsBack(fitting, in: room, by: person, asks: false, &turn) { return }
            // Nothing holds it any more: it is said.
            try talk(asked.utterance, to: target[...], fitting.text[...], &turn)
        } catch {
            keep(asked, unsaidBecause: error, by: person, &turn)
            turn.refuse(error, about: target)
        }
    }

    /// What cannot be said now, and could later, waits with what was written before its writer's
    /// turn.
    private mutating func keep(
        _ asked: UnsaidText, unsaidBecause refusal: Refusal, by person: Person,
        _ turn: inout Turn
    ) {
        guard case .cannotSpeak = refusal else { return }
        var text = asked
        text.isAsked = false
        let others = people.unsaid[person.id] ?? []
        let place = others.firstIndex { $0.at > text.at } ?? others.endIndex
        move(.unsaidSet(person.id, others[..<place] + [text] + others[place...]), &turn)
    }
}
