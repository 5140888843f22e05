/// When which slot is due to be looked at. One place a slot: whoever has several deadlines stands
/// at the earliest, and whoever is looked at too early is placed again.
///
/// Placing, moving and taking out cost the same however many slots there are. A bucket is 64 ms;
/// what lies further ahead than the 4 minutes of one turn is looked at early, and placed again.
struct Wheel {
    static let tick: Int64 = 64
    private static let buckets = 4_096
    private static let none = Int32(-1)

    /// The first slot of each bucket, or -1.
    private var heads = Array(repeating: none, count: buckets)
    /// A bit for each bucket that is not empty.
    private var marks = [UInt64](repeating: 0, count: buckets / 64)
    /// The slots of a bucket are chained both ways.
    private var next: [Int32] = []
    private var previous: [Int32] = []
    /// Which bucket a slot stands in, or -1.
    private var bucket: [Int32] = []
    /// Every tick up to this one has been looked at.
    private var position: Int64
    private(set) var count = 0

    init(now: Int64) {
        position = now / Self.tick
    }

    /// Places a slot, or moves it, to be looked at once `due` (ms) has come: never before.
    mutating func place(_ slot: Int, due: Int64) {
        remove(slot)
        if slot >= bucket.count { makeRoom(for: slot) }
        let exact = (due + Self.tick - 1) / Self.tick
        let tick = min(max(exact, position + 1), position + Int64(Self.buckets) - 1)
        let index = Int(tick % Int64(Self.buckets))
        let head = heads[index]
        next[slot] = head
        previous[slot] = Self.none
        if head >= 0 { previous[Int(head)] = Int32(slot) }
        heads[index] = Int32(slot)
        marks[index / 64] |= 1 << UInt64(index % 64)
        bucket[slot] = Int32(index)
        count += 1
    }

    mutating func remove(_ slot: Int) {
        guard slot < bucket.count, bucket[slot] >= 0 else { return }
        let index = Int(bucket[slot])
        let (before, after) = (previous[slot], next[slot])
        if before >= 0 { next[Int(before)] = after } else { heads[index] = after }
        if after >= 0 { previous[Int(after)] = before }
        if heads[index] < 0 { marks[index / 64] &= ~(1 << UInt64(index % 64)) }
        bucket[slot] = Self.none
        count -= 1
    }

    /// Takes out one slot whose tick has come, or returns nil when there is none up to `now`.
    mutating func popDue(now: Int64) -> Int? {
        let last = now / Self.tick
        while let tick = firstTick, tick <= last {
            let slot = Int(heads[Int(tick % Int64(Self.buckets))])
            remove(slot)
            // What is placed from now on lands behind this bucket or in a later one.
            position = max(position, tick - 1)
            return slot
        }
        position = max(position, last)
        return nil
    }

    /// When the earliest slot is due, in milliseconds; nil when none is placed.
    var nextDue: Int64? { firstTick.map { $0 * Self.tick } }

    /// The first bucket after `position` that is not empty, found by its mark.
    private var firstTick: Int64? {
        guard count > 0 else { return nil }
        let start = Int((position + 1) % Int64(Self.buckets))
        var word = start / 64
        var bits = marks[word] & (UInt64.max << UInt64(start % 64))
        for _ in 0...marks.count {
            if bits != 0 {
                let index = word * 64 + bits.trailingZeroBitCount
                let ahead = (index - start + Self.buckets) % Self.buckets
                return position + 1 + Int64(ahead)
            }
            word = (word + 1) % marks.count
            bits = marks[word]
        }
        return nil
    }

    private mutating func makeRoom(for slot: Int) {
        let more = max(slot + 1 - bucket.count, bucket.count, 256)
        next.append(contentsOf: repeatElement(Self.none, count: more))
        previous.append(contentsOf: repeatElement(Self.none, count: more))
        bucket.append(contentsOf: repeatElement(Self.none, count: more))
    }
}
