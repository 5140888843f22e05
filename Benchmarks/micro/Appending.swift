import Foundation
import Rooms
import Secrets
import Store

extension Micro {
    /// Texts into the log, sealed, hashed and on the disk; what the disk itself takes is not CPU.
    static func append(_ report: Report) throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let log = try EventLog(
            path: folder.path("micro.sqlite"), create: true,
            masters: [try MasterKey.random()])
        var last: UInt64 = 0
        for batch in [1, 20, 200] {
            try report.work("append a sealed text, \(batch) at once", pieces: batch) {
                try log.append((0..<batch).map { record(last + UInt64($0) + 1) })
                last += UInt64(batch)
            }
        }
        try report.work("list a text in the index, 2,000 at once", pieces: 2_000) {
            let lines = (1...UInt64(2_000)).map { line(last + $0) }
            last += 2_000
            try log.indexLines(lines, through: Position(last))
        }
        try log.close()
    }

    /// As a text to one of fifty rooms makes one.
    private static func line(_ number: UInt64) -> LineEntry {
        LineEntry(
            thread: ThreadID(RoomID(UInt32(number * 7 % 50) + 1)),
            mark: LineMark(Moment(milliseconds: 1_000 + Int64(number)), Position(number)),
            chance: UInt16(truncatingIfNeeded: number))
    }

    /// As a text of 100 letters makes one.
    private static func record(_ number: UInt64) -> Rooms.Record {
        Rooms.Record(
            position: Position(number), time: Moment(milliseconds: 1_000 + Int64(number)),
            room: RoomID(3), policy: 2, kind: 40, version: 1,
            payload: [UInt8](repeating: 7, count: 30),
            words: [UInt8](repeating: UInt8(ascii: "a"), count: 100),
            owner: AccountID(UInt32(number % 20) + 1))
    }
}
