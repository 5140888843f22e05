import Foundation
import GRDB
import Rooms
import Testing

@testable import Store

@Suite struct CheckingTests {
    let scratch: Scratch

    /// A closed log of twenty events, the odd ones with words.
    init() throws {
        scratch = try Scratch()
        let log = try scratch.open()
        try log.append(events(1...20))
        try log.close()
    }

    private func finding() throws -> LogError? {
        error { () throws(LogError) in _ = try EventLog(path: scratch.log).check() }
    }

    @Test func `a sound log is sound, and tells where it ends`() throws {
        let log = try EventLog(path: scratch.log)
        var reached: [Position] = []
        let summary = try log.check { reached.append($0) }
        #expect(summary.events == 20)
        #expect(summary.withWords == 10)
        #expect(summary.position == Position(20))
        #expect(try log.head.chain == summary.chain)
        #expect(reached == [Position(20)])
    }

    @Test func `a log of nothing is sound`() throws {
        let empty = try Scratch()
        #expect(try empty.open().check().events == 0)
    }

    @Test(arguments: [
        ("event", "head", 7, Flaw.chain), ("event", "chain", 7, .chain),
        ("event", "chain", 20, .chain),
        ("words", "salt", 7, .words), ("words", "words", 7, .words),
    ])
    func `a flipped bit anywhere is found at its position`(
        table: String, column: String, position: Int, flaw: Flaw
    ) throws {
        let queue = try DatabaseQueue(path: scratch.log)
        let whole = try queue.read { db in
            try #require(
                try Data.fetchOne(
                    db, sql: "SELECT \(column) FROM \(table) WHERE position = \(position)"))
        }
        let put = "UPDATE \(table) SET \(column) = ? WHERE position = \(position)"
        for index in whole.indices {
            var bent = whole
            bent[index] ^= 1 << UInt8.random(in: 0...7)
            try queue.write { db in try db.execute(sql: put, arguments: [bent]) }
            #expect(try finding() == .corrupt(at: Position(UInt64(position)), flaw))
        }
        try queue.write { db in try db.execute(sql: put, arguments: [whole]) }
        #expect(try finding() == nil)
    }

    @Test func `a log whose last event cannot be read does not open`() throws {
        try scratch.tamper("UPDATE event SET head = x'02' WHERE position = 20")
        #expect(try finding() == .corrupt(at: Position(20), .envelope))
    }

    @Test func `a removed event is named as missing`() throws {
        try scratch.tamper("DELETE FROM event WHERE position = 12")
        #expect(try finding() == .corrupt(at: Position(12), .missing))
    }

    @Test func `a removed event is found also when the later ones move up`() throws {
        try scratch.tamper(
            "DELETE FROM event WHERE position = 12; DELETE FROM words WHERE position > 11;"
                + "UPDATE event SET position = position - 1 WHERE position > 12")
        #expect(try finding() == .corrupt(at: Position(12), .chain))
    }

    @Test func `a cut end is found when a snapshot tells of it`() throws {
        let log = try EventLog(path: scratch.log)
        try log.saveSnapshot(Snapshot(position: Position(20), version: 1, state: [1]))
        try log.close()
        try scratch.tamper("DELETE FROM event WHERE position > 17")
        try scratch.tamper("DELETE FROM words WHERE position > 17")
        #expect(try finding() == .corrupt(at: Position(18), .missing))
    }

    @Test func `swapped events are found at the first of them`() throws {
        try scratch.tamper(
            "UPDATE event SET position = -1 WHERE position = 8;"
                + "UPDATE event SET position = 8 WHERE position = 10;"
                + "UPDATE event SET position = 10 WHERE position = -1")
        #expect(try finding() == .corrupt(at: Position(8), .chain))
    }

    @Test func `swapped words are found at the first of them`() throws {
        try scratch.tamper(
            "UPDATE words SET position = -1 WHERE position = 5;"
                + "UPDATE words SET position = 5 WHERE position = 9;"
                + "UPDATE words SET position = 9 WHERE position = -1")
        #expect(try finding() == .corrupt(at: Position(5), .words))
    }

    @Test(arguments: [6, 99])
    func `words beside an event that has none, or beside no event, are found`(at: UInt64) throws {
        try scratch.tamper("INSERT INTO words VALUES (\(at), 0, x'00', x'00', 0)")
        #expect(try finding() == .corrupt(at: Position(at), .strayWords))
    }

    @Test(arguments: ["lines", "correspondent", "row", "snapshot"])
    func `a broken page is found where nothing has a hash, too`(table: String) throws {
        let (page, size) = try DatabaseQueue(path: scratch.log).read { db in
            (
                try Int.fetchOne(
                    db, sql: "SELECT rootpage FROM sqlite_schema WHERE name = ?",
                    arguments: [table]),
                try Int.fetchOne(db, sql: "PRAGMA page_size")
            )
        }
        let place = try (#require(page) - 1) * #require(size)
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: scratch.log))
        try file.seek(toOffset: UInt64(place))
        try file.write(contentsOf: Data(repeating: 0x5a, count: 400))
        try file.close()
        #expect(try finding() == .damaged)
    }

    @Test func `another centre's log does not pass as this one's`() throws {
        try scratch.tamper("UPDATE meta SET value = randomblob(16) WHERE key = 'centre'")
        #expect(try finding() == .corrupt(at: Position(1), .chain))
    }

    @Test func `reading stops at what is corrupt`() throws {
        try scratch.tamper("UPDATE words SET words = x'00' WHERE position = 5")
        let log = try EventLog(path: scratch.log)
        var read: UInt64 = 0
        let refusal = error { () throws(LogError) in
            try log.readRecords(after: .start) { (record) throws(LogError) in
                read = record.position.number
            }
        }
        #expect(refusal == .corrupt(at: Position(5), .words))
        #expect(read == 4)
    }

    @Test func `a log goes on once its corrupt words are wiped`() throws {
        try scratch.tamper("UPDATE words SET words = x'00' WHERE position = 5")
        let log = try EventLog(path: scratch.log)
        try log.wipe([.words([Position(5)])])
        #expect(try log.check().withWords == 9)
    }
}
