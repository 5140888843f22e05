import Rooms
import Wire

extension ReadRequest {
    /// What a log holds of it, found by going through all of it.
    func answer(from log: [Record], _ keys: SipHash) -> ReadAnswer {
        var lines = LineTail()
        let worded = log.filter { $0.words != nil }
        lines.append(
            worded.flatMap { LineEntry.entries(of: $0) { keys.chance(of: $0.number) } })
        return answer(
            from: lines, records: { positions in positions.map { log[Int($0.number) - 1] } },
            audit: { $0.entries(of: log) })
    }
}
