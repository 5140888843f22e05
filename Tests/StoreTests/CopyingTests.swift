import Foundation
import GRDB
import Rooms
import Testing

@testable import Store

@Suite struct CopyingTests {
    let scratch: Scratch
    private var copy: String { scratch.directory.appendingPathComponent("copy").path }

    init() throws {
        scratch = try Scratch()
    }

    @Test func `a copy of a log that is being written is whole, and ends where it was begun`()
        throws
    {
        let log = try scratch.open()
        try log.append(events(1...6_000))
        var next: UInt64 = 6_001
        var steps: [Int] = []
        let visitor = try EventLog(reading: scratch.log)
        try visitor.copy(to: copy) { pages, all in
            steps.append(pages)
            #expect(pages <= all)
            // The writer goes on between the steps, and waits for nobody.
            do {
                try log.append(events(next...next + 9))
                next += 10
            } catch {
                Issue.record("an append failed while a backup was made: \(error)")
            }
        }
        #expect(steps.count > 1 && steps == steps.sorted())
        let summary = try EventLog(reading: copy).check()
        #expect(summary.position == Position(6_000))
        #expect(summary.withWords == 3_000)
        #expect(try log.check().position == Position(next - 1))
        try visitor.close()
        try log.close()
    }

    @Test func `a copy is one file, its owner's alone, that is opened and continued like any log`()
        throws
    {
        let log = try scratch.open()
        try log.append(events(1...20))
        try EventLog(reading: scratch.log).copy(to: copy)
        let end = try log.head
        try log.close()
        let mode = try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        let files = try FileManager.default.contentsOfDirectory(atPath: scratch.directory.path)
        #expect(files.filter { $0.hasPrefix("copy") } == ["copy"])
        let again = try EventLog(path: copy)
        #expect(try again.head == end)
        try again.append(events(21...25))
        #expect(try again.check().events == 25)
        try again.close()
    }

    @Test func `a copy never takes the place of something`() throws {
        let log = try scratch.open()
        try Data("mine".utf8).write(to: URL(fileURLWithPath: copy))
        #expect(
            error { () throws(LogError) in try log.copy(to: copy) } == .systemFailed(errno: EEXIST))
        #expect(try Data(contentsOf: URL(fileURLWithPath: copy)) == Data("mine".utf8))
    }

    @Test func `a log is checked beside its writer, and the first bad record is named`() throws {
        let log = try scratch.open()
        try log.append(events(1...20))
        #expect(try EventLog(reading: scratch.log).check().events == 20)
        try log.close()
        try scratch.tamper("UPDATE event SET head = x'00' WHERE position = 12")
        let found = error { () throws(LogError) in
            _ = try EventLog(reading: scratch.log).check()
        }
        #expect(found == .corrupt(at: Position(12), .chain))
    }

    @Test func `whoever only reads can write nothing, and leaves what is no log as it is`() throws {
        try scratch.open().close()
        let visitor = try EventLog(reading: scratch.log)
        #expect(error { () throws(LogError) in try visitor.append(events(1...1)) } == .closed)
        #expect(error { () throws(LogError) in try visitor.reopen() } == .closed)
        let other = scratch.directory.appendingPathComponent("other").path
        #expect(error { () throws(LogError) in _ = try EventLog(reading: other) } == .missing)
        try Data().write(to: URL(fileURLWithPath: other))
        #expect(error { () throws(LogError) in _ = try EventLog(reading: other) } == .notALog)
    }

    @Test func `a glance tells whose a log is, and whether anything in it has a name`() throws {
        let log = try scratch.open()
        try log.append([event(1, words: nil)])
        let blank = try LogGlance(scratch.log)
        #expect(blank.centre == log.centre)
        #expect(blank.events == 1 && blank.isBlank)
        try log.append([event(2, words: "a name")])
        #expect(try !LogGlance(scratch.log).isBlank)
        try log.close()
    }

    @Test func `texts that are encrypted are counted apart`() throws {
        let log = try scratch.open()
        try log.append(events(1...4))
        try log.close()
        try scratch.tamper("UPDATE words SET key_version = 1 WHERE position = 3")
        let summary = try EventLog(reading: scratch.log).check()
        #expect(summary.withWords == 2 && summary.unreadable == 1)
    }

    @Test func `a claim keeps everybody out, and is refused while a log is open`() throws {
        let log = try scratch.open()
        #expect(error { () throws(LogError) in _ = try LogClaim(scratch.log) } == .inUse)
        try log.close()
        let claim = try LogClaim(scratch.log)
        #expect(error { () throws(LogError) in _ = try EventLog(path: scratch.log) } == .inUse)
        _ = consume claim
        try EventLog(path: scratch.log).close()
    }
}
