/// A room's sessions, its lobby and its ground rules: what `SESSION` and the door know of it.
public struct Meetings: Equatable, Sendable {
    /// Somebody in the lobby.
    public struct Waiting: Equatable, Sendable {
        /// Who waits; nobody is in one lobby twice.
        public var person: PersonID
        /// When they came; whoever was cut off in the lobby keeps that time.
        public var since: Moment
    }

    /// The place of somebody who was cut off, kept for a while.
    public struct Place: Equatable, Sendable {
        /// Whose place it is; nobody has two in a room.
        public var person: PersonID
        /// When they were cut off, or when the server came up again.
        public var since: Moment
        /// Where in the log that was.
        public var at: Position
        /// Whether it is in the room; else in the lobby.
        public var isInside: Bool
        /// The signs that they had in the room; none where the place is in the lobby.
        public var prefixes: Prefixes
        /// When they came into the lobby, where it is kept there: the order is that of coming.
        public var came: Moment
    }

    /// The ground rules in one language; their text is the words at `at`.
    public struct RulesText: Equatable, Sendable {
        /// Nil: for whoever has none in their own.
        public var language: Language?
        /// Where the text stands.
        public var at: Position
    }

    /// Which version of the rules an account has accepted.
    struct Acceptance: Equatable {
        var account: AccountID
        var version: UInt32
    }

    /// Something that an account is to be told when it is here.
    public struct Owed: Equatable, Sendable {
        /// Who is to be told.
        public var account: AccountID
        /// What they are to be told.
        public var notice: Notice
    }

    /// The room whose sessions and door these are.
    public let room: RoomID
    /// Ordered by number: those that are planned, the one that is open, the last that are over.
    public internal(set) var sessions: [Session] = []
    /// The number of the next session that is planned.
    public internal(set) var nextNumber: UInt32 = 1
    /// In the order in which they came.
    public internal(set) var waiting: [Waiting] = []
    /// Who may come in whatever the door says, until the session is closed; ordered.
    public internal(set) var admitted: [PersonID] = []
    /// Who may not; ordered.
    public internal(set) var denied: [PersonID] = []
    /// Ordered by person.
    public internal(set) var places: [Place] = []
    /// Since when nobody of the staff is there although a session is open.
    public internal(set) var unattendedSince: Moment?
    /// Whether the server came up while a session was open, and nobody of the staff has been there
    /// since, nor has anybody been told so.
    public internal(set) var awaitsStaff = false
    /// When the first of those was cut off of whom staff has not been told.
    public internal(set) var cutsSince: Moment?
    /// When they are told of them.
    var cutsTold: Moment?
    /// The version of the rules that holds; 0: there are none.
    public internal(set) var rulesVersion: UInt32 = 0
    /// The texts of the version that holds, one a language at most; empty: there are no rules.
    public internal(set) var rules: [RulesText] = []
    /// Ordered by account.
    var accepted: [Acceptance] = []
    /// In the order in which it came up.
    public internal(set) var owed: [Owed] = []
    /// Who is called to lead this session in the place of those who led it; nil: nobody.
    var standingIn: StandingIn?
    /// Where the words of the notes to all stand that somebody is yet to be told.
    var summaries: [Position] { owed.compactMap(\.notice.words) }

    init(room: RoomID) {
        self.room = room
    }

    // MARK: Sessions

    /// The session with this number.
    public func session(_ number: UInt32) -> Session? {
        sessions.first { $0.plan.number == number }
    }

    /// The session that is open now.
    public var open: Session? { sessions.first { $0.stage == .open } }

    /// Those that are to come, the soonest first.
    public var planned: [Session] {
        sessions.filter { $0.stage == .planned }
            .sorted { ($0.plan.start, $0.plan.number) < ($1.plan.start, $1.plan.number) }
    }

    /// The next one, besides those over whose time another was held.
    public var coming: Session? {
        guard let last else { return planned.first }
        return planned.first { $0.plan.start > last.closed }
    }

    /// The one that was closed last, as long as it can be read where it was.
    public var closing: Session? { sessions.last { $0.stage == .closed } }

    /// The session that was open last.
    public var last: Session? {
        sessions.filter { $0.stage.rawValue > Session.Stage.open.rawValue }
            .max { ($0.closed, $0.plan.number) < ($1.closed, $1.plan.number) }
    }

    // MARK: The door

    /// Whether somebody is in the lobby.
    public func isWaiting(_ person: PersonID) -> Bool {
        waiting.contains { $0.person == person }
    }

    /// The place that is kept for somebody who was cut off.
    public func place(of person: PersonID) -> Place? {
        places.first { $0.person == person }
    }

    /// Whether an account has accepted the rules that hold, or there are none.
    public func accepts(_ account: AccountID) -> Bool {
        rulesVersion == 0
            || accepted.contains { $0.account == account && $0.version == rulesVersion }
    }

    /// The text of the rules in this language, or the one for all.
    public func rules(in language: Language) -> Position? {
        let own = rules.first { $0.language == language }
        return (own ?? rules.first { $0.language == nil } ?? rules.first)?.at
    }
}

/// Something that an account is told once, at the next sign-in where it is not here.
public enum Notice: Equatable, Sendable {
    /// A session is near.
    case reminder(UInt32)
    /// A session has another date than this.
    case moved(UInt32, from: Moment)
    /// A session that was to begin then will not be.
    case skipped(UInt32, Moment)
    /// A note to all; its text is the words there.
    case summary(Position)
    /// A parent of the worker's was not at a session that began then, and had not said so.
    case absence(UInt32, AccountID, Moment)
    /// Nobody of the staff is there: the stand-in is called.
    case page(UInt32)

    /// The session that it is about, where it is stale once that is over.
    var announces: UInt32? {
        switch self {
        case .reminder(let number), .moved(let number, _), .page(let number): number
        case .skipped, .summary, .absence: nil
        }
    }

    /// Where the words are that it shows.
    var words: Position? {
        if case .summary(let at) = self { at } else { nil }
    }
}

extension Meetings {
    func write(to out: inout ByteWriter) {
        out.put(room)
        out.list(sessions) { $1.write(to: &$0) }
        out.put(nextNumber)
        out.list(waiting) {
            $0.put($1.person)
            $0.put($1.since)
        }
        out.list(admitted) { $0.put($1) }
        out.list(denied) { $0.put($1) }
        out.list(places) {
            $0.put($1.person)
            $0.put($1.since)
            $0.put($1.at)
            $0.put($1.isInside)
            $0.put($1.prefixes)
            $0.put($1.came)
        }
        out.list(unattendedSince.map { [$0] } ?? []) { $0.put($1) }
        out.list(cutsSince.map { [$0] } ?? []) { $0.put($1) }
        out.put(rulesVersion)
        out.list(rules) {
            $0.put($1.language?.rawValue ?? 0)
            $0.put($1.at)
        }
        out.list(accepted) {
            $0.put($1.account)
            $0.put($1.version)
        }
        out.list(owed) {
            $0.put($1.account)
            $1.notice.write(to: &$0)
        }
        out.list(cutsTold.map { [$0] } ?? []) { $0.put($1) }
        out.list(standingIn.map { [$0] } ?? []) {
            $0.put($1.account)
            $0.put($1.since)
        }
        out.put(awaitsStaff)
    }

    init(from: inout ByteReader) throws(CodingError) {
        self.init(room: try from.room())
        sessions = try from.list { from throws(CodingError) in try Session(from: &from) }
        nextNumber = try from.take(UInt32.self)
        waiting = try from.list { from throws(CodingError) in
            Waiting(person: try from.person(), since: try from.moment())
        }
        admitted = try from.list { from throws(CodingError) in try from.person() }
        denied = try from.list { from throws(CodingError) in try from.person() }
        places = try from.list { from throws(CodingError) in
            Place(
                person: try from.person(), since: try from.moment(), at: try from.position(),
                isInside: try from.flag(), prefixes: try from.prefixes(), came: try from.moment())
        }
        unattendedSince = try from.list { from throws(CodingError) in try from.moment() }.first
        cutsSince = try from.list { from throws(CodingError) in try from.moment() }.first
        rulesVersion = try from.take(UInt32.self)
        rules = try from.list { from throws(CodingError) in
            RulesText(language: try from.someLanguage(), at: try from.position())
        }
        accepted = try from.list { from throws(CodingError) in
            Acceptance(account: try from.account(), version: try from.take(UInt32.self))
        }
        owed = try from.list { from throws(CodingError) in
            Owed(account: try from.account(), notice: try Notice(from: &from))
        }
        cutsTold = try from.list { from throws(CodingError) in try from.moment() }.first
        standingIn = try from.list { from throws(CodingError) in
            StandingIn(account: try from.account(), since: try from.position())
        }.first
        awaitsStaff = try from.flag()
    }
}

extension Notice {
    func write(to out: inout ByteWriter) {
        switch self {
        case .reminder(let number):
            out.put(UInt8(1))
            out.put(number)
        case .moved(let number, let from):
            out.put(UInt8(2))
            out.put(number)
            out.put(from)
        case .skipped(let number, let start):
            out.put(UInt8(3))
            out.put(number)
            out.put(start)
        case .summary(let at):
            out.put(UInt8(4))
            out.put(at)
        case .absence(let number, let account, let start):
            out.put(UInt8(5))
            out.put(number)
            out.put(account)
            out.put(start)
        case .page(let number):
            out.put(UInt8(6))
            out.put(number)
        }
    }

    init(from: inout ByteReader) throws(CodingError) {
        switch try from.take(UInt8.self) {
        case 1: self = .reminder(try from.take(UInt32.self))
        case 2: self = .moved(try from.take(UInt32.self), from: try from.moment())
        case 3: self = .skipped(try from.take(UInt32.self), try from.moment())
        case 4: self = .summary(try from.position())
        case 5:
            self = .absence(
                try from.take(UInt32.self), try from.account(), try from.moment())
        case 6: self = .page(try from.take(UInt32.self))
        case let other: throw .unknownValue(UInt64(other))
        }
    }
}
