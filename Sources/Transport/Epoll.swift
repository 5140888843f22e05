import CEpoll
import Glibc

/// What a descriptor is watched for.
struct Interest: OptionSet {
    let rawValue: UInt32
    static let input = Interest(rawValue: EPOLLIN.rawValue)
    static let output = Interest(rawValue: EPOLLOUT.rawValue)
    /// Reported whether asked for or not.
    static let broken = Interest(rawValue: EPOLLERR.rawValue | EPOLLHUP.rawValue)
}

/// One epoll instance and the room for what it reports, level-triggered.
@safe struct Epoll: ~Copyable {
    static let eventsMax = 256

    let descriptor: Int32
    private let events: UnsafeMutablePointer<epoll_event>

    init() throws(TransportError) {
        descriptor = sandali_epoll()
        guard descriptor >= 0 else { throw .noEventLoop(code: errno) }
        unsafe events = .allocate(capacity: Self.eventsMax)
    }

    deinit {
        unsafe events.deallocate()
        close(descriptor)
    }

    func add(_ watched: Int32, _ interest: Interest, tag: UInt64) -> Bool {
        sandali_epoll_set(descriptor, EPOLL_CTL_ADD, watched, interest.rawValue, tag) == 0
    }

    func change(_ watched: Int32, _ interest: Interest, tag: UInt64) {
        _ = sandali_epoll_set(descriptor, EPOLL_CTL_MOD, watched, interest.rawValue, tag)
    }

    /// What is ready now, without waiting: so many entries, read with `entry`.
    func poll() -> Int {
        let count = unsafe epoll_wait(descriptor, events, Int32(Self.eventsMax), 0)
        return max(0, Int(count))
    }

    /// One entry of the last `poll`.
    func entry(_ index: Int) -> (tag: UInt64, ready: Interest) {
        unsafe (sandali_tag(events + index), Interest(rawValue: events[index].events))
    }
}
