import Foundation
import Rooms
import Testing

@testable import Store

@Suite struct WALRoomTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test func `the write-ahead log does not grow with every append`() throws {
        let log = try scratch.open()
        var lengths: Set<Int> = []
        for number in 1...100 {
            try log.append([event(UInt64(number), words: "good evening")])
            lengths.insert(try length(of: scratch.log + "-wal"))
        }
        // 64 KiB at first, twice as much each time: a hundred commits want some 300 frames.
        #expect(lengths.count < 10)
    }

    @Test func `what stands before the room made ahead is there after a crash`() throws {
        let log = try scratch.open()
        try log.append(events(1...50))
        try log.append(events(51...60))
        let copy = scratch.directory.appendingPathComponent("after.sandali").path
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: scratch.log + suffix, toPath: copy + suffix)
        }
        #expect(try length(of: copy + "-wal") > 0)
        let found = try EventLog(path: copy)
        #expect(try found.everything() == events(1...60))
        try found.append(events(61...70))
        #expect(try found.everything() == events(1...70))
    }

    @Test func `room is made again after the write-ahead log was cut short`() throws {
        let log = try scratch.open()
        try log.append(events(1...50))
        try log.wipe([.words([Position(1)])])
        #expect(try length(of: scratch.log + "-wal") == 0)
        try log.append(events(51...60))
        #expect(try length(of: scratch.log + "-wal") >= WALRoom.Limit.growth.lowerBound)
        #expect(try log.text(at: 51) == "said at 51")
    }

    @Test func `a transaction that needs more than the room made ahead is written whole`() throws {
        let log = try scratch.open()
        var long = event(1, words: nil)
        long.words = [UInt8](repeating: 0x61, count: 3 << 20)
        try log.append([long])
        try log.append([event(2, words: nil)])
        try log.close()
        #expect(try scratch.open().everything().map(\.words?.count) == [3 << 20, nil])
    }

    private func length(of path: String) throws -> Int {
        try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
    }
}
