import Glibc

/// Bytes that wait to be written to one connection.
///
/// What is written next stands in one piece, of a TLS record at most. What is more than that waits
/// in pieces of the same size behind it: nothing is copied when it grows, and pieces that are given
/// back fit whoever needs one next.
///
/// Whoever owns it gives it back with `clear` before it goes: memory comes from the loop's pool.
@safe struct Outbox {
    /// The most that stands in one piece: what one write takes.
    static let pieceBytes = 16_384

    /// The front piece; nil while nothing waits: an idle connection has no buffer.
    private var base: UnsafeMutablePointer<UInt8>?
    private var start: UInt32 = 0
    private var end: UInt32 = 0
    private var capacity: UInt32 = 0
    /// How large the first buffer was that the last write filled: the next is likely to fill as
    /// much.
    private var usual = UInt32(BufferPool.bytes)
    /// The pieces behind it; nil for whoever reads as fast as others write.
    private var behind: Pieces?

    var count: Int { Int(end &- start) &+ (behind?.count ?? 0) }
    /// Whether nothing waits: no piece stands behind an empty one.
    var isEmpty: Bool { start == end }

    /// Takes a copy of `bytes`; the caller has checked them against its limit.
    @inline(__always)
    mutating func append(_ bytes: Span<UInt8>, from pool: BufferPool) {
        if behind == nil, bytes.count <= Int(capacity &- end) || makeRoom(bytes.count, pool) {
            put(bytes)
        } else {
            overflow(bytes, pool)
        }
    }

    /// The bytes that come next, at most so many, and no more than stand in one piece.
    func withFront<Value, Failure: Error>(
        atMost bytesMax: Int, _ body: (borrowing Span<UInt8>) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        guard let base = unsafe base else { return try body(Span()) }
        // The buffer outlives the call: nothing in `body` can reach this outbox.
        let span = unsafe Span(
            _unsafeStart: UnsafePointer(base + Int(start)),
            count: min(bytesMax, Int(end &- start)))
        return try body(span)
    }

    /// So many bytes of the front piece are out.
    mutating func drop(_ bytes: Int, to pool: BufferPool) {
        start &+= UInt32(truncatingIfNeeded: bytes)
        guard isEmpty else { return }
        usual = end > capacity / 2 ? capacity : UInt32(BufferPool.bytes)
        giveFront(to: pool)
        guard let next = unsafe behind?.popFirst() else { return }
        unsafe base = next.base
        (start, end, capacity) = unsafe (0, UInt32(next.count), UInt32(Self.pieceBytes))
        if behind?.isEmpty == true { behind = nil }
    }

    mutating func clear(to pool: BufferPool) {
        giveFront(to: pool)
        while let piece = unsafe behind?.popFirst() {
            unsafe pool.give(piece.base, capacity: Self.pieceBytes)
        }
        behind = nil
    }

    private mutating func giveFront(to pool: BufferPool) {
        if let base = unsafe base { unsafe pool.give(base, capacity: Int(capacity)) }
        unsafe base = nil
        (start, end, capacity) = (0, 0, 0)
    }

    @inline(__always)
    private mutating func put(_ bytes: borrowing Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { source in
            // Never nil here: `makeRoom` saw to it unless there was nothing to copy.
            if let base = unsafe base, let from = source.baseAddress {
                unsafe memcpy(base + Int(end), from, source.count)
            }
        }
        end &+= UInt32(truncatingIfNeeded: bytes.count)
    }

    /// Makes the front piece large enough for so many more bytes; false where it may not be.
    private mutating func makeRoom(_ size: Int, _ pool: BufferPool) -> Bool {
        let waiting = Int(end &- start)
        guard waiting + size <= Self.pieceBytes else { return false }
        var needed = unsafe base == nil ? Int(usual) : Int(capacity)
        while needed < waiting + size { needed *= 2 }
        moveFront(to: needed, pool)
        return true
    }

    /// Moves what waits to the beginning of a buffer of this size, which may be its own.
    private mutating func moveFront(to size: Int, _ pool: BufferPool) {
        let waiting = end &- start
        if let old = unsafe base {
            let new = unsafe size == Int(capacity) ? old : pool.take(capacity: size)
            unsafe memmove(new, old + Int(start), Int(waiting))
            if unsafe new != old { unsafe pool.give(old, capacity: Int(capacity)) }
            unsafe base = new
        } else {
            unsafe base = pool.take(capacity: size)
        }
        (start, end, capacity) = (0, waiting, UInt32(size))
    }

    /// Fills the front piece, and puts the rest behind it.
    private mutating func overflow(_ bytes: borrowing Span<UInt8>, _ pool: BufferPool) {
        var rest = 0
        if behind == nil {
            moveFront(to: Self.pieceBytes, pool)
            rest = Self.pieceBytes - Int(end)
            put(bytes.extracting(..<rest))
            behind = Pieces()
        }
        behind?.append(bytes.extracting(rest...), from: pool)
    }

    /// Pieces of the same size, all full but the last.
    @safe private final class Pieces {
        private var pieces: [UnsafeMutablePointer<UInt8>] = unsafe []
        /// Those before it have been taken out.
        private var first = 0
        /// Bytes of the last piece that are taken.
        private var lastBytes = Outbox.pieceBytes

        var isEmpty: Bool { unsafe first == pieces.count }
        var count: Int {
            let full = unsafe (pieces.count - first) * Outbox.pieceBytes
            return isEmpty ? 0 : full - (Outbox.pieceBytes - lastBytes)
        }

        func append(_ bytes: borrowing Span<UInt8>, from pool: BufferPool) {
            var done = 0
            while done < bytes.count {
                if lastBytes == Outbox.pieceBytes {
                    unsafe pieces.append(pool.take(capacity: Outbox.pieceBytes))
                    lastBytes = 0
                }
                let size = min(bytes.count - done, Outbox.pieceBytes - lastBytes)
                unsafe bytes.extracting(done..<(done + size)).withUnsafeBufferPointer { source in
                    // Never nil: there is something to copy.
                    if let source = source.baseAddress, let last = unsafe pieces.last {
                        unsafe memcpy(last + lastBytes, source, size)
                    }
                }
                lastBytes += size
                done += size
            }
        }

        func popFirst() -> (base: UnsafeMutablePointer<UInt8>, count: Int)? {
            if isEmpty { return nil }
            let piece = unsafe pieces[first]
            first += 1
            let count = isEmpty ? lastBytes : Outbox.pieceBytes
            // What was taken out is let go of now and then, not each time.
            if first >= 64, unsafe first * 2 >= pieces.count {
                unsafe pieces.removeFirst(first)
                first = 0
            }
            return unsafe (piece, count)
        }
    }
}

/// One loop's buffers, kept for the next connection that has something to say.
@safe final class BufferPool {
    /// What an outbox begins with: a handful of messages. Larger buffers are twice as large or four
    /// times: a TLS record.
    static let bytes = 4_096
    private static let sizes = 3
    /// What is kept of one size.
    private static let keptBytes = 4 << 20

    /// By size, the smallest first.
    private var kept: [[UnsafeMutablePointer<UInt8>]]

    init() {
        unsafe kept = .init(repeating: [], count: Self.sizes)
        unsafe kept[0].reserveCapacity(Self.keptBytes / Self.bytes)
    }

    deinit {
        for size in 0..<Self.sizes {
            while let buffer = unsafe kept[size].popLast() { unsafe buffer.deallocate() }
        }
    }

    /// - Parameter capacity: `bytes`, or that doubled once or twice.
    func take(capacity: Int) -> UnsafeMutablePointer<UInt8> {
        unsafe kept[Self.size(capacity)].popLast() ?? .allocate(capacity: capacity)
    }

    /// - Parameter capacity: as it was taken with.
    func give(_ buffer: UnsafeMutablePointer<UInt8>, capacity: Int) {
        let size = Self.size(capacity)
        if unsafe kept[size].count < Self.keptBytes / capacity {
            unsafe kept[size].append(buffer)
        } else {
            unsafe buffer.deallocate()
        }
    }

    private static func size(_ capacity: Int) -> Int {
        (capacity / bytes).trailingZeroBitCount
    }
}
