import GRDB
public import Rooms
public import Secrets
import Synchronization

/// The log of one centre: one SQLite file, appended to by one owner.
///
/// Every call blocks; run it on a queue that may. What writes is called by the owner, from its disk
/// queue or from another (wiping): one waits for the other. What reads may be called at the same
/// time: it has a connection of its own.
public final class EventLog: Sendable {
    /// Whose log it is.
    public let centre: CentreIdentity
    /// The file, all symbolic links resolved.
    public let path: String
    /// The keys that words are sealed under; nil: words are written plain, and sealed ones cannot
    /// be read.
    public let keys: KeyRing?
    private let writing: Mutex<Writing>
    private let reading: Mutex<DatabaseQueue?>

    /// The lock lives longer than the connection: from opening to closing, over any reopening.
    private struct Writing: ~Copyable {
        var lock: FileLock?
        var writer: Writer?
    }

    /// Opens the log at `path`, and makes a new one there if `create` says so and there is none:
    /// nor keys of one, for a new log would be another centre's.
    ///
    /// - Parameters:
    ///   - masters: the master keys that may wrap its keys, the one in force first; none leaves the
    ///     keys alone.
    ///   - acceptsLoss: whether to go on where keys are gone; what was sealed under them stays
    ///     unreadable.
    /// - Throws: `LogError.missing`, `.inUse`, `.notALog`, `.newer`, `.keys`, and whatever the disk
    ///   says.
    public init(
        path: String, create: Bool = false, masters: [MasterKey] = [], acceptsLoss: Bool = false
    ) throws(LogError) {
        if create, !LogFile.isThere(path), KeyGlance.isBeside(path) { throw .keys(.withoutLog) }
        let path = try LogFile.locate(path, create: create)
        let lock = try FileLock(path: path + ".lock")
        let writer = try Writer(path: path)
        if create { try LogFile.syncDirectory(of: path) }
        self.path = path
        centre = writer.centre
        keys =
            masters.isEmpty
            ? nil
            : try KeyRing(
                of: writer, beside: path, masters: masters, acceptsLoss: acceptsLoss)
        reading = Mutex(try Connections.reader(path: path))
        writing = Mutex(Writing(lock: lock, writer: writer))
    }

    /// Opens the log at `path` only for reading, beside whoever writes it.
    ///
    /// Whatever would write throws `LogError.closed`.
    ///
    /// - Parameters:
    ///   - log: the log beside which the keys are: this one, unless it is a copy.
    ///   - masters: as in `init(path:)`; where there are no keys, words are left unread.
    /// - Throws: `LogError.missing`, `.notALog`, `.newer`, `.keys`, and whatever the disk says.
    public init(
        reading path: String, keysBeside log: String? = nil, masters: [MasterKey] = []
    ) throws(LogError) {
        let path = try LogFile.locate(reading: path)
        let reader = try Connections.visitor(path: path)
        self.path = path
        centre = try reader.perform(Schema.centre)
        keys =
            masters.isEmpty
            ? nil : try KeyRing(reading: log ?? path, centre: centre.id, masters: masters)
        reading = Mutex(reader)
        writing = Mutex(Writing(lock: nil, writer: nil))
    }

    deinit {
        // Closed in order, and before the lock goes. What fails here has no one left to tell, and
        // the file stays whole: the next to open it goes on from the write-ahead log.
        try? close()
    }

    /// The last event's position, and its chain hash of 32 bytes.
    ///
    /// - Throws: `LogError.outcomeUnknown` after a failed commit, `.closed`.
    public var head: (position: Position, chain: [UInt8]) {
        get throws(LogError) {
            try withWriter { (writer) throws(LogError) in
                guard !writer.outcomeUnknown else { throw .outcomeUnknown }
                return (writer.tip.position, writer.tip.chain)
            }
        }
    }

    /// Opens the file anew after a commit whose outcome is unknown, and finds out: compare `head`.
    ///
    /// Whatever is in the file after this is durable, also what the failed commit left there.
    /// Reads fail with `LogError.closed` meanwhile. When this throws, call it again later.
    public func reopen() throws(LogError) {
        try writing.withLock { (writing) throws(LogError) in
            guard writing.lock != nil else { throw .closed }
            try closeConnections(&writing)
            try LogFile.rewriteWAL(of: path)
            let writer = try Writer(path: path)
            try openReader()
            writing.writer = writer
        }
    }

    /// Makes sure that keys which outlived another log of this centre are not taken for this one's:
    /// after a restore, numbers of accounts are given again. Before anything is written.
    ///
    /// - Parameter accounts: how many the log has, erased ones among them.
    public func settleKeys(accounts: Int) throws(LogError) {
        try withWriter { (writer) throws(LogError) in
            try keys?.settle(accounts: accounts, writer)
        }
    }

    /// Closes the file and gives up the right to write it. Does nothing the second time.
    public func close() throws(LogError) {
        try writing.withLock { (writing) throws(LogError) in
            defer { writing.lock = nil }
            try closeConnections(&writing)
            try keys?.close()
        }
    }

    /// Runs `body` with the connection that writes.
    func withWriter<Result>(
        _ body: (Writer) throws(LogError) -> Result
    ) throws(LogError) -> Result {
        try writing.withLock { (writing) throws(LogError) in
            guard writing.lock != nil else { throw .closed }
            guard let writer = writing.writer else { throw .outcomeUnknown }
            return try body(writer)
        }
    }

    /// Runs `body` with the connection that only reads.
    func withReader<Result>(_ body: (Database) throws -> Result) throws(LogError) -> Result {
        guard let queue = reading.withLock({ $0 }) else { throw .closed }
        return try queue.perform(body)
    }

    private func openReader() throws(LogError) {
        let reader = try Connections.reader(path: path)
        reading.withLock { $0 = reader }
    }

    /// The last connection that closes checkpoints and removes the write-ahead log, if it may
    /// write. After a clean end that is the writer. After a failed commit it must be the reader,
    /// which cannot: what the write-ahead log holds is not yet known to be on the disk.
    private func closeConnections(_ writing: inout Writing) throws(LogError) {
        let uncertain = writing.writer?.outcomeUnknown ?? false
        if uncertain { try closeWriter(&writing) }
        if let reader = reading.withLock({ $0.take() }) {
            do { try reader.close() } catch { throw LogError(error) }
        }
        try closeWriter(&writing)
    }

    private func closeWriter(_ writing: inout Writing) throws(LogError) {
        guard let writer = writing.writer else { return }
        writing.writer = nil
        try writer.close()
    }
}
