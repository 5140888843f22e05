import Rooms
import Testing

@testable import Store

@Suite struct SnapshotTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func snapshot(at number: UInt64) -> Snapshot {
        let state = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 100_000)
        return Snapshot(position: Position(number), version: 3, state: state)
    }

    private func prepared() throws -> EventLog {
        let log = try scratch.open()
        try log.append(events(1...30))
        for number: UInt64 in [10, 20, 30] { try log.saveSnapshot(snapshot(at: number)) }
        return log
    }

    @Test func `a log without snapshots has none`() throws {
        #expect(try scratch.open().latestSnapshot() == nil)
    }

    @Test func `the newest snapshot comes back as it was saved`() throws {
        let log = try prepared()
        #expect(try log.latestSnapshot() == snapshot(at: 30))
        try log.close()
        #expect(try EventLog(path: scratch.log).latestSnapshot() == snapshot(at: 30))
    }

    @Test func `a snapshot saved twice stands once`() throws {
        let log = try prepared()
        try log.saveSnapshot(snapshot(at: 30))
        #expect(try log.latestSnapshot() == snapshot(at: 30))
    }

    @Test func `a broken snapshot falls back to the one before it, and then to none`() throws {
        try prepared().close()
        let break_ = "UPDATE snapshot SET state = zeroblob(100000) WHERE position ="
        try scratch.tamper("\(break_) 30")
        let log = try EventLog(path: scratch.log)
        #expect(try log.latestSnapshot() == snapshot(at: 20))
        try log.close()
        try scratch.tamper("\(break_) 20")
        #expect(try EventLog(path: scratch.log).latestSnapshot() == nil)
    }

    @Test func `a snapshot of another version or place is no longer whole`() throws {
        try prepared().close()
        try scratch.tamper("UPDATE snapshot SET version = 4 WHERE position = 30")
        try scratch.tamper("UPDATE snapshot SET position = 19 WHERE position = 20")
        #expect(try EventLog(path: scratch.log).latestSnapshot() == nil)
    }

    @Test func `a snapshot of an event that is not in the log is refused`() throws {
        let log = try prepared()
        let refusal = error { () throws(LogError) in try log.saveSnapshot(snapshot(at: 31)) }
        #expect(refusal == .corrupt(at: Position(31), .missing))
        try log.append(events(31...31))
    }
}
