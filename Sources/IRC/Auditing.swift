import Rooms
import Wire

/// `AUDIT`: who did what to whom, and when; for leads and administrators.
extension House {
    /// `AUDIT <room|channel|account> [from=<UTC time>]`
    static func audit(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let actor = house.actor(house.asking(turn).id)
        // Before anything is looked up: who may not look learns nothing.
        guard house.centre.may(actor, .audit) else { throw .notAllowed(.audit) }
        guard let since = house.since(turn) else {
            let given = Shown.middle(turn.message.text(1) ?? [])
            return turn.standard(.fail, "INVALID_TIME", Line(given), .invalidTime)
        }
        let subject = try house.subject(turn.message[0])
        try house.commit(try house.centre.audit(subject, by: actor), &turn)
        turn.asks.append(
            .read(
                turn.connection,
                .audit(
                    AuditRequest(
                        subject: subject, since: since, limit: Limit.auditRows,
                        cases: Set(house.centre.cases.keys), reader: actor.person))))
    }

    private func subject(
        _ name: ArraySlice<UInt8>
    ) throws(Refusal) -> AuditRequest.Subject {
        switch name.first {
        case UInt8(ascii: "#"), UInt8(ascii: "&"):
            guard let id = centre.room(named: key(name)) else { throw .noSuchRoom }
            return .room(id)
        default:
            guard let account = centre.account(named: key(name)) else { throw .noSuchAccount }
            return .account(account.id)
        }
    }

    /// The time behind `from=`; a month ago where none is given, nil for what is no time.
    private func since(_ turn: Turn) -> Moment? {
        guard let given = turn.message.text(1) else {
            return turn.now.advanced(seconds: -Limit.auditSeconds)
        }
        let lead = Array("from=".utf8)
        guard given.starts(with: lead) else { return nil }
        let text = given.dropFirst(lead.count)
        // A day alone is its beginning.
        let full = text.count == 10 ? text + Array("T00:00:00Z".utf8) : text
        return Timestamp.parse(full).map { Moment(milliseconds: $0) }
    }

    /// The rows, once they have been read. Whoever lost the right meanwhile gets none.
    func showAudit(_ entries: [AuditEntry], _ turn: inout Turn) {
        guard centre.may(actor(asking(turn).id), .audit) else {
            return turn.refuse(.notAllowed(.audit), about: [])
        }
        for entry in entries {
            let time = Shown.time(entry.time)
            let by = entry.by.map { called($0) } ?? []
            let on = entry.on.map { called($0) } ?? []
            let room = name(of: entry.room)
            let deed = Phrase.deed(entry.deed).text(turn.language).bytes
            let sentence = [by, deed, on, room].filter { !$0.isEmpty }
                .joined(separator: Array(", ".utf8))
            let context = [by, on, room].map { $0.isEmpty ? [UInt8(ascii: "*")] : $0 }
                .reduce(Line("\(time) \(entry.deed.rawValue)")) { "\($0) \($1)" }
            turn.standard(
                .note, "ENTRY", context, .auditRow, localTime(entry.time, turn), Array(sentence))
        }
        turn.standard(.note, "END", "", .endOfList)
    }

    /// An account's name, or what a guest is called while here; empty for a guest who has gone.
    private func called(_ person: PersonID) -> [UInt8] {
        if person == Actor.machine.person { return Array("sandalid".utf8) }
        return person.account.map { name(of: $0) } ?? people.persons[person]?.nick ?? []
    }
}
