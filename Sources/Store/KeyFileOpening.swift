import GRDB
import Glibc
public import Rooms
import Secrets

/// Finding a key file, opening it, and what stands in it beside the keys.
extension KeyFile {
    /// Whether keys stand at `path`; a file whose making was broken off holds none.
    static func isMade(_ path: String) throws(LogError) -> Bool {
        guard unsafe access(path, F_OK) == 0 else { return false }
        let queue = try open(path)
        let tables = try queue.perform { db in
            try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
        }
        try queue.performClose()
        return tables > 0
    }

    /// The centre that the keys at `path` are of.
    static func owner(_ path: String) throws(LogError) -> [UInt8] {
        let queue = try open(path)
        let owner = try queue.perform { db in
            try recognise(db)
            return try meta("centre", db)
        }
        try queue.performClose()
        return owner
    }

    static func open(_ path: String) throws(LogError) -> DatabaseQueue {
        let path = try LogFile.locate(path, create: true)
        var configuration = Configuration()
        configuration.label = "sandali.keys"
        configuration.busyMode = .timeout(Double(Limit.busySeconds))
        configuration.foreignKeysEnabled = false
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.inDatabase { db in
                for (pragma, value) in [
                    ("journal_mode", "delete"), ("synchronous", "3"), ("secure_delete", "1"),
                ] {
                    // SQLite calls 3 EXTRA: FULL, and the journal's end is made durable too.
                    try db.execute(sql: "PRAGMA \(pragma) = \(value)")
                    guard try String.fetchOne(db, sql: "PRAGMA \(pragma)") == value else {
                        throw LogError.unsuitable(pragma: pragma)
                    }
                }
                try db.execute(sql: "PRAGMA mmap_size = 0")
            }
            return queue
        } catch {
            throw LogError(error).asKeys
        }
    }

    static func recognise(_ db: Database) throws {
        guard try Int32.fetchOne(db, sql: "PRAGMA application_id") == applicationID else {
            throw LogError.keys(.damaged)
        }
        let found = try Int32.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        if found > version { throw LogError.keys(.newer) }
    }

    static func meta(_ key: String, _ db: Database) throws -> [UInt8] {
        let select = try db.makeStatement(sql: "SELECT value FROM meta WHERE key = '\(key)'")
        defer { select.rewind() }
        return try select.step() ? select.bytes(0) : []
    }

    static func setMeta(_ key: String, _ value: [UInt8], _ db: Database) throws {
        let set = try db.makeStatement(sql: "INSERT OR REPLACE INTO meta VALUES ('\(key)', ?)")
        try set.run(value.span)
    }
}

extension DatabaseQueue {
    func performClose() throws(LogError) {
        do { try close() } catch { throw LogError(error) }
    }
}

/// Whether a centre's keys have been backed up.
public struct KeyBackups: Equatable, Sendable {
    /// How many keys there are, destroyed ones among them.
    public var keys: Int
    /// When the last backup was made; nil: never.
    public var last: Moment?
    /// How many keys that one holds.
    public var covered: Int
}

extension LogError {
    /// What is damaged here is the key file.
    fileprivate var asKeys: LogError {
        self == .damaged || self == .notALog ? .keys(.damaged) : self
    }
}
