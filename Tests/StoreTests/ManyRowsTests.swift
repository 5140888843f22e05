import GRDB
import Rooms
import Secrets
import Testing

@testable import Store

/// Rows go into the file by sixteens, by fours and one at a time: whatever is appended at once, it
/// is all there.
@Suite struct ManyRowsTests {
    static let counts: [UInt64] = [1, 3, 4, 5, 15, 16, 17, 20, 21, 33, 48]

    let scratch: Scratch
    let masters: [MasterKey]

    init() throws {
        scratch = try Scratch()
        masters = [try MasterKey.random()]
    }

    /// Texts of several people; each third event has no words, each fifth text is empty.
    private func mixed(_ numbers: ClosedRange<UInt64>) -> [Rooms.Record] {
        numbers.map { number in
            let words = number.isMultiple(of: 5) ? "" : "said at \(number)"
            var record = event(number, words: number.isMultiple(of: 3) ? nil : words)
            // An event without words has no owner once it is read.
            record.owner = AccountID(record.words == nil ? 0 : UInt32(number % 4))
            record.payload = [UInt8](repeating: 9, count: Int(number % 7) * 50)
            return record
        }
    }

    @Test(arguments: counts, [true, false])
    func `however many are appended at once, all are read back and verify`(
        count: UInt64, isSealed: Bool
    ) throws {
        let log = try EventLog(path: scratch.log, create: true, masters: isSealed ? masters : [])
        try log.append(mixed(1...count))
        try log.append(mixed(count + 1...2 * count))
        #expect(try log.everything() == mixed(1...2 * count))
        #expect(try log.check().events == 2 * count)
        try log.close()
        let again = try EventLog(path: scratch.log, masters: isSealed ? masters : [])
        try again.append(mixed(2 * count + 1...2 * count + 1))
        #expect(try again.everything() == mixed(1...2 * count + 1))
    }

    @Test func `texts that fill many pages are all read back`() throws {
        let log = try EventLog(path: scratch.log, create: true, masters: masters)
        var records = mixed(1...33)
        for index in records.indices {
            records[index].words = [UInt8](repeating: UInt8(index), count: index * 300)
        }
        try log.append(records)
        #expect(try log.everything().map(\.words) == records.map(\.words))
        #expect(try log.check().withWords == 33)
    }

    @Test(arguments: [1, 4, 16, 33])
    func `when one row is refused, none of its append is there`(refused: UInt64) throws {
        try scratch.open().close()
        try scratch.tamper("INSERT INTO words VALUES (\(refused), 0, x'', x'', 0)")
        let log = try EventLog(path: scratch.log, masters: [])
        let records = (1...33).map { event($0, words: "said") }
        #expect(error { () throws(LogError) in try log.append(records) } != nil)
        try log.reopen()
        #expect(try log.head.position == .start)
        #expect(try log.everything().isEmpty)
    }

    @Test(arguments: counts)
    func `however many are listed at once, each is found once`(count: UInt64) throws {
        let log = try scratch.open()
        try log.append((1...count).map { event($0, words: "said") })
        let lines = (1...count).map { number in
            LineEntry(
                thread: ThreadID(RoomID(UInt32(number % 3) + 1)),
                mark: LineMark(Moment(milliseconds: 1_000 + Int64(number)), Position(number)),
                chance: 7)
        }
        // The first time after opening it is looked for emptied words, text by text.
        try log.indexLines([], through: .start)
        for _ in 1...2 { try log.indexLines(lines.reversed(), through: Position(count)) }
        try log.close()
        let again = try EventLog(path: scratch.log)
        let found = try (1...3).flatMap { room in
            try again.lines(
                LineQuery(
                    thread: ThreadID(RoomID(room)), within: [Centre.everything], limit: 99,
                    newestFirst: false))
        }
        #expect(found.map(\.position.number).sorted() == (1...count).map(\.self))
        #expect(try again.linesIndexed == Position(count))
    }
}
