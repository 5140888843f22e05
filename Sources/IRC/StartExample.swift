import Rooms
import Wire

extension Shown {
    /// Tomorrow evening as one writes it when one plans, and the clock's distance from UTC:
    /// `2026-12-01T18:30`, `+05:00`.
    static func example(
        after now: Moment, minutesEast east: Int
    ) -> (date: [UInt8], offset: [UInt8]) {
        let tomorrow = now.advanced(seconds: Int64(1440 + east) * 60)
        let day = Array(time(tomorrow).prefix(10))
        let minutes = abs(east)
        func two(_ number: Int) -> Line { number < 10 ? "0\(number)" : "\(number)" }
        let sign: Line = east < 0 ? "-" : "+"
        let offset: Line = "\(sign)\(two(minutes / 60)):\(two(minutes % 60))"
        return (Line("\(day)T18:30").bytes, offset.bytes)
    }
}
