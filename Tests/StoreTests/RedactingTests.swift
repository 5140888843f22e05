import Foundation
import GRDB
import Rooms
import Testing

@testable import Store

/// What is taken back goes together with the event that says so.
@Suite struct RedactingTests {
    private let room = RoomID(3)
    private let lola = PersonID(AccountID(1))

    private func record(_ number: UInt64, _ event: Event, words: String?) -> Rooms.Record {
        Record(
            position: Position(number), time: Moment(milliseconds: 1_000 + Int64(number)),
            room: event.room, policy: 1, kind: event.kind, version: Event.version,
            payload: event.encoded, words: words.map { Array($0.utf8) })
    }

    private func said(_ number: UInt64) -> Rooms.Record {
        let id = MessageID(bits: (1_000 + number) << 16 | number)
        let saying = Saying(by: lola, id: id, manner: .message)
        return record(number, .said(room, saying), words: "<secret text of \(number)>")
    }

    private func redacted(_ number: UInt64, at position: UInt64) -> Rooms.Record {
        record(number, .redacted(room, Position(position), by: lola), words: nil)
    }

    private func found(_ log: EventLog) throws -> [UInt64] {
        let query = LineQuery(
            thread: ThreadID(room), within: [Centre.everything], limit: 9, newestFirst: false)
        return try log.lines(query).map(\.position.number)
    }

    private func hasTrace(of number: UInt64, in scratch: Scratch) throws -> Bool {
        let text = Data("<secret text of \(number)>".utf8)
        return try scratch.rawBytes().contains { $0.range(of: text) != nil }
    }

    @Test func `words that are taken back are in no byte of the files, and in no conversation`()
        throws
    {
        let scratch = try Scratch()
        let log = try scratch.open()
        let texts = [said(1), said(2), said(3)]
        try log.append(texts)
        try log.indexLines(
            texts.flatMap { LineEntry.entries(of: $0) { _ in 0 } }, through: Position(3))
        #expect(try found(log) == [1, 2, 3])
        #expect(try hasTrace(of: 2, in: scratch))
        try log.append([redacted(4, at: 2)])
        #expect(try found(log) == [1, 3])
        #expect(try log.text(at: 2) == nil)
        #expect(try log.text(at: 3) == "<secret text of 3>")
        #expect(try !hasTrace(of: 2, in: scratch))
        #expect(try hasTrace(of: 3, in: scratch))
        #expect(try log.check().events == 4)
    }

    @Test func `a text that is taken back before it is in the index does not come into it`() throws
    {
        let scratch = try Scratch()
        let log = try scratch.open()
        let texts = [said(1), said(2)]
        try log.append(texts + [redacted(3, at: 1)])
        try log.indexLines(
            texts.flatMap { LineEntry.entries(of: $0) { _ in 0 } }, through: Position(3))
        #expect(try found(log) == [2])
        var read: [LineEntry] = []
        try log.readRecords(after: .start) { (record) throws(LogError) in
            read += LineEntry.entries(of: record) { _ in 0 }
        }
        #expect(read.map(\.mark.position) == [Position(2)])
    }

    @Test(.timeLimit(.minutes(1)))
    func `whoever talks does not wait for somebody who reads the file for long`() throws {
        let scratch = try Scratch()
        let log = try scratch.open()
        try log.append([said(1)])
        let other = try DatabaseQueue(path: scratch.log)
        try other.read { db in
            _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM words")
            try log.append([redacted(2, at: 1)])
            // Would each of these wait as other statements do, it would take minutes.
            for number in 3...40 { try log.append([said(UInt64(number))]) }
        }
        #expect(try hasTrace(of: 1, in: scratch))
        try other.close()
        try log.append([said(41)])
        #expect(try !hasTrace(of: 1, in: scratch))
        try log.close()
    }

    @Test func `an event takes back only what stands before it`() {
        #expect(redacted(3, at: 1).wipes == Position(1))
        #expect(redacted(3, at: 3).wipes == nil)
        #expect(redacted(3, at: 9).wipes == nil)
        #expect(said(3).wipes == nil)
    }
}
