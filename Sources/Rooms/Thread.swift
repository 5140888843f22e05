/// A conversation that can be read again: what a room hears, or what two people write to each
/// other.
///
/// Only a way to find texts: whether they belong to it, and who may read them, is checked for each
/// (`Centre.mayRead`), so that two conversations with one number leak nothing to each other.
public struct ThreadID: Hashable, Comparable, Sendable {
    /// A room's number, or mixed with the topmost bit set.
    public var number: UInt64

    /// From the number as an index holds it.
    public init(number: UInt64) {
        self.number = number
    }

    /// What all in a room hear.
    public init(_ room: RoomID) {
        number = UInt64(room.number)
    }

    /// What only those in a room hear who reach a sign (STATUSMSG).
    public init(_ room: RoomID, above: Prefixes) {
        number = UInt64(room.number) | UInt64(above.rawValue) << 32
    }

    /// What one person has said in a room to those who reach a sign.
    public init(_ room: RoomID, by person: PersonID) {
        number = Self.mixed(UInt64(room.number) << 32 | 0xffff_ffff, person.number)
    }

    /// What two people write to each other, whoever is named first.
    public init(_ one: PersonID, _ other: PersonID) {
        number = Self.mixed(min(one, other).number, max(one, other).number)
    }

    /// What happened in the same conversation besides words, which only those read who ask for it.
    public var movements: ThreadID { ThreadID(number: number ^ 1 << 62) }

    /// By number: an order without a meaning, the same in every process.
    public static func < (left: ThreadID, right: ThreadID) -> Bool { left.number < right.number }

    static func mixed(_ first: UInt64, _ second: UInt64) -> UInt64 {
        scattered(scattered(first) ^ second) | 1 << 63
    }

    /// Spreads every bit over all of them.
    ///
    /// - Source: S. Vigna, "splitmix64", its finalizer (D. Stafford's variant 13).
    private static func scattered(_ number: UInt64) -> UInt64 {
        var bits = number &+ 0x9e37_79b9_7f4a_7c15
        bits = (bits ^ bits >> 30) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ bits >> 27) &* 0x94d0_49bb_1331_11eb
        return bits ^ bits >> 31
    }
}

/// A place in a thread's order: by time, and by position where the time is the same.
public struct LineMark: Hashable, Comparable, Sendable {
    /// When the event happened, by the log's clock.
    public var time: Moment
    /// Where it stands in the log.
    public var position: Position

    /// A place where a text need not stand: bounds are such places too.
    public init(_ time: Moment, _ position: Position) {
        self.time = time
        self.position = position
    }

    /// Before every text.
    public static let start = LineMark(Moment(milliseconds: .min), .start)
    /// After every text.
    public static let end = LineMark(Moment(milliseconds: .max), Position(.max))

    /// Whether the left comes before the right in a thread.
    public static func < (left: LineMark, right: LineMark) -> Bool {
        (left.time, left.position) < (right.time, right.position)
    }
}

/// One text as the index of a centre's threads knows it.
public struct LineEntry: Hashable, Sendable {
    /// The thread that the text is found in by this entry.
    public var thread: ThreadID
    /// Where the text comes in it.
    public var mark: LineMark
    /// The lower 16 bits of its message id; the upper 48 are the milliseconds of `mark`.
    public var chance: UInt16
    /// The two whose private words it is.
    public var pair: Pair?

    /// Two people; the same twice for whoever writes to themselves.
    public struct Pair: Hashable, Sendable {
        /// Who wrote it.
        public var one: PersonID
        /// To whom it was written.
        public var other: PersonID

        /// Who wrote, then to whom.
        public init(_ one: PersonID, _ other: PersonID) {
            self.one = one
            self.other = other
        }
    }

    /// One entry of one text; `entries` makes all that an event has.
    public init(thread: ThreadID, mark: LineMark, chance: UInt16, pair: Pair? = nil) {
        self.thread = thread
        self.mark = mark
        self.chance = chance
        self.pair = pair
    }

    /// The threads that an event belongs to; none for one that nobody reads again.
    ///
    /// - Parameter chance: the end of the id of an event that has none of its own.
    public static func entries(
        of event: Event, at mark: LineMark, chance: UInt16
    ) -> [LineEntry] {
        var entries: [LineEntry] = []
        entries.list(event, at: mark, chance: chance)
        return entries
    }

    /// The same for a record; only those are decoded that can be read again. Words that are gone
    /// belong nowhere.
    ///
    /// - Parameter chance: the end of the message id of the event at a position.
    public static func entries(
        of record: Record, chance: (Position) -> UInt16
    ) -> [LineEntry] {
        guard Event.isShownAgain(kind: record.kind),
            record.words != nil || !Event.isText(kind: record.kind),
            let event = record.event
        else { return [] }
        return entries(
            of: event, at: LineMark(record.time, record.position),
            chance: event.isMovement ? chance(record.position) : 0)
    }
}

extension [LineEntry] {
    /// Adds what `LineEntry.entries` makes of an event, without an array for each.
    public mutating func list(_ event: Event, at mark: LineMark, chance: UInt16) {
        switch event {
        case .said(let room, let saying):
            guard !saying.above.isEmpty else { return add(saying, ThreadID(room), mark) }
            add(saying, ThreadID(room, above: saying.above), mark)
            add(saying, ThreadID(room, by: saying.by), mark)
        case .whispered(let to, let saying):
            add(saying, ThreadID(to, saying.by), mark, LineEntry.Pair(saying.by, to))
        case .confided(let room, let session, let to, let saying):
            add(saying, ThreadID(to, saying.by, in: room, session: session), mark)
            add(saying, ThreadID(room, session: session, confidedWith: to), mark)
            add(saying, ThreadID(room, session: session, confidedWith: saying.by), mark)
        case _ where event.isMovement:
            append(LineEntry(thread: ThreadID(event.room).movements, mark: mark, chance: chance))
        default: break
        }
    }

    private mutating func add(
        _ saying: Saying, _ thread: ThreadID, _ mark: LineMark, _ pair: LineEntry.Pair? = nil
    ) {
        append(
            LineEntry(
                thread: saying.placed(thread), mark: mark, chance: saying.id.chance, pair: pair))
    }
}

extension MessageID {
    /// When the message was sent, as its id says.
    public var time: Moment { Moment(milliseconds: Int64(bits >> 16)) }
    /// What tells it from others of the same millisecond.
    public var chance: UInt16 { UInt16(truncatingIfNeeded: bits) }
}

extension Saying {
    /// Tags alone stand beside the words, not among them.
    fileprivate func placed(_ thread: ThreadID) -> ThreadID {
        manner == .tags ? thread.movements : thread
    }
}

extension Event {
    /// Whether it is what is shown of a room besides words: comings and goings, topic, modes.
    ///
    /// A key is not among them: whoever comes later must not learn it.
    public var isMovement: Bool {
        switch self {
        case .entered, .left, .removed, .nickChanged, .topicSet, .modesSet, .limitSet,
            .keyLifted, .prefixesSet, .maskAdded, .maskRemoved:
            true
        default: false
        }
    }

    /// Whether a record of this kind holds what somebody said.
    static func isText(kind: UInt16) -> Bool { 40...41 ~= kind || kind == 124 }

    /// Whether it is words to a room or to a person.
    public var isText: Bool { Self.isText(kind: kind) }

    /// Whether events of this kind are words to a room or a person, or movements.
    static func isShownAgain(kind: UInt16) -> Bool {
        switch kind {
        case 20...22, 30...32, 34...37, 40, 41, 49, 124: true
        default: false
        }
    }
}
