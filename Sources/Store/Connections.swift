import GRDB
import GRDBSQLite

/// How the two connections of a log are opened: one that writes, one that only reads.
enum Connections {
    /// The connection that writes, with every setting in force that the log's promises rest on.
    ///
    /// - Throws: `LogError.unsuitable` when SQLite does not answer as it must.
    static func writer(path: String) throws(LogError) -> DatabaseQueue {
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration())
            try queue.inDatabase { db in
                try Schema.recognise(db)
                try set("journal_mode", to: "wal", on: db)
                try set("synchronous", to: "2", on: db)
                try set("secure_delete", to: "1", on: db)
                try setForAll(db)
            }
            try Schema.migrate(queue)
            return queue
        } catch {
            throw LogError(error)
        }
    }

    /// A connection to a log that others may be writing, which changes nothing of it.
    ///
    /// - Throws: `LogError.notALog`, `.newer`.
    static func visitor(path: String) throws(LogError) -> DatabaseQueue {
        let reader = try reader(path: path)
        try reader.perform { db in
            try Schema.recognise(db)
            guard try Int32.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") != 0 else {
                throw LogError.notALog
            }
        }
        return reader
    }

    /// A connection to an empty file that a log is copied into.
    static func copy(path: String) throws(LogError) -> DatabaseQueue {
        do {
            return try DatabaseQueue(path: path, configuration: configuration())
        } catch {
            throw LogError(error)
        }
    }

    /// A connection that only reads; opened after the writer, which makes the shared index.
    static func reader(path: String) throws(LogError) -> DatabaseQueue {
        var configuration = configuration()
        configuration.readonly = true
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.inDatabase(setForAll)
            return queue
        } catch {
            throw LogError(error)
        }
    }

    /// Transactions are ours to end: after an I/O error a rollback may fail too, which must not
    /// become a trap in GRDB.
    private static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.label = "sandali.log"
        configuration.busyMode = .timeout(Double(Limit.busySeconds))
        configuration.foreignKeysEnabled = false
        configuration.allowsUnsafeTransactions = true
        return configuration
    }

    /// Checkpoints happen when we say so, and only on the writer; the file is never mapped, because
    /// a bad block would then be a signal instead of an error.
    private static func setForAll(_ db: Database) throws {
        try set("wal_autocheckpoint", to: "0", on: db)
        try db.execute(sql: "PRAGMA mmap_size = 0")
    }

    private static func set(_ pragma: String, to value: String, on db: Database) throws {
        try db.execute(sql: "PRAGMA \(pragma) = \(value)")
        guard try String.fetchOne(db, sql: "PRAGMA \(pragma)") == value else {
            throw LogError.unsuitable(pragma: pragma)
        }
    }
}

extension DatabaseQueue {
    /// Runs `body` on the connection, whatever it throws said as a `LogError`.
    func perform<Result>(_ body: (Database) throws -> Result) throws(LogError) -> Result {
        do {
            return try inDatabase(body)
        } catch {
            throw LogError(error)
        }
    }
}
