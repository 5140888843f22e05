import Glibc
import IRC
import TLS

extension EventLoop {
    /// Writes what waits, then closes. Nothing more is taken in or added.
    func depart(_ slot: Int, _ ending: Ending) {
        guard slots[slot].isTalking else {
            if slots[slot].stage == .handshaking { end(slot, ending) }
            return
        }
        leaveCentre(slot, ending)
        slots[slot].stage = .leaving
        slots[slot].held = []
        slots[slot].greeting = nil
        counts.ended(ending)
        guard !slots[slot].outbox.isEmpty else { return takeLeave(slot) }
        setDue(slot, now + limits.closeWithin)
        watch(slot)
        enqueue(slot, .express)
    }

    /// The peer will send no more. What it has sent is answered first; then it is let go.
    func noteEnd(_ slot: Int) {
        slots[slot].hasEnded = true
        leaveIfAnswered(slot)
        if slots[slot].isTalking { watch(slot) }
    }

    /// Lets a peer go that has ended, once nothing of it waits for an answer.
    func leaveIfAnswered(_ slot: Int) {
        guard slots[slot].hasEnded, slots[slot].isTalking else { return }
        // A centre that has not let it in yet is still considering what it said.
        let isConsidered = slots[slot].stage == .open && !slots[slot].isRegistered
        if slots[slot].window.lines == 0, !isConsidered { depart(slot, .closedByPeer) }
    }

    /// Lets somebody go for whom more waits than may wait, and says why behind all of it.
    func dropSlow(_ slot: Int) {
        let line = line(.slow, slot)
        slots[slot].outbox.append(line.span, from: pool)
        waitingBytes += line.count
        depart(slot, .tooSlow)
    }

    /// All is written: says goodbye, and waits a moment for the peer to close.
    ///
    /// A socket that is closed while input waits in it answers with a reset, and a reset destroys
    /// what the peer has not read yet.
    func takeLeave(_ slot: Int) {
        if slots[slot].tls != nil {
            // Whoever does not take the goodbye is closed without.
            _ = try? slots[slot].tls!.shutdown()
            slots[slot].tls = nil
        }
        // Nothing more comes of it that a reset could be the answer to.
        guard !slots[slot].hasEnded else { return vacate(slot) }
        shutdown(slots[slot].descriptor, Int32(SHUT_WR))
        slots[slot].stage = .lingering
        slots[slot].isPaused = false
        slots[slot].writeIsBlocked = false
        slots[slot].readIsBlocked = false
        setDue(slot, min(now + limits.lingerFor, stopping?.due ?? .max))
        watch(slot)
        drain(slot)
    }

    /// Reads and forgets, until the peer has closed too.
    func drain(_ slot: Int) {
        let descriptor = slots[slot].descriptor
        let result = input.withAll { span in
            unsafe span.withUnsafeMutableBytes { bytes in
                unsafe Crossing(recv(descriptor, bytes.baseAddress, bytes.count, 0))
            }
        }
        switch result {
        case .moved, .awaitsInput, .awaitsOutput: break
        case .closed, .failed: vacate(slot)
        }
    }

    /// Closes at once; what waits is lost.
    func end(_ slot: Int, _ ending: Ending) {
        switch slots[slot].stage {
        case .free: return
        case .leaving, .lingering: break
        case .handshaking:
            counts.handshakes.add(-1)
            counts.ended(ending)
            handshakeEnded()
        case .greeting, .open:
            leaveCentre(slot, ending)
            counts.ended(ending)
        }
        vacate(slot)
    }

    private func leaveCentre(_ slot: Int, _ ending: Ending) {
        let centre = slots[slot].centre
        guard centre >= 0 else { return }
        slots[slot].centre = -1
        centres.append(.closed(id(of: slot), ending), to: centre)
        centres.leave(centre)
    }

    /// Gives back everything that the connection had.
    private func vacate(_ slot: Int) {
        wheel.remove(slot)
        waitingBytes -= slots[slot].outbox.count
        slots[slot].outbox.clear(to: pool)
        slots[slot].tls = nil
        slots[slot].greeting = nil
        slots[slot].held = []
        close(slots[slot].descriptor)
        surroundings.admission.leave(slots[slot].address)
        counts.connections.add(-1)
        slots.leave(slot)
    }
}
