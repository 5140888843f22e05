import Dispatch

/// Runs an actor on a serial queue of its own, so that handlers of dispatch sources are on it too.
final class QueueExecutor: SerialExecutor {
    let queue: DispatchQueue

    init(label: String) {
        queue = DispatchQueue(label: label)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async {
            unsafe job.runSynchronously(on: self.asUnownedSerialExecutor())
        }
    }

    /// Without this, `assumeIsolated` in a handler on the queue would trap.
    func checkIsolated() {
        dispatchPrecondition(condition: .onQueue(queue))
    }
}
