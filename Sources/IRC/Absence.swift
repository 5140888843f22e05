import Rooms
import Wire

/// Connections without anybody before them: a phone that fetches what was said while it lies in a
/// pocket says `AWAY *`, before it is registered or later.
///
/// - Source: IRCv3 pre-away (draft).
enum EarlyAway: Equatable, Sendable {
    case here
    /// Nobody is before this connection, for no reason that is given.
    case absent
    case away([UInt8])

    /// - Parameter text: AWAY's parameter.
    init(_ text: ArraySlice<UInt8>?) {
        guard let text, !text.isEmpty else {
            self = .here
            return
        }
        self = text.elementsEqual(Self.star) ? .absent : .away(Array(text))
    }

    /// What an absent person's away text is.
    static let star = [UInt8(ascii: "*")]
}

extension Greeting {
    /// AWAY before registration, for clients that have asked for `draft/pre-away`.
    mutating func takeAway(_ message: Message, _ replies: inout [UInt8]) {
        var turn = turn()
        turn.message = message
        turn.sayAway(EarlyAway(message.text(0)))
        away = turn.awayGiven
        replies += turn.own
    }
}

extension Turn {
    /// What this AWAY says, shortened to what is kept.
    var awayGiven: EarlyAway {
        let said = EarlyAway(message.text(0))
        guard case .away(let text) = said else { return said }
        return .away(Shown.cut(text[...], to: Limit.awayBytes))
    }

    /// 305 or 306, after a word that the text was too long.
    mutating func sayAway(_ said: EarlyAway) {
        if case .away(let text) = said { _ = kept(text[...], atMost: Limit.awayBytes) }
        let isHere = said == .here
        numeric(isHere ? .unAway : .nowAway, isHere ? .awayOff : .awayOn)
    }
}

extension House {
    /// What a connection that comes in says of the person.
    ///
    /// - Parameter isNew: whether the person was not here before it.
    mutating func takeEarly(
        _ said: EarlyAway?, _ person: Person, isNew: Bool, _ turn: inout Turn
    ) {
        switch said {
        case .away(let text): setAway(text, person, &turn)
        case .absent:
            move(.absenceSet(turn.connection, true), &turn)
            if isNew { setAway(EarlyAway.star, person, &turn) }
        case .here: setAway(nil, person, &turn)
        case nil:
            // Somebody has come to a person who was only fetched for.
            if person.away == EarlyAway.star { setAway(nil, person, &turn) }
        }
    }

    /// `AWAY *` of a registered connection: it counts no more, and what others have said stands.
    mutating func setAbsent(_ person: Person, _ turn: inout Turn) {
        move(.absenceSet(turn.connection, true), &turn)
        noteAbsence(of: person.id, &turn)
    }

    /// Marks a person as away once nobody is before any of their connections.
    mutating func noteAbsence(of id: PersonID, _ turn: inout Turn) {
        guard let person = people.persons[id], person.away == nil, !person.connections.isEmpty,
            person.connections.allSatisfy({ people.clients[$0]?.isAbsent ?? false })
        else { return }
        setAway(EarlyAway.star, person, &turn)
    }

    /// Another away text, or none, told to those of `away-notify`.
    mutating func setAway(_ text: [UInt8]?, _ person: Person, _ turn: inout Turn) {
        guard person.away != text else { return }
        move(.awaySet(person.id, text), &turn)
        let shown = text.map { awayShown($0, of: person.id, turn) }
        notify(person, shown.map { "AWAY :\($0)" } ?? "AWAY", to: .awayNotify, &turn)
    }

    /// What others read of somebody's being away: that they are, without words that a room of
    /// theirs would not be shown now.
    func awayShown(_ text: [UInt8], of person: PersonID, _ turn: Turn) -> [UInt8] {
        isShownInRooms(text, of: person, turn) ? text : EarlyAway.star
    }

    /// 301, where somebody is away.
    func writeAway(of person: Person, _ turn: inout Turn) {
        guard let away = person.away else { return }
        let text = turn.person == person.id ? away : awayShown(away, of: person.id, turn)
        guard text == EarlyAway.star else {
            return turn.numeric(.away, "\(person.nick) :\(text)")
        }
        turn.numeric(.away, Line(person.nick), .awayWithoutReason)
    }
}
