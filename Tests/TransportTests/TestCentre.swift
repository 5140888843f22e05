import Dispatch
import IRC
import Synchronization
import Transport
import Wire

/// A centre on its own queue that answers a few words, and remembers what came.
///
///     PRIVMSG x :hello  →  the same line back        JOIN x  →  into the audience
///     NOTICE x :hello   →  to the whole audience     QUIT    →  closed
final class TestCentre: CentrePort {
    struct State {
        var loops: [EventLoop] = []
        var arrivals: [Arrival] = []
        var batches = 0
        var members: [ConnectionID] = []
        /// Off: lines are taken and never answered.
        var answers = true
        /// Off: nobody is ever registered.
        var admits = true
    }

    let state = Mutex(State())
    private let queue = DispatchQueue(label: "test.centre")
    private let news = Signal()

    func receive(_ batch: [Arrival]) {
        queue.async { [self] in
            let deliveries = state.withLock { state in
                state.batches += 1
                state.arrivals += batch
                return batch.flatMap { answer($0, &state) }
            }
            deliver(deliveries)
            news.tell()
        }
    }

    private func answer(_ arrival: Arrival, _ state: inout State) -> [Delivery] {
        switch arrival {
        case .opened(let id, _, _):
            guard state.admits else { return [] }
            return [.registered(id), .send(Array("WELCOME\r\n".utf8), to: id)]
        case .line(let id, let message):
            guard state.answers else { return [] }
            return reply(to: message.bytes, from: id, &state) + [.answered(id, lines: 1)]
        case .broken(let id, _):
            return [.send(Array("BROKEN\r\n".utf8), to: id), .answered(id, lines: 1)]
        case .closed(let id, _):
            state.members.removeAll { $0 == id }
            return []
        }
    }

    private func reply(
        to bytes: [UInt8], from id: ConnectionID, _ state: inout State
    ) -> [Delivery] {
        let line = String(decoding: bytes, as: UTF8.self)
        let whole = bytes + [13, 10]
        switch line.split(separator: " ").first {
        case "PRIVMSG": return [.send(whole, to: id)]
        case "NOTICE":
            return [.fanOut(variants: [whole], audience(of: state.members), except: nil)]
        case "JOIN":
            state.members.append(id)
            return [.send(Array("JOINED\r\n".utf8), to: id)]
        case "QUIT": return [.send(Array("ERROR :bye\r\n".utf8), to: id), .close(id)]
        default: return []
        }
    }

    func audience(of members: [ConnectionID]) -> Audience {
        let loops = Set(members.map(\.loop)).sorted()
        return Audience(
            groups: loops.map { loop in
                .init(loop: loop, variant: 0, connections: members.filter { $0.loop == loop })
            }, shapes: [])
    }

    /// Each delivery to the loops that it concerns.
    func deliver(_ deliveries: [Delivery]) {
        for (index, loop) in state.withLock({ $0.loops }).enumerated() {
            let own = deliveries.filter { $0.concerns(loop: UInt8(index)) }
            if !own.isEmpty { loop.deliver(own) }
        }
    }

    /// Waits until something is true of what has come; false when it is not within the deadline.
    func waits(for condition: (State) -> Bool) -> Bool {
        news.waits { state.withLock { condition($0) } }
    }

    /// The connections in the order in which they were opened.
    var opened: [ConnectionID] {
        state.withLock { $0.opened }
    }

    /// Why a connection ended, once it has.
    func ending(of id: ConnectionID) -> Ending? {
        guard waits(for: { $0.ending(of: id) != nil }) else { return nil }
        return state.withLock { $0.ending(of: id) }
    }
}

extension TestCentre.State {
    var opened: [ConnectionID] {
        arrivals.compactMap { if case .opened(let id, _, _) = $0 { id } else { nil } }
    }

    func lines(of id: ConnectionID) -> [String] {
        arrivals.compactMap {
            guard case .line(id, let message) = $0 else { return nil }
            return String(decoding: message.bytes, as: UTF8.self)
        }
    }

    func ending(of id: ConnectionID) -> Ending? {
        for case .closed(id, let ending) in arrivals { return ending }
        return nil
    }
}

extension Delivery {
    func concerns(loop: UInt8) -> Bool {
        switch self {
        case .send(_, let id), .close(let id), .registered(let id), .answered(let id, _),
            .speaks(let id, _), .watched(let id, _):
            id.loop == loop
        case .fanOut(_, let audience, _): audience.groups.contains { $0.loop == loop }
        }
    }
}

/// Wakes whoever waits for a condition that another thread makes true.
final class Signal: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    func tell() { semaphore.signal() }

    func waits(within span: Duration = .seconds(20), until condition: () -> Bool) -> Bool {
        let deadline = DispatchTime.now() + .milliseconds(Int(span / .milliseconds(1)))
        while !condition() {
            guard semaphore.wait(timeout: deadline) == .success else { return condition() }
        }
        return true
    }
}
