import Rooms
import Wire

/// What was found of earlier words, as it was said then.
extension House {
    /// Goes on with CHATHISTORY. Who may read is decided anew: somebody may have been removed
    /// while the disk was read.
    mutating func showHistory(_ answer: ReadAnswer, _ turn: inout Turn) {
        do throws(HistoryFault) {
            switch answer {
            case .lines(let records): try show(records, &turn)
            case .targets(let targets): show(targets, &turn)
            case .audit(let entries): showAudit(entries, &turn)
            case .missed, .unread: break
            // A page of an export goes another way (`showExport`).
            case .failed, .owned: throw .failed
            }
        } catch {
            turn.refuse(error)
        }
    }

    private func show(_ records: [Record], _ turn: inout Turn) throws(HistoryFault) {
        let reader = asking(turn)
        let target = turn.message[1]
        let conversation = try conversation(target, for: actor(reader.id))
        let goesOn = HistoryParameters(message: turn.message).goesOn
        turn.encloseIfHeld("chathistory \(Shown.middle(target))") { turn in
            let texts: [[UInt8]] = records.compactMap { record in
                guard let said = heard(record, in: conversation, by: reader, turn) else {
                    return nil
                }
                var lines: [UInt8] = []
                said.write(for: turn.held, to: &lines)
                return lines
            }
            for text in Self.page(texts, fromOldest: goesOn) { turn.add(text) }
        }
    }

    /// As many texts as one answer may have: long ones fill it earlier. The next page begins where
    /// this one ends.
    private static func page(_ texts: [[UInt8]], fromOldest: Bool) -> ArraySlice<[UInt8]> {
        var bytes = 0
        let ordered = fromOldest ? Array(texts) : texts.reversed()
        let count = ordered.prefix { text in
            defer { bytes += text.count }
            return bytes == 0 || bytes + text.count <= Limit.historyBytes
        }.count
        return fromOldest ? texts.prefix(count) : texts.suffix(count)
    }

    private func show(_ targets: [TargetRequest.Found], _ turn: inout Turn) {
        let reader = actor(asking(turn).id)
        turn.encloseIfHeld("draft/chathistory-targets") { turn in
            for found in targets {
                guard let name = name(of: found.target, for: reader) else { continue }
                var line = Line(":\(welcome.server) CHATHISTORY TARGETS \(name) ").bytes
                Timestamp.write(milliseconds: found.time.milliseconds, to: &line)
                line.endLine()
                turn.add(line)
            }
        }
    }

    /// Nil for a guest who has gone: by no name could they be asked for.
    private func name(of target: TargetRequest.Target, for reader: Actor) -> [UInt8]? {
        switch target {
        case .room(let id): centre.readable(by: reader, in: id).isEmpty ? nil : name(of: id)
        case .person(let id): people.persons[id]?.nick ?? id.account.map { name(of: $0) }
        }
    }

    // MARK: One line

    /// The line as it was heard; nil where its words are gone, or are none of this person's or of
    /// this conversation.
    func heard(
        _ record: Record, in conversation: Conversation, by reader: Person, _ turn: Turn
    ) -> Replayed? {
        // What cannot be decoded has no words for anybody.
        guard let words = record.words,
            let event = record.event,
            centre.mayRead(event, at: record.position, by: actor(reader.id))
        else { return nil }
        switch (event, conversation) {
        case (.said(let room, let saying), .room(let own)) where own == room:
            let sign = PrefixSign.each.first { $0.prefix == saying.above }.map { [$0.sign] } ?? []
            return .words(line(saying, words, to: sign + name(of: room), at: record.time))
        case (.whispered(let to, let saying), .person(let other)),
            (.confided(_, _, let to, let saying), .person(let other)):
            guard Set([to, saying.by]) == Set([reader.id, other]) else { return nil }
            let target = to == reader.id ? reader.nick : calling(other)
            return .words(line(saying, words, to: target, at: record.time))
        case (_, .room(let own)) where event.isMovement && event.room == own:
            guard let (by, line) = movement(event, words, for: turn.held, in: turn.language)
            else { return nil }
            var tags = LineTags(time: record.time, id: id(of: record.position, at: record.time))
            let nick = line.bytes.dropFirst().prefix { $0 != UInt8(ascii: "!") }
            tags.account = shownAccount(of: by, called: nick)
            return .movement(tags, line.bytes)
        default: return nil
        }
    }

    func calling(_ person: PersonID) -> [UInt8] {
        people.persons[person]?.nick ?? person.account.map { name(of: $0) } ?? []
    }

    func line(
        _ saying: Saying, _ words: [UInt8], to target: [UInt8], at time: Moment
    ) -> Spoken {
        let written = Written(words, saying)
        let account = saying.by.account.map { name(of: $0) }
        let signature = written.signature ?? account ?? []
        let nick = signature.prefix { $0 != UInt8(ascii: "!") }
        let source = source(signed: signature)
        var tags = LineTags(time: time, id: saying.id, client: written.tags)
        tags.account = shownAccount(of: saying.by, called: nick)
        let isTags = saying.manner == .tags
        let utterance: Utterance =
            isTags ? .tags : saying.manner == .message ? .message : .notice
        var spoken = Spoken(
            tags: tags, source: source.bytes, command: utterance.command,
            target: target[...], text: isTags ? nil : written.text[...])
        // Words are never cut: one's own longer nickname makes room for them.
        if !spoken.fits { spoken.target = [UInt8(ascii: "*")] }
        return spoken
    }

    /// The nickname that a text was written under.
    func name(of saying: Saying, _ words: [UInt8]) -> [UInt8] {
        let account = saying.by.account.map { name(of: $0) }
        return Array((Written(words, saying).signature ?? account ?? []).prefix { $0 != 0x21 })
    }

    /// The start of a line, from the name that stands beside the words.
    func source(signed name: [UInt8]) -> Line {
        let nick = name.prefix { $0 != UInt8(ascii: "!") }
        let user = name.dropFirst(nick.count + 1)
        return Line("\(nick)!\(user.isEmpty ? shownUser(nick)[...] : user)@\(welcome.host)")
    }
}

/// What is shown of earlier times: words, or what happened besides.
enum Replayed {
    case words(Spoken)
    /// A whole line without its tags.
    case movement(LineTags, [UInt8])

    /// Writes whole lines for a client with these capabilities.
    func write(for held: Capabilities, to lines: inout [UInt8]) {
        switch self {
        case .words(let spoken): spoken.write(for: held, to: &lines)
        case .movement(let tags, let body):
            tags.write(for: held, to: &lines)
            lines += body
        }
    }
}

/// Words with what stands before them in the log.
struct Written {
    /// The nickname, or `nick!user`; nil where it is the account's name.
    var signature: [UInt8]?
    /// Client-only tags, as they were written.
    var tags: ArraySlice<UInt8> = []
    var text: [UInt8] = []

    init(_ words: [UInt8], _ saying: Saying) {
        guard saying.signed || saying.tagged else {
            text = words
            return
        }
        var parts = Words.unpack(words)[...]
        if saying.signed { signature = parts.popFirst() }
        if saying.tagged { tags = (parts.popFirst() ?? [])[...] }
        text = parts.popFirst() ?? []
    }

    /// The words as the log keeps them.
    static func stored(
        _ text: ArraySlice<UInt8>, tags: ArraySlice<UInt8>, signature: [UInt8]?
    ) -> [UInt8] {
        if signature == nil, tags.isEmpty { return Array(text) }
        var stored: [UInt8] = []
        stored.reserveCapacity(6 + (signature?.count ?? 0) + tags.count + text.count)
        if let signature { Words.pack(signature[...], to: &stored) }
        if !tags.isEmpty { Words.pack(tags, to: &stored) }
        Words.pack(text, to: &stored)
        return stored
    }
}

extension House {
    /// What is kept of the sender's name beside the words; nil where the account tells it all.
    ///
    /// A guest's name is nowhere else, and a family's account must not stand where its nickname
    /// did.
    func signature(of person: Person) -> [UInt8]? {
        let usual = isStandardUser(of: person)
        if usual { return person.nick == person.account ? nil : person.nick }
        var signature: [UInt8] = []
        signature.reserveCapacity(person.nick.count + 1 + person.user.count)
        person.writeName(to: &signature)
        return signature
    }

    /// Whether the user name is the one that most people with this nickname have.
    private func isStandardUser(of person: Person) -> Bool {
        if welcome.policy == .support { return person.user == Self.hiddenUser }
        return person.user.first == UInt8(ascii: "~")
            && person.user.dropFirst().elementsEqual(person.nick)
    }
}

extension Turn {
    /// Puts what `body` says into a batch, for clients that have them.
    mutating func encloseIfHeld(_ kind: Line, _ body: (inout Turn) -> Void) {
        held.contains(.batch) ? enclose(kind, body) : body(&self)
    }
}
