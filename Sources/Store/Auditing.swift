import GRDB
public import Rooms

extension EventLog {
    /// What the log tells of a subject, the oldest first.
    ///
    /// Reads the heads of events from the newest back, without words, until there is enough or the
    /// log is older than what was asked for: all of a large log takes about a second, on a queue
    /// for reads.
    public func audit(_ request: AuditRequest) throws(LogError) -> [AuditEntry] {
        try withReader { db in
            let select = try db.cachedStatement(
                sql: "SELECT position, head FROM event ORDER BY position DESC")
            defer { select.rewind() }
            let find = try db.cachedStatement(sql: "SELECT head FROM event WHERE position = ?")
            var entries: [AuditEntry] = []
            while entries.count < request.limit, try select.step() {
                guard let head = Head(select.bytes(1)) else { continue }
                if head.time < request.since { break }
                let record = head.record(at: select.position(0), words: nil)
                let entry = try request.entry(of: record) { try Self.record(at: $0, find) }
                if let entry { entries.append(entry) }
            }
            return entries.reversed()
        }
    }

    /// One event without its words.
    private static func record(
        at position: Position, _ find: Statement
    ) throws -> Rooms.Record? {
        guard position.number <= UInt64(Int64.max) else { return nil }
        defer { find.rewind() }
        try find.bind(position, at: 1)
        guard try find.step() else { return nil }
        return Head(find.bytes(0))?.record(at: position, words: nil)
    }
}
