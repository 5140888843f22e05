public import IRC
import Synchronization

/// What others have left for a loop.
struct Inbox {
    var batches: [[Delivery]] = []
    var calls: [@Sendable () -> Void] = []
    /// The loop sleeps, or is about to: whoever leaves something wakes it.
    var isResting = false

    /// Whether the loop may sleep: nothing has been left since it looked.
    mutating func rest() -> Bool {
        isResting = batches.isEmpty && calls.isEmpty
        return isResting
    }
}

extension EventLoop {
    /// Leaves work for this loop, from any thread: done in order, in one go with whatever else has
    /// come by the time it is looked at. What is for a connection that has gone is dropped.
    public func deliver(_ batch: [Delivery]) {
        leave { $0.batches.append(batch) }
    }

    /// Has the loop do something between two rounds, from any thread. What is left for a loop that
    /// has retired is not done.
    func call(_ body: @escaping @Sendable () -> Void) {
        leave { $0.calls.append(body) }
    }

    private func leave(_ put: (inout Inbox) -> Void) {
        let rested = inbox.withLock { inbox in
            put(&inbox)
            defer { inbox.isResting = false }
            return inbox.isResting
        }
        if rested { bell.ring() }
    }

    func takeCalls() {
        inbox.withLock { inbox in
            inbox.isResting = false
            swap(&inbox.calls, &calls)
        }
        guard !calls.isEmpty else { return }
        for call in calls { call() }
        calls.removeAll(keepingCapacity: true)
    }

    func takeDeliveries() {
        inbox.withLock { swap(&$0.batches, &deliveries) }
        guard !deliveries.isEmpty else { return }
        // By index: a copy of each would be retained and let go.
        for batch in deliveries.indices {
            for index in deliveries[batch].indices { carryOut(deliveries[batch][index]) }
        }
        deliveries.removeAll(keepingCapacity: true)
    }

    private func carryOut(_ delivery: Delivery) {
        switch delivery {
        case .send(let bytes, let id):
            append(bytes.span, to: id, .express)
        case .fanOut(let variants, let audience, let except):
            fanOut(variants, to: audience, except: except)
        case .answered(let id, let lines):
            answered(id, lines)
        case .registered(let id):
            let slot = Int(id.slot)
            guard slots.holds(slot, id.generation) else { return }
            slots[slot].isRegistered = true
            slots[slot].heardAt = now
            setDue(slot, now + pingAfter(slot))
            leaveIfAnswered(slot)
        case .speaks(let id, let language):
            let slot = Int(id.slot)
            if slots.holds(slot, id.generation) { slots[slot].language = language }
        case .watched(let id, let closely):
            let slot = Int(id.slot)
            if slots.holds(slot, id.generation) { watch(slot, closely: closely) }
        case .close(let id):
            let slot = Int(id.slot)
            if slots.holds(slot, id.generation) { depart(slot, .closedByUs) }
        }
    }

    private func fanOut(_ variants: [[UInt8]], to audience: Audience, except: ConnectionID?) {
        let lane: Outlet = audience.count > limits.largeAudience ? .bulk : .express
        // No connection has this one, for loops are fewer than 255.
        let except = except ?? ConnectionID(loop: .max, slot: .max, generation: .max)
        for group in audience.groups where group.loop == index {
            let bytes = variants[group.variant]
            for id in group.connections where id != except {
                append(bytes.span, to: id, lane)
            }
        }
    }

    private func answered(_ id: ConnectionID, _ lines: Int) {
        let slot = Int(id.slot)
        guard slots.holds(slot, id.generation) else { return }
        slots[slot].window.answered(lines: lines)
        if slots[slot].isPaused { resume(slot) }
        leaveIfAnswered(slot)
    }
}
