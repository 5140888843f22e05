import Rooms
import Testing

@testable import Store

@Suite struct LineChunkTests {
    private let scratch: Scratch
    private let room = RoomID(3)

    init() throws { scratch = try Scratch() }

    private func entry(_ time: Int64, _ position: UInt64, _ chance: UInt16) -> LineChunk.Entry {
        let mark = LineMark(Moment(milliseconds: time), Position(position))
        return LineChunk.Entry(mark: mark, chance: chance)
    }

    @Test func `what is written is read, however far apart the texts are`() throws {
        let entries = [
            entry(-5, 1, .max), entry(-5, 2, 0), entry(0, 129, 1), entry(0, 130, 0x102),
            entry(.max - 5, 1 << 62, 3), entry(.max - 5, .max, 4), entry(.max, .max, 5),
        ]
        for count in 0...entries.count {
            let chunk = LineChunk(Array(entries.prefix(count)))
            #expect(try LineChunk(from: chunk.bytes, first: entries[0].mark) == chunk)
        }
    }

    @Test func `bytes that end within an entry are damaged`() throws {
        let first = entry(1, 1, 7)
        let bytes = LineChunk([first, entry(1_000_000, 900, 8)]).bytes
        for count in 0...bytes.count {
            let part = Array(bytes.prefix(count))
            let isWhole = [0, 4, bytes.count].contains(count)
            let thrown = error { () throws(LogError) in
                _ = try LineChunk(from: part, first: first.mark)
            }
            #expect(thrown == (isWhole ? nil : .damaged))
        }
    }

    /// So many texts of one room, three in each millisecond.
    private func fill(_ log: EventLog, _ count: UInt64) throws -> [LineEntry] {
        let records = (1...count).map { number in
            let time = Int64(1_000 + number / 3)
            let id = MessageID(bits: UInt64(time) << 16 | number)
            let event = Event.said(
                room, Saying(by: PersonID(AccountID(1)), id: id, manner: .message))
            return Rooms.Record(
                position: Position(number), time: Moment(milliseconds: time), room: room,
                policy: 0, kind: event.kind, version: Event.version, payload: event.encoded,
                words: Array("said".utf8))
        }
        try log.append(records)
        let entries = records.flatMap { LineEntry.entries(of: $0) { _ in 0 } }
        try log.indexLines(entries, through: Position(count))
        return entries
    }

    private func found(
        _ log: EventLog, after: LineMark, before: LineMark, limit: Int, newest: Bool
    ) throws -> [LineMark] {
        var query = LineQuery(
            thread: ThreadID(room), within: [Centre.everything], limit: limit,
            newestFirst: newest)
        (query.after, query.before) = (after, before)
        return try log.lines(query)
    }

    @Test(arguments: [1, 63, 64, 65, 128, 129, 200] as [UInt64])
    func `texts of any number of chunks are found from any place to any other`(
        count: UInt64
    ) throws {
        let log = try scratch.open()
        let marks = try fill(log, count).map(\.mark)
        let ends =
            [.start] + marks.enumerated().filter { $0.offset % 7 == 0 }.map(\.element)
            + [.end]
        for after in ends {
            for before in ends {
                let wanted = marks.filter { after < $0 && $0 < before }
                for limit in [1, 70] {
                    let oldest = try found(
                        log, after: after, before: before, limit: limit, newest: false)
                    #expect(oldest == Array(wanted.prefix(limit)))
                    let newest = try found(
                        log, after: after, before: before, limit: limit, newest: true)
                    #expect(newest == wanted.suffix(limit).reversed())
                }
            }
        }
    }

    @Test func `every text is found by its id, whichever chunk it stands in`() throws {
        let log = try scratch.open()
        for entry in try fill(log, 200) {
            let id = MessageID(
                bits: UInt64(entry.mark.time.milliseconds) << 16 | UInt64(entry.chance))
            let mark = try log.mark(of: id, in: entry.thread, within: [Centre.everything])
            #expect(mark == entry.mark)
        }
    }

    /// The first and the last of a chunk, one in the middle, one twice, stretches over several
    /// chunks, and then all that is left.
    @Test(
        arguments: [
            [[1], [64], [65], [128], [30], [130, 129], [30], Array(1...130)],
            [Array(2...129), [130, 1]], [Array(60...70), Array(1...140)], [Array(1...130)],
        ] as [[[UInt64]]])
    func `texts are taken out, and the others stay where they are`(
        removals: [[UInt64]]
    ) throws {
        let log = try scratch.open()
        var marks = try fill(log, 130).map(\.mark)
        for removal in removals {
            try log.withWriter { (writer) throws(LogError) in
                try writer.transaction { db in
                    try LineIndex.drop(at: removal.map { Position($0) }, db)
                }
            }
            marks.removeAll { removal.contains($0.position.number) }
            let left = try found(log, after: .start, before: .end, limit: 999, newest: true)
            #expect(left == marks.reversed())
        }
        #expect(marks.isEmpty)
    }

    @Test func `what is taken out of one thread stays in another`() throws {
        let log = try scratch.open()
        let marks = try fill(log, 9).map(\.mark)
        let other = ThreadID(RoomID(4))
        try log.append((10...12).map { event($0, words: "said") })
        let rest = (10...12).map { number in
            LineEntry(
                thread: other,
                mark: LineMark(Moment(milliseconds: 1_000 + number), Position(UInt64(number))),
                chance: 0)
        }
        try log.indexLines(rest, through: Position(12))
        let gone = marks.map { LineEntry(thread: other, mark: $0, chance: 0) } + rest.prefix(2)
        try log.withWriter { (writer) throws(LogError) in
            try writer.transaction { db in try LineIndex.drop(gone, db) }
        }
        #expect(try found(log, after: .start, before: .end, limit: 9, newest: false) == marks)
        let query = LineQuery(
            thread: other, within: [Centre.everything], limit: 9, newestFirst: false)
        #expect(try log.lines(query) == [rest[2].mark])
    }

    @Test func `what an older schema had in a row each is found as before`() throws {
        var log: EventLog? = try scratch.open()
        let marks = try fill(log!, 200).map(\.mark)
        try log?.close()
        log = nil
        // The last one was never said to be in it.
        let rows = (marks + [LineMark(Moment(milliseconds: 9_000), Position(201))]).map {
            "(3, \($0.time.milliseconds), \($0.position.number), 7)"
        }
        try scratch.tamper(
            """
            DROP TABLE lines;
            CREATE TABLE line(
                thread INTEGER NOT NULL, time INTEGER NOT NULL, position INTEGER NOT NULL,
                chance INTEGER NOT NULL, PRIMARY KEY(thread, time, position)
            ) STRICT, WITHOUT ROWID;
            INSERT INTO line VALUES \(rows.joined(separator: ","));
            PRAGMA user_version = 4;
            DELETE FROM grdb_migrations WHERE identifier = 'v5'
            """)
        let again = try scratch.open()
        #expect(
            try found(again, after: .start, before: .end, limit: 999, newest: false) == marks)
        let id = MessageID(bits: UInt64(marks[99].time.milliseconds) << 16 | 7)
        let first = marks.first { $0.time == marks[99].time }
        #expect(
            try again.mark(of: id, in: ThreadID(room), within: [Centre.everything]) == first)
    }
}
