/// One scheduled meeting of a room.
public struct Session: Equatable, Sendable {
    /// When it is to be.
    public struct Plan: Equatable, Sendable {
        /// Its number in the room, from 1.
        public var number: UInt32
        /// The number of the first session that it repeats; 0: it stands alone.
        public var series: UInt32
        /// Where it stands in its series, whatever it is moved to.
        public var slot: Moment
        /// When it begins; another time than `slot` once it was moved.
        public var start: Moment
        /// How long it is.
        public var seconds: UInt32
        /// So many weeks lie between two of its series; 0: it stands alone.
        public var weeks: UInt8

        /// Only puts the fields together; `Centre.plan` refuses what cannot be.
        public init(
            number: UInt32, series: UInt32, slot: Moment, start: Moment, seconds: UInt32,
            weeks: UInt8
        ) {
            self.number = number
            self.series = series
            self.slot = slot
            self.start = start
            self.seconds = seconds
            self.weeks = weeks
        }
    }

    /// How far it has come.
    public enum Stage: UInt8, Equatable, Sendable {
        case planned = 1
        case open = 2
        /// Over; it can still be read where it was.
        case closed = 3
        /// Over, and everyone has gone.
        case sealed = 4
    }

    /// What is said once of a session.
    struct Bells: OptionSet, Equatable {
        let rawValue: UInt8

        static let reminder = Bells(rawValue: 1 << 0)
        static let lobby = Bells(rawValue: 1 << 1)
        static let begins = Bells(rawValue: 1 << 2)
        static let timeUp = Bells(rawValue: 1 << 3)
        static let unopened = Bells(rawValue: 1 << 4)
    }

    /// What somebody said of coming (RSVP).
    public struct Answer: Equatable, Sendable {
        /// Whose answer it is; one each.
        public var account: AccountID
        /// Whether they come, as they said last.
        public var coming: Coming
    }

    /// With what was moved and extended since.
    public internal(set) var plan: Plan
    /// It only ever goes forward; a session that is left out is removed.
    public internal(set) var stage = Stage.planned
    /// When it was opened; before that, the start that was planned first.
    public internal(set) var opened: Moment
    /// When it was closed; before that, the start that was planned first.
    public internal(set) var closed: Moment
    /// Where in the log it was opened; the start before that.
    public internal(set) var openedAt = Position.start
    /// Whether parents who come now wait in the lobby, but for who is admitted or has a place.
    public internal(set) var isLocked = false
    var rung: Bells = []
    /// Ordered by account.
    public internal(set) var answers: [Answer] = []
    /// Ordered by account.
    public internal(set) var attendances: [Attendance] = []
    /// In the order in which they came.
    public internal(set) var moods: [Mood] = []
    /// Who waited in the lobby while it was open, or was turned away there; ordered.
    public internal(set) var atDoor: [AccountID] = []

    init(_ plan: Plan) {
        self.plan = plan
        opened = plan.start
        closed = plan.start
    }

    /// When it is over, as it is planned now.
    public var ends: Moment { plan.start.advanced(seconds: Int64(plan.seconds)) }

    /// What this account said of coming; nil where it said nothing.
    public func answer(of account: AccountID) -> Coming? {
        answers.first { $0.account == account }?.coming
    }

    /// How this account was there; nil where it was not.
    public func attendance(of account: AccountID) -> Attendance? {
        attendances.first { $0.account == account }
    }
}

/// What somebody says of coming to a session.
public enum Coming: UInt8, CaseIterable, Equatable, Sendable {
    case yes = 1
    /// Excused.
    case no = 2
    case late = 3
}

/// How somebody was at a session, added up over their connections.
public struct Attendance: Equatable, Sendable {
    /// Who was there; guests are not noted.
    public var account: AccountID
    /// When they came in first; for whoever was there already, when it was opened.
    public internal(set) var cameIn: Moment
    /// As far as is known; of those who are there, when they came in last.
    public internal(set) var wentOut: Moment
    /// Since when they are there without a break; nil: they are not.
    public internal(set) var since: Moment?
    /// Milliseconds of the stretches that are over.
    var past: Int64 = 0
    /// How often their connection was lost.
    public internal(set) var cuts: UInt16 = 0
    /// Whether they said something to all in the room.
    public internal(set) var spoke = false
    /// Whether they let a turn of theirs pass.
    public internal(set) var passed = false

    /// For how many seconds they were there by now.
    public func seconds(at now: Moment) -> Int64 {
        let running = since.map { max(0, now.milliseconds - $0.milliseconds) } ?? 0
        return (past + running) / 1000
    }

    mutating func begin(at now: Moment) {
        if since == nil { since = now }
        wentOut = max(wentOut, now)
    }

    mutating func end(at now: Moment) {
        guard let start = since else { return }
        past += max(0, now.milliseconds - start.milliseconds)
        since = nil
        wentOut = max(start, now)
    }
}

/// How somebody said they were, from 1 to 5, coming in or going out.
public struct Mood: Equatable, Sendable {
    /// Who said it; nobody else is ever shown it.
    public var account: AccountID
    /// From 1 to 5, as MOOD checks it.
    public var value: UInt8
    /// Whether it tells how they go out: it was said in the second half or afterwards.
    public var isOut: Bool

    /// What staff may see of such answers: how many there are, and their average in tenths over as
    /// many of them as make whole groups of three, so that no figure, and no difference between two
    /// of them, tells of fewer than three people.
    public static func figure(_ values: [UInt8]) -> (count: Int, tenths: Int?) {
        let told = values.count - values.count % Limit.moodsAtLeast
        guard told >= Limit.moodsAtLeast else { return (values.count, nil) }
        let sum = values.prefix(told).reduce(0) { $0 + Int($1) }
        return (values.count, (sum * 20 + told) / (told * 2))
    }
}

extension Session {
    func write(to out: inout ByteWriter) {
        plan.write(to: &out)
        out.put(stage.rawValue)
        out.put(opened)
        out.put(closed)
        out.put(openedAt)
        out.put(isLocked)
        out.put(rung.rawValue)
        out.list(answers) {
            $0.put($1.account)
            $0.put($1.coming.rawValue)
        }
        out.list(attendances) { $1.write(to: &$0) }
        out.list(moods) {
            $0.put($1.account)
            $0.put($1.value)
            $0.put($1.isOut)
        }
        out.list(atDoor) { $0.put($1) }
    }

    init(from: inout ByteReader) throws(CodingError) {
        self.init(try Plan(from: &from))
        stage = try from.choice(Stage.self)
        opened = try from.moment()
        closed = try from.moment()
        openedAt = try from.position()
        isLocked = try from.flag()
        rung = Bells(rawValue: try from.take(UInt8.self))
        answers = try from.list { from throws(CodingError) in
            Answer(account: try from.account(), coming: try from.choice(Coming.self))
        }
        attendances = try from.list { from throws(CodingError) in try Attendance(from: &from) }
        moods = try from.list { from throws(CodingError) in
            Mood(
                account: try from.account(), value: try from.take(UInt8.self),
                isOut: try from.flag())
        }
        atDoor = try from.list { from throws(CodingError) in try from.account() }
    }
}

extension Session.Plan {
    func write(to out: inout ByteWriter) {
        out.put(number)
        out.put(series)
        out.put(slot)
        out.put(start)
        out.put(seconds)
        out.put(weeks)
    }

    init(from: inout ByteReader) throws(CodingError) {
        number = try from.take(UInt32.self)
        series = try from.take(UInt32.self)
        slot = try from.moment()
        start = try from.moment()
        seconds = try from.take(UInt32.self)
        weeks = try from.take(UInt8.self)
    }
}

extension Attendance {
    func write(to out: inout ByteWriter) {
        out.put(account)
        out.put(cameIn)
        out.put(wentOut)
        out.list(since.map { [$0] } ?? []) { $0.put($1) }
        out.put(past)
        out.put(cuts)
        out.put(spoke)
        out.put(passed)
    }

    init(from: inout ByteReader) throws(CodingError) {
        account = try from.account()
        cameIn = try from.moment()
        wentOut = try from.moment()
        since = try from.list { from throws(CodingError) in try from.moment() }.first
        past = try from.take(Int64.self)
        cuts = try from.take(UInt16.self)
        spoke = try from.flag()
        passed = try from.flag()
    }
}
