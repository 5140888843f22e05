import GRDB
import GRDBSQLite

extension EventLog {
    /// Moves what the write-ahead log holds into the file, as far as no reader needs it. Appends
    /// do so by themselves from `Limit.walPages` on; an idle moment is a good time, too.
    public func checkpoint() throws(LogError) {
        try withWriter { (writer) throws(LogError) in try writer.checkpoint(.passive) }
    }
}

extension Writer {
    /// Checkpoints when the write-ahead log has grown long.
    ///
    /// A reader in the way or a full disk is no reason to refuse an append: the write-ahead log
    /// goes on growing, and says itself when it cannot.
    func checkpointIfDue() throws(LogError) {
        guard walPages >= Limit.walPages else { return }
        do {
            try checkpoint(.passive)
        } catch  where error.leavesNothing {
            return
        }
    }

    /// - Throws: `LogError.busy` from a truncating one when a reader is in the way. What the disk
    ///   says: pages of the file itself may then be lost in a power cut although a later fsync
    ///   succeeds, so the log is to be opened anew, which copies them once more.
    func checkpoint(_ mode: Database.CheckpointMode) throws(LogError) {
        guard !outcomeUnknown else { throw .outcomeUnknown }
        do {
            try queue.inDatabase { db in
                unsafe sqlite3_busy_timeout(db.sqliteConnection, Limit.truncationMilliseconds)
                defer {
                    unsafe sqlite3_busy_timeout(db.sqliteConnection, CInt(Limit.busySeconds * 1000))
                }
                _ = try db.checkpoint(mode)
            }
            if mode == .truncate {
                walPages = 0
                room.forget()
            }
        } catch {
            let error = LogError(error)
            outcomeUnknown = !error.leavesNothing
            throw error
        }
    }
}
