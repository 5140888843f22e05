/// Cuts one connection's bytes into lines and parses them; keeps only the unfinished line.
///
/// A line ends in CR LF or in a bare LF; in CR CR LF too, which is what a tool that adds a CR makes
/// of a line that had one. Lines that are empty or all spaces are skipped. However
/// the bytes are cut on their way, the results are the same.
///
/// - Source: RFC 1459 §2.3; Modern IRC, "Message Format".
public struct Framer: Sendable {
    private let bounds: LineBounds
    /// The unfinished line.
    private var kept: [UInt8] = []
    /// Bytes of its tags with `@` and space; 0 without tags, nil while their end is to come.
    private var tagLength: Int? = 0
    /// A line was too long: drop bytes to its end.
    private var skipping = false

    /// - Parameters:
    ///   - tagBytes: most bytes of tags, counting the `@` and the space.
    ///   - lineBytes: most bytes besides, counted with CR LF.
    public init(tagBytes: Int = Limit.clientTagBytes, lineBytes: Int = Limit.lineBytes) {
        bounds = LineBounds(tagBytes: tagBytes, lineBytes: lineBytes)
    }

    /// Bytes that are kept; at most `tagBytes + lineBytes`.
    public var unfinished: Int { kept.count }

    /// Hands every line that `bytes` completes to `each`, in order, and keeps the rest.
    ///
    /// A line that is too long is told as soon as that is known, and then skipped to its end.
    public mutating func feed(
        _ bytes: borrowing Span<UInt8>, _ each: (Result<Message, LineError>) -> Void
    ) {
        var start = 0
        while start < bytes.count,
            let end = Text.firstIndex(of: .lineFeed, in: bytes, from: start)
        {
            finish(bytes, start..<end, each)
            start = end + 1
        }
        if start < bytes.count { keep(bytes, from: start, each) }
    }

    /// The line that ends here: all of it in `bytes`, or what was kept and then these.
    private mutating func finish(
        _ bytes: borrowing Span<UInt8>, _ range: Range<Int>,
        _ each: (Result<Message, LineError>) -> Void
    ) {
        if skipping {
            skipping = false
        } else if kept.isEmpty {
            let end = range.upperBound - Self.returns(bytes, range)
            deliver(Text.copy(bytes, range.lowerBound..<end), each)
        } else {
            var line: [UInt8] = []
            swap(&line, &kept)
            Text.append(bytes, range, to: &line)
            line.removeLast(Self.returns(line.span, 0..<line.count))
            deliver(line, each)
        }
    }

    /// How many bytes at the end of `range` are CRs of the ending: at most two.
    private static func returns(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Int {
        var count = 0
        while count < min(2, range.count),
            bytes[range.upperBound - 1 - count] == .carriageReturn
        {
            count += 1
        }
        return count
    }

    private func deliver(_ line: [UInt8], _ each: (Result<Message, LineError>) -> Void) {
        if let fault = bounds.fault(in: line.span) { return each(.failure(fault)) }
        do throws(LineError) {
            each(.success(try Message(bounded: line)))
        } catch {
            if error == .malformed, Text.isBlank(line.span) { return }
            each(.failure(error))
        }
    }

    private mutating func keep(
        _ bytes: borrowing Span<UInt8>, from start: Int,
        _ each: (Result<Message, LineError>) -> Void
    ) {
        guard !skipping else { return }
        let known = kept.count
        Text.append(bytes, start..<bytes.count, to: &kept)
        if known == 0 { tagLength = kept[0] == .atSign ? nil : 0 }
        if tagLength == nil {
            tagLength = Text.firstIndex(of: .space, in: kept.span, from: known).map { $0 + 1 }
        }
        // A CR at the end may yet turn out to belong to the ending, and endings do not count.
        let count = kept.count - Self.returns(kept.span, 0..<kept.count)
        if let fault = bounds.fault(count: count, tagLength: tagLength) {
            kept = []
            skipping = true
            each(.failure(fault))
        }
    }
}
