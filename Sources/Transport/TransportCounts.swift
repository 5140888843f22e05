import IRC
import Synchronization

/// What an event loop has done so far. Read by anyone, at any time, without a lock.
public struct TransportCounts: Equatable, Sendable {
    /// Connections now.
    public var connections = 0
    /// Handshakes under way now.
    public var handshakes = 0
    /// Bytes waiting in outboxes now.
    public var waitingBytes = 0
    /// Connections that were let in at the door, whatever became of them.
    public var accepted = 0
    /// Turned away at the door: too many in all, or from one address.
    public var refused = 0
    /// Whole lines that came in, those that could not be parsed among them.
    public var lines = 0
    /// Bytes that came in, counted after TLS has opened them.
    public var bytesIn = 0
    /// Bytes that went out, counted before TLS seals them.
    public var bytesOut = 0
    /// Writes: under TLS, each is one record.
    public var writes = 0
    /// Connections that the peer closed, or ended by QUIT before a centre had them.
    public var closedByPeer = 0
    /// Connections that the network or TLS broke, handshakes that failed among them.
    public var failed = 0
    /// Connections that took too long to come in, or were silent for too long.
    public var timedOut = 0
    /// Connections for which more waited in outboxes than may wait.
    public var tooSlow = 0
    /// Connections that a centre ended, after QUIT too, or that led to no centre, or ended with us.
    public var closedByUs = 0

    static func + (left: Self, right: Self) -> Self {
        var sum = left
        for field in Self.fields { sum[keyPath: field] += right[keyPath: field] }
        return sum
    }

    private static var fields: [WritableKeyPath<Self, Int>] {
        [
            \.connections, \.handshakes, \.waitingBytes, \.accepted, \.refused, \.lines, \.bytesIn,
            \.bytesOut, \.writes, \.closedByPeer, \.failed, \.timedOut, \.tooSlow, \.closedByUs,
        ]
    }
}

/// A number with one writer, its event loop, and any number of readers.
struct Count: ~Copyable {
    private let value = Atomic(0)

    var now: Int { value.load(ordering: .relaxed) }

    /// A load and a store: with one writer there is nothing to lock.
    func add(_ amount: Int) {
        value.store(value.load(ordering: .relaxed) &+ amount, ordering: .relaxed)
    }
}

/// One event loop's counts.
final class LoopCounts: Sendable {
    let connections = Count(), handshakes = Count(), waitingBytes = Count()
    let accepted = Count(), refused = Count()
    let lines = Count(), bytesIn = Count(), bytesOut = Count(), writes = Count()
    private let closedByPeer = Count(), failed = Count(), timedOut = Count()
    private let tooSlow = Count(), closedByUs = Count()

    func ended(_ ending: Ending) {
        switch ending {
        case .closedByPeer: closedByPeer.add(1)
        case .failed: failed.add(1)
        case .timedOut: timedOut.add(1)
        case .tooSlow: tooSlow.add(1)
        case .closedByUs: closedByUs.add(1)
        }
    }

    var now: TransportCounts {
        var counts = TransportCounts()
        counts.connections = connections.now
        counts.handshakes = handshakes.now
        counts.waitingBytes = waitingBytes.now
        counts.accepted = accepted.now
        counts.refused = refused.now
        counts.lines = lines.now
        counts.bytesIn = bytesIn.now
        counts.bytesOut = bytesOut.now
        counts.writes = writes.now
        counts.closedByPeer = closedByPeer.now
        counts.failed = failed.now
        counts.timedOut = timedOut.now
        counts.tooSlow = tooSlow.now
        counts.closedByUs = closedByUs.now
        return counts
    }
}
