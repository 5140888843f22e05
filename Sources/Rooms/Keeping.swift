/// What of a centre's words is still there, how long it may stay, and who has asked for theirs.
///
/// A value like all of the state: the log alone rebuilds it. Texts are counted by stretches of the
/// log, not one by one, so that a busy year costs a few hundred entries a room.
public struct Keeping: Equatable, Sendable {
    /// The texts that stand, by room; those under `.none` are private words between two.
    var ledgers = Table<RoomID, Ledger>()
    /// Words that have been replaced (an old password's verifier, a topic of before), and texts
    /// whose time had passed while a report needed them: to be wiped at once.
    public internal(set) var stale: [Position] = []
    /// Topics and masks that are not in force any more, in the order in which they ceased to be.
    var past: [Past] = []
    /// What people have asked for, in the order in which they did.
    public internal(set) var wishes: [PersonalWish] = []
    /// Accounts that are erased but whose words may not all be wiped yet, in that order.
    public internal(set) var erasing: [AccountID] = []
    /// Whether nothing is wiped by its age, because the clock has jumped.
    public internal(set) var isSuspended = false

    /// Nothing has been written yet, and nobody has asked for anything.
    public init() {}

    /// Whether nothing waits to be wiped, now or later.
    public var isEmpty: Bool { ledgers.isEmpty && stale.isEmpty && past.isEmpty }

    /// Whether something is to be wiped without waiting for its time.
    public var hasStale: Bool { !stale.isEmpty }

    /// What stood over a room's door, and since when it does not.
    struct Past: Equatable, Sendable {
        var at: Position
        var room: RoomID
        var since: Moment
    }

    /// Texts of one room that stand.
    struct Ledger: Equatable, Sendable {
        /// Whether nobody is to read any of it again: then it is wiped at once.
        var isOver = false
        /// Texts within so many milliseconds are one stretch. Grows where there are many.
        var grain = Limit.keepingGrain
        /// Oldest first.
        var stretches: [Stretch] = []
    }

    /// A piece of the log, with what one room has in it.
    struct Stretch: Equatable, Sendable {
        var from: Position
        var through: Position
        var since: Moment
        /// The last text's time: none of the stretch is wiped before that one may be.
        var until: Moment
    }
}

extension Keeping {
    /// Counts a text that was written now.
    mutating func note(_ room: RoomID, at position: Position, _ time: Moment) {
        ledgers[room, default: Ledger()].note(position, time)
    }

    /// The texts of a room up to a position have been wiped.
    mutating func drop(_ room: RoomID, through position: Position) {
        ledgers[room]?.stretches.removeAll { $0.through <= position }
        if ledgers[room]?.stretches.isEmpty == true { ledgers[room] = nil }
    }

    /// Nobody is to read the texts of this room again.
    mutating func end(_ room: RoomID) {
        ledgers[room]?.isOver = true
    }

    /// A report needs this text no more. What should have been wiped meanwhile is wiped now.
    mutating func release(_ text: Position, of room: RoomID) {
        let waits = ledgers[room]?.stretches.contains { $0.from <= text && text <= $0.through }
        if waits != true { stale.append(text) }
    }

}

extension Keeping.Ledger {
    mutating func note(_ position: Position, _ time: Moment) {
        if let last = stretches.indices.last,
            time.milliseconds - stretches[last].since.milliseconds < grain
        {
            stretches[last].through = position
            stretches[last].until = time
            return
        }
        stretches.append(
            Keeping.Stretch(from: position, through: position, since: time, until: time))
        while stretches.count > Limit.stretches { coarsen() }
    }

    /// Makes one of neighbours that lie close together.
    private mutating func coarsen() {
        grain *= 2
        var kept: [Keeping.Stretch] = []
        for stretch in stretches {
            if let last = kept.indices.last,
                stretch.until.milliseconds - kept[last].since.milliseconds < grain
            {
                kept[last].through = stretch.through
                kept[last].until = stretch.until
            } else {
                kept.append(stretch)
            }
        }
        stretches = kept
    }
}

extension Event {
    /// Whether its words are a text, a reason or the name of whoever came or went, which are wiped
    /// by their age. What a door says as long as it says it (topics, masks) is not among them.
    var isKeptByAge: Bool {
        switch self {
        case .said, .whispered, .confided, .entered, .left, .removed, .redacted, .nickChanged,
            .modesSet,
            .limitSet, .keyLifted, .prefixesSet, .maskRemoved, .meeting(_, .denied),
            .casework(_, .handoverDropped), .circle(_, .heldEnded):
            true
        default: false
        }
    }

    /// The kinds whose words are wiped by their age.
    public static let kindsKeptByAge: [UInt16] = [
        20, 21, 22, 31, 32, 34, 35, 37, 40, 41, 43, 49, 72, 92, 118, 124,
    ]
}
