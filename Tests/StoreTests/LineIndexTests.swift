import GRDB
import Rooms
import Testing

@testable import Store

@Suite struct LineIndexTests {
    private let thread = ThreadID(RoomID(3))

    /// Texts at these positions of one thread, as `event` has their times.
    private func lines(
        _ numbers: some Sequence<UInt64>, in thread: ThreadID? = nil
    ) -> [LineEntry] {
        numbers.map { number in
            LineEntry(
                thread: thread ?? self.thread,
                mark: LineMark(Moment(milliseconds: 1_000 + Int64(number)), Position(number)),
                chance: UInt16(truncatingIfNeeded: number &* 7))
        }
    }

    private func texts(_ numbers: ClosedRange<UInt64>) -> [Rooms.Record] {
        numbers.map { event($0, words: "said") }
    }

    private func positions(
        _ log: EventLog, _ limit: Int, newest: Bool = false,
        within: [ClosedRange<Position>] = [Centre.everything], in thread: ThreadID? = nil,
        _ change: (inout LineQuery) -> Void = { _ in }
    ) throws -> [UInt64] {
        var query = LineQuery(
            thread: thread ?? self.thread, within: within, limit: limit, newestFirst: newest)
        change(&query)
        return try log.lines(query).map(\.position.number)
    }

    private func stretch(_ first: UInt64, _ last: UInt64) -> ClosedRange<Position> {
        Position(first)...Position(last)
    }

    @Test func `texts are found from either end of their thread, and only there`() throws {
        let scratch = try Scratch()
        let log = try scratch.open()
        try log.append(texts(1...20))
        let other = lines(11...15, in: ThreadID(RoomID(4)))
        try log.indexLines(other + lines([9, 3, 5, 7, 1]), through: Position(20))
        #expect(try positions(log, 3) == [1, 3, 5])
        #expect(try positions(log, 3, newest: true) == [9, 7, 5])
        #expect(try positions(log, 99, in: ThreadID(RoomID(4))) == [11, 12, 13, 14, 15])
        #expect(try positions(log, 99, in: ThreadID(RoomID(5))) == [])
    }

    @Test func `bounds are left out, whether they are texts or times`() throws {
        let scratch = try Scratch()
        let log = try scratch.open()
        try log.append(texts(1...9))
        try log.indexLines(lines(1...9), through: Position(9))
        let text = try positions(log, 99) {
            $0.after = LineMark(Moment(milliseconds: 1_003), Position(3))
            $0.before = LineMark(Moment(milliseconds: 1_006), Position(6))
        }
        #expect(text == [4, 5])
        let time = try positions(log, 99) {
            $0.after = LineMark(Moment(milliseconds: 1_003), Position(.max))
            $0.before = LineMark(Moment(milliseconds: 1_006), .start)
        }
        #expect(time == [4, 5])
    }

    @Test func `ten thousand hidden texts between two that may be read are stepped over`() throws {
        let scratch = try Scratch()
        let log = try scratch.open()
        let last: UInt64 = 10_002
        try log.append(texts(1...last))
        try log.indexLines(lines(1...last), through: Position(last))
        let within = [stretch(1, 1), stretch(last, last + 5)]
        #expect(try positions(log, 2, newest: true, within: within) == [last, 1])
        #expect(try positions(log, 2, within: within) == [1, last])
        #expect(try positions(log, 1, within: [stretch(4, 6), stretch(9, 12)]) == [4])
        #expect(try positions(log, 9, within: [stretch(last + 1, last + 2)]) == [])
    }

    @Test func `ten thousand wiped texts between two that are there are not counted`() throws {
        let scratch = try Scratch()
        let log = try scratch.open()
        let last: UInt64 = 10_002
        try log.append(texts(1...last))
        try log.wipe([.words((2..<last).map { Position($0) })])
        try log.indexLines(lines(1...last), through: Position(last))
        #expect(try positions(log, 2) == [1, last])
        #expect(try positions(log, 2, newest: true) == [last, 1])
    }

    @Test func `a text that is wiped while it waits for a later turn is not counted then`() throws {
        let scratch = try Scratch()
        let log = try scratch.open()
        try log.append(texts(1...9))
        try log.wipe([.words([Position(3), Position(7)])])
        try log.indexLines(lines(1...9), through: Position(5))
        try log.indexLines(lines(6...9), through: Position(9))
        #expect(try positions(log, 5) == [1, 2, 4, 5, 6])
        #expect(try positions(log, 3, newest: true) == [9, 8, 6])
        let chunks = try DatabaseQueue(path: scratch.log).read { db in
            try Int.fetchOne(db, sql: "SELECT sum(length(entries)) FROM lines")
        }
        #expect(chunks == 7 * 4)
    }

    @Test func `texts that are wiped before they are in the index are not counted`() throws {
        let scratch = try Scratch()
        let log = try scratch.open()
        try log.append(texts(1...9))
        try log.wipe([.words((3...7).map { Position($0) })])
        var tail = LineTail()
        tail.append(lines(1...9))
        let both = JoinedLines(log, tail)
        for (newest, wanted) in [(false, [1, 2, 8]), (true, [9, 8, 2])] {
            let query = LineQuery(
                thread: thread, within: [Centre.everything], limit: 3, newestFirst: newest)
            #expect(try both.lines(query).map { Int($0.position.number) } == wanted)
        }
    }

    @Test func `a stretch is looked up by thread, time and position, not read row by row`() throws {
        let scratch = try Scratch()
        _ = try scratch.open()
        let plan = try DatabaseQueue(path: scratch.log).read { db in
            try Row.fetchAll(
                db,
                sql: """
                    EXPLAIN QUERY PLAN SELECT time, position, entries FROM lines
                    WHERE thread = 3 AND (time, position) >= (1, 2)
                    AND (time, position) < (3, 4)
                    ORDER BY time DESC, position DESC
                    """
            ).map { $0["detail"] as String }
        }
        #expect(plan.count == 1)
        #expect(plan.first?.contains("thread=? AND (time,position)>(?,?)") == true)
        #expect(plan.first?.contains("AND (time,position)<(?,?)") == true)
    }

    @Test func `a message id is found where it may be read, and nowhere else`() throws {
        let scratch = try Scratch()
        let log = try scratch.open()
        try log.append(texts(1...9))
        try log.indexLines(lines(1...9), through: Position(9))
        let id = MessageID(bits: 1_004 << 16 | 28)
        func mark(_ within: ClosedRange<Position>, _ id: MessageID) throws -> UInt64? {
            try log.mark(of: id, in: thread, within: [within])?.position.number
        }
        #expect(try mark(Centre.everything, id) == 4)
        #expect(try mark(stretch(5, 9), id) == nil)
        #expect(try mark(Centre.everything, MessageID(bits: 1_004 << 16 | 29)) == nil)
        #expect(try log.mark(of: id, in: ThreadID(RoomID(9)), within: [stretch(1, 9)]) == nil)
    }

    @Test func `the index says how far it goes, also after the file was opened anew`() throws {
        let scratch = try Scratch()
        let log = try scratch.open()
        #expect(try log.linesIndexed == .start)
        try log.append(texts(1...9))
        try log.indexLines(lines(1...5), through: Position(5))
        try log.indexLines(lines(4...6), through: Position(8))
        try log.close()
        let again = try scratch.open()
        #expect(try again.linesIndexed == Position(8))
        #expect(try positions(again, 99) == [1, 2, 3, 4, 5, 6])
    }

    @Test func `what is listed again, twice at once or too soon is found once`() throws {
        let scratch = try Scratch()
        let log = try scratch.open()
        try log.append(texts(1...9))
        try log.indexLines(lines([1, 2, 2, 3, 3, 3, 4, 7]), through: Position(4))
        #expect(try positions(log, 99) == [1, 2, 3, 4])
        try log.indexLines(lines(1...6), through: Position(2))
        #expect(try log.linesIndexed == Position(4))
        try log.indexLines(lines(1...9), through: Position(9))
        #expect(try positions(log, 99) == Array(1...9))
    }

    @Test func `a log of the first version gets an empty index`() throws {
        let scratch = try Scratch()
        var log: EventLog? = try scratch.open()
        try log?.append(texts(1...3))
        try log?.close()
        log = nil
        try scratch.tamper(
            """
            DROP TABLE lines; DROP TABLE correspondent;
            DELETE FROM grdb_migrations WHERE identifier IN ('v2', 'v5')
            """)
        let again = try scratch.open()
        #expect(try again.linesIndexed == .start)
        try again.indexLines(lines(1...3), through: Position(3))
        #expect(try positions(again, 9) == [1, 2, 3])
    }

    @Test func `those with whom somebody has exchanged words are found from both sides`() throws {
        let scratch = try Scratch()
        let log = try scratch.open()
        try log.append(texts(1...3))
        let people = [PersonID(guest: 1), PersonID(AccountID(2)), PersonID(AccountID(3))]
        var entries = lines(1...2, in: ThreadID(people[0], people[1]))
        for index in entries.indices { entries[index].pair = .init(people[0], people[1]) }
        try log.indexLines(entries, through: Position(3))
        #expect(try log.correspondents(of: people[0], limit: 9) == [people[1]])
        #expect(try log.correspondents(of: people[1], limit: 9) == [people[0]])
        #expect(try log.correspondents(of: people[2], limit: 9) == [])
        #expect(try positions(log, 9, in: ThreadID(people[1], people[0])) == [1, 2])
    }

    @Test func `records are read with their words where these are still there`() throws {
        let scratch = try Scratch()
        let log = try scratch.open()
        try log.append(events(1...5))
        try log.wipe([.words([Position(3)])])
        let records = try log.records(at: [5, 3, 99, 1].map { Position($0) })
        #expect(records.map(\.position.number) == [5, 3, 1])
        #expect(records.map { $0.words == nil } == [false, true, false])
    }

    @Test func `what is in memory and what is on the disk are one list without doubles`() throws {
        let scratch = try Scratch()
        let log = try scratch.open()
        try log.append(texts(1...9))
        try log.indexLines(lines(1...6), through: Position(6))
        var tail = LineTail()
        tail.append(lines(5...9))
        let both = JoinedLines(log, tail)
        func found(_ selection: LineRequest.Selection, _ limit: Int) throws -> [UInt64] {
            let request = LineRequest(
                threads: [thread], within: [Centre.everything], selection: selection,
                limit: limit)
            return try request.marks(in: both).map(\.position.number)
        }
        let seven = LineRequest.Reference.message(MessageID(bits: 1_007 << 16 | 49))
        let two = LineRequest.Reference.time(Moment(milliseconds: 1_002))
        #expect(try found(.latest(after: nil), 5) == [5, 6, 7, 8, 9])
        #expect(try found(.latest(after: seven), 5) == [8, 9])
        #expect(try found(.before(seven), 3) == [4, 5, 6])
        #expect(try found(.after(two), 3) == [3, 4, 5])
        #expect(try found(.around(seven), 1) == [7])
        #expect(try found(.around(seven), 3) == [6, 7, 8])
        #expect(try found(.around(two), 4) == [1, 2, 3])
        #expect(try found(.between(two, seven), 2) == [3, 4])
        #expect(try found(.between(seven, two), 2) == [5, 6])
        tail.drop(through: Position(8))
        #expect(tail.entries.map(\.mark.position) == [Position(9)])
    }
}
