import Rooms
import Wire

/// Something about how a group is run, for people who did not ask.
struct CircleNotice {
    let verb: String
    let code: String
    /// What stands between code and sentence.
    let context: Line
    let phrase: Phrase
    /// In the reader's language.
    var facts: (Language) -> [[UInt8]] = { _ in [] }
}

extension Turn {
    /// A standard reply about how a group is run.
    mutating func reply(
        _ kind: StandardReply, _ verb: String, _ code: String, _ context: Line,
        _ phrase: Phrase, _ facts: [[UInt8]] = []
    ) {
        standard(kind, verb, code, context, text: phrase.text(language, facts))
    }

    /// Why it cannot be done in a room where a group is run.
    mutating func refuse(_ refusal: CircleRefusal, _ name: [UInt8]) {
        let (code, phrase): (String, Phrase) =
            switch refusal {
            // A worker channel has no settings, and no turns ever.
            case .noTurns where name.first == UInt8(ascii: "&"): ("NO_TURNS", .noTurnsEver)
            // How to have some is for those who give the floor.
            case .noTurns where message.command == "HAND" || message.command == "HANDS":
                ("NO_TURNS", .noTurnsEver)
            case .noTurns: ("NO_TURNS", .noTurns)
            case .noHand: ("NO_HAND", .noHand)
            case .noFloor: ("NO_FLOOR", .noFloor)
            case .floorIsFree: ("NO_FLOOR", .floorFree)
            case .hasNoEnd: ("NO_END", .turnHasNoEnd)
            case .notRestrained: ("NOT_RESTRAINED", .notRestrained)
            case .nobodyWaits: ("NOBODY_WAITS", .nobodyWaits)
            case .noRound: ("NO_ROUND", .noRound)
            case .noPhase: ("NO_PHASE", .noPhase)
            case .notMuted: ("NOT_MUTED", .notMuted)
            case .notBanned: ("NOT_BANNED", .notBanned)
            case .notHeld: ("NOT_HELD", .notHeld)
            case .heldFull: ("HELD_FULL", .heldFull)
            case .noAside: ("NO_ASIDE", .noAside)
            case .notAside: ("NOT_ASIDE", .asideNotStaff)
            case .noReport: ("NO_REPORT", .noReport)
            case .keptOut(let until): ("KEPT_OUT", until == nil ? .keptOutYouForGood : .keptOutYou)
            case .isKeptOut: ("KEPT_OUT", .keptOutStill)
            case .isMuted: ("MUTED", .floorMuted)
            case .isAway: ("AWAY", .floorAway)
            case .isAside: ("ASIDE", .floorAside)
            case .mayAnyTime: ("ANY_TIME", .floorAnyTime)
            case .roundHeld: ("ROUND_HELD", .roundHeld)
            case .tooLong: ("TOO_LONG", .turnTooLong)
            }
        if case .keptOut(let until) = refusal {
            let time = until.map { [language.time($0, minutesEast: minutesEast(at: $0))] } ?? []
            return numeric(
                .bannedFromChannel, "\(name) :\(phrase.text(language, [name] + time))")
        }
        let named: [Phrase] = [.noTurns, .notHeld, .noAside, .roundHeld]
        let facts = named.contains(phrase) ? [name] : []
        reply(.fail, message.command.text, code, Line(name), phrase, facts)
    }

    /// How far the centre's clocks are ahead of UTC then.
    func minutesEast(at moment: Moment) -> Int { zone?.minutesEast(at: moment) ?? 0 }

    /// Whether a parameter stands behind a colon: then it is the last, and is meant as a text.
    func isMarked(_ index: Int) -> Bool {
        guard let start = message.text(index)?.startIndex, start > 0 else { return false }
        return message.bytes[start - 1] == UInt8(ascii: ":")
    }

    /// The parameters from this one on, as one text.
    func rest(from index: Int) -> [UInt8] {
        guard index < message.count else { return [] }
        return Array((index..<message.count).map { message[$0] }.joined(separator: [32]))
    }
}

extension House {
    /// Tells people at all their connections, each in their language: by a standard reply, or by a
    /// notice from the service where a client has none.
    func tell(_ people: [PersonID], _ notice: CircleNotice, _ turn: inout Turn) {
        for id in people {
            guard let person = self.people.persons[id] else { continue }
            let theirs = language(of: id)
            let text = notice.phrase.text(theirs, notice.facts(theirs))
            let gap: Line = notice.context.bytes.isEmpty ? "" : " "
            let code: Line = "\(notice.verb) \(notice.code)\(gap)\(notice.context)"
            let reply: Line = ":\(welcome.server) NOTE \(code) :\(text)"
            let plain: Line = ":\(Service.source) NOTICE \(person.nick) :\(text)"
            for connection in person.connections {
                let isOwn = connection == turn.connection
                let held = isOwn ? turn.held : self.people.clients[connection]?.held ?? []
                let line = held.contains(.standardReplies) ? reply : plain
                if isOwn {
                    turn.say(line)
                } else {
                    turn.deliveries.append(.send(Line("\(line)\r\n").bytes, to: connection))
                }
            }
        }
    }

    /// Those who run the group of a room and are in it, but not whoever asks.
    func leaders(of id: RoomID, besides turn: Turn) -> [PersonID] {
        let members = centre.rooms[id]?.members ?? []
        return members.filter { $0.prefixes.moderates && $0.person != turn.person }
            .map(\.person)
    }

    /// A sentence from the service for everyone in a room.
    mutating func noticeRoom(
        _ id: RoomID, _ turn: inout Turn, _ text: (Language) -> Line
    ) {
        let members = centre.rooms[id]?.members.map(\.person) ?? []
        let lead = Line(":\(Service.source) NOTICE \(name(of: id)) :")
        for (line, group) in linesInEach(members, { lead + text($0) + "\r\n" }) {
            tell(audience(of: group), LineTags(time: turn.now), line.bytes, &turn)
        }
        if let asker = turn.person, isIn(id, asker) {
            let own = lead + text(turn.language) + "\r\n"
            tellOwn(LineTags(time: turn.now), own.bytes, &turn)
        }
    }

    /// A change of modes for everyone in a room, by whoever made it or by the server.
    mutating func tellModes(
        _ changes: ModeChanges, in id: RoomID, by person: Person?, _ turn: inout Turn
    ) {
        let source = person.map { self.source($0) } ?? welcome.server
        let lead = Line(":\(source) MODE \(name(of: id)) ")
        var tags = person.map { self.tags(of: $0, turn) } ?? LineTags(time: turn.now)
        tags.id = changes.isOne ? self.id(of: centre.position, at: turn.now) : nil
        for line in changes.lines(within: Wire.Limit.contentBytes - lead.bytes.count) {
            let body = Line("\(lead)\(line)\r\n").bytes
            tell(audience(id), tags, body, &turn)
            if let asker = turn.person, isIn(id, asker) { tellOwn(tags, body, &turn) }
        }
    }
}
