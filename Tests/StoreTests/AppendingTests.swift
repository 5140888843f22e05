import Rooms
import Testing

@testable import Store

@Suite struct AppendingTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test func `what was appended is read back, also after closing and opening`() throws {
        let log = try scratch.open()
        try log.append(events(1...3))
        try log.append(events(4...10))
        #expect(try log.everything() == events(1...10))
        let head = try log.head
        let centre = log.centre
        try log.close()

        let again = try EventLog(path: scratch.log)
        #expect(try again.head == head)
        #expect(head.position == Position(10))
        #expect(again.centre == centre)
        try again.append(events(11...11))
        #expect(try again.everything() == events(1...11))
    }

    @Test func `empty words are words`() throws {
        let log = try scratch.open()
        try log.append([event(1, words: ""), event(2, words: nil)])
        #expect(try log.everything().map(\.words) == [[], nil])
    }

    @Test func `an append of nothing changes nothing`() throws {
        let log = try scratch.open()
        try log.append([])
        #expect(try log.head.position == .start)
    }

    @Test func `an append that does not follow the head is refused whole`() throws {
        let log = try scratch.open()
        try log.append(events(1...2))
        #expect(
            error { () throws(LogError) in try log.append(events(2...3)) }
                == .notNext(expected: Position(3)))
        let gap = [event(3, words: nil), event(5, words: nil)]
        #expect(
            error { () throws(LogError) in try log.append(gap) }
                == .notNext(expected: Position(4)))
        #expect(try log.head.position == Position(2))
        try log.append(events(3...3))
    }

    @Test func `time in the log never goes back`() throws {
        let log = try scratch.open()
        try log.append(events(1...2))
        var early = event(3, words: nil)
        early.time = Moment(milliseconds: 1_001)
        #expect(
            error { () throws(LogError) in try log.append([early]) }
                == .timeWentBack(at: Position(3)))
    }

    @Test func `reading starts after the position that is asked for and ends with the last`() throws
    {
        let log = try scratch.open()
        try log.append(events(1...9))
        var found: [UInt64] = []
        try log.readRecords(after: Position(3), through: Position(6)) {
            (record) throws(LogError) in found.append(record.position.number)
        }
        #expect(found == [4, 5, 6])
    }

    @Test func `a long log is read in order, in several bites`() throws {
        let log = try scratch.open()
        let count = UInt64(2 * Limit.rowsPerRead + 7)
        try log.append(events(1...count))
        #expect(try log.everything() == events(1...count))
        #expect(try log.check().events == count)
    }

    @Test func `what reads a record can refuse it`() throws {
        let log = try scratch.open()
        try log.append(events(1...3))
        let refusal = LogError.corrupt(at: Position(2), .payload)
        let seen = error { () throws(LogError) in
            try log.readRecords(after: .start) { (record) throws(LogError) in
                if record.position == Position(2) { throw refusal }
            }
        }
        #expect(seen == refusal)
    }

    @Test func `words are found by position`() throws {
        let log = try scratch.open()
        try log.append(events(1...5))
        let found = try log.words(at: [5, 2, 1, 99].map { Position($0) })
        #expect(found == [Array("said at 5".utf8), nil, Array("said at 1".utf8), nil])
    }

    @Test func `the same events in two centres have different chains`() throws {
        let other = try Scratch()
        let (one, two) = (try scratch.open(), try other.open())
        try one.append(events(1...1))
        try two.append(events(1...1))
        #expect(try one.head.chain != two.head.chain)
        #expect(one.centre.id != two.centre.id)
        #expect(one.centre.chainStart != two.centre.chainStart)
    }
}
