import IRC
import Synchronization

/// What the loops have brought for a centre and nobody has looked at yet.
///
/// A real centre has one and a pretended one too: both judge what comes at the same place, so that
/// time does not tell which is which.
final class ArrivalTray: Sendable {
    private let batches = Mutex<[[Arrival]]>([])
    private let queue: CentreQueue

    enum Limit {
        /// So many lines a loop judges by itself: it has others to serve.
        static let judgedAtOnce = 64
    }

    /// - Parameter queue: the centre's own.
    init(on queue: CentreQueue) {
        self.queue = queue
    }

    /// Puts a batch down, under whatever lock; `attend` comes after it.
    func put(_ batch: [Arrival]) { batches.withLock { $0.append(batch) } }

    /// Has what lies here judged on the centre's queue: a few lines by whoever asks, where nobody
    /// else is there.
    func attend(_ judge: @escaping @Sendable () -> Void) {
        let lines = batches.withLock { batches in batches.reduce(0) { $0 + $1.count } }
        // Somebody has looked at it meanwhile.
        guard lines > 0 else { return }
        if lines <= Limit.judgedAtOnce { queue.soon(judge) } else { queue.async(judge) }
    }

    /// Takes all that lies here, in its order. On the centre's queue.
    func take() -> [[Arrival]] {
        var taken: [[Arrival]] = []
        batches.withLock { swap(&$0, &taken) }
        return taken
    }
}
