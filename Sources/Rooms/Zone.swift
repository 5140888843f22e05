/// A centre's wall clock: how far it is ahead of UTC, and when that changes.
///
/// A list of changes that is handed in, so that the core needs no tables of time zones: what is
/// every week is at the same time by the clock on the wall, summer or winter.
public struct Zone: Equatable, Sendable {
    /// From this moment on the clock is so many minutes ahead of UTC.
    public struct Change: Equatable, Sendable {
        /// When the clock is put forward or back.
        public var at: Moment
        /// So many minutes ahead of UTC; negative in the west.
        public var minutesEast: Int

        /// One change; a zone takes them in the order of their moments.
        public init(at: Moment, minutesEast: Int) {
            self.at = at
            self.minutesEast = minutesEast
        }
    }

    /// Before the first change.
    private let first: Int
    /// Ascending.
    private let changes: [Change]

    /// - Parameters:
    ///   - minutesEast: before the first change; negative in the west.
    ///   - changes: in the order of their moments.
    public init(minutesEast: Int = 0, changes: [Change] = []) {
        first = minutesEast
        self.changes = changes
    }

    /// How many minutes the clock is ahead of UTC then.
    public func minutesEast(at moment: Moment) -> Int {
        changes.last { $0.at <= moment }?.minutesEast ?? first
    }

    /// Milliseconds since midnight by the wall clock.
    func clock(at moment: Moment) -> Int64 {
        let wall = moment.milliseconds + Int64(minutesEast(at: moment)) * 60_000
        return ((wall % Self.day) + Self.day) % Self.day
    }

    /// The moment so many days later at the same time by the wall clock.
    public func advanced(_ moment: Moment, days: Int) -> Moment {
        let wall = moment.milliseconds + Int64(minutesEast(at: moment)) * 60_000
        return self.moment(showing: wall + Int64(days) * Self.day)
    }

    /// When the wall clock shows this. Of an hour that comes twice the first is meant; in an hour
    /// that is left out, as much later as the clock is put forward.
    ///
    /// - Parameter wall: milliseconds from 1970-01-01T00:00 by the wall clock.
    public func moment(showing wall: Int64) -> Moment {
        let before = minutesEast(at: Moment(milliseconds: wall - Self.day))
        let after = minutesEast(at: Moment(milliseconds: wall + Self.day))
        let early = Moment(milliseconds: wall - Int64(before) * 60_000)
        let late = Moment(milliseconds: wall - Int64(after) * 60_000)
        if minutesEast(at: early) == before { return early }
        return minutesEast(at: late) == after ? late : early
    }

    private static let day: Int64 = 86_400_000
}
