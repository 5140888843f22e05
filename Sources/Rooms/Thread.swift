/// A conversation that can be read again: what a room hears, or what two people write to each
/// other.
///
/// Only a way to find texts: whether they belong to it, and who may read them, is checked for each
/// (`Centre.mayRead`), so that two conversations with one number leak nothing to each other.
public struct ThreadID: Hashable, Comparable, Sendable {
    /// A room's number, or mixed with the topmost bit set.
    public var number: UInt64

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

    public static func < (left: ThreadID, right: ThreadID) -> Bool { left.number < right.number }

    private static func mixed(_ first: UInt64, _ second: UInt64) -> UInt64 {
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
    public var time: Moment
    public var position: Position

    public init(_ time: Moment, _ position: Position) {
        self.time = time
        self.position = position
    }

    /// Before every text.
    public static let start = LineMark(Moment(milliseconds: .min), .start)
    /// After every text.
    public static let end = LineMark(Moment(milliseconds: .max), Position(.max))

    public static func < (left: LineMark, right: LineMark) -> Bool {
        (left.time, left.position) < (right.time, right.position)
    }
}

/// One text as the index of a centre's threads knows it.
public struct LineEntry: Hashable, Sendable {
    public var thread: ThreadID
    public var mark: LineMark
    /// The lower 16 bits of its message id; the upper 48 are the milliseconds of `mark`.
    public var chance: UInt16
    /// The two whose private words it is.
    public var pair: Pair?

    /// Two people; the same twice for whoever writes to themselves.
    public struct Pair: Hashable, Sendable {
        public var one: PersonID
        public var other: PersonID

        public init(_ one: PersonID, _ other: PersonID) {
            self.one = one
            self.other = other
        }
    }

    public init(thread: ThreadID, mark: LineMark, chance: UInt16, pair: Pair? = nil) {
        self.thread = thread
        self.mark = mark
        self.chance = chance
        self.pair = pair
    }

    /// The threads that an event's text belongs to; none for an event that is no text.
    public static func entries(of event: Event, at mark: LineMark) -> [LineEntry] {
        switch event {
        case .said(let room, let saying):
            let threads =
                saying.above.isEmpty
                ? [ThreadID(room)]
                : [ThreadID(room, above: saying.above), ThreadID(room, by: saying.by)]
            return threads.map { LineEntry(thread: $0, mark: mark, chance: saying.id.chance) }
        case .whispered(let to, let saying):
            return [
                LineEntry(
                    thread: ThreadID(to, saying.by), mark: mark, chance: saying.id.chance,
                    pair: Pair(saying.by, to))
            ]
        default: return []
        }
    }

    /// The same for a record, of which only texts are decoded. Words that are gone belong nowhere.
    public static func entries(of record: Record) -> [LineEntry] {
        guard Event.isText(kind: record.kind), record.words != nil,
            // A record that cannot be read is no text; start-up is where it is complained of.
            let event = try? Event(
                kind: record.kind, version: record.version, encoded: record.payload)
        else { return [] }
        return entries(of: event, at: LineMark(record.time, record.position))
    }
}

extension MessageID {
    /// When the message was sent, as its id says.
    public var time: Moment { Moment(milliseconds: Int64(bits >> 16)) }
    /// What tells it from others of the same millisecond.
    public var chance: UInt16 { UInt16(truncatingIfNeeded: bits) }
}

extension Event {
    /// Whether events of this kind are words to a room or a person.
    static func isText(kind: UInt16) -> Bool { kind == 40 || kind == 41 }
}
