/// Connections that have something to be written, first come, first served. Each stands in it once.
struct Lane {
    private var ring: [UInt32]
    private var head = 0
    private(set) var count = 0

    init() {
        ring = Array(repeating: 0, count: 1_024)
    }

    @inline(__always)
    mutating func append(_ slot: Int) {
        if count == ring.count { grow() }
        ring[(head &+ count) & (ring.count &- 1)] = UInt32(truncatingIfNeeded: slot)
        count &+= 1
    }

    mutating func popFirst() -> Int? {
        guard count > 0 else { return nil }
        let slot = ring[head]
        head = (head &+ 1) & (ring.count &- 1)
        count &-= 1
        return Int(slot)
    }

    /// To twice the size: the ring's size stays a power of two.
    private mutating func grow() {
        ring = Array(ring[head...] + ring[..<head]) + Array(repeating: 0, count: ring.count)
        head = 0
    }
}
