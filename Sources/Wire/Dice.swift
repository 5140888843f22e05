/// Chance that a seed repeats, the same on every toolchain: SplitMix64. Not for secrets.
///
/// - Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", §5.
public struct Dice: RandomNumberGenerator, Sendable, Equatable {
    private var state: UInt64

    /// - Parameter seed: any 64 bits; the same seed gives the same numbers everywhere.
    public init(seed: UInt64) {
        state = seed
    }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
        return word ^ word >> 31
    }

    /// A number in 0..<`bound`. The standard library's `random(in:using:)` may change between
    /// releases; this does not.
    public mutating func below(_ bound: Int) -> Int {
        precondition(bound > 0, "no number is below \(bound)")
        return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// A number in a range.
    public mutating func within(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.count)
    }

    /// True once in so many times.
    public mutating func oneIn(_ times: Int) -> Bool {
        below(times) == 0
    }
}
