internal import Dispatch

/// Something that a client does unless it is called off in time.
struct Deadline {
    private let item: DispatchWorkItem

    /// - Parameter wait: a negative one has passed already, and comes up at once.
    init(
        _ wait: Duration, of client: Client, _ passed: @escaping @Sendable (isolated Client) -> Void
    ) {
        item = DispatchWorkItem { [weak client] in client?.assumeIsolated(passed) }
        let (seconds, attoseconds) = wait.components
        let nanoseconds = min(seconds, 1 << 32) * 1_000_000_000 + attoseconds / 1_000_000_000
        client.executor.queue.asyncAfter(
            deadline: .now() + .nanoseconds(Int(max(0, nanoseconds))), execute: item)
    }

    func cancel() {
        item.cancel()
    }
}
