import Glibc

/// The right to write one log, for as long as this lives.
///
/// An advisory `flock` on a file beside the log. Not on the log itself: SQLite uses POSIX record
/// locks there, and closing any descriptor of a file drops those of the whole process. The file
/// stays when the lock ends, for removing it would let two processes lock two files of one name.
struct FileLock: ~Copyable {
    private let descriptor: Int32

    /// - Throws: `LogError.inUse` when somebody has it already.
    init(path: String) throws(LogError) {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .fromSystem }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let error: LogError = errno == EWOULDBLOCK ? .inUse : .fromSystem
            Glibc.close(descriptor)
            throw error
        }
        // Set last: what throws when all is set runs `deinit` too, and would close it twice.
        self.descriptor = descriptor
    }

    deinit {
        // Closing alone would leave the lock with a child that was forked and has not begun yet.
        flock(descriptor, LOCK_UN)
        Glibc.close(descriptor)
    }
}
