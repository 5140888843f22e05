import Foundation
import Rooms
import Testing

@testable import Store

/// Commits that fail, by a disk that fails below SQLite.
@Suite struct FaultTests {
    let scratch: Scratch
    let library: String

    init() throws {
        scratch = try Scratch()
        library = try Self.build(in: scratch)
    }

    /// Compiled here, because SwiftPM builds nothing that could be preloaded.
    private static func build(in scratch: Scratch) throws -> String {
        let source = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().appendingPathComponent("../Tools/fault/fault.c").path
        let library = scratch.directory.appendingPathComponent("fault.so").path
        let compiler = Process()
        compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        compiler.arguments = ["clang", "-shared", "-fPIC", "-O1", "-o", library, source]
        try compiler.run()
        compiler.waitUntilExit()
        try #require(compiler.terminationStatus == 0, "clang comes with Swift; is it in PATH?")
        return library
    }

    private var trigger: String { scratch.directory.appendingPathComponent("armed").path }

    private func arm() throws { try Data().write(to: URL(fileURLWithPath: trigger)) }

    /// A writer with five events whose disk is about to fail, as `fault.c` reads `faults`.
    private func writer(_ faults: String) throws -> LogWriterProcess {
        let writer = try LogWriterProcess(
            scratch.log,
            environment: [
                "LD_PRELOAD": library, "FAULT": faults, "FAULT_ARMED": trigger,
            ])
        #expect(writer.answer() == "ok open")
        #expect(writer.ask("append 5") == "ok 5")
        try arm()
        return writer
    }

    @Test func `a commit whose fsync fails is found out by reopening, and is kept`() throws {
        let writer = try writer("fdatasync:-wal:1")
        let answer = try #require(writer.ask("append 3"))
        #expect(answer.hasPrefix("failed ioFailed"))
        #expect(writer.ask("append 3") == "failed outcomeUnknown")
        #expect(writer.ask("head") == "failed outcomeUnknown")
        #expect(writer.ask("words 5") != "none")
        #expect(writer.ask("reopen") == "ok 8")
        #expect(writer.ask("append 2") == "ok 10")
        #expect(writer.ask("check") == "ok 10")
        writer.finish()
        #expect(try EventLog(path: scratch.log).check().events == 10)
    }

    /// The first makes room, which may fail; then each frame of the write-ahead log takes two
    /// writes, and the commit is the last frame.
    @Test(arguments: 1...7)
    func `a commit whose write fails leaves all of it or nothing`(number: Int) throws {
        let writer = try writer("pwrite:-wal:\(number)")
        let answer = try #require(writer.ask("append 3"))
        if answer == "ok 8" {
            let isRoom = number == 1
            #expect(
                isRoom || number > 5, "two frames at least: an event page and a words page")
        } else {
            #expect(answer.hasPrefix("failed ioFailed"))
            #expect(writer.ask("append 3") == "failed outcomeUnknown")
            #expect(writer.ask("reopen") == "ok 5")
            #expect(writer.ask("append 3") == "ok 8")
        }
        #expect(writer.ask("check") == "ok 8")
        writer.finish()
        #expect(try EventLog(path: scratch.log).check().events == 8)
    }

    @Test func `who may not have a log closes nothing of anybody else's`() throws {
        let log = try EventLog(path: scratch.log, create: true)
        let late = try LogWriterProcess(scratch.log, environment: ["LD_PRELOAD": library])
        #expect(late.answer() == "failed inUse")
        try log.close()
    }

    @Test func `a log that dies after a failed commit opens whole`() throws {
        let writer = try writer("fdatasync:-wal:1")
        let answer = try #require(writer.ask("append 3"))
        #expect(answer.hasPrefix("failed ioFailed"))
        writer.kill()
        let log = try EventLog(path: scratch.log)
        #expect([5, 8].contains(try log.check().events))
    }

    @Test func `a log that is closed after a failed commit does not checkpoint it`() throws {
        let writer = try writer("fdatasync:-wal:1")
        let answer = try #require(writer.ask("append 3"))
        #expect(answer.hasPrefix("failed ioFailed"))
        #expect(writer.ask("close") == "ok closed")
        #expect(FileManager.default.fileExists(atPath: scratch.log + "-wal"))
        writer.finish()
        #expect([5, 8].contains(try EventLog(path: scratch.log).check().events))
    }

    @Test(arguments: ["pwrite", "fdatasync"])
    func `a checkpoint that fails loses nothing`(call: String) throws {
        let writer = try writer("\(call):.sandali:1")
        let answer = try #require(writer.ask("checkpoint"))
        #expect(answer.hasPrefix("failed ioFailed"))
        #expect(writer.ask("append 1") == "failed outcomeUnknown")
        #expect(writer.ask("reopen") == "ok 5")
        #expect(writer.ask("append 1") == "ok 6")
        #expect(writer.ask("checkpoint") == "ok 6")
        writer.finish()
        #expect(try EventLog(path: scratch.log).check().events == 6)
    }

    @Test func `a reopening that fails can be tried again`() throws {
        // The commit's, and that of the write-ahead log written anew.
        let writer = try writer("fdatasync:-wal:1,fsync:-wal:1")
        let answer = try #require(writer.ask("append 3"))
        #expect(answer.hasPrefix("failed ioFailed"))
        #expect(writer.ask("reopen") == "failed systemFailed(errno: 5)")
        #expect(writer.ask("append 1") == "failed outcomeUnknown")
        #expect(writer.ask("words 1") == "failed closed")
        #expect(writer.ask("reopen") == "ok 8")
        #expect(writer.ask("append 1") == "ok 9")
    }
}
