import CEpoll
import Dispatch
import Glibc
import IRC
import Synchronization
import TLS

/// The listeners, which are the first loop's, and why they may be resting.
struct Door {
    struct Rest: OptionSet {
        let rawValue: UInt8
        /// As many handshakes are under way as may be.
        static let handshakes = Rest(rawValue: 1)
        /// The system has no more descriptors.
        static let descriptors = Rest(rawValue: 2)
    }

    var listeners: [ListeningSocket] = []
    var rest: Rest = []
    /// `full` was logged, and there has been no room since.
    var saidFull = false
    /// Which loop gets the next connection.
    var next = 0
}

extension EventLoop {
    /// Sockets taken from one listener in one round.
    private static let acceptsMax = 64

    func open(_ listeners: [ListeningSocket]) {
        door.listeners = listeners
        for (index, listener) in listeners.enumerated() {
            _ = epoll.add(listener.descriptor, .input, tag: Tag(listener: index).bits)
            surroundings.log(.listening(port: listener.port, secure: listener.secure))
        }
    }

    func accept(from index: Int) {
        guard index < door.listeners.count, door.rest.isEmpty else { return }
        let listener = door.listeners[index]
        for _ in 0..<Self.acceptsMax {
            if listener.secure, !surroundings.admission.mayShakeHands {
                return rest(.handshakes)
            }
            var storage = sockaddr_storage()
            let descriptor = unsafe sandali_accept(listener.descriptor, &storage)
            guard descriptor >= 0 else { return acceptFailed(errno) }
            admit(descriptor, NetworkAddress(storage), secure: listener.secure)
        }
    }

    private func acceptFailed(_ code: Int32) {
        // Anything else than these concerns one connection that has already gone away.
        guard [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(code) else { return }
        rest(.descriptors)
        let connections = allConnections
        surroundings.log(.acceptingPaused(code: code, connections: connections))
        let pause = Int(surroundings.settings.acceptPause.milliseconds)
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(pause)) { [weak self] in
            self?.call { [weak self] in self?.acceptAgain() }
        }
    }

    private func acceptAgain() {
        guard stopping == nil else { return }
        surroundings.log(.acceptingAgain(connections: allConnections))
        wakeDoor(from: .descriptors)
    }

    private var allConnections: Int {
        peers.reduce(0) { $0 + $1.counts.connections.now }
    }

    private func rest(_ reason: Door.Rest) {
        door.rest.insert(reason)
        watchDoor()
    }

    /// On the first loop: this reason to rest is gone.
    func wakeDoor(from reason: Door.Rest) {
        guard door.rest.contains(reason) else { return }
        door.rest.remove(reason)
        watchDoor()
    }

    private func watchDoor() {
        let interest: Interest = door.rest.isEmpty ? .input : []
        for (index, listener) in door.listeners.enumerated() {
            epoll.change(listener.descriptor, interest, tag: Tag(listener: index).bits)
        }
    }

    /// Decides about one accepted socket, and on which loop it is to live.
    private func admit(_ descriptor: Int32, _ address: NetworkAddress, secure: Bool) {
        let answer = surroundings.admission.enter(address)
        guard answer == .welcome else {
            close(descriptor)
            counts.refused.add(1)
            if answer == .full, !door.saidFull {
                door.saidFull = true
                surroundings.log(.full(connections: allConnections))
            }
            return
        }
        door.saidFull = false
        if secure { surroundings.admission.beginHandshake() }
        let target = peers[door.next]
        door.next = (door.next + 1) % peers.count
        if target === self {
            take(descriptor, address, secure: secure)
        } else {
            target.call { target.take(descriptor, address, secure: secure) }
        }
    }

    /// Makes a connection of an accepted socket.
    private func take(_ descriptor: Int32, _ address: NetworkAddress, secure: Bool) {
        var connection = Connection(address: address)
        connection.descriptor = descriptor
        connection.stage = secure ? .handshaking : .greeting
        connection.interest = .input
        connection.heardAt = now
        if secure { connection.tls = conversation(on: descriptor) }
        let isReady = stopping == nil && (!secure || connection.tls != nil)
        guard isReady, let slot = slots.enter(connection) else {
            return turnAway(descriptor, address, secure: secure)
        }
        counts.accepted.add(1)
        counts.connections.add(1)
        if secure { counts.handshakes.add(1) } else { beginGreeting(slot) }
        guard epoll.add(descriptor, .input, tag: tag(of: slot).bits) else {
            return end(slot, .failed)
        }
        if secure { setDue(slot, now + limits.handshakeWithin) }
    }

    private func conversation(on descriptor: Int32) -> TLSConnection? {
        guard let context = surroundings.current.withLock({ $0.tls }) else { return nil }
        // It only fails for want of memory; the socket is then turned away like any other too many.
        return try? TLSConnection(accepting: context, descriptor: descriptor)
    }

    private func turnAway(_ descriptor: Int32, _ address: NetworkAddress, secure: Bool) {
        close(descriptor)
        counts.refused.add(1)
        surroundings.admission.leave(address)
        if secure { handshakeEnded() }
    }

    func shakeHands(_ slot: Int) {
        // Whoever has no turn in this round is reported again in the next.
        guard handshakeSteps < Self.handshakesMax else { return }
        handshakeSteps += 1
        switch slots[slot].shakeHands() {
        case .moved:
            counts.handshakes.add(-1)
            handshakeEnded()
            beginGreeting(slot)
            blockReading(slot, false)
            // The first lines may have come with the handshake's last flight.
            read(slot)
        case .awaitsInput: blockReading(slot, false)
        case .awaitsOutput: blockReading(slot, true)
        case .closed: end(slot, .closedByPeer)
        case .failed: end(slot, .failed)
        }
    }

    /// On any loop: one handshake fewer is under way.
    func handshakeEnded() {
        guard surroundings.admission.endHandshake(), let first = peers.first else { return }
        first.call { first.wakeDoor(from: .handshakes) }
    }

    private func beginGreeting(_ slot: Int) {
        slots[slot].stage = .greeting
        let place = slots[slot].serverName.flatMap(surroundings.router.centre(servedAs:))
        slots[slot].greeting = Greeting(
            place?.welcome ?? surroundings.current.withLock { $0.welcome },
            secure: slots[slot].tls != nil, home: place?.name ?? [])
        setDue(slot, now + limits.registerWithin)
    }
}
