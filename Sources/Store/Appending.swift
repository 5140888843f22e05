public import Rooms
import Secrets

extension EventLog {
    /// Writes `records` and `rows` in one transaction, and returns when they are on the disk.
    ///
    /// - Parameter records: in order, the first right after `head`.
    /// - Parameter rows: of the tables; of one key the last holds.
    /// - Throws: `LogError.notNext`, `.timeWentBack`, `.diskFull`, `.busy`: nothing was written and
    ///   the log goes on. Anything else: the outcome is unknown, and the log refuses further
    ///   appends until `reopen()`.
    public func append(
        _ records: [Record], rows: [Rooms.Row] = []
    ) throws(LogError) {
        try withWriter { (writer) throws(LogError) in try writer.append(records, rows) }
    }
}

extension Writer {
    func append(_ records: [Record], _ rows: [Rooms.Row]) throws(LogError) {
        try refuseGaps(in: records)
        try checkpointIfDue()
        var batch = try Batch(after: tip, count: records.count)
        try transaction { db in
            guard let statements else { throw LogError.closed }
            for record in records { try batch.insert(record, with: statements) }
            for row in rows { try keep(row, in: db) }
        }
        tip = batch.tip
    }

    private func refuseGaps(in records: [Record]) throws(LogError) {
        var position = tip.position
        var time = tip.time
        for record in records {
            guard record.position == position.next else { throw .notNext(expected: position.next) }
            guard record.time >= time else { throw .timeWentBack(at: record.position) }
            (position, time) = (record.position, record.time)
        }
    }
}

/// An append on its way: where it has got to, and what its records share.
private struct Batch: ~Copyable {
    var tip: Tip
    private var hash = SHA256()
    /// 16 bytes for each record: one call for chance costs less than many.
    private let salts: [UInt8]
    private var saltsUsed = 0

    init(after tip: Tip, count: Int) throws(LogError) {
        self.tip = tip
        do { salts = try Random.bytes(16 * count) } catch { throw .noRandomness }
    }

    /// Inserts one event, and its words with a fresh salt.
    mutating func insert(
        _ record: Record, with statements: Writer.Statements
    ) throws(LogError) {
        var wordsHash: [UInt8]?
        if let words = record.words {
            wordsHash = try insert(words, at: record.position, with: statements)
        }
        let head = Head.encode(record, wordsHash: wordsHash)
        let chain = hash.digest(tip.chain, head)
        tip = Tip(position: record.position, time: record.time, chain: chain)
        try statements.insertEvent.run(record.position, head.span, chain.span)
    }

    /// - Returns: the hash that the event is to hold.
    private mutating func insert(
        _ words: [UInt8], at position: Position, with statements: Writer.Statements
    ) throws(LogError) -> [UInt8] {
        let salt = Array(salts[saltsUsed..<(saltsUsed + 16)])
        saltsUsed += 16
        try statements.insertWords.run(position, salt.span, words.span)
        return hash.digest(salt, words)
    }
}
