import GRDB
public import Rooms

/// The index of lines as it stands in the file.
extension EventLog: LineSource {
    /// What the disk says.
    public typealias Failure = LogError

    /// Texts of one thread. What may not be read is stepped over as a whole: only its bounds are
    /// looked up.
    public func lines(_ query: LineQuery) throws(LogError) -> [LineMark] {
        try withReader { db in
            var found: [LineMark] = []
            let ranges = query.newestFirst ? query.within.reversed() : query.within
            for range in ranges where found.count < query.limit {
                guard let (low, high) = try Self.bounds(of: range, db) else { continue }
                found += try Self.lines(
                    query, from: max(low, query.after), to: min(high, query.before),
                    limit: query.limit - found.count, db)
            }
            return found
        }
    }

    /// The place of the text with this id.
    public func mark(
        of id: MessageID, in thread: ThreadID, within: [ClosedRange<Position>]
    ) throws(LogError) -> LineMark? {
        try withReader { db in
            let select = try db.cachedStatement(
                sql: "SELECT position FROM line WHERE thread = ? AND time = ? AND chance = ?")
            defer { select.rewind() }
            try select.bind(thread.stored, at: 1)
            try select.bind(id.time.milliseconds, at: 2)
            try select.bind(Int64(id.chance), at: 3)
            while try select.step() {
                let position = select.position(0)
                if within.contains(where: { $0.contains(position) }) {
                    return LineMark(id.time, position)
                }
            }
            return nil
        }
    }

    /// Those with whom a person has exchanged private words.
    public func correspondents(
        of person: PersonID, limit: Int
    ) throws(LogError) -> [PersonID] {
        try withReader { db in
            let select = try db.cachedStatement(
                sql: "SELECT other FROM correspondent WHERE person = ? LIMIT ?")
            defer { select.rewind() }
            try select.bind(person.stored, at: 1)
            try select.bind(Int64(limit), at: 2)
            var others: [PersonID] = []
            while try select.step() {
                others.append(PersonID(number: UInt64(bitPattern: select.integer(0))))
            }
            return others
        }
    }

    /// Those whose words stand in the log.
    public func worded(_ marks: [LineMark]) throws(LogError) -> [LineMark] {
        try withReader { db in
            let select = try db.cachedStatement(
                sql: "SELECT 1 FROM words WHERE position = ? AND salt <> x''")
            return try marks.filter { mark in
                defer { select.rewind() }
                try select.bind(mark.position, at: 1)
                return try select.step()
            }
        }
    }

    /// The records at these positions, with their words; those that are not there are left out.
    ///
    /// What is found is not verified against the chain.
    public func records(at positions: [Position]) throws(LogError) -> [Rooms.Record] {
        try withReader { db in
            let select = try db.cachedStatement(sql: StoredEvent.query + "event.position = ?")
            return try positions.compactMap { position in
                defer { select.rewind() }
                try select.bind(position, at: 1)
                guard try select.step() else { return nil }
                let row = StoredEvent(select)
                let words = try row.words(keys)
                return Head(row.head)?.record(
                    at: row.position, words: words,
                    owner: words == nil ? AccountID(0) : row.owner)
            }
        }
    }

    /// What a stretch of the log lies between, itself left out; nil where there is none of it yet.
    private static func bounds(
        of range: ClosedRange<Position>, _ db: Database
    ) throws -> (low: LineMark, high: LineMark)? {
        guard let first = try time(at: range.lowerBound, db) else { return nil }
        let low = LineMark(first, Position(range.lowerBound.number - 1))
        let last = try time(at: range.upperBound, db)
        return (low, last.map { LineMark($0, range.upperBound.next) } ?? .end)
    }

    private static func time(at position: Position, _ db: Database) throws -> Moment? {
        if position.number > UInt64(Int64.max) { return nil }
        let select = try db.cachedStatement(sql: "SELECT head FROM event WHERE position = ?")
        defer { select.rewind() }
        try select.bind(position, at: 1)
        guard try select.step() else { return nil }
        return Head(select.bytes(0))?.time
    }

    /// - Parameters:
    ///   - from: itself left out, as is `to`.
    private static func lines(
        _ query: LineQuery, from: LineMark, to: LineMark, limit: Int, _ db: Database
    ) throws -> [LineMark] {
        guard from < to else { return [] }
        let select = try db.cachedStatement(
            sql: """
                SELECT time, position FROM line
                WHERE thread = ? AND (time, position) > (?, ?) AND (time, position) < (?, ?)
                AND EXISTS (
                    SELECT 1 FROM words WHERE words.position = line.position AND salt <> x'')
                ORDER BY time \(query.newestFirst ? "DESC" : "ASC"),
                position \(query.newestFirst ? "DESC" : "ASC") LIMIT ?
                """)
        defer { select.rewind() }
        try select.bind(query.thread.stored, at: 1)
        try select.bind(from.time.milliseconds, at: 2)
        try select.bind(from.position, at: 3)
        try select.bind(to.time.milliseconds, at: 4)
        try select.bind(to.position, at: 5)
        try select.bind(Int64(limit), at: 6)
        var found: [LineMark] = []
        while try select.step() {
            found.append(
                LineMark(Moment(milliseconds: select.integer(0)), select.position(1)))
        }
        return found
    }
}
