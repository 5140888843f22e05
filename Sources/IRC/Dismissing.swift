public import Rooms

/// Why a centre lets everybody go.
public enum Dismissal: Equatable, Sendable {
    /// It is no longer on this server.
    case removed
    /// An earlier state of it is being put in its place.
    case restored
    /// Its file cannot be opened.
    case unreachable

    var phrase: Phrase {
        switch self {
        case .removed: .centreRemoved
        case .restored: .centreRestored
        case .unreachable: .centreUnreachable
        }
    }

    /// The whole line that a connection reads before it is closed.
    public func line(in language: Language) -> [UInt8] {
        Line("ERROR :\(phrase.text(language))\r\n").bytes
    }
}

extension House {
    /// Tells every connection why, and closes it. Their leaving is written down where it can be.
    ///
    /// - Parameter strangers: connections that are not registered yet, with their languages.
    public mutating func dismiss(
        _ why: Dismissal, _ strangers: [ConnectionID: Language], _ turn: inout Turn
    ) {
        turn.beginErrand()
        let languages = people.clients.mapValues { language(of: $0.person) }
            .merging(strangers) { own, _ in own }
        for (connection, language) in languages.sorted(by: { $0.key < $1.key }) {
            turn.deliveries.append(.send(why.line(in: language), to: connection))
            turn.deliveries.append(.close(connection))
            // Nobody reads who else goes: they all do.
            let said = turn.deliveries.count
            disconnect(connection, how: .cutOff, reason: nil, &turn)
            turn.deliveries.removeSubrange(said...)
        }
    }
}
