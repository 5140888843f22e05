/// How long a line may be; the same answer for a part of a line as for the whole.
struct LineBounds: Sendable {
    /// Bytes of tags, counting the `@` and the space.
    let tagBytes: Int
    /// Bytes besides the tags, counted with CR LF.
    let lineBytes: Int

    /// Sixteen-bit offsets bound what the limits may be.
    init(tagBytes: Int, lineBytes: Int) {
        precondition(tagBytes >= 2 && lineBytes >= 3, "no line fits")
        precondition(tagBytes + lineBytes <= Int(UInt16.max), "offsets have 16 bits")
        self.tagBytes = tagBytes
        self.lineBytes = lineBytes
    }

    /// Whether `count` bytes of a line are too many.
    ///
    /// - Parameter tagLength: bytes of the tags with `@` and space, 0 without tags, nil while their
    ///   end has not been seen.
    func fault(count: Int, tagLength: Int?) -> LineError? {
        guard let tagLength else {
            return count >= tagBytes ? .tagsTooLong(limit: tagBytes) : nil
        }
        if tagLength > tagBytes { return .tagsTooLong(limit: tagBytes) }
        return count - tagLength > lineBytes - 2 ? .tooLong(limit: lineBytes) : nil
    }

    /// Whether a line without its ending is too long.
    func fault(in line: borrowing Span<UInt8>) -> LineError? {
        guard line.count > 0, line[0] == .atSign else {
            return fault(count: line.count, tagLength: 0)
        }
        let space = Text.firstIndex(of: .space, in: line, from: 0)
        return fault(count: line.count, tagLength: space.map { $0 + 1 })
    }
}
