import Engine
import Rooms
import Synchronization

/// Who has guessed at centres that there are not: real ones do not forget it when their files are
/// closed either.
final class UnknownPaces: Sendable {
    private let paces = Mutex<[[UInt8]: Pace]>([:])

    enum Limit {
        /// Centres that are remembered; past that, those where time has worn everything off go.
        static let centres = 4096
    }

    /// - Parameter centre: its folded name.
    func pace(at centre: [UInt8]) -> Pace { paces.withLock { $0[centre] ?? Pace() } }

    /// Remembers it until all of it is worn off.
    func keep(_ pace: Pace, at centre: [UInt8], _ now: Moment) {
        guard pace.hasTallies else { return }
        paces.withLock { paces in
            if paces[centre] == nil, paces.count >= Limit.centres {
                paces = paces.filter { !$0.value.isWorn(at: now) }
                // Guessing costs too much time for so many at once: any of them.
                if paces.count >= Limit.centres { paces.remove(at: paces.startIndex) }
            }
            paces[centre] = pace
        }
    }
}
