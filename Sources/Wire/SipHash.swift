/// A keyed hash of short inputs that nobody without the key can steer: SipHash-2-4 with 128 bits.
///
/// - Source: Aumasson and Bernstein, "SipHash: a fast short-input PRF", and its reference code for
///   the long output.
public struct SipHash: Sendable {
    private let k0: UInt64
    private let k1: UInt64

    /// - Parameters:
    ///   - k0: the key's first eight bytes, least significant first.
    ///   - k1: its last eight bytes.
    public init(k0: UInt64, k1: UInt64) {
        self.k0 = k0
        self.k1 = k1
    }

    /// The hash. `low` is the first eight bytes of the reference's output, least significant first,
    /// and `high` the last eight.
    public func callAsFunction(_ bytes: ArraySlice<UInt8>) -> (high: UInt64, low: UInt64) {
        var state = State(k0: k0, k1: k1)
        var word: UInt64 = 0
        var filled: UInt64 = 0
        for byte in bytes {
            word |= UInt64(byte) << filled
            filled += 8
            if filled == 64 {
                state.absorb(word)
                (word, filled) = (0, 0)
            }
        }
        state.absorb(word | UInt64(truncatingIfNeeded: bytes.count & 0xff) << 56)
        return state.finish()
    }

    /// Sixteen bits that stand for a number, and tell nobody without the key which.
    public func chance(of number: UInt64) -> UInt16 {
        var bytes: [UInt8] = []
        for shift in stride(from: 56, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
        }
        return UInt16(truncatingIfNeeded: self(bytes[...]).low)
    }

    private struct State {
        var v0, v1, v2, v3: UInt64

        init(k0: UInt64, k1: UInt64) {
            v0 = k0 ^ 0x736f_6d65_7073_6575
            v1 = k1 ^ 0x646f_7261_6e64_6f6d ^ 0xee
            v2 = k0 ^ 0x6c79_6765_6e65_7261
            v3 = k1 ^ 0x7465_6462_7974_6573
        }

        mutating func absorb(_ word: UInt64) {
            v3 ^= word
            rounds(2)
            v0 ^= word
        }

        mutating func finish() -> (high: UInt64, low: UInt64) {
            v2 ^= 0xee
            rounds(4)
            let low = v0 ^ v1 ^ v2 ^ v3
            v1 ^= 0xdd
            rounds(4)
            return (v0 ^ v1 ^ v2 ^ v3, low)
        }

        mutating func rounds(_ count: Int) {
            for _ in 0..<count {
                v0 &+= v1
                v1 = State.rotated(v1, 13) ^ v0
                v0 = State.rotated(v0, 32)
                v2 &+= v3
                v3 = State.rotated(v3, 16) ^ v2
                v0 &+= v3
                v3 = State.rotated(v3, 21) ^ v0
                v2 &+= v1
                v1 = State.rotated(v1, 17) ^ v2
                v2 = State.rotated(v2, 32)
            }
        }

        static func rotated(_ word: UInt64, _ by: UInt64) -> UInt64 {
            word &<< by | word &>> (64 - by)
        }
    }
}
