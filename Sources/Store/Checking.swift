import GRDB
public import Rooms

/// What a log that is sound holds.
public struct LogSummary: Equatable, Sendable {
    /// All events of the log, those without words among them.
    public var events: UInt64 = 0
    /// Events whose words are there.
    public var withWords: UInt64 = 0
    /// Those of them whose key is not: it was destroyed, or is not at hand.
    public var unreadable: UInt64 = 0
    /// The last event's position; `start` where there is none.
    public var position = Position.start
    /// The chain hash there, 32 bytes. Written down elsewhere, the two prove that nothing has been
    /// cut off the end, which the chain alone cannot.
    public var chain: [UInt8] = []
}

extension EventLog {
    /// Verifies the whole chain, the hashes of all words that can be read, and that SQLite's pages
    /// fit together, also those of what has no hash: the index of lines, the tables beside the log.
    ///
    /// - Parameter progress: called now and then with the position reached.
    /// - Throws: `LogError.corrupt` with the first bad record's position and what is wrong there;
    ///   the record after the last one is `missing` when a snapshot tells of it. `damaged` when the
    ///   pages do not fit together.
    public func check(progress: (Position) -> Void = { _ in }) throws(LogError) -> LogSummary {
        var summary = LogSummary()
        try readEvents(after: .start) { (event) throws(LogError) in
            let record = event.record
            summary.events += 1
            summary.withWords += record.words == nil && !event.isUnreadable ? 0 : 1
            summary.unreadable += event.isUnreadable ? 1 : 0
            summary.position = record.position
            if summary.events.isMultiple(of: UInt64(Limit.rowsPerRead)) {
                progress(record.position)
            }
        }
        try refuseCutEnd(after: summary.position)
        try refuseStrayWords()
        try refuseBrokenPages()
        summary.chain = try withReader { db in
            try Tip(at: summary.position, of: centre, in: db).chain
        }
        progress(summary.position)
        return summary
    }

    /// Appends that went on meanwhile are not part of the check, hence the second look.
    private func refuseCutEnd(after position: Position) throws(LogError) {
        try withReader { db in
            let end = try Tip(endOf: centre, in: db).position
            let snapshot = try db.makeStatement(sql: "SELECT max(position) FROM snapshot")
            defer { snapshot.rewind() }
            if try snapshot.step(), snapshot.position(0) > end {
                throw LogError.corrupt(at: position.next, .missing)
            }
        }
    }

    private func refuseStrayWords() throws(LogError) {
        try withReader { db in
            let stray = try db.makeStatement(
                sql: """
                    SELECT position FROM words
                    WHERE position NOT IN (SELECT position FROM event) LIMIT 1
                    """)
            defer { stray.rewind() }
            if try stray.step() { throw LogError.corrupt(at: stray.position(0), .strayWords) }
        }
    }

    private func refuseBrokenPages() throws(LogError) {
        try withReader { db in
            guard try String.fetchOne(db, sql: "PRAGMA quick_check(1)") == "ok" else {
                throw LogError.damaged
            }
        }
    }
}
