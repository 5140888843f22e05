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
                sql: """
                    SELECT time, position, entries FROM lines WHERE thread = ? AND time <= ?
                    ORDER BY time DESC, position DESC
                    """)
            defer { select.rewind() }
            try select.bind(thread.stored, at: 1)
            try select.bind(id.time.milliseconds, at: 2)
            while let chunk = try select.nextChunk() {
                let found = chunk.entries.first { entry in
                    entry.mark.time == id.time && entry.chance == id.chance
                        && within.contains { $0.contains(entry.mark.position) }
                }
                if let found { return found.mark }
                if let first = chunk.entries.first, first.mark.time < id.time { break }
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
            let hasWords = try Self.wordsFinder(db)
            return try marks.filter(hasWords)
        }
    }

    /// Tells whether the words of a text stand in the log.
    private static func wordsFinder(_ db: Database) throws -> (LineMark) throws -> Bool {
        let select = try db.cachedStatement(
            sql: "SELECT 1 FROM words WHERE position = ? AND salt <> x''")
        return { mark in
            defer { select.rewind() }
            try select.bind(mark.position, at: 1)
            return try select.step()
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
        let hasWords = try wordsFinder(db)
        let select = try chunks(query, from: from, to: to, db)
        defer { select.rewind() }
        var found: [LineMark] = []
        while found.count < limit, let chunk = try select.nextChunk() {
            let marks = chunk.entries.map(\.mark).filter { from < $0 && $0 < to }
            for mark in query.newestFirst ? marks.reversed() : marks
            where try found.count < limit && hasWords(mark) {
                found.append(mark)
            }
        }
        return found
    }

    /// The chunks in which texts between two places may stand, the nearest to the end that was
    /// asked for first.
    private static func chunks(
        _ query: LineQuery, from: LineMark, to: LineMark, _ db: Database
    ) throws -> Statement {
        let order = query.newestFirst ? "DESC" : "ASC"
        let select = try db.cachedStatement(
            sql: """
                SELECT time, position, entries FROM lines
                WHERE thread = ? AND (time, position) >= (?, ?) AND (time, position) < (?, ?)
                ORDER BY time \(order), position \(order)
                """)
        let start = try LineIndex.start(of: from, in: query.thread, db) ?? from
        try select.bind(query.thread, start)
        try select.bind(to.time.milliseconds, at: 4)
        try select.bind(to.position, at: 5)
        return select
    }
}

extension Statement {
    /// Goes to the next row of time, position and entries; nil when there is none.
    fileprivate func nextChunk() throws(LogError) -> LineChunk? {
        guard try step() else { return nil }
        let first = LineMark(Moment(milliseconds: integer(0)), position(1))
        return try LineChunk(from: bytes(2), first: first)
    }
}
