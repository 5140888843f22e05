import GRDB
public import Rooms

/// The tables in which the last writer wins, beside the log and in the same file.
extension EventLog {
    /// Every row that can be read, in the order of the tables: what `Tables` is made of at
    /// start-up.
    public func rows() throws(LogError) -> [Rooms.Row] {
        try withReader { db in
            let select = try db.makeStatement(
                sql: "SELECT kind, key, value FROM row ORDER BY kind, key")
            defer { select.rewind() }
            var rows: [Rooms.Row] = []
            while try select.step() {
                let kind = UInt8(truncatingIfNeeded: select.integer(0))
                guard let table = Rooms.Row.Table(rawValue: kind) else { continue }
                let stored = Rooms.Row(table, key: select.bytes(1), value: select.bytes(2))
                if let row = try SealedRow.open(stored, keys) { rows.append(row) }
            }
            return rows
        }
    }

    /// Writes all rows anew and removes what rows have said before from every byte of the log's
    /// files.
    ///
    /// A removed row is gone from the table at once, but SQLite moves rows about as a table grows,
    /// and copies may stay in the free space of its pages. Costs as much as the tables are large.
    ///
    /// - Throws: `LogError.busy` when somebody outside is reading the file. Call again.
    public func sweepRows() throws(LogError) {
        try withWriter { (writer) throws(LogError) in
            try writer.transaction { db in
                try db.execute(
                    sql: """
                        ALTER TABLE row RENAME TO old_row;
                        \(Schema.rowTable);
                        INSERT INTO row SELECT * FROM old_row ORDER BY kind, key;
                        DROP TABLE old_row;
                        """)
            }
            try writer.checkpoint(.truncate)
        }
    }
}

extension Writer {
    /// Writes or removes one row; in a transaction of the caller's.
    ///
    /// - Parameter keys: nil: words are written plain.
    func keep(_ row: Rooms.Row, _ keys: KeyRing?, in db: Database) throws {
        guard let keys, row.table.holdsWords else { return try keep(row, in: db) }
        let sealed = try row.value.map { value in try SealedRow.seal(value, of: row, keys) }
        let key = SealedRow.key(of: row, keys)
        try keep(Rooms.Row(row.table, key: key, value: sealed), in: db)
    }

    private func keep(_ row: Rooms.Row, in db: Database) throws {
        let kind = row.table.rawValue
        guard let value = row.value else {
            let remove = try db.cachedStatement(
                sql: "DELETE FROM row WHERE kind = \(kind) AND key = ?")
            return try remove.run(row.key.span)
        }
        let write = try db.cachedStatement(
            sql: """
                INSERT INTO row VALUES (\(kind), ?, ?)
                ON CONFLICT(kind, key) DO UPDATE SET value = excluded.value
                """)
        try write.run(row.key.span, value.span)
    }
}
