/// A moment as a wall clock shows it, at some distance from UTC.
public struct CivilTime: Equatable, Sendable {
    /// Of the Gregorian calendar. What is before year 0, or past the start of 10,000, stands there.
    public let year: Int
    /// 1 is January.
    public let month: Int
    /// Of the month, from 1.
    public let day: Int
    /// 1 is Monday, 7 is Sunday.
    public let weekday: Int
    /// 0 to 23.
    public let hour: Int
    /// 0 to 59.
    public let minute: Int

    /// - Parameters:
    ///   - milliseconds: since 1970-01-01T00:00:00Z.
    ///   - minutesEast: how far the clock is ahead of UTC, in minutes; negative in the west.
    public init(milliseconds: Int64, minutesEast: Int = 0) {
        let moment = min(max(milliseconds, Self.first), Self.last) + Int64(minutesEast) * 60_000
        let (days, time) = Calendar.split(moment, by: 86_400_000)
        let date = Calendar.date(ofDay: days)
        year = Int(date.year)
        month = Int(date.month)
        day = Int(date.day)
        // 1970-01-01 was a Thursday.
        weekday = Int(Calendar.split(days + 3, by: 7).rest) + 1
        hour = Int(time / 3_600_000)
        minute = Int(time / 60_000 % 60)
    }

    /// Years far outside of what a clock shows, so that no arithmetic overflows.
    private static let first = Calendar.day(ofYear: 0, month: 1, day: 1) * 86_400_000
    private static let last = Calendar.day(ofYear: 10_000, month: 1, day: 1) * 86_400_000
}
