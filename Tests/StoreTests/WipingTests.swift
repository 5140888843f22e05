import Foundation
import GRDB
import Rooms
import Testing

@testable import Store

@Suite struct WipingTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// Words that say who they are in every 16 bytes, so that a trace of them is recognised.
    private func marked(_ number: UInt64, bytes: Int) -> String {
        let mark = "<\(String(number + 1_000_000))-secret>"
        return String(repeating: mark, count: bytes / mark.utf8.count + 1)
    }

    /// Which of the marked words can be found in the bytes of the files.
    private func traces(of numbers: [UInt64]) throws -> [UInt64] {
        var found: Set<UInt64> = []
        for file in try scratch.rawBytes() { addMarks(in: [UInt8](file), to: &found) }
        return numbers.filter { found.contains($0) }
    }

    private func addMarks(in bytes: [UInt8], to found: inout Set<UInt64>) {
        var rest = bytes[...]
        while let start = rest.firstIndex(of: 0x3c) {
            let mark = bytes[start...].prefix(16)
            if mark.suffix(8).elementsEqual("-secret>".utf8) {
                let digits = String(decoding: mark.dropFirst().prefix(7), as: UTF8.self)
                if let number = UInt64(digits) { found.insert(number - 1_000_000) }
            }
            rest = bytes[(start + 1)...]
        }
    }

    @Test func `wiped words are gone, and the log still verifies`() throws {
        let log = try scratch.open()
        try log.append(events(1...9))
        try log.wipe([.words([Position(3), Position(4), Position(99)])])
        #expect(try log.text(at: 3) == nil)
        #expect(try log.text(at: 5) == "said at 5")
        let summary = try log.check()
        #expect(summary.events == 9)
        #expect(summary.withWords == 4)
        #expect(try log.everything()[2] == event(3, words: nil))
    }

    @Test func `the files show words until they are wiped, and then no more`() throws {
        let log = try scratch.open()
        try log.append((1...3).map { event($0, words: marked($0, bytes: 150)) })
        #expect(try traces(of: [1, 2, 3]) == [1, 2, 3])
        try log.wipe([.words([Position(2)])])
        #expect(try traces(of: [1, 2, 3]) == [1, 3])
    }

    /// Pages are merged and rebuilt on the way, and no copy may stay between their rows.
    @Test(arguments: [30, 150, 900, 9_000])
    func `no trace stays, in whatever order many words are wiped`(bytes: Int) throws {
        let log = try scratch.open()
        let count = UInt64(bytes > 1_000 ? 100 : 800)
        for first in stride(from: UInt64(1), through: count, by: 50) {
            try log.append(
                (first..<(first + 50)).map { event($0, words: marked($0, bytes: bytes)) })
        }
        var left = (1...count).shuffled()
        var wiped: [UInt64] = []
        while !left.isEmpty {
            let some = Array(left.prefix(Int.random(in: 1...(left.count + 1) / 2)))
            left.removeFirst(some.count)
            wiped += some
            try log.wipe([.words(some.map { Position($0) })])
            #expect(try traces(of: wiped) == [])
        }
        #expect(try log.check().withWords == 0)
    }

    @Test func `a reader in the way is told of, and wiping again finishes`() throws {
        let log = try scratch.open()
        try log.append([event(1, words: marked(1, bytes: 150))])
        try log.withWriter { (writer) throws(LogError) in
            try writer.queue.perform { db in try db.execute(sql: "PRAGMA busy_timeout = 10") }
        }
        let other = try DatabaseQueue(path: scratch.log)
        let refusal = try other.read { db in
            _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM words")
            return error { () throws(LogError) in try log.wipe([.words([Position(1)])]) }
        }
        #expect(refusal == .busy)
        #expect(try log.text(at: 1) == nil)
        try other.close()
        try log.wipe([.words([])])
        #expect(try traces(of: [1]) == [])
        try log.append(events(2...3))
    }
}

/// What a centre finds to be due, and what goes with an account.
@Suite struct WipingByCentreTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func said(
        _ number: UInt64, in room: UInt32, by owner: UInt32, kind: UInt16 = 40
    ) -> Rooms.Record {
        var record = event(number, words: "<secret \(number)>")
        record.room = RoomID(room)
        record.owner = AccountID(owner)
        let saying = Saying(
            by: PersonID(AccountID(owner)),
            id: MessageID(bits: UInt64(record.time.milliseconds) << 16),
            manner: .message)
        record.payload = Event.said(RoomID(room), saying).encoded
        record.kind = kind
        return record
    }

    private func left() throws -> [UInt64] {
        let raw = try scratch.rawBytes()
        return (1...6).filter { number in
            raw.contains { $0.range(of: Data("<secret \(number)>".utf8)) != nil }
        }
    }

    /// Six texts: three rooms' worth, one of them a name.
    private func log() throws -> EventLog {
        let log = try scratch.open()
        try log.append([
            said(1, in: 3, by: 1), said(2, in: 4, by: 1), said(3, in: 3, by: 2),
            said(4, in: 3, by: 1, kind: 10), said(5, in: 3, by: 1), said(6, in: 3, by: 2),
        ])
        return log
    }

    @Test func `a room's texts go from every byte, but for those that are spared`() throws {
        let log = try log()
        try log.indexLines(
            try log.everything().flatMap { LineEntry.entries(of: $0) { _ in 0 } },
            through: Position(6))
        try log.wipe([.texts(RoomID(3), Position(1)...Position(5), sparing: [Position(3)])])
        #expect(try left() == [2, 3, 4, 6])
        #expect(try log.check().withWords == 4)
        let query = LineQuery(
            thread: ThreadID(RoomID(3)), within: [Position(1)...Position(6)], limit: 9,
            newestFirst: false)
        // What a report needs is shown to nobody else.
        #expect(try log.lines(query).map(\.position.number) == [6])
        try log.wipe([
            .words([Position(3)]), .texts(RoomID(9), Position(1)...Position(9), sparing: []),
        ])
        #expect(try left() == [2, 4, 6])
    }

    @Test func `an account's words go from every room`() throws {
        let log = try log()
        try log.wipeWords(of: AccountID(1))
        #expect(try left() == [3, 6])
        #expect(try log.check().events == 6)
    }

    @Test func `an account's words are read in pages`() throws {
        let log = try log()
        let page = try log.records(ownedBy: AccountID(1), after: Position(1))
        #expect(page.records.map(\.position.number) == [2, 4, 5])
        #expect(page.next == nil)
    }

    @Test func `a page of long words ends before it is more than a connection takes`() throws {
        let log = try scratch.open()
        let long = String(repeating: "x", count: 16_000)
        try log.append(
            (UInt64(1)...9).map { number in
                var record = said(number, in: 3, by: 1)
                record.words = Array(long.utf8)
                return record
            })
        var (sizes, after): ([Int], Position?) = ([], .start)
        while let start = after {
            let page = try log.records(ownedBy: AccountID(1), after: start)
            sizes.append(page.records.count)
            after = page.next
        }
        #expect(sizes == [5, 4])
    }

    @Test func `a snapshot that is kept alone leaves no other behind`() throws {
        let log = try log()
        let old = Snapshot(position: Position(2), version: 1, state: Array("<old state>".utf8))
        try log.saveSnapshot(old)
        try log.saveSnapshot(
            Snapshot(position: Position(6), version: 1, state: [1]), alone: true)
        #expect(try !scratch.rawBytes().contains { $0.range(of: Data("<old state>".utf8)) != nil })
    }
}
