/// A loop's connections, each in its slot: the slot's number is how the loop names it.
///
/// The memory is set aside at once and touched only as slots come into use, so that a connection
/// never moves. A slot that was left is used again, the last left first.
@safe final class Slots {
    private let base: UnsafeMutablePointer<Connection>
    let capacity: Int
    /// Slots that have ever been used.
    private(set) var used = 0
    private var left: [UInt32] = []
    /// Connections now.
    var count: Int { used - left.count }

    init(capacity: Int) {
        precondition(capacity <= 1 << 24)
        self.capacity = capacity
        unsafe base = .allocate(capacity: capacity)
    }

    deinit {
        unsafe base.deinitialize(count: used)
        unsafe base.deallocate()
    }

    // By address, for `_read` of so large a struct copies it in a build that is not optimised, and
    // what then looks at it looks at the copy after it is gone.
    subscript(slot: Int) -> Connection {
        @inline(__always)
        unsafeAddress {
            precondition(slot < used)
            return unsafe UnsafePointer(base + slot)
        }
        @inline(__always)
        unsafeMutableAddress {
            precondition(slot < used)
            return unsafe base + slot
        }
    }

    /// Whether this very connection is still in its slot.
    @inline(__always)
    func holds(_ slot: Int, _ generation: UInt32) -> Bool {
        unsafe slot < used && base[slot].generation == generation && base[slot].stage != .free
    }

    /// Puts a new connection into a slot, or returns nil when all are taken.
    func enter(_ newcomer: consuming Connection) -> Int? {
        var connection = newcomer
        if let slot = left.popLast().map(Int.init) {
            connection.generation = unsafe base[slot].generation
            connection.lanes = unsafe base[slot].lanes
            unsafe base[slot] = connection
            return slot
        }
        guard used < capacity else { return nil }
        unsafe (base + used).initialize(to: connection)
        used += 1
        return used - 1
    }

    /// Empties a slot; what named its connection names nothing from now on.
    func leave(_ slot: Int) {
        self[slot].stage = .free
        self[slot].generation &+= 1
        left.append(UInt32(slot))
    }
}
