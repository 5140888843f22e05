import Foundation
import GRDB
import Rooms

@testable import Store

/// A directory of its own for one test, removed at the end.
final class Scratch {
    let directory: URL
    var log: String { directory.appendingPathComponent("centre.sandali").path }

    init() throws {
        directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: true)
    }

    deinit {
        // A directory left behind in the temporary folder is no reason to fail a test.
        try? FileManager.default.removeItem(at: directory)
    }

    func open() throws -> EventLog { try EventLog(path: log, create: true) }

    /// Changes the closed log's file behind its back.
    func tamper(_ sql: String) throws {
        try DatabaseQueue(path: log).write { db in try db.execute(sql: sql) }
    }

    /// Every byte of the log's files, read raw.
    func rawBytes() throws -> [Data] {
        try ["", "-wal"].compactMap { suffix in
            let url = URL(fileURLWithPath: log + suffix)
            guard FileManager.default.fileExists(atPath: url.path) else { return nil }
            return try Data(contentsOf: url)
        }
    }
}

/// An event as a message makes one; odd positions have words.
func event(_ number: UInt64, words: String?) -> Rooms.Record {
    Rooms.Record(
        position: Position(number), time: Moment(milliseconds: 1_000 + Int64(number)),
        room: RoomID(3), policy: 2, kind: 7, version: 1,
        payload: [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 20),
        words: words.map { Array($0.utf8) })
}

/// Events with these numbers, each second one with words.
func events(_ numbers: ClosedRange<UInt64>) -> [Rooms.Record] {
    numbers.map { event($0, words: $0.isMultiple(of: 2) ? nil : "said at \($0)") }
}

extension EventLog {
    /// Everything in the log.
    func everything() throws -> [Rooms.Record] {
        var records: [Rooms.Record] = []
        try readRecords(after: .start) { (record) throws(LogError) in records.append(record) }
        return records
    }

    /// The text at one position.
    func text(at number: UInt64) throws -> String? {
        try words(at: [Position(number)])[0].map { String(decoding: $0, as: UTF8.self) }
    }
}

/// What `body` threw, or nil.
func error(of body: () throws(LogError) -> Void) -> LogError? {
    do {
        try body()
        return nil
    } catch {
        return error
    }
}
