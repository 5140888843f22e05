import GRDB
import Glibc
public import Rooms

/// The world failed the log: what a caller may do about it stands beside each case.
public enum LogError: Error, Equatable, Sendable {
    /// There is no file at the path, and none was to be created.
    case missing
    /// The file is something other than a log of Sandali.
    case notALog
    /// A newer Sandali wrote the file. Nothing has been changed in it.
    case newer
    /// Another process, or another `EventLog`, has the file open for writing.
    case inUse
    /// A foreign reader or writer held the file for longer than `Limit.busySeconds`. Try again.
    case busy
    /// The first record of an append does not follow the head, or a later one its neighbour.
    case notNext(expected: Position)
    /// A record is earlier than the one before it.
    case timeWentBack(at: Position)
    /// SQLite does not take a setting that the promises rest on, such as on a network disk.
    case unsuitable(pragma: String)
    /// The system has no chance to give; nothing was written.
    case noRandomness
    /// No space left. Nothing of the batch was written; reads go on; try again later.
    case diskFull
    /// SQLite's extended result code for what the disk or the file system refused.
    case ioFailed(code: Int32)
    /// A system call failed outside SQLite, with this `errno`.
    case systemFailed(errno: Int32)
    /// SQLite cannot read its own file any more (SQLITE_CORRUPT).
    case damaged
    /// The record at this position is not the one that was written, or is missing.
    case corrupt(at: Position, Flaw)
    /// Something is wrong with the keys that words are sealed under; nothing was written.
    case keys(KeyFault)
    /// A commit failed and may or may not have reached the disk: `reopen()`, then compare `head`.
    case outcomeUnknown
    /// `close()` was called; for reads also: the log is being opened anew.
    case closed
}

/// What is wrong with a record.
public enum Flaw: Equatable, Sendable {
    /// There is no event at this position, but there are later ones.
    case missing
    /// The event's bytes cannot be read as an envelope.
    case envelope
    /// The event, or what it was chained to, has been changed.
    case chain
    /// The words are not those that were written.
    case words
    /// Words stand beside an event that never had any, or beside none at all.
    case strayWords
    /// The event is earlier than the one before it.
    case time
    /// The event's payload cannot be decoded (said by whoever decodes payloads).
    case payload
}

extension LogError {
    /// The case for whatever a call into GRDB threw.
    ///
    /// A full disk shows in several ways: SQLITE_FULL where SQLite looks for it, an I/O error with
    /// ENOSPC or EDQUOT behind it elsewhere. Only SQLITE_FULL is a certain "nothing was written",
    /// so the others keep their code.
    init(_ error: any Error) {
        switch error {
        case let error as LogError: self = error
        case let error as DatabaseError: self.init(code: error.extendedResultCode.rawValue)
        default: self = .ioFailed(code: ResultCode.SQLITE_ERROR.rawValue)
        }
    }

    /// The case for an extended result code of SQLite.
    init(code: Int32) {
        switch ResultCode(rawValue: code & 0xff) {
        case .SQLITE_FULL: self = .diskFull
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
        case .SQLITE_CORRUPT: self = .damaged
        case .SQLITE_NOTADB: self = .notALog
        case .SQLITE_MISUSE: self = .closed
        default: self = .ioFailed(code: code)
        }
    }

    /// The case for a system call that has just failed.
    static var fromSystem: LogError {
        errno == ENOSPC || errno == EDQUOT ? .diskFull : .systemFailed(errno: errno)
    }

    /// Whether a transaction that failed so has certainly left nothing behind.
    ///
    /// SQLITE_FULL comes from growing the file or from a write to the write-ahead log that came
    /// short. Frames are written in order and the last one is what makes a transaction count, so
    /// after a short write there is none. SQLITE_BUSY comes before anything is written.
    public var leavesNothing: Bool {
        self == .diskFull || self == .busy
    }
}
