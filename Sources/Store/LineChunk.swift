import GRDB
import Rooms

/// Texts of one thread that follow each other in the index: one row of `lines`.
///
/// A row for each text would cost a search in the table for each, and several times the space. What
/// follows the first stands in `entries` as what it adds: milliseconds and positions since the one
/// before, both as LEB128, and two bytes of chance.
struct LineChunk: Equatable {
    struct Entry: Equatable {
        var mark: LineMark
        /// The lower 16 bits of the message id.
        var chance: UInt16
    }

    enum Limit {
        /// However far apart they are, so many fit into a page of the table beside others.
        static let entries = 64
    }

    var entries: [Entry]

    init(_ entries: [Entry]) { self.entries = entries }

    /// - Parameter first: where its first entry stands, which the row is found by.
    /// - Throws: `LogError.damaged` where the bytes end within an entry.
    init(from bytes: [UInt8], first: LineMark) throws(LogError) {
        entries = []
        entries.reserveCapacity(Limit.entries)
        var mark = first
        var offset = 0
        while offset < bytes.count {
            let time = try bytes.variable(at: &offset)
            let position = try bytes.variable(at: &offset)
            guard offset + 2 <= bytes.count else { throw .damaged }
            mark.time.milliseconds &+= Int64(truncatingIfNeeded: time)
            mark.position = Position(mark.position.number &+ position)
            entries.append(Entry(mark: mark, chance: bytes.integer(at: offset)))
            offset += 2
        }
    }

    /// As its row keeps it.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        guard var last = entries.first?.mark else { return bytes }
        for entry in entries {
            Self.append(entry, after: last, to: &bytes)
            last = entry.mark
        }
        return bytes
    }

    /// - Parameter last: of the same thread and not after the entry; the entry's own for the first.
    static func append(_ entry: Entry, after last: LineMark, to bytes: inout [UInt8]) {
        let time = entry.mark.time.milliseconds &- last.time.milliseconds
        bytes.append(variable: UInt64(bitPattern: time))
        bytes.append(variable: entry.mark.position.number &- last.position.number)
        bytes.append(bigEndian: entry.chance)
    }
}

extension LineEntry {
    /// Without its thread, which all of a chunk have in common.
    fileprivate var inChunk: LineChunk.Entry { LineChunk.Entry(mark: mark, chance: chance) }

    /// Whether it may stand in one chunk with an entry before it.
    fileprivate func follows(_ last: LineEntry) -> Bool {
        thread == last.thread && mark.time >= last.mark.time
            && mark.position > last.mark.position
    }
}

/// A row of `lines`.
struct LineRow: InsertedRow {
    var thread: ThreadID
    var first: LineMark
    /// As `LineChunk` writes them.
    var entries: Range<Int>

    static let table = "lines"
    static let otherwise = "ROLLBACK"
    static let columns = ["thread", "time", "position", "entries"]

    func bind(
        to statement: Statement, from parameter: Int32, _ bytes: UnsafeBufferPointer<UInt8>
    ) throws(LogError) {
        try statement.bind(thread.stored, at: parameter)
        try statement.bind(first.time.milliseconds, at: parameter + 1)
        try statement.bind(first.position, at: parameter + 2)
        try unsafe statement.bind(.init(rebasing: bytes[entries]), at: parameter + 3)
    }
}

extension PendingRows<LineRow> {
    /// The rows that hold these texts.
    ///
    /// - Parameter sorted: by thread, then by mark; none of them is in the index. What is there
    ///   twice is listed once.
    init(_ sorted: [LineEntry]) {
        var count = 0
        for (index, entry) in sorted.enumerated() {
            let last = index > 0 ? sorted[index - 1] : entry
            if index > 0, entry.thread == last.thread, entry.mark == last.mark { continue }
            if count == 0 || count == LineChunk.Limit.entries || !entry.follows(last) {
                count = 0
                rows.append(
                    LineRow(
                        thread: entry.thread, first: entry.mark,
                        entries: bytes.count..<bytes.count))
            }
            LineChunk.append(
                entry.inChunk, after: count == 0 ? entry.mark : last.mark, to: &bytes)
            count += 1
            let start = rows[rows.count - 1].entries.lowerBound
            rows[rows.count - 1].entries = start..<bytes.count
        }
    }
}

extension [UInt8] {
    /// Appends a number in as few bytes as it takes, seven bits in each, the lowest first.
    ///
    /// - Source: LEB128, unsigned, as DWARF 5 has it in section 7.6.
    mutating func append(variable value: UInt64) {
        var rest = value
        while rest > 0x7f {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }

    /// The number that begins at `offset`, which is moved behind it. What is more than 64 bits is
    /// lost.
    ///
    /// - Throws: `LogError.damaged` where the bytes end within it.
    func variable(at offset: inout Int) throws(LogError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while offset < count {
            let byte = self[offset]
            offset += 1
            value |= UInt64(byte & 0x7f) << shift
            guard byte & 0x80 != 0 else { return value }
            shift += 7
        }
        throw .damaged
    }
}
