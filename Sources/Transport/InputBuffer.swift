import Glibc

/// The one buffer that a loop reads into, whichever connection speaks.
@safe final class InputBuffer {
    /// One TLS record's words; also the most of one connection that is held back unparsed.
    static let bytes = 16_384

    private let base: UnsafeMutablePointer<UInt8>

    init() {
        unsafe base = .allocate(capacity: Self.bytes)
        unsafe base.initialize(repeating: 0, count: Self.bytes)
    }

    deinit {
        unsafe base.deallocate()
    }

    /// All of it, to be read into.
    func withAll<Value, Failure: Error>(
        _ body: (inout MutableSpan<UInt8>) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        var span = unsafe MutableSpan(_unsafeStart: base, count: Self.bytes)
        return try body(&span)
    }

    /// What was read into it.
    @inline(__always)
    func with<Value>(_ range: Range<Int>, _ body: (borrowing Span<UInt8>) -> Value) -> Value {
        precondition(range.upperBound <= Self.bytes)
        let span = unsafe Span(
            _unsafeStart: UnsafePointer(base + range.lowerBound), count: range.count)
        return body(span)
    }

    /// Where the line ends that begins at the range's beginning: behind its LF, or at the range's
    /// end.
    func lineEnd(in range: Range<Int>) -> Int {
        precondition(range.upperBound <= Self.bytes)
        let start = unsafe base + range.lowerBound
        guard let found = unsafe memchr(start, 10, range.count) else { return range.upperBound }
        return unsafe range.lowerBound + (found - UnsafeMutableRawPointer(start)) + 1
    }

    /// Bytes that were held back, in again; returns how many.
    func load(_ bytes: [UInt8]) -> Int {
        precondition(bytes.count <= Self.bytes)
        unsafe bytes.withUnsafeBufferPointer { source in
            if let source = source.baseAddress {
                unsafe base.update(from: source, count: bytes.count)
            }
        }
        return bytes.count
    }

    func copy(_ range: Range<Int>) -> [UInt8] {
        precondition(range.upperBound <= Self.bytes)
        return unsafe Array(
            UnsafeBufferPointer(start: base + range.lowerBound, count: range.count))
    }
}
