import Dispatch
import IRC
import Synchronization
import Wire

/// One serial queue, one epoll instance watched by one dispatch source, and the connections on it.
///
/// Whatever wakes the loop (a socket, a centre's deliveries, a deadline) ends in `turn`, which goes
/// round until nothing is left: take deliveries, take input, hand it to the centres, write a slice.
///
/// `@unchecked Sendable`: what is mutable here is touched on `queue` alone, but for the inbox,
/// which has its lock, and the counts, which are atomic.
public final class EventLoop: @unchecked Sendable {
    /// Rounds of one turn; then Dispatch lets in what else waits for the queue.
    private static let roundsMax = 64
    /// Handshake steps of one round: each costs as much as writing to many connections.
    static let handshakesMax = 4

    /// Its place in `SocketServer.loops` and in `ConnectionID.loop`.
    public let index: UInt8

    let queue: DispatchQueue
    let surroundings: Surroundings
    private(set) var limits: Limits
    private(set) var budget: CommandBudget?
    let epoll: Epoll
    let slots: Slots
    let input = InputBuffer()
    let pool = BufferPool()
    let counts = LoopCounts()
    let inbox = Mutex(Inbox())

    private let source: any DispatchSourceRead
    private let timer: any DispatchSourceTimer
    /// When the timer goes off, or `.max` when it is not set.
    private var timerDue = Int64.max
    private var isContinuing = false

    /// The time of this turn.
    var now = Clock.now
    var wheel = Wheel(now: Clock.now)
    var centres = Centres()
    /// Small fan-outs and replies; then those that wait behind them.
    var express = Lane()
    var bulk = Lane()
    /// To be read from although epoll says nothing: what they sent is here already.
    var resuming: [UInt32] = []
    var deliveries: [[Delivery]] = []
    var replies: [UInt8] = []
    var handshakeSteps = 0
    /// Bytes in all outboxes.
    var waitingBytes = 0
    var door = Door()
    var stopping: Stopping?
    /// The others hand their share of new connections round from the first.
    var peers: [EventLoop] = []

    init(index: UInt8, _ surroundings: Surroundings) throws(TransportError) {
        let settings = surroundings.settings
        self.index = index
        self.surroundings = surroundings
        limits = surroundings.limits
        budget = settings.budget
        epoll = try Epoll()
        // All might land on one loop when the others' connections are closed first.
        slots = Slots(capacity: min(settings.connectionsEver, 1 << 24))
        queue = DispatchQueue(label: "sandali.loop.\(index)")
        source = DispatchSource.makeReadSource(fileDescriptor: epoll.descriptor, queue: queue)
        timer = DispatchSource.makeTimerSource(queue: queue)
        // The sources keep the loop alive until `retire` cancels them.
        source.setEventHandler { [self] in turn() }
        timer.setEventHandler { [self] in
            timerDue = .max
            now = Clock.now
            meetDeadlines()
            turn()
        }
        source.activate()
        timer.activate()
    }

    /// Lets go of everything that it holds, in good order or not: nobody wants it any more.
    func retire() {
        for listener in door.listeners { listener.close() }
        door.listeners = []
        for slot in 0..<slots.used { end(slot, .closedByUs) }
        centres.handOver()
        source.cancel()
        timer.cancel()
        peers = []
    }

    /// Keeps to other limits from now on; what has been begun by the old ones ends by them.
    func adopt(_ settings: TransportSettings) {
        limits = Limits(settings)
        budget = settings.budget
    }

    /// What this loop has done so far.
    public var countsNow: TransportCounts { counts.now }

    /// Connections now, as `countsNow` has them.
    public var connectionsNow: Int { counts.connections.now }

    /// Goes round until there is nothing left to do, or others should have a turn.
    func turn() {
        now = Clock.now
        for _ in 0..<Self.roundsMax {
            takeDeliveries()
            let heard = takeInput()
            centres.handOver()
            writeSome()
            if !heard, express.count == 0, bulk.count == 0, resuming.isEmpty {
                return settle()
            }
        }
        if !isContinuing {
            isContinuing = true
            queue.async { [self] in
                isContinuing = false
                turn()
            }
        }
        settle()
    }

    /// What epoll and those who go on have to say; false when there was nothing.
    private func takeInput() -> Bool {
        handshakeSteps = 0
        let count = epoll.poll()
        for index in 0..<count {
            let (tag, ready) = epoll.entry(index)
            heed(Tag(tag), ready)
        }
        resumeReading()
        return count > 0
    }

    private func heed(_ tag: Tag, _ ready: Interest) {
        if let listener = tag.listener { return accept(from: listener) }
        // Gone since epoll reported it, or another in its place.
        guard slots.holds(tag.slot, tag.generation) else { return }
        switch slots[tag.slot].stage {
        case .free: break
        case .handshaking: shakeHands(tag.slot)
        case .lingering: drain(tag.slot)
        case .greeting, .open, .leaving: heed(tag.slot, ready)
        }
    }

    private func heed(_ slot: Int, _ ready: Interest) {
        if ready.contains(.output) { unblock(slot) }
        let isBroken = !ready.isDisjoint(with: .broken)
        if slots[slot].interest.contains(.input) {
            if isBroken || ready.contains(.input) { read(slot) }
        } else if isBroken {
            end(slot, .failed)
        }
    }

    /// The socket takes bytes again.
    private func unblock(_ slot: Int) {
        if slots[slot].readIsBlocked { resumeSoon(slot) }
        slots[slot].readIsBlocked = false
        slots[slot].writeIsBlocked = false
        watch(slot)
        enqueue(slot, .express)
    }

    /// Asks epoll for what this connection waits for, if that has changed.
    func watch(_ slot: Int) {
        var interest: Interest = []
        let isDeaf =
            slots[slot].stage == .leaving || slots[slot].isPaused || slots[slot].hasEnded
        if !isDeaf, !slots[slot].readIsBlocked { interest.insert(.input) }
        if slots[slot].writeIsBlocked || slots[slot].readIsBlocked { interest.insert(.output) }
        guard slots[slot].interest != interest else { return }
        slots[slot].interest = interest
        epoll.change(slots[slot].descriptor, interest, tag: tag(of: slot).bits)
    }

    func tag(of slot: Int) -> Tag {
        Tag(slot: slot, generation: slots[slot].generation)
    }

    @inline(__always)
    func id(of slot: Int) -> ConnectionID {
        ConnectionID(
            loop: index, slot: UInt32(truncatingIfNeeded: slot),
            generation: slots[slot].generation)
    }

    /// Sets the timer for the earliest deadline, if it is not set for that or before.
    private func settle() {
        counts.waitingBytes.add(waitingBytes - counts.waitingBytes.now)
        finishStopping()
        guard let due = wheel.nextDue, due < timerDue else { return }
        timerDue = due
        timer.schedule(
            deadline: .now() + .milliseconds(Int(max(0, due - now))), leeway: .milliseconds(16))
    }
}

/// What epoll hands back with an event: a connection with its generation, or a listener.
struct Tag {
    private static let listeners: UInt64 = 1 << 24

    let bits: UInt64

    init(_ bits: UInt64) {
        self.bits = bits
    }

    init(slot: Int, generation: UInt32) {
        bits = UInt64(generation) << 32 | UInt64(slot)
    }

    init(listener: Int) {
        bits = Self.listeners | UInt64(listener)
    }

    /// Slots have 24 bits; the one above says that this is a listener.
    var listener: Int? {
        bits & Self.listeners == 0 ? nil : Int(bits & (Self.listeners - 1))
    }
    var slot: Int { Int(bits & 0xffff_ffff) }
    var generation: UInt32 { UInt32(truncatingIfNeeded: bits >> 32) }
}
