import GRDB
public import Rooms

/// Where the texts of each conversation stand in the log, so that they are found without reading
/// all of it.
///
/// Written behind the events in sorted batches, which makes appending no slower. Times are the
/// events', so a conversation is in the order of the log. A row (`LineChunk`) is found by its
/// first text.
enum LineIndex {
    /// The position that the index has reached.
    static func reached(_ db: Database) throws -> Position {
        let select = try db.cachedStatement(sql: "SELECT value FROM meta WHERE key = 'lines'")
        defer { select.rewind() }
        guard try select.step() else { return .start }
        let value = select.bytes(0)
        return value.count == 8 ? Position(value.integer(at: 0)) : .start
    }

    /// Takes texts out again whose words are taken back.
    static func drop(at positions: [Position], _ db: Database) throws {
        let select = try db.cachedStatement(sql: "SELECT head FROM event WHERE position = ?")
        let texts = try positions.flatMap { (position) -> [LineEntry] in
            defer { select.rewind() }
            try select.bind(position, at: 1)
            guard try select.step(), let head = Head(select.bytes(0)) else { return [] }
            return entries(of: head, at: position)
        }
        try drop(texts, db)
    }

    /// Where an event stands in the index; what cannot be decoded is in no conversation. The ends
    /// of ids are not known here.
    static func entries(of head: Head, at position: Position) -> [LineEntry] {
        guard let event = head.record(at: position, words: nil).event else { return [] }
        return LineEntry.entries(of: event, at: LineMark(head.time, position), chance: 0)
    }

    /// The same for texts whose places are known: those of one chunk are taken out of it together.
    static func drop(_ texts: [LineEntry], _ db: Database) throws {
        var rest = texts.sorted { ($0.thread, $0.mark) < ($1.thread, $1.mark) }[...]
        while let text = rest.first {
            let first = try start(of: text.mark, in: text.thread, db)
            let own = try first.map { try drop(from: rest, startingAt: $0, db) } ?? 0
            // None, where the text is not in the index yet.
            rest = rest.dropFirst(max(own, 1))
        }
    }

    /// Takes texts out of the chunk that begins with `first`.
    ///
    /// - Parameter texts: sorted; the first belongs into this chunk's thread.
    /// - Returns: how many of the first texts stood no later than the chunk's last.
    private static func drop(
        from texts: ArraySlice<LineEntry>, startingAt first: LineMark, _ db: Database
    ) throws -> Int {
        guard let thread = texts.first?.thread else { return 0 }
        var chunk = try self.chunk(of: thread, from: first, db)
        guard let last = chunk.entries.last?.mark else { return 0 }
        let own = texts.prefix { $0.thread == thread && $0.mark <= last }
        let gone = Set(own.map(\.mark))
        chunk.entries.removeAll { gone.contains($0.mark) }
        let delete = try db.cachedStatement(
            sql: "DELETE FROM lines WHERE thread = ? AND time = ? AND position = ?")
        try delete.bind(thread, first)
        try delete.run()
        if let first = chunk.entries.first?.mark {
            let insert = try db.cachedStatement(sql: "INSERT INTO lines VALUES (?, ?, ?, ?)")
            try insert.bind(thread, first)
            try insert.run(last: chunk.bytes.span, at: 4)
        }
        return own.count
    }

    private static func chunk(
        of thread: ThreadID, from first: LineMark, _ db: Database
    ) throws -> LineChunk {
        let select = try db.cachedStatement(
            sql: "SELECT entries FROM lines WHERE thread = ? AND time = ? AND position = ?")
        defer { select.rewind() }
        try select.bind(thread, first)
        return try LineChunk(from: try select.step() ? select.bytes(0) : [], first: first)
    }

    /// Where the chunk begins in which a text stands, if it stands anywhere; nil where none of the
    /// thread begins so early.
    static func start(
        of mark: LineMark, in thread: ThreadID, _ db: Database
    ) throws -> LineMark? {
        let select = try db.cachedStatement(
            sql: """
                SELECT time, position FROM lines
                WHERE thread = ? AND (time, position) <= (?, ?)
                ORDER BY time DESC, position DESC LIMIT 1
                """)
        defer { select.rewind() }
        try select.bind(thread, mark)
        guard try select.step() else { return nil }
        return LineMark(Moment(milliseconds: select.integer(0)), select.position(1))
    }

    static func reach(_ position: Position, _ db: Database) throws {
        var value: [UInt8] = []
        value.append(bigEndian: position.number)
        let set = try db.cachedStatement(sql: "INSERT OR REPLACE INTO meta VALUES ('lines', ?)")
        try set.run(value.span)
    }
}

extension EventLog {
    /// The position that the index of lines has reached; texts after it are not in it.
    public var linesIndexed: Position {
        get throws(LogError) { try withReader { db in try LineIndex.reached(db) } }
    }

    /// Adds texts to the index, in a transaction of its own. What is in it already stays.
    ///
    /// - Parameters:
    ///   - entries: every text after `linesIndexed` up to and with `last`, in any order. What comes
    ///     before or after those is passed over, and what is there twice is listed once.
    ///   - last: what the index reaches then, if it had not come further; it is in the log.
    /// - Throws: as `append` does.
    public func indexLines(
        _ entries: [LineEntry], through last: Position
    ) throws(LogError) {
        let sorted = entries.sorted { ($0.thread, $0.mark) < ($1.thread, $1.mark) }
        try withWriter { (writer) throws(LogError) in
            try writer.transaction { db in
                let reached = try LineIndex.reached(db)
                guard last > reached else { return }
                var new = sorted
                new.removeAll { $0.mark.position <= reached || $0.mark.position > last }
                // To look for the words of each costs more than to write it.
                if writer.hasEmptiedWords { try Self.removeWordless(from: &new, db) }
                try writer.statements?.insertLines.run(PendingRows(new))
                try Self.note(Set(new.compactMap(\.pair)), db)
                try LineIndex.reach(last, db)
            }
            // Of what waits longer, some may have no words any more.
            if sorted.allSatisfy({ $0.mark.position <= last }) { writer.hasEmptiedWords = false }
        }
    }

    /// What was taken back while it waited is in no conversation any more.
    private static func removeWordless(from entries: inout [LineEntry], _ db: Database) throws {
        let select = try db.cachedStatement(
            sql: "SELECT 1 FROM words WHERE position = ? AND salt = x''")
        try entries.removeAll { entry in
            defer { select.rewind() }
            try select.bind(entry.mark.position, at: 1)
            return try select.step()
        }
    }

    private static func note(_ pairs: Set<LineEntry.Pair>, _ db: Database) throws {
        let insert = try db.cachedStatement(
            sql: "INSERT OR IGNORE INTO correspondent VALUES (?, ?)")
        for pair in pairs {
            try insert.run(pair.one.stored, pair.other.stored)
            try insert.run(pair.other.stored, pair.one.stored)
        }
    }
}

extension Statement {
    /// The first three parameters: a thread and a place in it.
    func bind(_ thread: ThreadID, _ mark: LineMark) throws(LogError) {
        try bind(thread.stored, at: 1)
        try bind(mark.time.milliseconds, at: 2)
        try bind(mark.position, at: 3)
    }
}

extension ThreadID {
    var stored: Int64 { Int64(bitPattern: number) }
}

extension PersonID {
    var stored: Int64 { Int64(bitPattern: number) }
}
