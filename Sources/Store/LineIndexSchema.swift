import GRDB
import Rooms

/// The tables of the index, as each schema brought them.
extension LineIndex {
    /// As it was until schema 5, a row for each text.
    static func createFirst(_ db: Database) throws {
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

    /// Puts what stood in a row each into chunks. What the index was not said to have reached is
    /// listed anew from the events.
    static func gather(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE lines(
                    thread INTEGER NOT NULL, time INTEGER NOT NULL, position INTEGER NOT NULL,
                    entries BLOB NOT NULL, PRIMARY KEY(thread, time, position)
                ) STRICT, WITHOUT ROWID
                """)
        let select = try db.makeStatement(
            sql: """
                SELECT thread, time, position, chance FROM line WHERE position <= ?
                ORDER BY thread, time, position
                """)
        try select.bind(reached(db), at: 1)
        let inserts = try Inserts<LineRow>(db)
        var entries: [LineEntry] = []
        while try select.step() {
            entries.append(LineEntry(select))
            guard entries.count == Limit.rowsPerRead else { continue }
            try inserts.run(PendingRows(entries))
            entries.removeAll(keepingCapacity: true)
        }
        try inserts.run(PendingRows(entries))
        select.rewind()
        try db.execute(sql: "DROP TABLE line")
    }
}

extension LineEntry {
    /// A row of the old table.
    fileprivate init(_ select: Statement) {
        self.init(
            thread: ThreadID(number: UInt64(bitPattern: select.integer(0))),
            mark: LineMark(Moment(milliseconds: select.integer(1)), select.position(2)),
            chance: UInt16(truncatingIfNeeded: select.integer(3)))
    }
}
