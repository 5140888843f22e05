import Foundation
import GRDB
import GRDBSQLite
import Glibc
import Rooms
import Testing

@testable import Store

@Suite struct OpeningTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func opening(_ path: String, create: Bool = false) -> LogError? {
        error { () throws(LogError) in _ = try EventLog(path: path, create: create) }
    }

    @Test func `a log that is not there is missing unless it is to be made`() {
        #expect(opening(scratch.log) == .missing)
    }

    @Test func `a log opens once at a time, by whatever name`() throws {
        let log = try scratch.open()
        #expect(opening(scratch.log) == .inUse)
        let link = scratch.log + "-link"
        try FileManager.default.createSymbolicLink(
            atPath: link, withDestinationPath: scratch.log)
        #expect(opening(link) == .inUse)
        try log.close()
        #expect(opening(link) == nil)
    }

    @Test func `looking at a log that is open here leaves SQLite its locks`() throws {
        let log = try scratch.open()
        try log.append(events(1...1))
        // Asks as another process would: such a lock is its descriptor's, not the process's. Closed
        // at the end, because that is what drops the locks.
        let other = unsafe open(scratch.log, O_RDWR | O_CLOEXEC)
        defer { Glibc.close(other) }
        try #require(other >= 0)
        #expect(isShared(other))
        _ = try LogGlance(scratch.log)
        #expect(opening(scratch.log) == .inUse)
        #expect(opening(scratch.log, create: true) == .inUse)
        #expect(isShared(other))
        try log.close()
    }

    /// Whether somebody has the lock that SQLite keeps on a file as long as it is open.
    private func isShared(_ descriptor: CInt) -> Bool {
        let ofDescriptors: CInt = 36
        var lock = flock()
        lock.l_type = Int16(F_WRLCK)
        lock.l_start = 0x4000_0002
        lock.l_len = 510
        guard unsafe fcntl(descriptor, ofDescriptors, &lock) == 0 else { return false }
        return lock.l_type == Int16(F_RDLCK)
    }

    @Test func `another process that writes a log keeps us out until it dies`() throws {
        let other = try LogWriterProcess(scratch.log)
        #expect(other.answer() == "ok open")
        #expect(opening(scratch.log) == .inUse)
        other.kill()
        #expect(opening(scratch.log) == nil)
    }

    @Test func `another process cannot write a log that we have`() throws {
        let log = try scratch.open()
        let other = try LogWriterProcess(scratch.log)
        #expect(other.answer() == "failed inUse")
        try log.close()
    }

    @Test func `another program's file is refused and stays as it is`() throws {
        try DatabaseQueue(path: scratch.log).write { db in
            try db.execute(sql: "CREATE TABLE recipe(name TEXT)")
        }
        let before = try Data(contentsOf: URL(fileURLWithPath: scratch.log))
        #expect(opening(scratch.log, create: true) == .notALog)
        #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.log)) == before)
    }

    @Test func `a file that is no database is refused`() throws {
        let text = Data(String(repeating: "not a database. ", count: 300).utf8)
        try text.write(to: URL(fileURLWithPath: scratch.log))
        #expect(opening(scratch.log) == .notALog)
    }

    @Test func `a newer program's log is refused`() throws {
        try scratch.open().close()
        try scratch.tamper("PRAGMA user_version = \(Schema.version + 1)")
        #expect(opening(scratch.log) == .newer)
    }

    @Test func `only its owner can read a new log`() throws {
        let log = try scratch.open()
        try log.append(events(1...1))
        for suffix in ["", "-wal", "-shm", ".lock"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: scratch.log + suffix)
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(suffix)")
        }
    }

    @Test func `the writer answers full synchronous, and nothing checkpoints by itself`() throws {
        let log = try scratch.open()
        let writer = try log.withWriter { (writer) throws(LogError) in
            try writer.queue.perform(settings)
        }
        #expect(writer == ["2", "wal", "1", "0", "0"])
        let reader = try log.withReader(settings)
        #expect(reader.suffix(2) == ["0", "0"])
    }

    /// An SQLite that was built without mapping answers nothing to `mmap_size`.
    private func settings(_ db: Database) throws -> [String] {
        try ["synchronous", "journal_mode", "secure_delete", "wal_autocheckpoint", "mmap_size"]
            .map { try String.fetchOne(db, sql: "PRAGMA \($0)") ?? "0" }
    }

    @Test func `a reader can neither write nor checkpoint`() throws {
        let log = try scratch.open()
        try log.append(events(1...10))
        let size = try fileSize()
        let writing = error { () throws(LogError) in
            try log.withReader { db in
                do {
                    try db.execute(sql: "DELETE FROM event")
                } catch {
                    // What SQLite says besides its code tells more, should it be another one.
                    #expect((error as? DatabaseError)?.resultCode == .SQLITE_READONLY, "\(error)")
                    throw error
                }
            }
        }
        #expect(writing == .ioFailed(code: SQLITE_READONLY))
        _ = error { () throws(LogError) in
            try log.withReader { db in _ = try db.checkpoint(.full) }
        }
        #expect(try fileSize() == size)
        try log.checkpoint()
        #expect(try fileSize() > size)
    }

    @Test func `a long write-ahead log is moved into the file by an append`() throws {
        let log = try scratch.open()
        let size = try fileSize()
        var long = event(1, words: nil)
        long.words = [UInt8](repeating: 0x61, count: Int(Limit.walPages) * 4_096)
        try log.append([long])
        #expect(try fileSize() == size)
        try log.append([event(2, words: nil)])
        #expect(try fileSize() > size)
    }

    @Test func `a closed log refuses everything`() throws {
        let log = try scratch.open()
        try log.close()
        try log.close()
        #expect(error { () throws(LogError) in try log.append(events(1...1)) } == .closed)
        #expect(error { () throws(LogError) in _ = try log.words(at: []) } == .closed)
        #expect(error { () throws(LogError) in try log.reopen() } == .closed)
    }

    private func fileSize() throws -> Int {
        try Data(contentsOf: URL(fileURLWithPath: scratch.log)).count
    }
}
