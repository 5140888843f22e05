import GRDB
import Rooms

/// What a log tells of the keys that it needs.
extension Writer {
    /// The key for names, where a log of the first schema still holds it.
    func nameKey() throws(LogError) -> [UInt8]? {
        let key = try queue.perform { db in try Schema.metaValue("name-key", db) }
        return key.count == 16 ? key : nil
    }

    /// Whose log stands at `path`, read without the right to write it.
    static func centre(of path: String) throws(LogError) -> CentreIdentity {
        let queue = try Connections.reader(path: path)
        return try queue.perform { db in try Schema.centre(db) }
    }

    /// Takes the key for names out of the log's files; it stands in the key file now.
    func forgetNameKey() throws(LogError) {
        try transaction { db in
            try db.execute(sql: "DELETE FROM meta WHERE key = 'name-key'")
        }
        try checkpoint(.truncate)
    }

    /// Which keys are this log's own; nil where that was never noted.
    func keyLineage() throws(LogError) -> KeyLineage? {
        KeyLineage(try queue.perform { db in try Schema.metaValue("key-lineage", db) })
    }

    /// Durable when this returns.
    func note(_ lineage: KeyLineage) throws(LogError) {
        try transaction { db in
            try db.makeStatement(
                sql: "INSERT OR REPLACE INTO meta VALUES ('key-lineage', ?)"
            ).run(lineage.encoded.span)
        }
    }

    /// Whether any words stand there under a key. Reads the whole table where there are none.
    func hasSealedWords() throws(LogError) -> Bool {
        try queue.perform { db in
            try Bool.fetchOne(
                db,
                sql: "SELECT EXISTS(SELECT 1 FROM words WHERE key_version > 0 AND salt <> x'')")
                ?? false
        }
    }

    /// The highest version of a key that any words stand under. Reads the whole table.
    func newestKeyVersion() throws(LogError) -> UInt32 {
        try queue.perform { db in
            try UInt32.fetchOne(db, sql: "SELECT max(key_version) FROM words") ?? 0
        }
    }
}
