import IRC
import Synchronization
import TLS
import Wire

extension EventLoop {
    /// Reads of one connection in one round, so that a fast sender leaves room for others.
    private static let readsMax = 4
    /// What a line costs that is no command.
    private static let brokenLineCost = 1
    /// So many lines of a batch cost as much as one line.
    private static let batchLinesEach = 10

    /// Takes in what a connection has sent, as far as its window and its budget go.
    func read(_ slot: Int) {
        guard slots[slot].isTalking, takeHeld(slot) else { return }
        for _ in 0..<Self.readsMax {
            switch slots[slot].receive(into: input) {
            case .moved(let bytes):
                counts.bytesIn.add(bytes)
                slots[slot].heardAt = now
                slots[slot].isPinged = false
                guard takeLines(slot, 0..<bytes) else { return }
                guard mayHaveMore(slot, after: bytes) else { return }
            case .awaitsInput: return
            case .awaitsOutput: return blockReading(slot, true)
            case .closed: return noteEnd(slot)
            case .failed: return end(slot, .failed)
            }
        }
        resumeSoon(slot)
    }

    /// A short read has emptied the socket; TLS may still have something up its sleeve.
    private func mayHaveMore(_ slot: Int, after bytes: Int) -> Bool {
        slots[slot].tls == nil ? bytes == InputBuffer.bytes : slots[slot].hasHiddenInput
    }

    /// What was held back first; false when it is held back again.
    private func takeHeld(_ slot: Int) -> Bool {
        guard !slots[slot].held.isEmpty else { return true }
        var held: [UInt8] = []
        swap(&held, &slots[slot].held)
        return takeLines(slot, 0..<input.load(held))
    }

    /// Parses bytes of the input buffer line by line; false when the connection is not to be read
    /// any further: it has gone, or is paused, with the rest held back.
    private func takeLines(_ slot: Int, _ range: Range<Int>) -> Bool {
        if let budget { slots[slot].tokens.regain(budget, at: now) }
        var start = range.lowerBound
        while start < range.upperBound {
            guard mayTakeLine(slot) else {
                pause(slot, holding: input.copy(start..<range.upperBound))
                return false
            }
            let end = input.lineEnd(in: start..<range.upperBound)
            var line: Result<Message, LineError>?
            input.with(start..<end) { bytes in
                slots[slot].framer.feed(bytes) { line = $0 }
            }
            if let line { take(line, slot) }
            guard slots[slot].isTalking else { return false }
            start = end
        }
        return true
    }

    @inline(__always)
    private func mayTakeLine(_ slot: Int) -> Bool {
        !slots[slot].window.isFull(limits) && (budget == nil || slots[slot].tokens.areLeft)
    }

    private func take(_ line: Result<Message, LineError>, _ slot: Int) {
        counts.lines.add(1)
        if let budget { slots[slot].tokens.pay(thousandths: cost(line, budget)) }
        guard slots[slot].stage == .open else { return greet(line, slot) }
        let id = id(of: slot)
        switch line {
        case .success(let message):
            slots[slot].window.sent(bytes: message.bytes.count)
            centres.append(.line(id, message), to: slots[slot].centre)
        case .failure(let fault):
            slots[slot].window.sent(bytes: 0)
            centres.append(.broken(id, fault), to: slots[slot].centre)
        }
    }

    /// In thousandths of a token.
    private func cost(_ line: Result<Message, LineError>, _ budget: CommandBudget) -> Int {
        guard case .success(let message) = line else { return Self.brokenLineCost * 1_000 }
        return budget.cost(message) * 1_000 / (Self.isPart(message) ? Self.batchLinesEach : 1)
    }

    /// Whether it is a line of a batch, which are one message together and come in one go. What
    /// calls itself so and belongs to none is refused by the centre.
    private static func isPart(_ message: Message) -> Bool {
        guard message.hasTags, message.tag("batch") != nil else { return false }
        return message.command == "PRIVMSG" || message.command == "NOTICE"
    }

    private func greet(_ line: Result<Message, LineError>, _ slot: Int) {
        guard slots[slot].greeting != nil else { return }
        var step = Greeting.Step.stay
        switch line {
        case .success(let message):
            step = slots[slot].greeting!.take(message, replies: &replies)
        case .failure(let fault):
            step = slots[slot].greeting!.take(fault, replies: &replies)
        }
        if !replies.isEmpty {
            append(replies.span, to: id(of: slot), .express)
            replies.removeAll(keepingCapacity: true)
        }
        if slots[slot].greeting?.holdsCode == true, !slots[slot].hasMoreTime {
            slots[slot].hasMoreTime = true
            setDue(slot, now + limits.redeemWithin)
        }
        switch step {
        case .stay: break
        case .enter(let name): enter(slot, centre: name)
        case .quit: depart(slot, .closedByPeer)
        }
    }

    /// The whole greeting moves to its centre.
    private func enter(_ slot: Int, centre name: [UInt8]) {
        guard slots[slot].stage == .greeting, let wish = slots[slot].greeting?.wish else { return }
        let router = surroundings.router
        let wished = name.isEmpty && !wish.isEmpty ? router.openCentre(named: wish) : nil
        guard let port = wished ?? router.centre(named: name) else {
            say(.noSuchCentre, slot)
            return depart(slot, .closedByUs)
        }
        var greeting: Greeting?
        swap(&greeting, &slots[slot].greeting)
        guard let greeting else { return }
        slots[slot].stage = .open
        slots[slot].centre = centres.enter(port)
        centres.append(
            .opened(id(of: slot), greeting, slots[slot].peer), to: slots[slot].centre)
    }

    /// Tells a connection why it is closed, in its language as far as that is known.
    func say(_ parting: Parting, _ slot: Int) {
        append(line(parting, slot).span, to: id(of: slot), .express)
    }

    func line(_ parting: Parting, _ slot: Int) -> [UInt8] {
        let known = slots[slot].language ?? slots[slot].greeting?.language
        let language = known ?? surroundings.current.withLock { $0.welcome.language }
        return parting.line(in: language)
    }
}

/// Pausing and going on.
extension EventLoop {
    private func pause(_ slot: Int, holding rest: [UInt8]) {
        slots[slot].held = rest
        slots[slot].isPaused = true
        watch(slot)
        guard let budget, !slots[slot].tokens.areLeft else { return }
        wheel.place(slot, due: min(slots[slot].due, slots[slot].tokens.regained(budget)))
    }

    /// Reads on, if nothing is in the way any longer.
    func resume(_ slot: Int) {
        guard slots[slot].isPaused, slots[slot].isTalking else { return }
        guard slots[slot].window.hasRoom(limits) else { return }
        if let budget {
            slots[slot].tokens.regain(budget, at: now)
            guard slots[slot].tokens.areLeft else {
                let regained = slots[slot].tokens.regained(budget)
                return wheel.place(slot, due: min(slots[slot].due, max(regained, now + 1)))
            }
        }
        slots[slot].isPaused = false
        // It may have been saying all the time that it is there; nobody was listening.
        slots[slot].heardAt = now
        slots[slot].isPinged = false
        watch(slot)
        resumeSoon(slot)
    }

    /// Whether TLS has to write before it can take anything in.
    func blockReading(_ slot: Int, _ isBlocked: Bool) {
        slots[slot].readIsBlocked = isBlocked
        watch(slot)
    }

    func resumeSoon(_ slot: Int) {
        guard !slots[slot].isResuming else { return }
        slots[slot].isResuming = true
        resuming.append(UInt32(truncatingIfNeeded: slot))
    }

    /// Whoever is to be read from without word from epoll.
    func resumeReading() {
        guard !resuming.isEmpty else { return }
        var slotsNow: [UInt32] = []
        swap(&slotsNow, &resuming)
        for number in slotsNow {
            let slot = Int(number)
            slots[slot].isResuming = false
            if slots[slot].isTalking, !slots[slot].isPaused { read(slot) }
        }
    }
}

extension Connection {
    /// The host name that the client has asked for, if it has asked under TLS.
    var serverName: [UInt8]? {
        switch tls {
        case .none: nil
        case .some(let tls): tls.serverName
        }
    }

    /// What its centre learns of it.
    var peer: Peer {
        let network = address.isIPv6 ? address.network.text : nil
        return switch tls {
        case .none:
            Peer(address: address.text, network: network, secure: false)
        case .some(let tls):
            Peer(
                address: address.text, network: network, secure: true,
                cipher: Array("\(tls.version) \(tls.cipher)".utf8),
                certificate: tls.peerFingerprint ?? [])
        }
    }
}
