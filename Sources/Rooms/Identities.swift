/// A point in time: milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
public struct Moment: Hashable, Comparable, Sendable {
    /// Negative before 1970.
    public var milliseconds: Int64

    /// The moment so many milliseconds after 1970 began in UTC; negative: before.
    @inlinable
    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// Whether the left is the earlier.
    @inlinable
    public static func < (left: Moment, right: Moment) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// The moment `seconds` later, stopping at the end of time instead of trapping.
    @inlinable
    public func advanced(seconds: Int64) -> Moment {
        let (span, tooLong) = seconds.multipliedReportingOverflow(by: 1000)
        let (sum, tooLate) = milliseconds.addingReportingOverflow(tooLong ? .max : span)
        return Moment(milliseconds: tooLate ? .max : sum)
    }
}

/// Where an event stands in its centre's log: 1 for the first, 0 for "before everything".
public struct Position: Hashable, Comparable, Sendable {
    /// 1 for the first event; each later one is one more.
    public var number: UInt64

    /// The position of this number, whether or not a log has come so far.
    @inlinable
    public init(_ number: UInt64) {
        self.number = number
    }

    /// Whether the left comes earlier in the log.
    @inlinable
    public static func < (left: Position, right: Position) -> Bool { left.number < right.number }

    /// Before the first event of a log.
    public static let start = Position(0)

    /// The position right after this one.
    @inlinable
    public var next: Position { Position(number + 1) }
}

/// An account of a centre, numbered from 1 in the order in which accounts were made; never reused.
public struct AccountID: TableKey, Comparable {
    /// From 1.
    public var number: UInt32

    /// The account of this number, whether or not there is one; 0 is the machine's.
    @inlinable
    public init(_ number: UInt32) {
        self.number = number
    }

    /// No account's: stands where an erased one stood whose deed is still told.
    public static let gone = AccountID(.max)

    /// By number: whether the left was made earlier.
    @inlinable
    public static func < (left: AccountID, right: AccountID) -> Bool { left.number < right.number }

    /// The account's number, which no other account of its centre has.
    @inlinable public var tableNumber: UInt64 { UInt64(number) }
}

/// A room or worker channel of a centre, numbered from 1; never reused. 0 is "no room".
public struct RoomID: TableKey, Comparable {
    /// From 1; 0 is "no room".
    public var number: UInt32

    /// The room of this number, whether or not there is one.
    @inlinable
    public init(_ number: UInt32) {
        self.number = number
    }

    /// By number: whether the left was made earlier.
    @inlinable
    public static func < (left: RoomID, right: RoomID) -> Bool { left.number < right.number }

    /// The room's number, which no other room of its centre has.
    @inlinable public var tableNumber: UInt64 { UInt64(number) }

    /// What an event's envelope says when the event belongs to no room.
    public static let none = RoomID(0)
}

/// Someone who may be in rooms: an account, or (in the `open` policy) a guest without one.
///
/// Guests are numbered apart from accounts, and never reused within one log.
public struct PersonID: TableKey, Comparable {
    /// An account's number, or a guest's number with the topmost bit set.
    public var number: UInt64

    /// From the number as the log has it, a guest's with the topmost bit set.
    @inlinable
    public init(number: UInt64) {
        self.number = number
    }

    /// The person whose account this is.
    @inlinable
    public init(_ account: AccountID) {
        number = UInt64(account.number)
    }

    /// With the bit that marks guests, so that no guest is taken for an account.
    @inlinable public var tableNumber: UInt64 { number }

    /// The guest with this number, below 2^63.
    @inlinable
    public init(guest: UInt64) {
        number = guest | Self.guestBit
    }

    @usableFromInline static let guestBit: UInt64 = 1 << 63

    /// The account, or nil for a guest.
    @inlinable
    public var account: AccountID? {
        number & Self.guestBit == 0 ? AccountID(UInt32(truncatingIfNeeded: number)) : nil
    }

    /// The guest's number, or nil for an account.
    @inlinable
    public var guest: UInt64? {
        number & Self.guestBit == 0 ? nil : number & ~Self.guestBit
    }

    /// By number: accounts first, then guests.
    @inlinable
    public static func < (left: PersonID, right: PersonID) -> Bool { left.number < right.number }
}

/// What a message is called on the wire: 48 bits of milliseconds and 16 of chance, unique in a
/// centre.
public struct MessageID: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970 in the upper 48 bits, chance in the lower 16.
    public var bits: UInt64

    /// From the 64 bits as the log has them; the wire shows 13 characters for them.
    @inlinable
    public init(bits: UInt64) {
        self.bits = bits
    }

    /// Whether the left was made in an earlier millisecond; within one, chance decides.
    @inlinable
    public static func < (left: MessageID, right: MessageID) -> Bool { left.bits < right.bits }
}

/// What names are compared by: a keyed 128-bit hash (SipHash-2-4-128 under the centre's own key) of
/// a folded name.
///
/// Events hold keys and never names, so that a name can be wiped and the log still replays, and so
/// that looking a name up costs no `String` and no Unicode table.
public struct NameKey: TableKey, Comparable {
    /// The hash's first eight bytes.
    public var high: UInt64
    /// The hash's last eight bytes.
    public var low: UInt64

    /// From the two halves of a hash that was made outside, each read with the big end first.
    @inlinable
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The same from both halves at once.
    @inlinable
    public init(_ hash: (high: UInt64, low: UInt64)) { self.init(high: hash.high, low: hash.low) }

    /// The hash's sixteen bytes.
    public var bytes: [UInt8] {
        [high, low].flatMap { half in
            (0..<8).map { UInt8(truncatingIfNeeded: half >> UInt64(56 - 8 * $0)) }
        }
    }

    /// Nobody without the key can choose names so that these fall on the same place.
    @inlinable public var tableNumber: UInt64 { low }

    /// An order without a meaning, so that lists of keys are the same in every process.
    @inlinable
    public static func < (left: NameKey, right: NameKey) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}
