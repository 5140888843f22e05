import Dispatch
import Synchronization

/// A centre's serial queue: one thing at a time is done there, in the order in which they came.
///
/// Where nobody is there, whoever has something for it does it at once, on their own thread: waking
/// another one takes longer than judging a few lines does.
final class CentreQueue: Sendable {
    private let queue = DispatchQueue(label: "sandali.centre")
    /// How much is being done or waits.
    private let load = Atomic(0)

    /// Does it on a thread of Dispatch's.
    func async(_ body: @escaping @Sendable () -> Void) {
        load.wrappingAdd(1, ordering: .relaxed)
        queue.async { self.run(body) }
    }

    /// Does it after a while.
    func async(after milliseconds: Int, _ body: @escaping @Sendable () -> Void) {
        queue.asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { [self] in
            load.wrappingAdd(1, ordering: .relaxed)
            run(body)
        }
    }

    /// Does it here where nobody is there, and it has been done when this returns; else behind what
    /// waits. Not to be called under a lock that is taken on the queue.
    func soon(_ body: @escaping @Sendable () -> Void) {
        let isFree = load.wrappingAdd(1, ordering: .relaxed).oldValue == 0
        // Should somebody come in between, it waits for them, as everything does here.
        if isFree { queue.sync { run(body) } } else { queue.async { self.run(body) } }
    }

    /// A timer that has not begun; `whenever` says what it does.
    func timer() -> any DispatchSourceTimer { DispatchSource.makeTimerSource(queue: queue) }

    /// Does this on the queue whenever one of its timers rings.
    func whenever(_ timer: any DispatchSourceTimer, rings body: @escaping () -> Void) {
        timer.setEventHandler { [self] in
            load.wrappingAdd(1, ordering: .relaxed)
            run(body)
        }
    }

    private func run(_ body: () -> Void) {
        body()
        load.wrappingSubtract(1, ordering: .relaxed)
    }
}
