public import Dispatch
import Synchronization

/// The few threads that may block on a disk, shared by all logs.
///
/// Bounded because every blocked thread takes one from those that Dispatch keeps for event loops.
public final class DiskQueues: Sendable {
    private let writers: [DispatchQueue]
    private let readers: [DispatchQueue]
    private let openers: [DispatchQueue]
    private let readsMax: Int
    private let writersGiven = Atomic<Int>(0)
    private let readsTaken = Atomic<Int>(0)
    private let openings = Atomic<Int>(0)
    private let readsWaiting = Atomic<Int>(0)

    /// - Parameter readsMax: reads that may wait or run at a time; more are refused.
    public init(writers: Int = 8, readers: Int = 4, readsMax: Int = 2_048) {
        precondition((1...8).contains(writers) && (1...4).contains(readers) && readsMax > 0)
        self.writers = (0..<writers).map { DispatchQueue(label: "sandali.disk.write.\($0)") }
        self.readers = (0..<readers).map { DispatchQueue(label: "sandali.disk.read.\($0)") }
        openers = (0..<2).map { DispatchQueue(label: "sandali.disk.open.\($0)") }
        self.readsMax = readsMax
    }

    /// A serial queue for one log's writes, handed out in turn: the log keeps it, and runs there
    /// all that writes. Two logs may get the same one, and wait for each other's fsync.
    public func writer() -> DispatchQueue {
        let turn = writersGiven.wrappingAdd(1, ordering: .relaxed).oldValue
        return writers[turn % writers.count]
    }

    /// Runs `work`, which opens a log and reads it from its last snapshot, or moves its files, on
    /// one of two queues of their own: nobody's writes and reads wait for that.
    public func open(_ work: @escaping @Sendable () -> Void) {
        let turn = openings.wrappingAdd(1, ordering: .relaxed).oldValue
        openers[turn % openers.count].async(execute: work)
    }

    /// Runs `work`, which reads a log, on one of the read queues.
    ///
    /// - Returns: false, and `work` will not run, when too many reads are waiting.
    public func read(_ work: @escaping @Sendable () -> Void) -> Bool {
        guard readsWaiting.wrappingAdd(1, ordering: .relaxed).newValue <= readsMax else {
            readsWaiting.wrappingSubtract(1, ordering: .relaxed)
            return false
        }
        let turn = readsTaken.wrappingAdd(1, ordering: .relaxed).oldValue
        readers[turn % readers.count].async {
            work()
            self.readsWaiting.wrappingSubtract(1, ordering: .relaxed)
        }
        return true
    }
}
