/// What happens to words once they are written: they are wiped by their age, asked for, erased.
public enum KeepingEvent: Equatable, Sendable {
    /// What was wiped from the files.
    public enum Removal: Equatable, Sendable {
        /// The texts of a room up to a position, but for those that were frozen.
        case texts(RoomID, through: Position)
        /// Replaced words, and texts that were frozen.
        case words([Position])
    }

    /// Words are gone from the files.
    case removed(Removal)
    /// The clock has jumped, and nothing is wiped by its age until somebody says that it is right.
    case suspended(Bool)
    /// Somebody asks for what is theirs, or takes it back; or somebody of the staff has met them
    /// and confirms it.
    case wished(AccountID, PersonalWish.What, PersonalWish.Step, by: PersonID)
    /// The account is no more; its words are being wiped.
    case erased(AccountID, by: PersonID)
    /// Its words are wiped and its key is destroyed.
    case finished(AccountID)
}

/// What somebody asks for of what is theirs.
public struct PersonalWish: Equatable, Sendable {
    /// What of it.
    public enum What: UInt8, Equatable, Sendable, CaseIterable {
        case erase = 1
        case export = 2
    }

    /// How far it has come.
    public enum Step: UInt8, Equatable, Sendable {
        case asked = 1
        /// Somebody of the staff has met the person and confirms it.
        case confirmed = 2
        case withdrawn = 3
        /// It was done.
        case done = 4
    }

    /// Whose wish it is.
    public var account: AccountID
    /// What is asked for; an account has one wish of each kind at most.
    public var what: What
    /// Whether somebody of the staff has met them and said that it is their own will.
    public var isConfirmed: Bool
    /// When it was asked for, or confirmed.
    public var since: Moment
}

extension KeepingEvent {
    var kind: UInt16 {
        switch self {
        case .removed: 55
        case .suspended: 56
        case .wished: 57
        case .erased: 58
        case .finished: 59
        }
    }

    /// The room that it belongs to, or `.none`.
    var room: RoomID {
        if case .removed(.texts(let room, _)) = self { room } else { .none }
    }

    func write(to out: inout ByteWriter) {
        switch self {
        case .removed(.texts(let room, let through)):
            out.put(UInt8(0))
            out.put(room)
            out.put(through)
        case .removed(.words(let positions)):
            out.put(UInt8(1))
            out.list(positions) { $0.put($1) }
        case .suspended(let isSuspended): out.put(isSuspended)
        case .wished(let account, let what, let step, let by):
            out.put(account)
            out.put(what.rawValue)
            out.put(step.rawValue)
            out.put(by)
        case .erased(let account, let by):
            out.put(account)
            out.put(by)
        case .finished(let account): out.put(account)
        }
    }

    /// Nil for a kind that is none of these.
    init?(kind: UInt16, _ from: inout ByteReader) throws(CodingError) {
        switch kind {
        case 55: self = .removed(try Self.removal(&from))
        case 56: self = .suspended(try from.flag())
        case 57:
            self = .wished(
                try from.account(), try from.choice(PersonalWish.What.self),
                try from.choice(PersonalWish.Step.self), by: try from.person())
        case 58: self = .erased(try from.account(), by: try from.person())
        case 59: self = .finished(try from.account())
        default: return nil
        }
    }

    private static func removal(_ from: inout ByteReader) throws(CodingError) -> Removal {
        switch try from.take(UInt8.self) {
        case 0: .texts(try from.room(), through: try from.position())
        case 1: .words(try from.list { from throws(CodingError) in try from.position() })
        case let other: throw .unknownValue(UInt64(other))
        }
    }
}

extension Centre {
    mutating func apply(_ event: KeepingEvent) {
        switch event {
        case .removed(.texts(let room, let through)): keeping.drop(room, through: through)
        case .removed(.words(let positions)):
            let gone = Set(positions)
            keeping.stale.removeAll { gone.contains($0) }
            keeping.past.removeAll { gone.contains($0.at) }
        case .suspended(let isSuspended): keeping.isSuspended = isSuspended
        case .wished(let account, let what, let step, _): note(account, what, step)
        case .erased(let account, _): erase(account)
        case .finished(let account): keeping.erasing.removeAll { $0 == account }
        }
    }

    private mutating func note(
        _ account: AccountID, _ what: PersonalWish.What, _ step: PersonalWish.Step
    ) {
        keeping.wishes.removeAll { $0.account == account && $0.what == what }
        guard step == .asked || step == .confirmed else { return }
        keeping.wishes.append(
            PersonalWish(
                account: account, what: what, isConfirmed: step == .confirmed, since: time))
    }
}

extension Keeping {
    func write(to out: inout ByteWriter) {
        out.list(ledgers.sorted) { out, entry in
            out.put(entry.key)
            out.put(entry.value.isOver)
            out.put(entry.value.grain)
            out.list(entry.value.stretches) {
                $0.put($1.from)
                $0.put($1.through)
                $0.put($1.since)
                $0.put($1.until)
            }
        }
        out.list(stale) { $0.put($1) }
        out.list(past) {
            $0.put($1.at)
            $0.put($1.room)
            $0.put($1.since)
        }
        out.list(wishes) {
            $0.put($1.account)
            $0.put($1.what.rawValue)
            $0.put($1.isConfirmed)
            $0.put($1.since)
        }
        out.list(erasing) { $0.put($1) }
        out.put(isSuspended)
    }

    init(from: inout ByteReader) throws(CodingError) {
        self.init()
        let list = try from.list { from throws(CodingError) in
            let room = try from.room()
            let isOver = try from.flag()
            let grain = try from.take(Int64.self)
            let stretches = try from.list { from throws(CodingError) in
                Stretch(
                    from: try from.position(), through: try from.position(),
                    since: try from.moment(), until: try from.moment())
            }
            return (room, Ledger(isOver: isOver, grain: grain, stretches: stretches))
        }
        for (room, ledger) in list { ledgers[room] = ledger }
        stale = try from.list { from throws(CodingError) in try from.position() }
        past = try from.list { from throws(CodingError) in
            Past(at: try from.position(), room: try from.room(), since: try from.moment())
        }
        wishes = try from.list { from throws(CodingError) in
            PersonalWish(
                account: try from.account(), what: try from.choice(PersonalWish.What.self),
                isConfirmed: try from.flag(), since: try from.moment())
        }
        erasing = try from.list { from throws(CodingError) in try from.account() }
        isSuspended = try from.flag()
    }
}
