import GRDB
import Glibc
import Rooms

/// A copy of a log, made while others write it.
extension EventLog {
    /// Copies the whole log as it is now into a new file of its own, readable by its owner only.
    ///
    /// Appends go on meanwhile and are not in the copy. The copy is one file: it has no write-ahead
    /// log beside it. When this throws, nothing is left at `path`.
    ///
    /// - Parameters:
    ///   - path: where nothing is yet.
    ///   - progress: called now and then with the pages copied, and how many there are.
    /// - Throws: `.systemFailed(errno: EEXIST)` when something is there; what either disk says.
    public func copy(
        to path: String, progress: (_ pages: Int, _ all: Int) -> Void = { _, _ in }
    ) throws(LogError) {
        try LogFile.make(path)
        do throws(LogError) {
            try fill(path, progress)
            try LogFile.sync(path)
            try LogFile.syncDirectory(of: path)
        } catch {
            for suffix in ["", "-wal", "-shm", "-journal"] { unsafe unlink(path + suffix) }
            throw error
        }
    }

    /// All in one read transaction: else each write of another connection would make it begin anew,
    /// and where they come faster than it copies it would never end.
    private func fill(_ path: String, _ progress: (Int, Int) -> Void) throws(LogError) {
        let copy = try Connections.copy(path: path)
        try withReader { db in
            try db.execute(sql: "BEGIN")
            // A transaction sees the state at its first read, not at its beginning.
            _ = try Schema.centre(db)
            defer {
                // It has only read; what cannot be ended ends with the connection.
                try? db.execute(sql: "ROLLBACK")
            }
            try copy.inDatabase { target in
                try withoutActuallyEscaping(progress) { progress in
                    try db.backup(to: target, pagesPerStep: Limit.pagesPerStep) { step in
                        progress(step.completedPageCount, step.totalPageCount)
                    }
                }
            }
        }
        try copy.perform { db in
            let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode = delete")
            guard mode == "delete" else { throw LogError.unsuitable(pragma: "journal_mode") }
        }
        do { try copy.close() } catch { throw LogError(error) }
    }
}

/// What a log says of itself at first sight, without being verified.
public struct LogGlance: Equatable, Sendable {
    /// Whose it is.
    public let centre: CentreIdentity
    /// How many events it holds.
    public let events: UInt64
    /// Whether nothing in it has ever had a name: no account, no room. Starts of a server are
    /// events, too.
    public let isBlank: Bool

    /// Looks into the log at `path`, which somebody else may be writing.
    public init(_ path: String) throws(LogError) {
        let log = try EventLog(reading: path)
        centre = log.centre
        (events, isBlank) = try log.withReader { db in
            let words = try Int32.fetchOne(db, sql: "SELECT EXISTS(SELECT 1 FROM words)")
            return (try Tip(endOf: log.centre, in: db).position.number, words == 0)
        }
        try log.close()
    }
}

/// The right to do something with a log's file that nobody may have open meanwhile: to move it.
public struct LogClaim: ~Copyable {
    private let lock: FileLock

    /// - Throws: `LogError.inUse` when somebody has the log open.
    public init(_ path: String) throws(LogError) {
        var real = path
        do throws(LogError) {
            real = try LogFile.locate(path, create: false)
        } catch .missing {
            // Nobody can have it open; the lock is taken where it will be.
        }
        lock = try FileLock(path: real + ".lock")
    }
}
