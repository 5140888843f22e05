import Foundation
import Rooms

extension Zone {
    /// The clocks of the configuration; of a time zone, as they are put in the next years.
    init(_ configuration: ServerConfiguration) {
        guard let zone = TimeZone(identifier: configuration.timeZone) else {
            self.init(minutesEast: configuration.minutesEast)
            return
        }
        self.init(zone, from: Date())
    }

    /// - Parameter start: changes are looked up from a year before it.
    init(_ zone: TimeZone, from start: Date) {
        let year: TimeInterval = 366 * 86_400
        var date = start.addingTimeInterval(-year)
        let first = zone.secondsFromGMT(for: date) / 60
        var changes: [Change] = []
        let end = start.addingTimeInterval(Self.yearsAhead * year)
        while changes.count < Self.changesMost,
            let next = zone.nextDaylightSavingTimeTransition(after: date), next > date, next < end
        {
            changes.append(
                Change(
                    at: Moment(milliseconds: Int64(next.timeIntervalSince1970 * 1000)),
                    minutesEast: zone.secondsFromGMT(for: next) / 60))
            date = next
        }
        self.init(minutesEast: first, changes: changes)
    }

    /// A server that runs longer reads its configuration again.
    private static let yearsAhead: TimeInterval = 12
    private static let changesMost = 64
}
