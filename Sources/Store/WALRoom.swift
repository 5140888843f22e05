import Glibc

/// Room in the write-ahead log, made before it is needed.
///
/// A file that grows with every commit makes each of them more than twice as dear: besides the
/// frames, its new length and the new blocks must reach the disk. So zeros are written ahead, at
/// first few and then more, which SQLite takes for the end of what was logged and writes over.
struct WALRoom {
    private let path: String
    /// Bytes that the file is known to have; it may have more.
    private var bytes = 0

    enum Limit {
        /// Bytes of a frame: a page and what stands before it.
        static let frameBytes = 4096 + 24
        /// Frames that a transaction mostly needs; a larger one lets the file grow by itself.
        static let framesAhead = 24
        /// The least and the most that the file grows by at a time.
        static let growth = (64 << 10)...(1 << 20)
    }

    /// - Parameter log: the path of the log.
    init(log: String) { path = log + "-wal" }

    /// Makes room for what is about to be written. The caller is within a transaction, so that
    /// nobody else writes there.
    ///
    /// What goes wrong here is no loss: the file then grows as it is written to, and a full disk
    /// is told there.
    ///
    /// - Parameter pages: in the write-ahead log after the last commit.
    mutating func prepare(after pages: Int32) {
        let needed = (Int(pages) + Limit.framesAhead) * Limit.frameBytes
        guard bytes < needed else { return }
        let descriptor = unsafe open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { Glibc.close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { return }
        bytes = Int(status.st_size)
        guard bytes < needed else { return }
        let growth = min(max(bytes, Limit.growth.lowerBound), Limit.growth.upperBound)
        let zeros = [UInt8](repeating: 0, count: max(needed - bytes, growth))
        let written = unsafe pwrite(descriptor, zeros, zeros.count, off_t(bytes))
        // Not tried again for each transaction where the disk is full.
        bytes = written == zeros.count ? bytes + written : needed
    }

    /// The file was emptied.
    mutating func forget() { bytes = 0 }
}
