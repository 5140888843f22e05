import GRDB
import Rooms

/// The tables of a log.
///
/// - `event(position, head, chain)`: one blob for all that an event is (`Head`), because a column
///   costs a binding and nothing ever searches by one; the chain hash beside it. Appended in order
///   of the primary key and without a second index, which is what makes appending cheap: the last
///   page stays in the cache, and a full page is never touched again.
/// - `words(position, key_version, salt, words, owner)`: apart from the event so that wiping them
///   leaves the log as it was. Key version 0 is plain text. From 1 on `words` is salt and text
///   sealed under the key of the account `owner` (0: the centre's own), and `salt` is the nonce. An
///   empty `salt` says that they are wiped.
/// - `snapshot(position, version, state, hash)`: the newest two.
/// - `meta(key, value)`: whose log it is, and how far the index of lines goes.
/// - `lines(thread, time, position, entries)`: where the texts of a conversation stand
///   (`LineIndex`), up to 64 in a row that is found by the first of them. Written behind; rebuilt
///   from the events where it lacks something.
/// - `correspondent(person, other)`: who has exchanged private words with whom.
/// - `row(kind, key, value)`: the tables in which the last writer wins (`Rooms.Row`).
///
/// Tables are STRICT: SQLite then refuses a value of another type than the column's.
enum Schema {
    /// "SNDL": tells `file` and us that the file is a log.
    static let applicationID: Int32 = 0x534e_444c
    /// Raised with every migration that an older Sandali must not write over.
    static let version: Int32 = 5

    /// - Throws: `LogError.notALog` for another program's file, `.newer` for a later Sandali's. An
    ///   empty file passes.
    static func recognise(_ db: Database) throws {
        guard try Int32.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") != 0 else { return }
        guard try Int32.fetchOne(db, sql: "PRAGMA application_id") == applicationID else {
            throw LogError.notALog
        }
        let found = try Int32.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        if found > version { throw LogError.newer }
    }

    /// Brings the file to the schema of this version; does nothing when it is there.
    static func migrate(_ queue: DatabaseQueue) throws {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("v1", migrate: createFirst)
        migrator.registerMigration("v2", migrate: LineIndex.createFirst)
        migrator.registerMigration("v3", migrate: createRows)
        migrator.registerMigration("v4", migrate: addOwners)
        migrator.registerMigration("v5", migrate: gatherLines)
        if try queue.inDatabase(migrator.hasCompletedMigrations) { return }
        try migrator.migrate(queue)
    }

    private static func createFirst(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE event(
                    position INTEGER PRIMARY KEY, head BLOB NOT NULL, chain BLOB NOT NULL
                ) STRICT;
                CREATE TABLE words(
                    position INTEGER PRIMARY KEY, key_version INTEGER NOT NULL,
                    salt BLOB NOT NULL, words BLOB NOT NULL
                ) STRICT;
                CREATE TABLE snapshot(
                    position INTEGER PRIMARY KEY, version INTEGER NOT NULL,
                    state BLOB NOT NULL, hash BLOB NOT NULL
                ) STRICT;
                CREATE TABLE meta(key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
                PRAGMA application_id = \(applicationID);
                """)
        try write(try .random(), to: db)
    }

    static let rowTable = """
        CREATE TABLE row(
            kind INTEGER NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL,
            PRIMARY KEY(kind, key)
        ) STRICT, WITHOUT ROWID
        """

    private static func createRows(_ db: Database) throws {
        try db.execute(sql: "\(rowTable); PRAGMA user_version = \(version);")
    }

    /// Whose key words are sealed under. The key for names goes from the log to the key file; what
    /// the chain of an older log began with stays.
    private static func addOwners(_ db: Database) throws {
        try db.execute(
            sql: """
                ALTER TABLE words ADD COLUMN owner INTEGER NOT NULL DEFAULT 0;
                PRAGMA user_version = \(version);
                """)
        let nameKey = try metaValue("name-key", db)
        guard !nameKey.isEmpty else { return }
        let own = try centre(db)
        let start = CentreIdentity.firstChainStart(
            id: own.id, nameKey: nameKey, created: own.created)
        try db.makeStatement(sql: "INSERT INTO meta VALUES ('chain-start', ?)").run(start.span)
    }

    private static func gatherLines(_ db: Database) throws {
        try LineIndex.gather(db)
        try db.execute(sql: "PRAGMA user_version = \(version)")
    }

    private static func write(_ centre: CentreIdentity, to db: Database) throws {
        var created: [UInt8] = []
        created.append(bigEndian: centre.created.milliseconds)
        let rows = [("centre", centre.id), ("created", created)]
        for (key, value) in rows {
            let insert = try db.makeStatement(sql: "INSERT INTO meta VALUES ('\(key)', ?)")
            try insert.run(value.span)
        }
    }

    /// Whose log this is.
    static func centre(_ db: Database) throws -> CentreIdentity {
        let id = try metaValue("centre", db)
        let created = try metaValue("created", db)
        let start = try metaValue("chain-start", db)
        guard id.count == 16, created.count == 8 else { throw LogError.damaged }
        return CentreIdentity(
            id: id, created: .init(milliseconds: created.integer(at: 0)),
            chainStart: start.count == 32 ? start : nil)
    }

    static func metaValue(_ key: String, _ db: Database) throws -> [UInt8] {
        let select = try db.makeStatement(sql: "SELECT value FROM meta WHERE key = '\(key)'")
        defer { select.rewind() }
        return try select.step() ? select.bytes(0) : []
    }
}
