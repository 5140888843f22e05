import Rooms
import Wire

/// Taking back what was said (IRCv3 `draft/message-redaction`).
///
/// The text lies on the disk, so the command asks for it first, through the same search as history,
/// and goes on when it is found (`resume`). What may not be read cannot be found.
extension House {
    /// `REDACT <target> <msgid or nickname> [:<reason>]`
    static func redact(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let actor = house.actor(house.asking(turn).id)
        do throws(RedactionFault) {
            let conversation = try house.conversation(redactedIn: turn, for: actor)
            let meant = MeantText(turn.message[1])
            var threads = house.threads(of: conversation, for: actor)
            if case .person = conversation {
                threads += house.centre.confidedEver(by: actor.person)
            }
            let request = LineRequest(
                threads: threads,
                within: house.heard(in: conversation, by: actor),
                selection: meant.alone, limit: meant.limit(1))
            turn.asks.append(.read(turn.connection, .lines(request)))
        } catch {
            turn.refuse(error)
        }
    }

    private func conversation(
        redactedIn turn: Turn, for actor: Actor
    ) throws(RedactionFault) -> Conversation {
        do throws(HistoryFault) {
            return try conversation(turn.message[0], for: actor)
        } catch {
            // A room of which nothing may be read again may have been heard.
            guard let id = centre.room(named: key(turn.message[0])),
                centre.rooms[id]?.member(actor.person) != nil,
                !centre.heard(by: actor, in: id).isEmpty
            else { throw .badTarget }
            return .room(id)
        }
    }

    private func heard(
        in conversation: Conversation, by actor: Actor
    ) -> [ClosedRange<Position>] {
        guard case .room(let id) = conversation else {
            return stretches(of: conversation, for: actor)
        }
        return centre.heard(by: actor, in: id)
    }

    /// Goes on with REDACT. Who may read, and who may take back, is decided now.
    mutating func redact(_ answer: ReadAnswer, _ turn: inout Turn) {
        do throws(RedactionFault) {
            guard case .lines(let records) = answer else { throw .failed }
            let actor = actor(asking(turn).id)
            let conversation = try conversation(redactedIn: turn, for: actor)
            let meant = MeantText(turn.message[1])
            let found = records.reversed().compactMap { record in
                redactable(record, meant, in: conversation, by: actor)
            }
            guard let (event, words, position) = found.first else { throw .unknown }
            try redact(event, words, position, by: actor, &turn)
        } catch {
            turn.refuse(error)
        }
    }

    /// What was said by it, if it is what is meant and this person heard it.
    private func redactable(
        _ record: Record, _ meant: MeantText, in conversation: Conversation, by actor: Actor
    ) -> (event: Event, words: [UInt8], position: Position)? {
        guard let words = record.words,
            // What cannot be decoded has no words for anybody.
            let event = record.event,
            let saying = event.saying,
            isMeant(
                meant, saying, signed: copied(words, saying, at: record.position).name),
            centre.hasHeard(event, at: record.position, by: actor)
                || centre.hasConfided(event, actor),
            belongs(event, to: conversation, of: actor.person)
        else { return nil }
        return (event, words, record.position)
    }

    private func belongs(
        _ event: Event, to conversation: Conversation, of person: PersonID
    ) -> Bool {
        switch (event, conversation) {
        case (.said(let room, _), .room(let own)): room == own
        case (.whispered(let to, let saying), .person(let other)),
            (.confided(_, _, let to, let saying), .person(let other)):
            Set([to, saying.by]) == Set([person, other])
        default: false
        }
    }

    private mutating func redact(
        _ event: Event, _ words: [UInt8], _ position: Position, by actor: Actor,
        _ turn: inout Turn
    ) throws(RedactionFault) {
        let given = turn.message.text(2).flatMap { $0.isEmpty ? nil : $0 }
        let kept = given.map { turn.kept($0, atMost: Limit.reasonBytes) }
        let reason = remark(kept, of: actor.person, in: event.room, turn)
        do throws(Refusal) {
            let fact = try centre.redact(event, at: position, reason: reason, by: actor)
            try keepCopy(of: event, words, at: position, &turn)
            try commit(fact, &turn)
        } catch {
            throw error == .storageFull ? .storageFull : .forbidden
        }
        tellRedacted(event, position, reason, &turn)
    }

    /// Tells those who have asked for it, and could read the text.
    private mutating func tellRedacted(
        _ event: Event, _ position: Position, _ reason: [UInt8]?, _ turn: inout Turn
    ) {
        let person = asking(turn)
        let (target, hearers) = told(of: event)
        let able = hearers.filter { centre.hasHeard(event, at: position, by: actor($0)) }
        let asked = connections(of: able).filter { holds($0, .redaction) }
        let why: Line = reason.map { " :\($0)" } ?? ""
        var id: [UInt8] = []
        Base32.write(event.saying?.id.bits ?? 0, to: &id)
        let body = Line(":\(source(person)) REDACT \(target) \(id)\(why)\r\n").bytes
        var tags = tags(of: person, turn)
        tags.id = newMessageID(&turn)
        tell(audience(of: asked, shapedBy: .shaping), tags, body, &turn)
        if holds(turn.connection, .redaction) { tellOwn(tags, body, &turn) }
        // Whoever has not asked for such lines is told in words.
        guard !turn.held.contains(.redaction) else { return }
        turn.standard(.note, "REDACTED", "\(target) \(id)", .redacted)
    }

    /// The target that the text had, and who may hear of it.
    private func told(of event: Event) -> (target: [UInt8], hearers: [PersonID]) {
        switch event {
        case .said(let room, _):
            (name(of: room), centre.rooms[room]?.members.map(\.person) ?? [])
        case .whispered(let to, let saying), .confided(_, _, let to, let saying):
            (calling(to), to == saying.by ? [to] : [to, saying.by])
        default: ([], [])
        }
    }
}

/// What is wrong with a REDACT.
///
/// - Source: IRCv3 message-redaction, "Errors".
enum RedactionFault: Error, Equatable {
    /// No such conversation for this person.
    case badTarget
    /// No such text, or none that this person may read.
    case unknown
    case forbidden
    case storageFull
    /// The disk could not be read.
    case failed
}

extension Turn {
    /// As the specification asks to those who have asked for it, as any other refusal to others.
    fileprivate mutating func refuse(_ fault: RedactionFault) {
        let target = Shown.middle(message.text(0) ?? [])
        let both: Line = "\(target) \(Shown.middle(message.text(1) ?? []))"
        let (code, context, phrase): (String, Line, Phrase) =
            switch fault {
            case .badTarget: ("INVALID_TARGET", "\(target)", .redactBadTarget)
            case .unknown: ("UNKNOWN_MSGID", both, .redactUnknown)
            case .forbidden: ("REDACT_FORBIDDEN", both, .redactForbidden)
            case .storageFull: ("STORAGE_FULL", both, .storageFull)
            case .failed: ("MESSAGE_ERROR", both, .historyFailed)
            }
        guard held.contains(.redaction) else { return standard(.fail, code, context, phrase) }
        say(":\(server) FAIL REDACT \(code) \(context) :\(phrase.text(language))")
    }
}
