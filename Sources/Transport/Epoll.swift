import CEpoll
import Glibc

/// What a descriptor is watched for.
struct Interest: OptionSet {
    let rawValue: UInt32
    static let input = Interest(rawValue: EPOLLIN.rawValue)
    static let output = Interest(rawValue: EPOLLOUT.rawValue)
    /// Reported whether asked for or not.
    static let broken = Interest(rawValue: EPOLLERR.rawValue | EPOLLHUP.rawValue)
    /// Reported once each time that something comes, though it is never read.
    static let edge = Interest(rawValue: EPOLLET.rawValue)
}

/// One epoll instance and the room for what it reports, level-triggered.
@safe struct Epoll: ~Copyable {
    static let eventsMax = 256

    let descriptor: Int32
    private let events: UnsafeMutablePointer<epoll_event>

    init() throws(TransportError) {
        let descriptor = sandali_epoll()
        guard descriptor >= 0 else { throw .noEventLoop(code: errno) }
        self.descriptor = descriptor
        unsafe events = .allocate(capacity: Self.eventsMax)
    }

    deinit {
        unsafe events.deallocate()
        close(descriptor)
    }

    func add(_ watched: Int32, _ interest: Interest, tag: UInt64) -> Bool {
        sandali_epoll_set(descriptor, EPOLL_CTL_ADD, watched, interest.rawValue, tag) == 0
    }

    /// Reported once each time that it rings.
    func add(_ bell: borrowing Bell, tag: UInt64) -> Bool {
        add(bell.descriptor, [.input, .edge], tag: tag)
    }

    func change(_ watched: Int32, _ interest: Interest, tag: UInt64) {
        _ = sandali_epoll_set(descriptor, EPOLL_CTL_MOD, watched, interest.rawValue, tag)
    }

    /// What is ready: so many entries, read with `entry`. Waits for the first for at most so many
    /// milliseconds; -1: for as long as it takes.
    func poll(within milliseconds: Int32) -> Int {
        let count = unsafe epoll_wait(descriptor, events, Int32(Self.eventsMax), milliseconds)
        // A signal ends the wait early; then nothing is ready.
        return max(0, Int(count))
    }

    /// One entry of the last `poll`.
    func entry(_ index: Int) -> (tag: UInt64, ready: Interest) {
        unsafe (sandali_tag(events + index), Interest(rawValue: events[index].events))
    }
}

/// What others ring to wake a loop that sleeps in its epoll: a counter that is never read.
@safe struct Bell: ~Copyable, Sendable {
    let descriptor: Int32

    init() throws(TransportError) {
        let descriptor = sandali_bell()
        guard descriptor >= 0 else { throw .noEventLoop(code: errno) }
        // Set last: what throws when all is set runs `deinit` too.
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    func ring() { sandali_ring(descriptor) }
}
