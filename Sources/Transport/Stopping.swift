import Dispatch
import IRC
import Wire

/// A loop that is on its way out.
struct Stopping {
    /// When the last connections are closed, whatever still waits for them.
    let due: Int64
    let done: @Sendable () -> Void
}

extension EventLoop {
    /// Stops accepting, says why to everyone, and calls `done` once the last has gone.
    func stop(
        saying parting: Parting, within span: Duration, done: @escaping @Sendable () -> Void
    ) {
        guard stopping == nil else { return done() }
        now = Clock.now
        stopping = Stopping(due: now + span.milliseconds, done: done)
        for listener in door.listeners { listener.close() }
        door.listeners = []
        // Not by the clock, and once in a loop's life: this one may look at everybody.
        for slot in 0..<slots.used where slots[slot].stage != .free {
            if slots[slot].isTalking { say(parting, slot) }
            depart(slot, .closedByUs)
            if slots[slot].stage != .free { setDue(slot, min(slots[slot].due, stopping!.due)) }
        }
    }

    /// Called after each round.
    func finishStopping() {
        guard let stopping, slots.count == 0 else { return }
        self.stopping = Stopping(due: stopping.due, done: {})
        stopping.done()
    }
}
