import Rooms
import Wire

/// What is an operator's alone: there is one only in the `open` policy.
extension House {
    /// `OPER <name> <password>`; answered by `resume` once the password has been compared.
    static func oper(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        guard house.welcome.policy == .open, let known = house.welcome.operator_ else {
            return turn.numeric(.noOperatorHost, .noOperators)
        }
        // A wrong name takes as long as a wrong password.
        let fits = turn.message[0].elementsEqual(known.name)
        turn.asks.append(
            .verify(
                turn.connection, account: fits ? Operator.account : nil,
                password: Array(turn.message[1]), verifier: fits ? known.verifier : nil,
                changed: .start))
    }

    mutating func settleOper(_ fits: Bool, _ turn: inout Turn) {
        guard fits else { return turn.numeric(.passwordMismatch, .wrongPassword) }
        let person = asking(turn)
        turn.numeric(.youAreOperator, .youAreOperator)
        guard !person.modes.contains(.operator_) else { return }
        move(.modesSet(person.id, person.modes.union(.operator_)), &turn)
        var changes = ModeChanges()
        changes.note("o", on: true)
        tellOwnModes(changes, of: person, &turn)
    }

    /// Refuses whoever is no operator, before anything is looked up.
    private func operate(_ turn: Turn) throws(Refusal) {
        let person = asking(turn)
        var actor = actor(person.id)
        actor.isOperator = person.modes.contains(.operator_)
        guard centre.may(actor, .operate) else { throw .notAllowed(.operate) }
    }

    /// `WALLOPS :<text>`: to everyone who has set `w`.
    static func wallops(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        try house.operate(turn)
        let text = turn.message[0]
        guard !text.isEmpty else { return turn.refuseMissing("WALLOPS") }
        let person = house.asking(turn)
        let around = house.source(person).count + 11
        guard around + text.count <= Wire.Limit.contentBytes else { throw .tooLong }
        let body = Line(":\(house.source(person)) WALLOPS :\(text)\r\n").bytes
        let hearers = house.people.persons.values.filter { $0.modes.contains(.wallops) }
        let tags = house.tags(of: person, turn)
        house.tell(house.audience(of: hearers.map(\.id).sorted()), tags, body, &turn)
        if person.modes.contains(.wallops) { house.tellOwn(tags, body, &turn) }
    }

    /// `REHASH`: the host reads its configuration again.
    static func rehash(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        try house.operate(turn)
        turn.rehashes = true
        turn.numeric(.rehashing, "*", .rehashing)
    }

    /// `KILL <nick> :<reason>`: closes all connections of somebody.
    static func kill(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        try house.operate(turn)
        let nick = turn.message[0]
        guard let victim = house.people.person(nicked: house.key(nick)) else {
            return turn.numeric(.noSuchNick, Line(Shown.middle(nick)), .noSuchNick)
        }
        let given = turn.reason(at: 1)
        let own = house.asking(turn)
        let facts = [own.nick, given ?? own.nick]
        func cause(_ language: Language) -> Line {
            let text = Phrase.killed.text(language, facts).bytes
            return Line(Shown.cut(text[...], to: Limit.reasonBytes))
        }
        let theirs = house.language(of: victim.id)
        let closing = Phrase.closingLink.text(
            theirs, [house.welcome.server, cause(theirs).bytes])
        let told = Line(":\(house.source(own)) KILL \(victim.nick) :\(given ?? own.nick)\r\n")
        for connection in victim.connections {
            let lines = told.bytes + Line("ERROR :\(closing)\r\n").bytes
            if connection == turn.connection {
                turn.add(lines)
                turn.closes = true
            } else {
                turn.deliveries.append(.send(lines, to: connection))
                turn.deliveries.append(.close(connection))
            }
            house.disconnect(connection, how: .quit, reason: given, &turn, told: cause)
        }
    }
}

/// Who may say OPER, as the configuration has it.
public struct Operator: Equatable, Sendable {
    /// What OPER's first parameter must be, byte for byte: case counts.
    public let name: [UInt8]
    /// Of the password, as accounts have theirs.
    public let verifier: [UInt8]

    /// Neither is checked: the configuration has an operator only where it has both.
    public init(name: [UInt8], verifier: [UInt8]) {
        self.name = name
        self.verifier = verifier
    }

    /// Stands in the question about the operator's password, for operators have no account.
    static let account = AccountID(0)
}
