import Dispatch
import Glibc
import IRC
import Synchronization
import Wire

/// One serial queue, one epoll instance, and the connections on it.
///
/// The loop goes round: take calls, take input, hand it to the centres, take deliveries, write a
/// slice. Where nothing is left it sleeps in epoll itself, until a socket, the bell or a deadline
/// wakes it; a dispatch source would wake a thread that looks, and then the loop's
/// (docs/decisions/0017).
///
/// `@unchecked Sendable`: what is mutable here is touched on `queue` alone, but for the inbox,
/// which has its lock, and the counts, which are atomic.
public final class EventLoop: @unchecked Sendable {
    /// Handshake steps of one round: each costs as much as writing to many connections.
    static let handshakesMax = 8

    /// Its place in `SocketServer.loops` and in `ConnectionID.loop`.
    public let index: UInt8

    private let queue: DispatchQueue
    let surroundings: Surroundings
    private(set) var limits: Limits
    private(set) var budget: CommandBudget?
    let epoll: Epoll
    let slots: Slots
    let input = InputBuffer()
    let pool = BufferPool()
    let counts = LoopCounts()
    let inbox = Mutex(Inbox())
    /// Wakes the loop when something was left in the inbox.
    let bell: Bell
    private var isRetired = false

    /// The time of this round.
    var now = Clock.now
    var wheel = Wheel(now: Clock.now)
    var centres = Centres()
    /// Small fan-outs and replies; then those that wait behind them.
    var express = Lane()
    var bulk = Lane()
    /// To be read from although epoll says nothing: what they sent is here already.
    var resuming: [UInt32] = []
    var deliveries: [[Delivery]] = []
    var calls: [@Sendable () -> Void] = []
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
        bell = try Bell()
        queue = DispatchQueue(label: "sandali.loop.\(index)")
        guard epoll.add(bell, tag: Tag.bell.bits) else {
            throw .noEventLoop(code: errno)
        }
        // The loop stays alive until `retire` ends this.
        queue.async { [self] in run() }
    }

    /// Lets go of everything that it holds, in good order or not: nobody wants it any more.
    func retire() {
        for listener in door.listeners { listener.close() }
        door.listeners = []
        for slot in 0..<slots.used { end(slot, .closedByUs) }
        centres.handOver()
        isRetired = true
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

    /// Goes round until it is retired.
    private func run() {
        while !isRetired {
            let count = epoll.poll(within: patience())
            now = Clock.now
            takeCalls()
            meetDeadlines()
            takeInput(count)
            centres.handOver()
            // What has been left meanwhile, and what a centre has said to it at once.
            takeDeliveries()
            writeSome()
        }
    }

    /// How long the loop may sleep, in milliseconds: not at all while something is left to do, and
    /// for as long as it takes (-1) where there is no deadline either.
    private func patience() -> Int32 {
        settle()
        guard express.count == 0, bulk.count == 0, resuming.isEmpty, !centres.hasWaiting else {
            return 0
        }
        // From here on whoever leaves something rings.
        guard inbox.withLock({ $0.rest() }) else { return 0 }
        guard let due = wheel.nextDue else { return -1 }
        return Int32(clamping: max(0, due - Clock.now))
    }

    /// What epoll and those who go on have to say.
    private func takeInput(_ count: Int) {
        handshakeSteps = 0
        for index in 0..<count {
            let (tag, ready) = epoll.entry(index)
            heed(Tag(tag), ready)
        }
        resumeReading()
    }

    private func heed(_ tag: Tag, _ ready: Interest) {
        if let listener = tag.listener { return accept(from: listener) }
        // It says only that there is something in the inbox, where the loop looks anyway.
        if tag == .bell { return }
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

    /// Called after each round.
    private func settle() {
        counts.waitingBytes.add(waitingBytes - counts.waitingBytes.now)
        finishStopping()
    }
}

/// What epoll hands back with an event: a connection with its generation, a listener, or the bell.
struct Tag: Equatable {
    private static let listeners: UInt64 = 1 << 24
    static let bell = Tag(1 << 25)

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

    /// Slots have 24 bits; the one above says that this is a listener, the next that it is the
    /// bell.
    var listener: Int? {
        bits & Self.listeners == 0 ? nil : Int(bits & (Self.listeners - 1))
    }
    var slot: Int { Int(bits & 0xffff_ffff) }
    var generation: UInt32 { UInt32(truncatingIfNeeded: bits >> 32) }
}
