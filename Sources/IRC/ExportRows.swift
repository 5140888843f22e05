public import Rooms
import Wire

/// Everything that is a person's own, row by row.
extension House {
    /// What the centre knows of an account besides what it wrote.
    public func exportHead(of id: AccountID) -> [ExportRow] {
        guard let account = centre.account(id) else { return [] }
        let roles = Roles.each.filter { account.roles.contains($0.role) }.map(\.name)
            .joined(separator: ",")
        var rows = [
            ExportRow("account", [("name", name(of: id)), ("roles", Array(roles.utf8))])
        ]
        if let language = account.language {
            rows.append(ExportRow("language", [("name", Array(language.code.utf8))]))
        }
        for device in account.devices {
            rows.append(
                ExportRow(
                    "device",
                    [
                        ("fingerprint", Shown.hexadecimal(words(device.at))),
                        ("since", Shown.time(device.since)),
                    ]))
        }
        for room in centre.rooms.values.sorted(by: { $0.id < $1.id })
        where room.enrolment(of: id) != nil || belongs(id, to: room.id) {
            rows.append(ExportRow("room", [("name", name(of: room))]))
        }
        for said in tables.metadata.all(of: .person(PersonID(id))) {
            rows.append(ExportRow("metadata", [("key", said.key), ("value", said.value)]))
        }
        for room in centre.meetings.keys.sorted() { rows += meetingRows(of: id, in: room) }
        return rows
    }

    private func belongs(_ id: AccountID, to room: RoomID) -> Bool {
        centre.cases[room]?.includes(id) ?? false
    }

    /// How they were at sessions, and what they said of coming and of how they are.
    private func meetingRows(of id: AccountID, in room: RoomID) -> [ExportRow] {
        var rows: [ExportRow] = []
        for session in centre.meetings[room]?.sessions ?? [] {
            let name: ExportRow.Fact = ("session", called(session.plan.number, of: room))
            if let own = session.attendance(of: id) {
                let minutes = own.seconds(at: centre.time) / 60
                rows.append(
                    ExportRow(
                        "attendance",
                        [
                            name, ("since", Shown.time(own.cameIn)),
                            ("minutes", Array("\(minutes)".utf8)),
                        ]))
            }
            if let coming = session.answer(of: id) {
                rows.append(ExportRow("answer", [name, ("coming", Array(coming.word.utf8))]))
            }
            for mood in session.moods where mood.account == id {
                let way = mood.isOut ? "out" : "in"
                rows.append(
                    ExportRow(
                        "mood",
                        [name, ("way", Array(way.utf8)), ("value", Array("\(mood.value)".utf8))]))
            }
        }
        return rows
    }

    /// Something that the account wrote; nil for what is no text (a password's hash).
    public func exportRow(_ record: Record) -> ExportRow? {
        // What cannot be decoded is nobody's text.
        guard let words = record.words,
            let event = record.event
        else { return nil }
        var facts: [ExportRow.Fact] = [("time", Shown.time(record.time))]
        // Of a room where they may not come any more they knew the name of then.
        if let room = centre.rooms[event.room],
            centre.may(actor(PersonID(record.owner)), .seeRoom, in: room)
        {
            facts.append(("room", name(of: room)))
        }
        switch event {
        case .said(_, let saying), .circle(_, .held(_, let saying, _)):
            facts.append(("text", Written(words, saying).text))
        case .whispered(let to, let saying), .confided(_, _, let to, let saying):
            facts.append(("to", calling(to)))
            facts.append(("text", Written(words, saying).text))
        case .topicSet: facts.append(("topic", Words.unpack(words).last ?? []))
        case .left:
            guard let reason = Words.unpack(words).dropFirst().first else { return nil }
            facts.append(("reason", reason))
        case .redacted, .meeting(_, .denied): facts.append(("reason", words))
        case .meeting(_, .summarised), .circle: facts.append(("text", words))
        default: return nil
        }
        return ExportRow("text", facts)
    }
}

extension Coming {
    fileprivate var word: String {
        switch self {
        case .yes: "yes"
        case .no: "no"
        case .late: "late"
        }
    }
}

/// One row of an export.
public struct ExportRow: Equatable, Sendable {
    /// `kind: fact, fact`, for reading.
    public let text: [UInt8]
    /// One object of JSON on one line, with `kind` in front.
    public let json: [UInt8]

    typealias Fact = (name: String, value: [UInt8])

    init(_ kind: String, _ facts: [Fact]) {
        let values = facts.map(\.value).filter { !$0.isEmpty }
        text =
            Array((kind == "text" ? "" : kind + ": ").utf8)
            + values.map(Self.onOneLine).joined(separator: [32])
        var json = Array("{\"kind\":\"\(kind)\"".utf8)
        for (name, value) in facts {
            json += Array(",\"\(name)\":\"".utf8)
            for byte in value { Self.escape(byte, &json) }
            json.append(UInt8(ascii: "\""))
        }
        self.json = json + [UInt8(ascii: "}")]
    }

    /// A text of many lines, as one: it must not begin another line of the protocol.
    private static func onOneLine(_ value: [UInt8]) -> [UInt8] {
        value.flatMap { byte in
            byte == 10 ? Array(" / ".utf8) : byte < 32 ? [32] : [byte]
        }
    }

    /// - Source: RFC 8259 §7.
    private static func escape(_ byte: UInt8, _ json: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): json += [UInt8(ascii: "\\"), byte]
        case ..<32:
            let digits = Array("0123456789abcdef".utf8)
            json += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        default: json.append(byte)
        }
    }
}
