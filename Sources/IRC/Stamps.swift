public import Rooms
import Wire

/// Gives messages their ids: 48 bits of milliseconds, 16 of chance, no two alike.
struct Stamps: Sendable {
    private var time = Moment(milliseconds: -1)
    private var used = Table<UInt16, Void>()

    mutating func next(at now: Moment, _ dice: inout Dice) -> MessageID {
        // Half of a millisecond's ids are never given, so that a free one is found in two draws;
        // then the next millisecond's are taken, even if it has not come yet.
        if now > time || used.count >= 1 << 15 {
            time = max(now, Moment(milliseconds: time.milliseconds + 1))
            used.removeAll()
        }
        var chance = UInt16(truncatingIfNeeded: dice.next())
        while used[chance] != nil { chance = UInt16(truncatingIfNeeded: dice.next()) }
        used[chance] = ()
        let milliseconds = UInt64(truncatingIfNeeded: max(0, time.milliseconds))
        return MessageID(bits: milliseconds << 16 | UInt64(chance))
    }
}

extension UInt16: TableKey {
    /// The number itself: what is drawn here nobody outside chooses.
    public var tableNumber: UInt64 { UInt64(self) }
}
