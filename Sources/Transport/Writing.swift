import Glibc
import IRC
import Wire

/// The two ways out of a loop.
enum Outlet: UInt8 {
    /// Replies and small rooms: written at once.
    case express = 1
    /// Large rooms and long texts: a slice at a time, with new input taken in between.
    case bulk = 2
}

extension EventLoop {
    /// Adds to what waits for a connection and queues it. Nothing is allocated here but buffers.
    @inline(__always)
    func append(_ bytes: Span<UInt8>, to id: ConnectionID, _ outlet: Outlet) {
        let slot = Int(id.slot)
        guard slots.holds(slot, id.generation), slots[slot].isTalking else { return }
        guard slots[slot].outbox.count &+ bytes.count <= limits.outboxBytes else {
            return dropSlow(slot)
        }
        slots[slot].outbox.append(bytes, from: pool)
        waitingBytes &+= bytes.count
        enqueue(slot, outlet)
        if waitingBytes > limits.outboxesBytes { dropFullest() }
    }

    @inline(__always)
    func enqueue(_ slot: Int, _ outlet: Outlet) {
        // Either lane writes all that waits, and a blocked one is queued when epoll says so.
        guard slots[slot].lanes & outlet.rawValue == 0, !slots[slot].writeIsBlocked else { return }
        slots[slot].lanes |= outlet.rawValue
        switch outlet {
        case .express: express.append(slot)
        case .bulk: bulk.append(slot)
        }
    }

    /// Everyone in the express lane, and a slice of the other.
    func writeSome() {
        while let slot = express.popFirst() {
            slots[slot].lanes &= ~Outlet.express.rawValue
            write(slot)
        }
        for _ in 0..<limits.slice {
            guard let slot = bulk.popFirst() else { return }
            slots[slot].lanes &= ~Outlet.bulk.rawValue
            write(slot)
        }
        // A thread that was woken for this core, the centre's or the disk's, would otherwise wait
        // for the scheduler's next tick, several milliseconds, while a large room is written to.
        if bulk.count > 0 { sched_yield() }
    }

    /// One write, one TLS record; what is more than that queues again, behind the others.
    private func write(_ slot: Int) {
        guard slots[slot].isTalking || slots[slot].stage == .leaving else { return }
        guard !slots[slot].writeIsBlocked, !slots[slot].outbox.isEmpty else { return }
        switch slots[slot].send() {
        case .moved(let bytes): wrote(bytes, slot)
        case .awaitsOutput:
            slots[slot].writeIsBlocked = true
            watch(slot)
        // Renegotiation is refused, so no write has to read first.
        case .awaitsInput, .closed, .failed: end(slot, .failed)
        }
    }

    private func wrote(_ bytes: Int, _ slot: Int) {
        counts.writes.add(1)
        counts.bytesOut.add(bytes)
        waitingBytes -= bytes
        slots[slot].outbox.drop(bytes, to: pool)
        guard slots[slot].outbox.isEmpty else { return enqueue(slot, .bulk) }
        if slots[slot].stage == .leaving { takeLeave(slot) }
    }

    /// All outboxes together are past their limit: whoever reads slowest goes.
    ///
    /// It looks at every connection, but only when a whole limit's worth of memory is to be gained.
    private func dropFullest() {
        var fullest = 0
        var most = 0
        for slot in 0..<slots.used where slots[slot].outbox.count > most {
            most = slots[slot].outbox.count
            fullest = slot
        }
        surroundings.log(.outboxesFull(bytes: waitingBytes))
        end(fullest, .tooSlow)
    }
}
