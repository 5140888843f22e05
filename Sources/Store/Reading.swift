import GRDB
public import Rooms
import Secrets

extension EventLog {
    /// Hands the records after `position`, up to and with `last`, to `body`, in order.
    ///
    /// Each is verified on the way: its place, its chain hash, its words. Reads a bounded number
    /// of rows at a time, so that `body` may take its time.
    ///
    /// - Throws: `LogError.corrupt` at the first record that is not what was written, and whatever
    ///   `body` throws.
    public func readRecords(
        after position: Position, through last: Position = Position(.max),
        _ body: (Rooms.Record) throws(LogError) -> Void
    ) throws(LogError) {
        var tip = try withReader { db in try Tip(at: position, of: centre, in: db) }
        while tip.position < last {
            let count = try withReader { db in
                try readSome(db, after: &tip, through: last, body)
            }
            if count < Limit.rowsPerRead { return }
        }
    }

    /// The words at each of these positions; nil where there are none or they have been wiped.
    ///
    /// - Parameter positions: in any order. What is found is not verified against the chain.
    public func words(at positions: [Position]) throws(LogError) -> [[UInt8]?] {
        try withReader { db in
            let select = try db.cachedStatement(
                sql: "SELECT words FROM words WHERE position = ? AND salt <> x''")
            return try positions.map { position in
                defer { select.rewind() }
                try select.bind(position, at: 1)
                return try select.step() ? select.bytes(0) : nil
            }
        }
    }

    /// - Returns: how many rows there were.
    private func readSome(
        _ db: Database, after tip: inout Tip, through last: Position,
        _ body: (Rooms.Record) throws(LogError) -> Void
    ) throws -> Int {
        let select = try db.cachedStatement(
            sql: """
                SELECT event.position, head, chain, salt, words
                FROM event LEFT JOIN words ON words.position = event.position AND salt <> x''
                WHERE event.position BETWEEN ? AND ?
                ORDER BY event.position LIMIT \(Limit.rowsPerRead)
                """)
        defer { select.rewind() }
        try select.bind(tip.position.next, at: 1)
        try select.bind(last, at: 2)
        var hash = SHA256()
        var count = 0
        while try select.step() {
            let row = StoredEvent(select)
            let head = try tip.verify(row, with: &hash)
            try body(head.record(at: row.position, words: row.words))
            count += 1
        }
        return count
    }
}

/// One event as it stands in the file.
struct StoredEvent {
    var position: Position
    var head: [UInt8]
    var chain: [UInt8]
    /// Nil together with the words.
    var salt: [UInt8]?
    var words: [UInt8]?

    /// From a statement that selects position, head, chain, salt, words.
    init(_ select: Statement) {
        position = select.position(0)
        head = select.bytes(1)
        chain = select.bytes(2)
        salt = select.isNull(3) ? nil : select.bytes(3)
        words = select.isNull(4) ? nil : select.bytes(4)
    }
}
