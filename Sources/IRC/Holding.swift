import Rooms
import Wire

/// Texts that wait for staff: why, how their writers are told, and HOLD.
extension House {
    /// Why a text is to wait now; nil: it is not.
    func reasonToHold(
        _ text: ArraySlice<UInt8>, in room: Room, by person: Person, _ turn: Turn
    ) -> Holding.Why? {
        guard !centre.leadsTalk(in: room, person.id) else { return nil }
        if room.settings.holdsAll { return .all }
        if centre.isLeftAlone(room.id) { return .unattended }
        let screens = room.settings.screens
        if screens.isEmpty { return nil }
        let text = (Array(text) + [10] + Remarks.of(turn.clientTags))[...]
        if let why = screened(text, in: room) { return why }
        if screens.contains(.newcomers), !room.circle.holding.knows(person.id) {
            return .newcomer
        }
        return screens.contains(.late) && turn.isLate ? .late : nil
    }

    /// What a room looks for and finds in a text, whoever wrote it.
    func screened(_ text: ArraySlice<UInt8>, in room: Room) -> Holding.Why? {
        let screens = room.settings.screens
        if screens.contains(.numbers), Screening.hasNumber(text) { return .number }
        if screens.contains(.links), Screening.hasLink(text) { return .link }
        if screens.contains(.words), let at = room.circle.holding.wordsAt,
            Screening.has(Words.unpack(words(at)), text)
        {
            return .word
        }
        return nil
    }

    /// Holds a text back, or first asks its writer about a number or a link in it.
    ///
    /// - Returns: whether it is not to be said now.
    mutating func holdsBack(
        _ text: UnsaidText, in room: Room, by person: Person, asks: Bool, _ turn: inout Turn
    ) throws(Refusal) -> Bool {
        guard let why = reasonToHold(text.text[...], in: room, by: person, turn) else {
            return false
        }
        if asks, why == .number || why == .link || Self.hasAddress(text.text[...]) {
            let about: Holding.Why = Screening.hasNumber(text.text[...]) ? .number : .link
            ask(about, text, by: person, in: room, &turn)
            return true
        }
        try hold(text, why, in: room, by: person, &turn)
        return true
    }

    private static func hasAddress(_ text: ArraySlice<UInt8>) -> Bool {
        Screening.hasNumber(text) || Screening.hasLink(text)
    }

    private mutating func hold(
        _ text: UnsaidText, _ why: Holding.Why, in room: Room, by person: Person,
        _ turn: inout Turn
    ) throws(Refusal) {
        // What staff do not see is not released either.
        let tags = Remarks.without(turn.clientTags)
        let signature = signature(of: person)
        var saying = Saying(
            by: person.id, id: newMessageID(&turn),
            manner: text.utterance == .notice ? .notice : .message, above: text.above,
            tagged: !tags.isEmpty, signed: signature != nil)
        saying.token = token(for: .room(room.id, text.above), person, turn)
        let words = Written.stored(text.text[...], tags: tags, signature: signature)
        let fact = try centre.hold(saying, words: words, in: room.id, because: why)
        try commit(fact, &turn)
        guard let held = centre.rooms[room.id]?.circle.holding.texts.last else { return }
        tellHeld(held, in: room, by: person, &turn)
        showHeld(held, in: room.id, to: leaders(of: room.id, besides: turn), &turn)
    }

    /// Answers a text that waits already and is sent again: it waits once, whether or not it would
    /// be held now.
    ///
    /// - Returns: whether it was one.
    mutating func answerHeld(
        _ token: UInt64?, in id: RoomID, by person: Person, _ turn: inout Turn
    ) -> Bool {
        guard let token, let room = centre.rooms[id],
            let before = room.circle.holding.texts.first(where: {
                $0.saying.by == person.id && $0.saying.token == token
            }), centre.may(actor(person.id), .seeRoom, in: room)
        else { return false }
        tellHeld(before, in: room, by: person, &turn)
        return true
    }

    private mutating func tellHeld(
        _ held: Holding.Text, in room: Room, by person: Person, _ turn: inout Turn
    ) {
        let phrase: Phrase = held.why == .unattended ? .heldYouAlone : .heldYou
        turn.reply(
            .note, turn.verb, "HELD", "\(name(of: room)) \(Int(held.number))", phrase,
            [name(of: room)])
        noteAbsence(ofStaffIn: room.id, above: [], to: person, &turn)
    }

    /// A text that waits, in rows, for those who decide over it.
    private func showHeld(
        _ held: Holding.Text, in id: RoomID, to readers: [PersonID], _ turn: inout Turn
    ) {
        let written = Written(words(held.at), held.saying)
        let nick = calling(held.saying.by)
        let (room, number) = (name(of: id), Line("\(Int(held.number))").bytes)
        let (why, now) = (held.why, turn.now)
        tell(
            readers,
            CircleNotice(
                verb: "HOLD", code: "HELD",
                context: "\(room) \(number) \(nick) \(why.word) \(Shown.time(held.time))",
                phrase: .heldRow,
                facts: {
                    [number, nick, time(held.time, $0, at: now), why.phrase.text($0).bytes, room]
                }), &turn)
        for row in Self.rows(written.text) {
            tell(
                readers,
                CircleNotice(
                    verb: "HOLD", code: "TEXT", context: "\(room) \(number) \(nick)",
                    phrase: .heldText, facts: { _ in [nick, row] }), &turn)
        }
    }

    // MARK: HOLD

    /// `HOLD <room> list | ok <number> | no <number> [:<reason>] | words [:<word>{, <word>}]`
    static func hold(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let (room, actor) = try house.moderatedRoom(turn)
        let verb = turn.message.text(1).map { Name.folded($0) } ?? Array("list".utf8)
        switch String(decoding: verb, as: UTF8.self) {
        case "list": house.listHeld(room, &turn)
        case "ok" where turn.message.count > 2: house.releaseEach(in: room, actor, &turn)
        case "no" where turn.message.count > 2: try house.refuse(in: room, actor, &turn)
        case "words": try house.setWords(of: room, actor, &turn)
        default: turn.refuseVerb("HOLD", at: 1, known: ["LIST", "OK", "NO", "WORDS"])
        }
    }

    private func listHeld(_ room: Room, _ turn: inout Turn) {
        let reader = asking(turn).id
        for held in room.circle.holding.texts where held.saying.by != reader {
            guard !turn.isFull else { return turn.tellCut() }
            showHeld(held, in: room.id, to: [reader], &turn)
        }
        turn.standard(.note, "END", Line(name(of: room)), .endOfList)
    }

    /// What waits, for somebody of the staff who has just come; where it is much, only how much.
    func showWaiting(in id: RoomID, to person: PersonID, _ turn: inout Turn) {
        guard let room = centre.rooms[id], room.member(person)?.prefixes.moderates == true else {
            return
        }
        let texts = room.circle.holding.texts.filter { $0.saying.by != person }
        guard texts.count > Limit.heldShown else {
            for held in texts { showHeld(held, in: id, to: [person], &turn) }
            return
        }
        let (name, count) = (name(of: room), Line("\(texts.count)").bytes)
        tell(
            [person],
            CircleNotice(
                verb: "HOLD", code: "WAITING", context: "\(name) \(count)", phrase: .heldMany,
                facts: { _ in [name, count] }), &turn)
    }

    private static func heldNumber(_ text: ArraySlice<UInt8>?) -> UInt32 {
        // No text has the number 0.
        text.flatMap { UInt32(String(decoding: $0, as: UTF8.self)) } ?? 0
    }

    /// `ok all`, or `ok` and one number or several.
    private mutating func releaseEach(in room: Room, _ actor: Actor, _ turn: inout Turn) {
        let given = turn.rest(from: 2)[...]
        var numbers = given.split(separator: 32).map { Self.heldNumber($0) }
        if Name.folded(given) == Array("all".utf8) {
            numbers = room.circle.holding.texts.filter { $0.saying.by != actor.person }
                .map(\.number)
        }
        if numbers.isEmpty { numbers = [Self.heldNumber(nil)] }
        for number in numbers {
            attempt(name(of: room)[...], &turn) { house, turn throws(Refusal) in
                try house.release(number, in: room, actor, &turn)
            }
        }
    }

    /// The text is said now, by its author, with the time when it was written.
    private mutating func release(
        _ number: UInt32, in room: Room, _ actor: Actor, _ turn: inout Turn
    ) throws(Refusal) {
        let held = try centre.heldText(number, room.id, actor)
        var written = Written(words(held.at), held.saying)
        written.tags = Self.tags(written.tags, writtenAt: held.time)
        let stored = Written.stored(
            written.text[...], tags: written.tags, signature: written.signature)
        if storageFull { throw .storageFull }
        let facts = try centre.release(
            number, in: room.id, as: newMessageID(&turn), tagged: true, words: stored,
            by: actor)
        for fact in facts { try commit(fact, &turn) }
        directory[held.at] = nil
        guard case .said(_, let saying) = facts[0].event else { return }
        let hearers = say(saying, stored, in: room.id, &turn)
        tellWritten(
            by: name(of: saying, stored), at: Self.writtenAt(written) ?? held.time, to: hearers,
            in: room, &turn)
        let shown = Line("\(Int(number))").bytes
        // Once everyone has gone, only staff read it.
        let isOver = centre.isShut(room) && centre.meetings[room.id]?.closing == nil
        tell(
            authors(of: held, in: room.id),
            CircleNotice(
                verb: "HOLD", code: "RELEASED", context: "\(name(of: room)) \(shown)",
                phrase: isOver ? .heldReleasedLate : .heldReleased,
                facts: { [name = name(of: room)] _ in [name] }), &turn)
        turn.reply(
            .note, "HOLD", "RELEASED", "\(name(of: room)) \(shown)", .heldReleasedStaff,
            [shown])
    }

    /// Who wrote it, where the room is still there for them.
    private func authors(of held: Holding.Text, in id: RoomID) -> [PersonID] {
        isThere(id, for: held.saying.by) ? [held.saying.by] : []
    }

    /// When its author's client says that it was written.
    private static func writtenAt(_ written: Written) -> Moment? {
        let lead = Array("\(SentToken.written)=".utf8)
        let tag = written.tags.split(separator: UInt8(ascii: ";")).first { $0.starts(with: lead) }
        return tag.flatMap { Timestamp.parse($0.dropFirst(lead.count)) }
            .map { Moment(milliseconds: $0) }
    }

    /// Clients that know no tags read in words when it was written.
    ///
    /// - Parameter nick: the author's, as it stands before the text.
    private func tellWritten(
        by nick: [UInt8], at time: Moment, to hearers: [PersonID], in room: Room,
        _ turn: inout Turn
    ) {
        guard time.advanced(seconds: 60) <= turn.now else { return }
        let lead = Line(":\(Service.source) NOTICE \(name(of: room)) :")
        for id in hearers {
            let language = language(of: id)
            let text = Phrase.heldWritten.text(
                language, [nick, self.time(time, language, at: turn.now)])
            for connection in people.persons[id]?.connections ?? []
            where people.clients[connection]?.held.contains(.messageTags) == false {
                if connection == turn.connection {
                    turn.say(lead + text)
                } else {
                    let line = Line("\(lead)\(text)\r\n")
                    turn.deliveries.append(.send(line.bytes, to: connection))
                }
            }
        }
    }

    private static func tags(
        _ tags: ArraySlice<UInt8>, writtenAt time: Moment
    ) -> ArraySlice<UInt8> {
        // When it was typed is known better by whoever typed it.
        let lead = Array(SentToken.written.utf8)
        let kept = tags.split(separator: UInt8(ascii: ";"))
        if kept.contains(where: { $0.starts(with: lead) }) { return tags }
        let own = Line("\(SentToken.written)=\(Shown.time(time))").bytes
        return (tags.isEmpty ? own : Array(tags) + [UInt8(ascii: ";")] + own)[...]
    }

    /// Says what was held to those who may hear it, whether or not its author is here.
    ///
    /// - Returns: them.
    private mutating func say(
        _ saying: Saying, _ words: [UInt8], in id: RoomID, _ turn: inout Turn
    ) -> [PersonID] {
        let sign = PrefixSign.each.first { $0.prefix == saying.above }.map { [$0.sign] } ?? []
        let spoken = line(saying, words, to: sign + name(of: id), at: turn.now)
        let members = centre.rooms[id]?.members ?? []
        let reached = members.filter {
            saying.above.isEmpty || $0.prefixes.reaches(saying.above) || $0.person == saying.by
        }.map(\.person)
        tell(audience(of: reached), spoken, &turn)
        if let asker = turn.person, reached.contains(asker) {
            spoken.write(for: turn.held, to: &turn.own)
        }
        return reached
    }

    private mutating func refuse(
        in room: Room, _ actor: Actor, _ turn: inout Turn
    ) throws(Refusal) {
        let number = Self.heldNumber(turn.message.text(2))
        let held = try centre.heldText(number, room.id, actor)
        let reason = turn.reason(at: 3)
        try commit(
            try centre.refuse(number, in: room.id, reason: reason, by: actor), &turn)
        directory[held.at] = nil
        let (name, shown) = (name(of: room), Line("\(Int(number))").bytes)
        tell(
            authors(of: held, in: room.id),
            CircleNotice(
                verb: "HOLD", code: "REFUSED", context: "\(name) \(shown)",
                phrase: reason == nil ? .heldRefused : .heldRefusedWhy,
                facts: { _ in [name] + (reason.map { [$0] } ?? []) }), &turn)
        tell(
            leaders(of: room.id, besides: turn),
            CircleNotice(
                verb: "HOLD", code: "REFUSED", context: "\(name) \(shown)",
                phrase: .heldRefusedStaff, facts: { _ in [shown] }), &turn)
        turn.reply(
            .note, "HOLD", "REFUSED", "\(name) \(shown)", .heldRefusedStaff, [shown])
    }

    /// Without words it says which there are.
    private mutating func setWords(
        of room: Room, _ actor: Actor, _ turn: inout Turn
    ) throws(Refusal) {
        if turn.message.count > 2 {
            let given = turn.rest(from: 2).split(separator: UInt8(ascii: ","))
            let words = given.map { Shown.trimmed($0[...]) }.filter { !$0.isEmpty }
            // A word that was cut would be another: more texts would wait than are meant to.
            guard words.allSatisfy({ $0.count <= Limit.screenWordBytes }) else {
                return turn.standard(
                    .fail, "WORD_TOO_LONG", Line(name(of: room)), .heldWordLong,
                    Line("\(Limit.screenWordBytes)").bytes)
            }
            try commit(
                try centre.setWords(words.map { Array($0) }, of: room.id, by: actor), &turn)
        }
        let at = centre.rooms[room.id]?.circle.holding.wordsAt
        for word in at.map({ Words.unpack(words($0)) }) ?? [] {
            turn.reply(.note, "HOLD", "WORD", Line(name(of: room)), .heldWord, [word])
        }
        turn.standard(.note, "END", Line(name(of: room)), .endOfList)
    }
}

extension Turn {
    /// Whether the text was written long before it came, as its tag says.
    var isLate: Bool {
        guard !isUnsaid, message.hasTags, held.contains(.messageTags),
            let value = message.tag(SentToken.written),
            let time = Timestamp.parse(value[...])
        else { return false }
        return Moment(milliseconds: time).advanced(seconds: Limit.lateSeconds) < now
    }
}

extension Holding.Why {
    /// As it is written in replies.
    var word: String {
        switch self {
        case .all: "all"
        case .number: "number"
        case .link: "link"
        case .word: "word"
        case .newcomer: "newcomer"
        case .late: "late"
        case .unattended: "unattended"
        }
    }

    var phrase: Phrase {
        switch self {
        case .all: .whyAll
        case .number: .whyNumber
        case .link: .whyLink
        case .word: .whyWord
        case .newcomer: .whyNewcomer
        case .late: .whyLate
        case .unattended: .whyUnattended
        }
    }
}
