import GRDB
public import Rooms

extension EventLog {
    /// Removes the words at these positions, with their salts, from every byte of the log's files.
    ///
    /// The events stay, and the log still verifies. Positions without words are passed over.
    ///
    /// - Throws: `LogError.busy` when somebody outside is reading the file: the words are removed,
    ///   but copies may still stand in the write-ahead log. Call again.
    public func wipeWords(at positions: [Position]) throws(LogError) {
        try withWriter { (writer) throws(LogError) in
            try writer.wipeWords(at: positions)
            try writer.checkpoint(.truncate)
        }
    }
}

extension Writer {
    /// The row stays, emptied. A DELETE would not do, not even with `secure_delete`: it merges
    /// pages that have become empty, which moves the rows beside it and leaves stale copies of
    /// them in the free space, where wiping these later does not reach. An UPDATE that shrinks a
    /// row moves none.
    fileprivate func wipeWords(at positions: [Position]) throws(LogError) {
        guard !positions.isEmpty else { return }
        try transaction { db in try emptyWords(at: positions, db) }
    }

    /// Within a transaction.
    func emptyWords(at positions: [Position], _ db: Database) throws {
        let empty = try db.cachedStatement(
            sql: "UPDATE words SET salt = x'', words = x'' WHERE position = ?")
        for position in positions { try empty.run(position) }
    }
}
