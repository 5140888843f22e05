import GRDB
public import Rooms

/// Where the texts of each conversation stand in the log, so that they are found without reading
/// all of it.
///
/// Written behind the events in sorted batches, which makes appending no slower. `time` is the
/// event's, so a conversation is in the order of the log; `chance` is the end of the message id.
enum LineIndex {
    static func create(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE line(
                    thread INTEGER NOT NULL, time INTEGER NOT NULL, position INTEGER NOT NULL,
                    chance INTEGER NOT NULL, PRIMARY KEY(thread, time, position)
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE correspondent(
                    person INTEGER NOT NULL, other INTEGER NOT NULL, PRIMARY KEY(person, other)
                ) STRICT, WITHOUT ROWID;
                """)
    }

    /// The position that the index has reached.
    static func reached(_ db: Database) throws -> Position {
        let select = try db.cachedStatement(sql: "SELECT value FROM meta WHERE key = 'lines'")
        defer { select.rewind() }
        guard try select.step() else { return .start }
        let value = select.bytes(0)
        return value.count == 8 ? Position(value.integer(at: 0)) : .start
    }

    /// Takes a text out again whose words are taken back.
    static func drop(at position: Position, _ db: Database) throws {
        let select = try db.cachedStatement(sql: "SELECT head FROM event WHERE position = ?")
        defer { select.rewind() }
        try select.bind(position, at: 1)
        guard try select.step(), let head = Head(select.bytes(0)) else { return }
        try drop(head, at: position, db)
    }

    /// The same for an event whose head is at hand.
    static func drop(_ head: Head, at position: Position, _ db: Database) throws {
        // What cannot be decoded is in no conversation.
        guard let event = head.record(at: position, words: nil).event else { return }
        let delete = try db.cachedStatement(
            sql: "DELETE FROM line WHERE thread = ? AND time = ? AND position = ?")
        // Where it stands does not depend on the end of its id.
        let mark = LineMark(head.time, position)
        for entry in LineEntry.entries(of: event, at: mark, chance: 0) {
            try delete.run(
                entry.thread.stored, entry.mark.time.milliseconds,
                Int64(clamping: position.number))
        }
    }

    static func reach(_ position: Position, _ db: Database) throws {
        var value: [UInt8] = []
        value.append(bigEndian: position.number)
        let set = try db.cachedStatement(sql: "INSERT OR REPLACE INTO meta VALUES ('lines', ?)")
        try set.run(value.span)
    }
}

extension EventLog {
    /// The position that the index of lines has reached; texts after it are not in it.
    public var linesIndexed: Position {
        get throws(LogError) { try withReader { db in try LineIndex.reached(db) } }
    }

    /// Adds texts to the index, in a transaction of its own. What is in it already stays.
    ///
    /// - Parameters:
    ///   - entries: every text after `linesIndexed` up to and with `last`, in any order.
    ///   - last: what the index reaches then; it is in the log.
    /// - Throws: as `append` does.
    public func indexLines(
        _ entries: [LineEntry], through last: Position
    ) throws(LogError) {
        let sorted = entries.sorted { ($0.thread, $0.mark) < ($1.thread, $1.mark) }
        try withWriter { (writer) throws(LogError) in
            try writer.transaction { db in
                if writer.hasEmptiedWords {
                    try Self.insertWorded(sorted, db)
                } else {
                    try writer.statements?.insertLines.run(PendingRows(rows: sorted))
                }
                try Self.note(Set(entries.compactMap(\.pair)), db)
                try LineIndex.reach(last, db)
            }
            writer.hasEmptiedWords = false
        }
    }

    /// What was taken back while it waited here is in no conversation any more. To look for the
    /// words of each text costs more than to insert it.
    private static func insertWorded(_ entries: [LineEntry], _ db: Database) throws {
        let insert = try db.cachedStatement(
            sql: """
                INSERT OR IGNORE INTO line SELECT ?1, ?2, ?3, ?4
                WHERE NOT EXISTS (SELECT 1 FROM words WHERE position = ?3 AND salt = x'')
                """)
        for entry in entries {
            try insert.run(
                entry.thread.stored, entry.mark.time.milliseconds,
                Int64(clamping: entry.mark.position.number), Int64(entry.chance))
        }
    }

    private static func note(_ pairs: Set<LineEntry.Pair>, _ db: Database) throws {
        let insert = try db.cachedStatement(
            sql: "INSERT OR IGNORE INTO correspondent VALUES (?, ?)")
        for pair in pairs {
            try insert.run(pair.one.stored, pair.other.stored)
            try insert.run(pair.other.stored, pair.one.stored)
        }
    }
}

/// A row of `line`. What is there already stays.
extension LineEntry: InsertedRow {
    static let table = "line"
    static let otherwise = "IGNORE"
    static let columns = ["thread", "time", "position", "chance"]

    func bind(
        to statement: Statement, from parameter: Int32, _ bytes: UnsafeBufferPointer<UInt8>
    ) throws(LogError) {
        try statement.bind(thread.stored, at: parameter)
        try statement.bind(mark.time.milliseconds, at: parameter + 1)
        try statement.bind(mark.position, at: parameter + 2)
        try statement.bind(Int64(chance), at: parameter + 3)
    }
}

extension ThreadID {
    var stored: Int64 { Int64(bitPattern: number) }
}

extension PersonID {
    var stored: Int64 { Int64(bitPattern: number) }
}
