import Glibc
import Rooms
import Synchronization

/// The time by which a centre lives: the system's, or with `--test-clock` one that can be moved.
final class ServerClock: Sendable {
    private let isMovable: Bool
    /// Milliseconds ahead of the system's clock.
    private let ahead = Atomic<Int64>(0)

    init(isMovable: Bool) {
        self.isMovable = isMovable
    }

    var now: Moment {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        let milliseconds = Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
        return Moment(milliseconds: milliseconds + ahead.load(ordering: .relaxed))
    }

    /// Moves a test clock forward.
    ///
    /// - Returns: false, and nothing has moved, when this is no test clock.
    func advance(seconds: Int64) -> Bool {
        guard isMovable else { return false }
        ahead.wrappingAdd(seconds * 1000, ordering: .relaxed)
        return true
    }
}
