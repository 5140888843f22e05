import Glibc
import Rooms

/// What time it is in a centre: the clock's, watched for jumps, but never before what its log has.
///
/// While the clock is behind the log, because it was set back, time goes on half as fast as it
/// passes, until the clock has caught up: whoever waits for a moment waits longer, not for ever.
struct CentreTime: Sendable {
    /// What time it is, as of the last look.
    private(set) var now: Moment
    /// When the clock was last looked at, and how long the machine had been up then.
    private var last: (clock: Moment, up: Moment)?
    /// How long the machine had been up when it was `now`.
    private var since: Moment

    private enum Limit {
        static let jumpSeconds: Int64 = 48 * 3600
    }

    /// - Parameters:
    ///   - log: the time of the last event; nothing happens before it.
    ///   - up: how long the machine has been up.
    init(log: Moment, up: Moment = Self.up) {
        (now, since) = (log, up)
    }

    /// Looks at the clock.
    ///
    /// - Returns: whether it has gone on by two days more than time has passed since the last look:
    ///   that would make words look old.
    mutating func look(at clock: Moment, up: Moment = Self.up) -> Bool {
        if clock >= now {
            (now, since) = (clock, up)
        } else {
            let half = max(0, up.milliseconds - since.milliseconds) / 2
            now = Moment(milliseconds: now.milliseconds + half)
            since = Moment(milliseconds: since.milliseconds + 2 * half)
        }
        defer { last = (clock, up) }
        guard let last else { return false }
        let gone = clock.milliseconds - last.clock.milliseconds
        return gone - (up.milliseconds - last.up.milliseconds) > Limit.jumpSeconds * 1000
    }

    /// What a clock shows when it will be `moment` here, if both go on as they do.
    func clock(at moment: Moment) -> Moment {
        guard let last, last.clock < now else { return moment }
        let wait = moment.milliseconds - now.milliseconds
        return min(moment, Moment(milliseconds: last.clock.milliseconds + 2 * wait))
    }

    /// How long the machine has been up, sleep included.
    static var up: Moment {
        var time = timespec()
        unsafe clock_gettime(CLOCK_BOOTTIME, &time)
        return Moment(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
