import GRDB
public import Rooms

extension EventLog {
    /// Does what a centre has found to be due, a piece at a time, so that appends come in between:
    /// the words and their salts go from every byte of the log's files.
    ///
    /// The events stay, and the log still verifies. Done already is nothing to do.
    ///
    /// - Throws: `LogError.busy` when somebody outside is reading the file: the words are removed,
    ///   but copies may still stand in the write-ahead log. Call again.
    public func wipe(_ wipes: [Wipe]) throws(LogError) {
        for case .words(let positions) in wipes {
            try withWriter { (writer) throws(LogError) in
                try writer.transaction { db in try writer.wipe(positions, db) }
            }
        }
        let due = DueTexts(wipes)
        if let all = due.all {
            try inPieces(all) { (writer, piece) throws(LogError) in
                try writer.wipe(due, in: piece)
            }
        }
        try withWriter { (writer) throws(LogError) in try writer.checkpoint(.truncate) }
    }

    /// Goes through a stretch of the log.
    private func inPieces(
        _ range: ClosedRange<Position>,
        _ body: (Writer, ClosedRange<Position>) throws(LogError) -> Void
    ) throws(LogError) {
        var first = range.lowerBound.number
        while first <= range.upperBound.number {
            let last = min(range.upperBound.number, first + Limit.rowsPerWipe - 1)
            try withWriter { (writer) throws(LogError) in
                try body(writer, Position(first)...Position(last))
            }
            first = last + 1
        }
    }

    /// Wipes every word of an account. Reads the whole table, a piece at a time, so that appends
    /// come in between.
    public func wipeWords(of owner: AccountID) throws(LogError) {
        let end = try head.position
        if end > .start {
            try inPieces(Position.start.next...end) { (writer, piece) throws(LogError) in
                try writer.wipeWords(of: owner, in: piece)
            }
        }
        try withWriter { (writer) throws(LogError) in
            let number = Int64(owner.number)
            try writer.transaction { db in
                try db.makeStatement(
                    sql: "DELETE FROM correspondent WHERE person = ?1 OR other = ?1"
                ).run(number)
            }
            try writer.checkpoint(.truncate)
        }
    }

    /// A page of what an account wrote, in the order of the log; what cannot be read is left out.
    public func records(
        ownedBy owner: AccountID, after position: Position
    ) throws(LogError) -> OwnedPage {
        try withReader { db in
            let select = try db.cachedStatement(
                sql: StoredEvent.query + """
                    owner = ? AND event.position > ? ORDER BY event.position
                    LIMIT \(Limit.rowsPerPage)
                    """)
            defer { select.rewind() }
            try select.bind(Int64(owner.number), at: 1)
            try select.bind(position, at: 2)
            var records: [Rooms.Record] = []
            var last: Position?
            var (count, bytes) = (0, 0)
            while bytes < Limit.bytesPerPage, try select.step() {
                let row = StoredEvent(select)
                (last, count) = (row.position, count + 1)
                guard let words = try row.words(keys), let head = Head(row.head) else { continue }
                bytes += words.count
                records.append(head.record(at: row.position, words: words, owner: row.owner))
            }
            let isLast = count < Limit.rowsPerPage && bytes < Limit.bytesPerPage
            return OwnedPage(records: records, next: isLast ? nil : last)
        }
    }
}

extension Writer {
    /// The row stays, emptied. A DELETE would not do, not even with `secure_delete`: it merges
    /// pages that have become empty, which moves the rows beside it and leaves stale copies of
    /// them in the free space, where wiping these later does not reach. An UPDATE that shrinks a
    /// row moves none.
    ///
    /// Within a transaction.
    func emptyWords(at positions: [Position], _ db: Database) throws {
        hasEmptiedWords = true
        let empty = try db.cachedStatement(
            sql: """
                UPDATE words SET salt = x'', words = x'' WHERE position = ? AND salt <> x''
                """)
        for position in positions { try empty.run(position) }
    }

    /// Takes texts out of the index of lines; they have no words any more.
    private func unlist(
        _ db: Database, where condition: String, _ bind: (Statement) throws -> Void
    ) throws {
        let select = try db.makeStatement(sql: "SELECT position FROM event WHERE \(condition)")
        defer { select.rewind() }
        try bind(select)
        var positions: [Position] = []
        while try select.step() { positions.append(select.position(0)) }
        try LineIndex.drop(at: positions, db)
    }

    fileprivate func wipeWords(
        of owner: AccountID, in range: ClosedRange<Position>
    ) throws(LogError) {
        let own = "position BETWEEN ?1 AND ?2 AND salt <> x'' AND owner = ?3"
        hasEmptiedWords = true
        try transaction { db in
            try unlist(db, where: "position IN (SELECT position FROM words WHERE \(own))") {
                select in
                try select.bind(range.lowerBound, at: 1)
                try select.bind(range.upperBound, at: 2)
                try select.bind(Int64(owner.number), at: 3)
            }
            let empty = try db.makeStatement(
                sql: "UPDATE words SET salt = x'', words = x'' WHERE \(own)")
            try empty.bind(range.lowerBound, at: 1)
            try empty.bind(range.upperBound, at: 2)
            try empty.bind(Int64(owner.number), at: 3)
            try empty.run()
        }
    }
}
