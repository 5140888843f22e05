import Foundation
import GRDB
import Rooms
import Testing

@testable import Store

@Suite struct FullDiskTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func limit(_ log: EventLog, pages: Int) throws {
        try log.withWriter { (writer) throws(LogError) in
            try writer.queue.perform { db in
                try db.execute(sql: "PRAGMA max_page_count = \(pages)")
            }
        }
    }

    @Test func `a full file refuses appends, goes on reading, and recovers`() throws {
        let log = try scratch.open()
        try limit(log, pages: 30)
        var head: UInt64 = 0
        var refusal: LogError?
        while refusal == nil {
            refusal = error { () throws(LogError) in
                try log.append(events((head + 1)...(head + 50)))
                head += 50
            }
        }
        #expect(refusal == .diskFull)
        #expect(head > 0)
        #expect(try log.head.position == Position(head))
        #expect(try log.everything() == events(1...head))
        #expect(
            error { () throws(LogError) in
                try log.append(events((head + 1)...(head + 50)))
            } == .diskFull)

        try limit(log, pages: 1_000_000)
        try log.append(events((head + 1)...(head + 50)))
        #expect(try log.check().events == head + 50)
    }

    /// A file system of 3 MB in a mount namespace of the writer's own: nobody else sees it, and it
    /// goes with the process.
    static func inside(_ directory: String, _ then: String) -> [String] {
        [
            "unshare", "--user", "--map-root-user", "--mount", "sh", "-c",
            "mount -t tmpfs -o size=3m none '\(directory)' && \(then)", "sh",
        ]
    }

    static let mayMount: Bool = {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = inside("/mnt", "true")
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    @Test(.enabled(if: mayMount, "needs leave to mount a tmpfs in a user namespace"))
    func `a full file system refuses appends, goes on reading, and recovers`() throws {
        let directory = scratch.directory.path
        let writer = try LogWriterProcess(
            scratch.log, under: Self.inside(directory, "exec \"$@\""),
            environment: ["BALLAST": directory + "/ballast"])
        #expect(writer.answer() == "ok open")
        #expect(writer.ask("ballast 1000000") == "ok 0")
        var head = "ok 0"
        var last = writer.ask("append 64")
        while let answer = last, answer.hasPrefix("ok") {
            head = answer
            last = writer.ask("append 64")
        }
        #expect(last == "failed diskFull")
        #expect(writer.ask("head") == head)
        #expect(writer.ask("check") == head)
        #expect(writer.ask("append 64") == "failed diskFull")
        #expect(writer.ask("words 1") != "none")

        #expect(writer.ask("ballast 0") == head)
        let more = try #require(writer.ask("append 64"))
        #expect(more.hasPrefix("ok "))
        #expect(more != head)
        #expect(writer.ask("check") == more)
    }
}
