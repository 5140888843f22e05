import Rooms
import Wire

/// The commands that carry words, or tags alone.
enum Utterance {
    case message
    case notice
    case tags

    /// What is stored of it; of tags alone only some are (`Turn.lastingTags`).
    var manner: Saying.Manner? {
        switch self {
        case .message: .message
        case .notice: .notice
        case .tags: nil
        }
    }

    /// As it stands in a line, with its spaces.
    var command: [UInt8] {
        switch self {
        case .message: Self.privmsgVerb
        case .notice: Self.noticeVerb
        case .tags: Self.tagmsgVerb
        }
    }

    private static let privmsgVerb = Array(" PRIVMSG ".utf8)
    private static let noticeVerb = Array(" NOTICE ".utf8)
    private static let tagmsgVerb = Array(" TAGMSG ".utf8)
}

extension House {
    /// `PRIVMSG <target>{,<target>} :<text>`
    static func privmsg(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        house.talk(.message, &turn)
    }

    /// `NOTICE <target>{,<target>} :<text>`; never answered with an error.
    static func notice(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        house.talk(.notice, &turn)
    }

    /// `TAGMSG <target>{,<target>}` (IRCv3 message-tags)
    static func tagmsg(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        guard turn.held.contains(.messageTags), !turn.isAllDenied else { return }
        house.talk(.tags, &turn)
    }

    private mutating func talk(_ utterance: Utterance, _ turn: inout Turn) {
        guard let targets = turn.message.text(0), !targets.isEmpty else {
            if utterance != .notice { turn.numeric(.noRecipient, .noRecipient) }
            return
        }
        let text = turn.message.text(1) ?? []
        if utterance != .tags, text.isEmpty {
            if utterance != .notice { turn.numeric(.noTextToSend, .noTextToSend) }
            return
        }
        let several = targets.contains(UInt8(ascii: ","))
        let names = several ? targets.split(separator: UInt8(ascii: ",")) : [targets]
        if names.isEmpty, utterance != .notice { turn.numeric(.noRecipient, .noRecipient) }
        guard names.count <= Limit.targets else {
            return utterance == .notice ? () : turn.refuseTargets(Limit.targets)
        }
        if utterance != .tags, welcome.policy == .open, let id = turn.person {
            spoke[id] = turn.now
        }
        for name in names {
            do throws(Refusal) {
                try talk(utterance, to: name, text, &turn)
            } catch {
                turn.refuse(error, about: Array(name))
                noteRefused(error, utterance, to: name, text, &turn)
            }
        }
    }

    /// The same for words that a room does not take now.
    private mutating func noteRefused(
        _ refusal: Refusal, _ utterance: Utterance, to target: ArraySlice<UInt8>,
        _ text: ArraySlice<UInt8>, _ turn: inout Turn
    ) {
        switch refusal {
        case .cannotSpeak(.shut), .cannotSpeak(.muted): break
        default: return
        }
        let (above, name) = PrefixSign.parted(target)
        guard let id = centre.room(named: key(name)) else { return }
        noteUnheard(utterance, text, in: id, above: above, &turn)
    }

    /// Says one text, of one line or of several, to one target.
    mutating func talk(
        _ utterance: Utterance, to target: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>,
        _ turn: inout Turn
    ) throws(Refusal) {
        let (above, name) = PrefixSign.parted(target)
        switch name.first {
        case UInt8(ascii: "#"), UInt8(ascii: "&"):
            try speak(utterance, in: name, above: above, target, text, &turn)
        default: try whisper(utterance, to: target, text, &turn)
        }
    }

    // MARK: To a room

    private mutating func speak(
        _ utterance: Utterance, in name: ArraySlice<UInt8>, above: Prefixes,
        _ target: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>, _ turn: inout Turn
    ) throws(Refusal) {
        let person = asking(turn)
        guard let id = centre.room(named: key(name)) else { throw .noSuchRoom }
        // By whom it was written to: sent again from elsewhere it is still the same message.
        let token = token(for: .room(id, above), person, turn)
        // Who waits is heard by the staff alone, whatever they write to.
        let waits = centre.isWaiting(person.id, in: id)
        let toAll = above.isEmpty || above == .voice
        let target = waits && toAll ? Line("%\(name)").bytes[...] : target
        let above = waits && toAll ? .halfOperator : above
        let actor = actor(person.id)
        let door = door(id, for: person)
        guard let manner = utterance.manner ?? turn.lastingTags else {
            try centre.maySpeak(in: id, above: above, by: actor, door: door)
            if dropsTags(in: id, above: above, by: person, turn) { return }
            let shown = shown(target, above, id)
            // Typing is not speaking: whoever is not seen yet is not seen by it.
            let hearers =
                centre.hides(person.id, in: id) && toAll
                ? audience(id, seeing: person.id) : hearers(id, above, person.id)
            return relay(utterance, person, shown, text, nil, hearers, &turn)
        }
        if let earlier = sentBefore(token, in: id, by: actor, turn) {
            let shown = shown(target, above, id)
            return echoAgain(utterance, person, shown, text, earlier, &turn)
        }
        if answerRefused(token, in: id, by: actor, &turn) { return }
        if answerHeld(token, in: id, by: person, &turn) { return }
        if centre.guardsWords(to: id),
            try keepsBack(utterance, in: id, above: above, target, text, &turn)
        {
            return noteUnheard(utterance, text, in: id, above: above, &turn)
        }
        let tags = turn.clientTags
        let signature = signature(of: person)
        var saying = Saying(
            by: person.id, id: newMessageID(&turn), manner: manner, above: above,
            tagged: !tags.isEmpty, signed: signature != nil)
        saying.token = token
        let words = Written.stored(text, tags: tags, signature: signature)
        let fact = try centre.speak(
            in: id, saying, words: words, by: actor, door: door,
            ctcp: Self.isCTCP(text))
        let shown = shown(target, above, id)
        try fits(person, shown, text)
        let isCase = centre.cases.index(forKey: id) != nil
        if isCase { try wake(id, &turn) }
        try commit(fact, &turn)
        relay(utterance, person, shown, text, saying.id, hearers(id, above, person.id), &turn)
        if isCase { try follow(wordsIn: id, by: person, &turn) }
        if utterance == .message { noteAbsence(ofStaffIn: id, above: above, to: person, &turn) }
    }

    /// Who has written what nobody sees reads all the same whom they can call, where nobody of the
    /// staff is there.
    private mutating func noteUnheard(
        _ utterance: Utterance, _ text: ArraySlice<UInt8>, in id: RoomID, above: Prefixes,
        _ turn: inout Turn
    ) {
        guard utterance == .message, centre.rooms[id]?.member(asking(turn).id) != nil,
            TurnSign(text) == nil
        else { return }
        noteAbsence(ofStaffIn: id, above: above, to: asking(turn), &turn)
    }

    /// The room as it is called by whoever made it, behind the sign that it was written with.
    func shown(
        _ target: ArraySlice<UInt8>, _ above: Prefixes, _ id: RoomID
    ) -> ArraySlice<UInt8> {
        above.isEmpty ? name(of: id)[...] : target.prefix(1) + name(of: id)
    }

    /// Those who reach the sign, and whoever spoke, at their other connections.
    private mutating func hearers(
        _ id: RoomID, _ above: Prefixes, _ speaker: PersonID
    ) -> Audience {
        guard !above.isEmpty else { return audience(id) }
        let members = centre.rooms[id]?.members ?? []
        let reached = members.filter { $0.prefixes.reaches(above) || $0.person == speaker }
        let waits = centre.isWaiting(speaker, in: id) ? [speaker] : []
        return audience(of: reached.map(\.person) + waits)
    }

    // MARK: To a person

    private mutating func whisper(
        _ utterance: Utterance, to target: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>,
        _ turn: inout Turn
    ) throws(Refusal) {
        let person = asking(turn)
        if Service.isNamed(target) {
            guard utterance == .message else { return }
            // Host reads one line at a time, and its echo is one.
            guard ManyLines(text) == nil else { throw .tooLong }
            try fits(person, Service.nick[...], text)
            return serve(text, &turn)
        }
        guard let other = people.person(nicked: key(target)), sees(person, other) else {
            if utterance != .notice {
                turn.numeric(.noSuchNick, Line(Shown.middle(target)), .noSuchNick)
            }
            return
        }
        let token = token(for: .person(other.id), person, turn)
        if utterance != .tags, let earlier = sentBefore(token, by: person.id, turn) {
            return echoAgain(utterance, person, other.nick[...], text, earlier, &turn)
        }
        try centre.mayWhisper(to: other.id, by: actor(person.id))
        let tags = turn.clientTags
        var id: MessageID?
        if let manner = utterance.manner ?? turn.lastingTags {
            let signature = signature(of: person)
            var saying = Saying(
                by: person.id, id: newMessageID(&turn), manner: manner, tagged: !tags.isEmpty,
                signed: signature != nil)
            saying.token = token
            let words = Written.stored(text, tags: tags, signature: signature)
            let fact = try centre.whisper(
                saying, words: words, to: other.id, by: actor(person.id))
            try fits(person, other.nick[...], text)
            try commit(fact, &turn)
            id = saying.id
        }
        let both = other.id == person.id ? [person.id] : [person.id, other.id]
        relay(utterance, person, other.nick[...], text, id, audience(of: both), &turn)
        if utterance == .message { writeAway(of: other, &turn) }
    }

    // MARK: What both share

    /// Words are never cut: what would not fit into the line that others get is refused.
    func fits(
        _ person: Person, _ target: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>
    ) throws(Refusal) {
        // A longer text is cut into lines that fit.
        if !isRoom(for: text, person, target), ManyLines(text) == nil { throw .tooLong }
    }

    /// Whether source, target and text stand in one line.
    func isRoom(
        for text: ArraySlice<UInt8>, _ person: Person, _ target: ArraySlice<UInt8>
    ) -> Bool {
        let around = person.nick.count + person.user.count + welcome.host.count + target.count + 16
        return around + text.count <= Wire.Limit.lineBytes
    }

    /// 48 bits of milliseconds and 16 of chance, drawn again where this millisecond has it already.
    mutating func newMessageID(_ turn: inout Turn) -> MessageID {
        let id = stamps.next(at: turn.now, &turn.dice)
        // The log has the text at the time that its id tells: by that it is found again.
        turn.now = max(turn.now, id.time)
        return id
    }

    private static func isCTCP(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.first == 1 else {
            // A text of several lines may have a request in each.
            return ManyLines(text)?.pieces.contains { isCTCP($0.text[...]) } ?? false
        }
        if let many = ManyLines(text) { return many.pieces.contains { isCTCP($0.text[...]) } }
        let action = Array("ACTION".utf8)
        guard text.dropFirst().starts(with: action) else { return true }
        // A word that only begins so is another request.
        let after = text.dropFirst(1 + action.count).first
        return !(after == nil || after == 1 || after == UInt8(ascii: " "))
    }

    /// Whether one person may know that the other is here.
    func sees(_ person: Person, _ other: Person) -> Bool {
        if welcome.policy == .open || person.id == other.id { return true }
        if roles(of: person.id).isStaff, roles(of: other.id).isStaff { return true }
        if centre.meetInLobby(person.id, other.id) { return true }
        let own = centre.rooms(of: person.id)
        return centre.rooms(of: other.id).contains {
            own.contains($0) && centre.sees(person.id, other.id, in: $0)
        }
    }
}
