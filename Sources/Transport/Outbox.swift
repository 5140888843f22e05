import Glibc

/// Bytes that wait to be written to one connection.
///
/// Whoever owns it gives it back with `clear` before it goes: memory comes from the loop's pool.
@safe struct Outbox {
    /// Nil while nothing waits: an idle connection has no buffer.
    private var base: UnsafeMutablePointer<UInt8>?
    private var start: UInt32 = 0
    private var end: UInt32 = 0
    private var capacity: UInt32 = 0

    /// The most bytes that a buffer grows by at a time, unless what comes needs more.
    private static let growth: UInt32 = 128 << 10

    var count: Int { Int(end &- start) }
    var isEmpty: Bool { start == end }

    /// Takes a copy of `bytes`; the caller has checked them against its limit.
    @inline(__always)
    mutating func append(_ bytes: Span<UInt8>, from pool: BufferPool) {
        let size = UInt32(truncatingIfNeeded: bytes.count)
        if capacity &- end < size { makeRoom(for: size, from: pool) }
        unsafe bytes.withUnsafeBufferPointer { source in
            // Never nil here: `makeRoom` saw to it unless there was nothing to copy.
            if let base = unsafe base, let source = source.baseAddress {
                unsafe memcpy(base + Int(end), source, Int(size))
            }
        }
        end &+= size
    }

    /// The bytes that come next, at most so many.
    func withFront<Value, Failure: Error>(
        atMost bytesMax: Int, _ body: (borrowing Span<UInt8>) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        guard let base = unsafe base else { return try body(Span()) }
        // The buffer outlives the call: nothing in `body` can reach this outbox.
        let span = unsafe Span(
            _unsafeStart: UnsafePointer(base + Int(start)), count: min(bytesMax, count))
        return try body(span)
    }

    /// So many bytes are out.
    mutating func drop(_ bytes: Int, to pool: BufferPool) {
        start &+= UInt32(truncatingIfNeeded: bytes)
        if isEmpty { clear(to: pool) }
    }

    mutating func clear(to pool: BufferPool) {
        if let base = unsafe base { unsafe pool.give(base, capacity: Int(capacity)) }
        unsafe base = nil
        (start, end, capacity) = (0, 0, 0)
    }

    private mutating func makeRoom(for size: UInt32, from pool: BufferPool) {
        guard let old = unsafe base else {
            capacity = UInt32(max(BufferPool.bytes, Int(size)))
            unsafe base = pool.take(capacity: Int(capacity))
            return
        }
        let waiting = end - start
        if start >= waiting, capacity - waiting >= size {
            unsafe memcpy(old, old + Int(start), Int(waiting))
        } else {
            // Doubled while small; the outboxes of many who read slowly must not take twice what
            // waits in them.
            let larger = max(capacity + min(capacity, Self.growth), waiting + size)
            let new = unsafe pool.take(capacity: Int(larger))
            unsafe memcpy(new, old + Int(start), Int(waiting))
            unsafe pool.give(old, capacity: Int(capacity))
            unsafe base = new
            capacity = larger
        }
        (start, end) = (0, waiting)
    }
}

/// One loop's buffers of the usual size, kept for the next connection that has something to say.
@safe final class BufferPool {
    /// What an outbox begins with: a handful of messages.
    static let bytes = 4_096
    private static let keptMax = 1_024

    private var kept: [UnsafeMutablePointer<UInt8>] = unsafe []

    init() {
        unsafe kept.reserveCapacity(Self.keptMax)
    }

    deinit {
        while let buffer = unsafe kept.popLast() { unsafe buffer.deallocate() }
    }

    func take(capacity: Int) -> UnsafeMutablePointer<UInt8> {
        if capacity == Self.bytes, let buffer = unsafe kept.popLast() { return unsafe buffer }
        return .allocate(capacity: capacity)
    }

    func give(_ buffer: UnsafeMutablePointer<UInt8>, capacity: Int) {
        if capacity == Self.bytes, unsafe kept.count < Self.keptMax {
            unsafe kept.append(buffer)
        } else {
            unsafe buffer.deallocate()
        }
    }
}
