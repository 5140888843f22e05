import Glibc

/// The files of a log, handled below SQLite.
enum LogFile {
    /// The real path of the log at `path`, made as an empty file when `create` asks for it.
    ///
    /// Made here, and readable by its owner only, because SQLite gives its helper files the rights
    /// of the main one. The real path, because the lock stands beside it: two links to one log
    /// must meet at one lock.
    static func locate(_ path: String, create: Bool) throws(LogError) -> String {
        if create {
            do { try make(path) } catch .systemFailed(errno: EEXIST) {}
        }
        return try locate(path, for: R_OK | W_OK)
    }

    /// The real path of the log at `path`, for whoever only reads it.
    static func locate(reading path: String) throws(LogError) -> String {
        try locate(path, for: R_OK)
    }

    /// Looks without opening the file: this process may have it open already, and would lose
    /// SQLite's locks on it with the first descriptor that is closed.
    private static func locate(_ path: String, for use: CInt) throws(LogError) -> String {
        guard unsafe access(path, use) == 0 else { throw errno == ENOENT ? .missing : .fromSystem }
        guard let real = unsafe realpath(path, nil) else { throw .fromSystem }
        defer { unsafe free(real) }
        return unsafe String(cString: real)
    }

    /// Whether there is something at `path`, whatever it is.
    static func isThere(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    /// Makes an empty file that only its owner may read.
    ///
    /// - Throws: `.systemFailed(errno: EEXIST)` when something is there.
    static func make(_ path: String) throws(LogError) {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .fromSystem }
        Glibc.close(descriptor)
    }

    /// Makes what was written to a file survive a power cut.
    static func sync(_ path: String) throws(LogError) {
        let descriptor = unsafe open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw .fromSystem }
        defer { Glibc.close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .fromSystem }
    }

    /// Makes the directory's entry for `path` survive a power cut.
    static func syncDirectory(of path: String) throws(LogError) {
        let end = path.lastIndex(of: "/") ?? path.startIndex
        let directory = end == path.startIndex ? "/" : String(path[..<end])
        let descriptor = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .fromSystem }
        defer { Glibc.close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .fromSystem }
    }

    /// Writes the write-ahead log's own bytes over themselves and makes them durable.
    ///
    /// After a failed fsync Linux counts the pages as clean although they may never have reached
    /// the disk, and the next fsync succeeds without them. What SQLite finds in the write-ahead
    /// log after reopening would then be lost in a power cut. Writing the bytes again makes the
    /// pages dirty, and this fsync speaks for them.
    static func rewriteWAL(of path: String) throws(LogError) {
        let descriptor = unsafe open(path + "-wal", O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return }
            throw .fromSystem
        }
        defer { Glibc.close(descriptor) }
        var offset = 0
        while true {
            let copied = try copyOntoItself(descriptor, at: offset)
            if copied == 0 { break }
            offset += copied
        }
        guard fsync(descriptor) == 0 else { throw .fromSystem }
    }

    /// Copies up to `Limit.copyBytes` and says how many; 0 at the end of the file.
    private static func copyOntoItself(
        _ descriptor: Int32, at offset: Int
    ) throws(LogError) -> Int {
        let count = unsafe withUnsafeTemporaryAllocation(byteCount: Limit.copyBytes, alignment: 16)
        {
            buffer in
            let count = unsafe pread(descriptor, buffer.baseAddress, buffer.count, offset)
            guard count > 0 else { return count }
            return unsafe pwrite(descriptor, buffer.baseAddress, count, offset)
        }
        guard count >= 0 else { throw .fromSystem }
        return count
    }
}
