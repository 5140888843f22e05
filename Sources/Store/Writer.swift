import GRDB
import GRDBSQLite
import Rooms

/// The one connection that writes a log, and what it knows of the log's end.
///
/// `@unchecked Sendable` because its owner, `EventLog`, keeps it under a lock.
final class Writer: @unchecked Sendable {
    let queue: DatabaseQueue
    let centre: CentreIdentity
    var tip: Tip
    /// A transaction has failed in a way that leaves open whether it is in the file.
    var outcomeUnknown = false
    /// Pages in the write-ahead log after the last commit.
    var walPages: Int32 = 0
    var room: WALRoom
    /// Words have been wiped, and a copy may still stand in the write-ahead log.
    var owesTruncation = false
    /// Words may have been wiped since texts were last written into the index of lines.
    var hasEmptiedWords = true
    /// Nil once closed: SQLite does not close a connection that has statements.
    var statements: Statements?
    /// The statements of appends and of the index of lines, prepared once.
    struct Statements {
        let begin: Statement
        let commit: Statement
        let insertEvents: Inserts<EventRow>
        let insertWords: Inserts<WordsRow>
        let insertLines: Inserts<LineRow>

        init(_ db: Database) throws {
            begin = try db.makeStatement(sql: "BEGIN IMMEDIATE")
            commit = try db.makeStatement(sql: "COMMIT")
            insertEvents = try Inserts(db)
            insertWords = try Inserts(db)
            insertLines = try Inserts(db)
        }
    }

    init(path: String) throws(LogError) {
        let queue = try Connections.writer(path: path)
        let (centre, tip, statements) = try queue.perform { db in
            let centre = try Schema.centre(db)
            return (centre, try Tip(endOf: centre, in: db), try Statements(db))
        }
        room = WALRoom(log: path)
        self.queue = queue
        self.centre = centre
        self.tip = tip
        self.statements = statements
        try countPages()
    }

    /// Has SQLite tell after each commit how long the write-ahead log is.
    private func countPages() throws(LogError) {
        try queue.perform { db in
            let context = unsafe Unmanaged.passUnretained(self).toOpaque()
            _ = unsafe sqlite3_wal_hook(
                db.sqliteConnection,
                { context, _, _, pages in
                    guard let context = unsafe context else { return SQLITE_OK }
                    let writer = unsafe Unmanaged<Writer>.fromOpaque(context)
                    unsafe writer.takeUnretainedValue().walPages = pages
                    return SQLITE_OK
                }, context)
        }
    }

    /// Runs `body` in one transaction; when this returns, it is durable.
    ///
    /// - Throws: what failed. Unless that certainly left nothing behind, `outcomeUnknown` is set
    ///   and every later transaction is refused.
    func transaction(_ body: (Database) throws -> Void) throws(LogError) {
        guard !outcomeUnknown else { throw .outcomeUnknown }
        guard let statements else { throw .closed }
        do {
            try queue.inDatabase { db in
                try statements.begin.run()
                room.prepare(after: walPages)
                do {
                    try body(db)
                    try statements.commit.run()
                } catch {
                    rollBack(db)
                    throw error
                }
            }
        } catch {
            let error = LogError(error)
            outcomeUnknown = outcomeUnknown || !error.leavesNothing
            throw error
        }
    }

    /// SQLite rolls back by itself after some errors, and not after others.
    private func rollBack(_ db: Database) {
        guard unsafe sqlite3_get_autocommit(db.sqliteConnection) == 0 else { return }
        do {
            try db.execute(sql: "ROLLBACK")
        } catch {
            outcomeUnknown = true
        }
    }

    /// - Throws: `LogError.busy` when somebody outside is still reading.
    func close() throws(LogError) {
        statements = nil
        do {
            try queue.close()
        } catch {
            throw LogError(error)
        }
    }
}
