import Rooms
import Wire

/// Staying in one's channels though none of one's connections is left; in the `open` policy alone,
/// for elsewhere who is in a room is who can hear it.
///
/// - Source: IRCv3 persistence (draft).
extension House {
    /// `PERSISTENCE GET`, `PERSISTENCE SET ON|OFF|DEFAULT`
    static func persistence(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        guard turn.held.contains(.persistence) else {
            return turn.numeric(.unknownCommand, "PERSISTENCE", .unknownCommand)
        }
        let person = house.asking(turn)
        guard let account = person.id.account else {
            return turn.refusePersistence("ACCOUNT_REQUIRED", .persistenceForAccounts)
        }
        switch PersistenceWord(turn.message) {
        case .get: house.writePersistence(&turn)
        case .set(let wish):
            do throws(Refusal) {
                for fact in try house.centre.choose(persistence: wish, for: account) {
                    try house.commit(fact, &turn)
                }
            } catch {
                return turn.refusePersistence("INTERNAL_ERROR", .storageFull)
            }
            house.writePersistence(&turn)
            house.writePersistenceElsewhere(of: person, &turn)
        case nil: turn.refusePersistence("INVALID_PARAMS", .persistenceForm)
        }
    }

    /// Whether somebody stays when their last connection goes.
    func stays(_ person: PersonID) -> Bool {
        welcome.policy == .open && centre.wishesToStay(person)
    }

    /// What somebody wishes, and what is so, for clients that know of it.
    func writePersistence(_ turn: inout Turn) {
        guard turn.held.contains(.persistence), let id = turn.person, id.account != nil else {
            return
        }
        turn.say(persistenceLine(of: id))
    }

    private func writePersistenceElsewhere(of person: Person, _ turn: inout Turn) {
        var line = persistenceLine(of: person.id).bytes
        line.endLine()
        for connection in person.connections
        where connection != turn.connection && holds(connection, .persistence) {
            turn.deliveries.append(.send(line, to: connection))
        }
    }

    private func persistenceLine(of id: PersonID) -> Line {
        let wish = id.account.flatMap { centre.account($0)?.persistence }
        let word: Line = wish.map { $0 ? "ON" : "OFF" } ?? "DEFAULT"
        return ":\(welcome.server) PERSISTENCE STATUS \(word) \(stays(id) ? "ON" : "OFF")"
    }

    // MARK: Being here without a connection

    /// The last connection of somebody who stays is gone: they are away from now on.
    mutating func stay(_ person: Person, _ turn: inout Turn) {
        if person.away == nil { setAway(EarlyAway.star, person, &turn) }
    }

    /// Everyone who stays is here from the start, by the name of their account; what else was known
    /// of them went with the process that knew it.
    ///
    /// To be called before anybody has come.
    public mutating func seatThoseWhoStay() {
        guard welcome.policy == .open else { return }
        for account in centre.accounts where account.persistence == true {
            let name = named(words(account.nameAt)[...])
            var person = Person(
                id: PersonID(account.id), nick: name.bytes, key: name.key,
                skeleton: name.skeleton, user: Line("~\(name.bytes.prefix(Limit.userBytes))").bytes,
                realName: name.bytes, account: name.bytes, modes: [], signedOn: centre.time,
                language: nil)
            person.away = EarlyAway.star
            people.apply(.arrived(person))
        }
    }
}

/// What PERSISTENCE was asked for.
private enum PersistenceWord {
    case get
    case set(Bool?)

    /// Nil for anything else.
    init?(_ message: Message) {
        let words = (0..<message.count).map { Name.folded(message[$0]) }
        switch words.map({ String(decoding: $0, as: UTF8.self) }) {
        case ["get"]: self = .get
        case ["set", "on"]: self = .set(true)
        case ["set", "off"]: self = .set(false)
        case ["set", "default"]: self = .set(nil)
        default: return nil
        }
    }
}

extension Turn {
    fileprivate mutating func refusePersistence(_ code: Line, _ phrase: Phrase) {
        demanded("PERSISTENCE \(code)", phrase, by: .persistence)
    }
}
