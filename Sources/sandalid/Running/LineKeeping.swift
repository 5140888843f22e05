import Dispatch
import Rooms
import Store
import Wire

/// The index of a centre's texts: what is in it, what is not yet, and reading from both.
///
/// `@unchecked Sendable`: everything that changes is touched on the centre's queue alone.
final class LineKeeper: @unchecked Sendable {
    private let log: EventLog
    private let queue: CentreQueue
    private let disk: DispatchQueue
    private let reads: DiskQueues
    private let operators: OperatorLog
    private var tail: LineTail
    private var isIndexing = false
    /// What waits for the index to hold all that there is.
    private var settling: [@Sendable (Bool) -> Void] = []
    /// How many texts may wait before they are written into the index.
    private var patience = Limit.waiting

    enum Limit {
        /// Texts that wait for the index, half a megabyte: the more are written at once, the more
        /// of them share a page.
        static let waiting = 8_000
    }

    init(
        _ tail: LineTail, log: EventLog, queue: CentreQueue, disk: DispatchQueue,
        reads: DiskQueues, operators: OperatorLog
    ) {
        self.tail = tail
        self.log = log
        self.queue = queue
        self.disk = disk
        self.reads = reads
        self.operators = operators
    }

    /// Takes texts that are durable now.
    ///
    /// - Parameter position: the last durable one.
    func take(_ lines: [LineEntry], confirmed position: Position) {
        tail.append(lines)
        if tail.entries.count >= patience { index(through: position) }
    }

    /// Lets go of what was taken back.
    func forget(_ positions: [Position]) { tail.drop(at: positions) }

    /// Lets go of those whose words are wiped by now. On the centre's queue.
    func forgetWiped() {
        let marks = tail.entries.map(\.mark)
        guard !marks.isEmpty else { return }
        disk.async { [self] in
            // Where the file cannot be read they stay listed; without words they are not shown.
            guard let worded = try? log.worded(marks) else { return }
            let gone = Set(marks.map(\.position)).subtracting(worded.map(\.position))
            queue.async { [self] in tail.drop(at: gone.sorted()) }
        }
    }

    /// Writes what waits into the index, behind the appends that wait already.
    func index(through position: Position) {
        guard !isIndexing, !tail.entries.isEmpty else { return }
        isIndexing = true
        let entries = tail.entries
        disk.async { [self] in
            var isDone = true
            do throws(LogError) {
                try log.indexLines(entries, through: position)
            } catch {
                // They stay in memory; after a failed commit the next append opens the log anew.
                isDone = false
                operators.warning("index-failed")
            }
            queue.async { [self, isDone] in
                isIndexing = false
                if isDone { tail.drop(through: position) }
                patience = isDone ? Limit.waiting : tail.entries.count + Limit.waiting
                let waiting = settling
                settling = []
                for body in waiting { body(isDone) }
            }
        }
    }

    /// Has everything up to a position written into the index, out of which alone it can be taken
    /// for good: what waits in memory would be found again at the next start.
    ///
    /// - Parameter body: is called on the centre's queue, with whether it is done; at once where
    ///   nothing waits.
    func settle(through position: Position, then body: @escaping @Sendable (Bool) -> Void) {
        guard tail.entries.contains(where: { $0.mark.position <= position }) else {
            return body(true)
        }
        settling.append { [self] isDone in
            // What was under way may not have been all.
            isDone ? settle(through: position, then: body) : body(false)
        }
        index(through: position)
    }

    /// Reads on a queue of its own.
    ///
    /// - Parameter reply: is called there, or at once when too many reads are waiting.
    func read(_ request: ReadRequest, reply: @escaping @Sendable (ReadAnswer) -> Void) {
        let source = JoinedLines(log, tail)
        let accepted = reads.read { [log] in
            do throws(LogError) {
                reply(
                    try request.answer(
                        from: source,
                        records: { positions throws(LogError) in try log.records(at: positions) },
                        audit: { audit throws(LogError) in try log.audit(audit) },
                        owned: { account, after throws(LogError) in
                            try log.records(ownedBy: account, after: after)
                        }))
            } catch {
                reply(request.failure)
            }
        }
        if !accepted { reply(request.failure) }
    }
}

/// At start-up: the texts that the index lacks, in memory unless they are many.
struct IndexCatchUp {
    private let log: EventLog
    private let keys: SipHash
    /// The position that the index had reached.
    let reached: Position
    private(set) var tail = LineTail()
    private var due = Limit.batch

    private enum Limit {
        /// Texts that are written at a time, where a log has grown without an index.
        static let batch = 20_000
    }

    /// - Throws: `LogError.keys(.missing)` for a log that was opened without its keys.
    init(_ log: EventLog, from reached: Position) throws(LogError) {
        self.log = log
        guard let ring = log.keys else { throw .keys(.missing) }
        keys = SipHash(key: ring.names)
        self.reached = reached
    }

    mutating func take(_ record: Record) {
        guard record.position > reached else { return }
        tail.append(LineEntry.entries(of: record) { keys.chance(of: $0.number) })
        guard tail.entries.count >= due else { return }
        do throws(LogError) {
            try log.indexLines(tail.entries, through: record.position)
            tail.drop(through: record.position)
        } catch {
            // On a full disk they are found in memory; the index is tried again later.
            due += Limit.batch
        }
    }
}
