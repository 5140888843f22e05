import Foundation
import GRDB
import Rooms
import Testing

@testable import Store

@Suite struct RowsTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func row(_ key: String, _ value: String?) -> Rooms.Row {
        Rooms.Row(.markers, key: Array(key.utf8), value: value.map { Array($0.utf8) })
    }

    @Test func `the last writer wins, and a removed row is gone`() throws {
        var log = try scratch.open()
        try log.append(events(1...2), rows: [row("a", "one"), row("b", "two"), row("a", "three")])
        try log.append([], rows: [row("c", ""), row("b", nil), row("nothing", nil)])
        let wanted = [row("a", "three"), row("c", "")]
        #expect(try log.rows() == wanted)
        try log.close()
        log = try scratch.open()
        #expect(try log.rows() == wanted)
        #expect(try log.head.position == Position(2))
    }

    @Test func `rows of a batch that is refused are not written`() throws {
        let log = try scratch.open()
        let refusal = error { () throws(LogError) in
            try log.append(events(5...6), rows: [row("a", "one")])
        }
        #expect(refusal == .notNext(expected: Position(1)))
        #expect(try log.rows() == [])
    }

    @Test func `a log of an older schema gets its table of rows`() throws {
        let first = try scratch.open()
        try first.append(events(1...3))
        try first.close()
        try scratch.tamper(
            """
            DROP TABLE row; PRAGMA user_version = 2;
            DELETE FROM grdb_migrations WHERE identifier = 'v3'
            """)
        let log = try scratch.open()
        #expect(try log.everything() == events(1...3))
        try log.append([], rows: [row("a", "one")])
        #expect(try log.rows() == [row("a", "one")])
    }

    /// SQLite moves rows from page to page as the table grows and shrinks.
    @Test func `no trace stays of rows that were removed before a sweep`() throws {
        let log = try scratch.open()
        let secret = String(repeating: "secret-", count: 30)
        for number in 0..<600 {
            try log.append([], rows: [row("\(number * 7919 % 600)", "\(secret)\(number)")])
        }
        let kept = "the one that stays"
        try log.append([], rows: (0..<600).map { row("\($0)", $0 == 77 ? kept : nil) })
        try log.sweepRows()
        #expect(try log.rows() == [row("77", kept)])
        for file in try scratch.rawBytes() {
            #expect(file.range(of: Data("secret-".utf8)) == nil)
        }
        try log.append(events(1...2), rows: [row("78", "two")])
        #expect(try log.rows().count == 2)
    }
}
