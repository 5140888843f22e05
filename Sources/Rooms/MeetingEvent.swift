/// What happens to a room's sessions, and at its door.
///
/// A session is named by its number in the room.
public enum MeetingEvent: Equatable, Sendable {
    case planned(Session.Plan, by: PersonID)
    /// Another date for this one.
    case moved(UInt32, to: Moment, by: PersonID)
    /// It will not be; by nobody when its time went by.
    case skipped(UInt32, by: PersonID?)
    case opened(UInt32, by: PersonID)
    /// So many seconds longer, modulo 2 to the power of 32: opened late or early with a length, it
    /// may also be shorter than it was planned.
    case extended(UInt32, seconds: UInt32, by: PersonID)
    /// Nobody comes in any more, or they do again.
    case locked(UInt32, Bool, by: PersonID)
    /// It is over; by nobody when none of the staff was there.
    case closed(UInt32, by: PersonID?)
    /// Somebody on the list was not there and had not said so.
    case absent(UInt32, AccountID)
    /// Somebody came into the lobby.
    case waiting(PersonID)
    /// These have been told all that they were to be told.
    case told([AccountID])
    case admitted(PersonID, by: PersonID)
    /// Words: the reason, where one was given.
    case denied(PersonID, by: PersonID)
    /// The ground rules of this version. Words: their text, in this language or in any.
    case rulesSet(UInt32, Language?, by: PersonID)
    case rulesAccepted(AccountID, UInt32)
    /// Somebody said whether they come.
    case answered(UInt32, AccountID, Coming)
    /// Somebody said how they are, from 1 to 5.
    case felt(UInt32, AccountID, UInt8)
    /// Words: a note to all on the list.
    case summarised(UInt32, by: PersonID)
    case presence(PersonID, Presence)
    /// What was to be said of a session, or of the room, is said; the number is 0 for the room.
    case rung(Bell, UInt32)
    /// Somebody who had knocked was not let in; they are not told, and may knock again.
    case knockDenied(PersonID, by: PersonID)

    /// What became of somebody's place.
    public enum Presence: UInt8, Equatable, Sendable {
        /// Their connection was lost; the place is kept for a while.
        case cutOff = 1
        case returned = 2
        /// They did not come back in time.
        case placeLost = 3
        /// They went out of the lobby.
        case leftLobby = 4
    }

    /// What is said once.
    public enum Bell: UInt8, Equatable, Sendable {
        case reminder = 1
        /// From now on staff see who waits.
        case lobby = 2
        /// It is time to open.
        case begins = 3
        /// It is time to close.
        case timeUp = 4
        /// Who was cut off.
        case cuts = 5
        /// Nobody of the staff is there.
        case unattended = 6
        /// What was over can be read where it was no more.
        case sealed = 7
        /// It was not opened at its time.
        case unopened = 8
    }
}

extension MeetingEvent {
    static let kinds: ClosedRange<UInt16> = 81...99
    static let knockDeniedKind: UInt16 = 150

    var kind: UInt16 {
        switch self {
        case .planned: 81
        case .moved: 82
        case .skipped: 83
        case .opened: 84
        case .extended: 85
        case .locked: 86
        case .closed: 87
        case .absent: 88
        case .waiting: 89
        case .told: 90
        case .admitted: 91
        case .denied: 92
        case .rulesSet: 93
        case .rulesAccepted: 94
        case .answered: 95
        case .felt: 96
        case .summarised: 97
        case .presence: 98
        case .rung: 99
        case .knockDenied: Self.knockDeniedKind
        }
    }

    /// Whether it changes who may do what in the room.
    var changesPolicy: Bool {
        switch self {
        case .opened, .locked, .closed, .admitted, .denied, .rulesSet, .rulesAccepted: true
        default: false
        }
    }

    func write(to out: inout ByteWriter) {
        switch self {
        case .planned(let plan, let by):
            plan.write(to: &out)
            out.put(by)
        case .moved(let number, let to, let by):
            out.put(number)
            out.put(to)
            out.put(by)
        case .skipped(let number, let by), .closed(let number, let by):
            out.put(number)
            out.list(by.map { [$0] } ?? []) { $0.put($1) }
        case .opened(let number, let by), .summarised(let number, let by):
            out.put(number)
            out.put(by)
        case .extended(let number, let seconds, let by):
            out.put(number)
            out.put(seconds)
            out.put(by)
        case .locked(let number, let isLocked, let by):
            out.put(number)
            out.put(isLocked)
            out.put(by)
        default: writeAtDoor(to: &out)
        }
    }

    private func writeAtDoor(to out: inout ByteWriter) {
        switch self {
        case .absent(let number, let account):
            out.put(number)
            out.put(account)
        case .waiting(let person): out.put(person)
        case .told(let accounts): out.list(accounts) { $0.put($1) }
        case .admitted(let person, let by), .denied(let person, let by),
            .knockDenied(let person, let by):
            out.put(person)
            out.put(by)
        case .rulesSet(let version, let language, let by):
            out.put(version)
            out.put(language?.rawValue ?? 0)
            out.put(by)
        case .rulesAccepted(let account, let version):
            out.put(account)
            out.put(version)
        case .answered(let number, let account, let coming):
            out.put(number)
            out.put(account)
            out.put(coming.rawValue)
        case .felt(let number, let account, let value):
            out.put(number)
            out.put(account)
            out.put(value)
        case .presence(let person, let presence):
            out.put(person)
            out.put(presence.rawValue)
        case .rung(let bell, let number):
            out.put(bell.rawValue)
            out.put(number)
        default: break
        }
    }

    static func read(
        _ kind: UInt16, _ from: inout ByteReader
    ) throws(CodingError) -> MeetingEvent {
        switch kind {
        case 81: .planned(try Session.Plan(from: &from), by: try from.person())
        case 82: .moved(try from.take(UInt32.self), to: try from.moment(), by: try from.person())
        case 83: .skipped(try from.take(UInt32.self), by: try from.somePerson())
        case 84: .opened(try from.take(UInt32.self), by: try from.person())
        case 85:
            .extended(
                try from.take(UInt32.self), seconds: try from.take(UInt32.self),
                by: try from.person())
        case 86: .locked(try from.take(UInt32.self), try from.flag(), by: try from.person())
        case 87: .closed(try from.take(UInt32.self), by: try from.somePerson())
        case 88: .absent(try from.take(UInt32.self), try from.account())
        case 89: .waiting(try from.person())
        default: try readAtDoor(kind, &from)
        }
    }

    private static func readAtDoor(
        _ kind: UInt16, _ from: inout ByteReader
    ) throws(CodingError) -> MeetingEvent {
        switch kind {
        case 90: .told(try from.list { from throws(CodingError) in try from.account() })
        case 91: .admitted(try from.person(), by: try from.person())
        case 92: .denied(try from.person(), by: try from.person())
        case 93:
            .rulesSet(
                try from.take(UInt32.self), try from.someLanguage(), by: try from.person())
        case 94: .rulesAccepted(try from.account(), try from.take(UInt32.self))
        case 95:
            .answered(
                try from.take(UInt32.self), try from.account(), try from.choice(Coming.self))
        case 96:
            .felt(try from.take(UInt32.self), try from.account(), try from.take(UInt8.self))
        case 97: .summarised(try from.take(UInt32.self), by: try from.person())
        case 98: .presence(try from.person(), try from.choice(Presence.self))
        case knockDeniedKind: .knockDenied(try from.person(), by: try from.person())
        default: .rung(try from.choice(Bell.self), try from.take(UInt32.self))
        }
    }
}

extension ByteReader {
    /// Nil, or a person: a list of none or one.
    mutating func somePerson() throws(CodingError) -> PersonID? {
        switch try take(UInt32.self) {
        case 0: nil
        case 1: try person()
        case let many: throw .unknownValue(UInt64(many))
        }
    }

    /// Nil where 0 stands.
    mutating func someLanguage() throws(CodingError) -> Language? {
        let raw = try take(UInt8.self)
        guard raw != 0 else { return nil }
        guard let language = Language(rawValue: raw) else { throw .unknownValue(UInt64(raw)) }
        return language
    }
}
