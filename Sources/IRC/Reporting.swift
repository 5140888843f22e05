import Rooms
import Wire

/// REPORT: telling those whose work it is, and never the one it is about.
extension House {
    /// `REPORT <room> <msgid or nickname> <matter> [:<words>] | LIST | SHOW <number> | CLOSE
    /// <number>`
    static func report(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        switch CommandName(turn.message[0]) {
        case "LIST": house.listReports(&turn)
        case "SHOW": try house.showReport(&turn)
        case "CLOSE": try house.closeReport(&turn)
        default: try house.askForReported(&turn)
        }
    }

    /// The text lies on the disk, with those around it; REPORT goes on when they are found.
    private func askForReported(_ turn: inout Turn) throws(Refusal) {
        let actor = actor(asking(turn).id)
        let id = try roomHeard(turn.message[0], by: actor)
        guard turn.message.count > 2 else { return turn.refuseMissing("REPORT") }
        guard Report.Matter(word: turn.message[2]) != nil else {
            return turn.reply(
                .fail, "REPORT", "UNKNOWN_MATTER", Line(Shown.middle(turn.message[2])),
                .reportMatter)
        }
        let meant = MeantText(turn.message[1])
        // What was confided is theirs to report as long as it is kept; who may read what is asked
        // of each text, and of two conversations only one is copied.
        let confided = centre.reportable(of: actor.person, in: id)
        let request = LineRequest(
            threads: centre.threads(of: id, for: actor) + confided,
            within: confided.isEmpty
                ? centre.heard(by: actor, in: id) : [Centre.everything],
            selection: meant.around,
            limit: meant.limit(confided.isEmpty ? Limit.reportLines : 2 * Limit.reportLines))
        turn.asks.append(.read(turn.connection, .lines(request)))
    }

    /// Goes on with REPORT. Who may read is decided now.
    mutating func report(_ answer: ReadAnswer, _ turn: inout Turn) {
        do throws(Refusal) {
            guard case .lines(let records) = answer else { return turn.refuseReport() }
            let actor = actor(asking(turn).id)
            let id = try roomHeard(turn.message[0], by: actor)
            let meant = MeantText(turn.message[1])
            let found = records.compactMap { record in reportable(record, in: id, for: actor) }
            guard let matter = turn.message.text(2).flatMap({ Report.Matter(word: $0) }),
                let place = found.lastIndex(where: {
                    isMeant(meant, $0.text.saying, signed: $0.text.name)
                })
            else { return turn.refuseReport() }
            let (event, text) = found[place]
            let beside = turn.reason(at: 3) ?? []
            let fact = try centre.report(
                event, at: text.position, as: matter,
                words: ReportedCopy(
                    beside: beside, lines: Self.around(place, in: found), text: text
                ).packed,
                by: actor)
            try commit(fact, &turn)
            turn.reply(.note, "REPORT", "THANKS", Line(name(of: id)), .reportThanks)
            tellReport(matter, &turn)
        } catch {
            turn.refuse(error, about: Array(turn.message.text(0) ?? []))
        }
    }

    /// The room that something was said in, for who may know of it or was taken aside there.
    private func roomHeard(
        _ name: ArraySlice<UInt8>, by actor: Actor
    ) throws(Refusal) -> RoomID {
        if let id = centre.room(named: key(name)), centre.wasAside(actor.person, in: id) {
            return id
        }
        return try room(name, for: actor).id
    }

    /// A text as it is copied; nil for what is none, or not for this reader.
    private func reportable(
        _ record: Record, in id: RoomID, for actor: Actor
    ) -> (event: Event, text: CopiedText)? {
        // What cannot be decoded has no words for anybody.
        guard let words = record.words,
            let event = record.event,
            let (room, saying) = event.sayingInRoom,
            room == id || centre.home(ofSide: room) == id,
            centre.mayReport(event, at: record.position, by: actor)
        else { return nil }
        return (event, copied(words, saying, at: record.position))
    }

    /// The text and as many as are copied before and behind it, of the same conversation: what one
    /// was told by others in private is not for whoever looks into this.
    private static func around(
        _ place: Int, in found: [(event: Event, text: CopiedText)]
    ) -> [CopiedText] {
        let meant = found[place]
        func belongs(_ event: Event) -> Bool {
            event.sharesConversation(with: meant.event)
        }
        let before = found[..<place].filter { belongs($0.event) }.suffix(Limit.reportLines / 2)
        let behind = found[(place + 1)...].filter { belongs($0.event) }
            .prefix(Limit.reportLines / 2)
        return (before + [meant] + behind).map(\.text)
    }

    func copied(_ words: [UInt8], _ saying: Saying, at position: Position) -> CopiedText {
        let written = Written(words, saying)
        let account = saying.by.account.map { name(of: $0) } ?? []
        return CopiedText(
            position: position, saying: saying, name: written.signature ?? account,
            text: written.text)
    }

    /// Tells those who look into it and are here.
    private func tellReport(_ matter: Report.Matter, _ turn: inout Turn) {
        guard let report = centre.reports.open.last else { return }
        let readers = people.persons.keys.sorted().filter {
            $0 != turn.person && centre.mayRead(report, actor($0))
        }
        let (room, number) = (name(of: report.room), Line("\(Int(report.number))").bytes)
        let nick = calling(report.by)
        tell(
            readers,
            CircleNotice(
                verb: "REPORT", code: "NEW", context: "\(number) \(room) \(matter.word)",
                phrase: .reportNew,
                facts: { [nick, room, matter.phrase.text($0).bytes, number] }), &turn)
    }

    /// Tells at sign-in how many reports wait.
    func noteReports(_ turn: inout Turn) {
        let waiting = reports(for: turn).count { $0.matter != .redacted }
        guard waiting > 0 else { return }
        turn.reply(
            .note, "REPORT", "WAITING", Line("\(waiting)"), .reportsWait,
            [turn.language.number(waiting)])
    }

    // MARK: Looking into it

    private func reports(for turn: Turn) -> [Report] {
        if centre.reports.open.isEmpty { return [] }
        let actor = actor(asking(turn).id)
        return centre.reports.open.filter { centre.mayRead($0, actor) }
    }

    private func listReports(_ turn: inout Turn) {
        for report in reports(for: turn) {
            let (number, room) = (Line("\(Int(report.number))").bytes, name(of: report.room))
            turn.reply(
                .note, "REPORT", "REPORT",
                "\(number) \(room) \(report.matter.word) \(Shown.time(report.time))",
                .reportRow,
                [
                    number, room, report.matter.phrase.text(turn.language).bytes,
                    localTime(report.time, turn),
                ])
        }
        turn.standard(.note, "END", "", .endOfList)
    }

    private func report(namedIn turn: Turn) throws(Refusal) -> Report {
        let given = turn.message.text(1).map { String(decoding: $0, as: UTF8.self) } ?? ""
        guard let number = UInt32(given), let report = centre.reports[number],
            centre.mayRead(report, actor(asking(turn).id))
        else { throw .circle(.noReport) }
        return report
    }

    private mutating func showReport(_ turn: inout Turn) throws(Refusal) {
        let report = try report(namedIn: turn)
        try commit(centre.readReport(report, by: actor(asking(turn).id)), &turn)
        let copy = ReportedCopy(packed: words(report.at))
        let number = Line("\(Int(report.number))")
        if !copy.beside.isEmpty {
            turn.copyLine("WORDS", number, calling(report.by), copy.beside)
        }
        for line in copy.parts {
            let isMeant = line.isMeant
            for piece in Self.rows(line.text) {
                turn.copyLine(isMeant ? "TEXT" : "AROUND", number, line.name, piece)
            }
        }
        turn.standard(.note, "END", number, .endOfList)
    }

    /// A text in rows that fit into lines.
    static func rows(_ text: [UInt8]) -> [[UInt8]] {
        let lines = ManyLines(text[...])?.pieces.map(\.text) ?? [text]
        return lines.flatMap { line in
            var rows: [[UInt8]] = []
            var rest = line[...]
            while !rest.isEmpty {
                rows.append(Shown.cut(rest, to: Limit.topicBytes))
                rest = rest.dropFirst(max(1, rows[rows.count - 1].count))
            }
            return rows
        }
    }

    private mutating func closeReport(_ turn: inout Turn) throws(Refusal) {
        let report = try report(namedIn: turn)
        try commit(
            try centre.closeReport(report.number, by: actor(asking(turn).id)), &turn)
        directory[report.at] = nil
        let number = Line("\(Int(report.number))")
        turn.reply(.note, "REPORT", "CLOSED", number, .reportClosed, [number.bytes])
    }

    /// The copy that is kept of a text when it is taken back.
    mutating func keepCopy(
        of event: Event, _ words: [UInt8], at position: Position, _ turn: inout Turn
    ) throws(Refusal) {
        guard let saying = event.sayingInRoom?.saying,
            centre.keepsCopy(
                event, at: position, by: asking(turn).id, at: turn.now)
        else { return }
        let text = copied(words, saying, at: position)
        let copy = ReportedCopy(beside: [], lines: [text], text: text)
        if let old = centre.displacedCopy(by: saying.by) {
            try commit(centre.drop(copy: old), &turn)
            directory[old.at] = nil
        }
        try commit(
            try centre.report(
                event, at: position, as: .redacted, words: copy.packed,
                by: actor(asking(turn).id)), &turn)
    }
}

/// A text with what is needed to copy it.
struct CopiedText {
    let position: Position
    let saying: Saying
    let name: [UInt8]
    let text: [UInt8]
}

/// What stands in the words of a report: what was written beside it, then the texts as they were.
struct ReportedCopy {
    struct Part {
        /// Whether it is the one that was reported, and not one around it.
        let isMeant: Bool
        let name: [UInt8]
        let text: [UInt8]
    }

    let beside: [UInt8]
    let parts: [Part]

    init(beside: [UInt8], lines: [CopiedText], text: CopiedText) {
        self.beside = beside
        parts = lines.map { line in
            let isMeant = line.position == text.position
            let kept = isMeant ? line.text : Shown.cut(line.text[...], to: Limit.aroundBytes)
            return Part(isMeant: isMeant, name: line.name, text: kept)
        }
    }

    init(packed: [UInt8]) {
        let texts = Words.unpack(packed)
        beside = texts.first ?? []
        parts = texts.dropFirst().compactMap { text in
            let fields = Words.unpack(text)
            guard fields.count == 3 else { return nil }
            return Part(isMeant: fields[0] == [1], name: fields[1], text: fields[2])
        }
    }

    var packed: [UInt8] {
        Words.pack([beside] + parts.map { Words.pack([$0.isMeant ? 1 : 0], $0.name, $0.text) })
    }
}

extension Report.Matter {
    /// As it is written in commands.
    var word: String {
        switch self {
        case .worry: "worry"
        case .harm: "harm"
        case .identity: "identity"
        case .spam: "spam"
        case .redacted: "redacted"
        }
    }

    var phrase: Phrase {
        switch self {
        case .worry: .matterWorry
        case .harm: .matterHarm
        case .identity: .matterIdentity
        case .spam: .matterSpam
        case .redacted: .matterRedacted
        }
    }

    /// What somebody may report.
    init?(word: ArraySlice<UInt8>) {
        let folded = Name.folded(word)
        let matter = Self.allCases.first { $0.word.utf8.elementsEqual(folded) }
        guard let matter, matter != .redacted else { return nil }
        self = matter
    }
}

extension Turn {
    /// No such text for who asks, or the disk could not be read.
    fileprivate mutating func refuseReport() {
        let both: Line =
            "\(Shown.middle(message.text(0) ?? [])) \(Shown.middle(message.text(1) ?? []))"
        standard(.fail, "UNKNOWN_MSGID", both, .redactUnknown)
    }

    fileprivate mutating func copyLine(
        _ code: String, _ number: Line, _ name: [UInt8], _ text: [UInt8]
    ) {
        // The code tells programs which it is; people see it by the mark.
        let mark: Line = code == "TEXT" ? ">>> " : code == "WORDS" ? "### " : ""
        let sentence: Line = "\(mark)\(name): \(text)"
        standard(.note, verb, code, "\(number) \(name)", text: sentence)
    }
}
