import IRC
import Synchronization
import Wire

extension EventLoop {
    /// When this connection's stage ends at the latest, or when it is to be looked at.
    func setDue(_ slot: Int, _ due: Int64) {
        slots[slot].due = due
        wheel.place(slot, due: due)
    }

    /// Looks at every connection whose time has come, and at no other.
    func meetDeadlines() {
        while let slot = wheel.popDue(now: now) { meetDeadline(slot) }
    }

    private func meetDeadline(_ slot: Int) {
        if slots[slot].stage == .open, slots[slot].isRegistered { noteSilence(slot) }
        guard now >= slots[slot].due else {
            wheel.place(slot, due: slots[slot].due)
            return resume(slot)
        }
        switch slots[slot].stage {
        case .free: break
        case .handshaking, .lingering, .leaving: end(slot, .timedOut)
        case .greeting: refuseLate(slot)
        case .open: slots[slot].isRegistered ? meetSilence(slot) : refuseLate(slot)
        }
    }

    private func refuseLate(_ slot: Int) {
        say(.late, slot)
        depart(slot, .timedOut)
    }

    /// Bytes do not move a connection in the wheel; what they put off is worked out here.
    private func noteSilence(_ slot: Int) {
        // Whoever is not listened to is not silent.
        if slots[slot].isPaused {
            slots[slot].heardAt = now
            slots[slot].isPinged = false
        }
        if !slots[slot].isPinged { slots[slot].due = slots[slot].heardAt + pingAfter(slot) }
    }

    /// After how long a silence a connection is asked whether it is there.
    func pingAfter(_ slot: Int) -> Int64 {
        slots[slot].isWatched
            ? min(limits.pingAfter, limits.watchedPingAfter) : limits.pingAfter
    }

    /// Whether it is to be noticed soon when nothing comes from a connection any more.
    func watch(_ slot: Int, closely: Bool) {
        guard slots[slot].isWatched != closely else { return }
        slots[slot].isWatched = closely
        guard slots[slot].stage == .open, slots[slot].isRegistered else { return }
        // Whoever was asked and has not answered is given the shorter time from now on.
        let asked = now + pingWait(slot)
        setDue(slot, slots[slot].isPinged ? asked : slots[slot].heardAt + pingAfter(slot))
    }

    private func pingWait(_ slot: Int) -> Int64 {
        slots[slot].isWatched ? min(limits.pingWait, limits.watchedPingWait) : limits.pingWait
    }

    private func meetSilence(_ slot: Int) {
        if slots[slot].isPinged {
            say(.silent, slot)
            return depart(slot, .timedOut)
        }
        slots[slot].isPinged = true
        var ping: [UInt8] = []
        ping.write("PING :")
        ping.write(surroundings.current.withLock { $0.welcome.server })
        ping.endLine()
        // Before the append: it may end the connection, and an ended one is in no wheel.
        setDue(slot, now + pingWait(slot))
        append(ping.span, to: id(of: slot), .express)
    }
}
