import Rooms

extension [Record] {
    /// Adds what a disk has written: what an event takes back is gone together with it.
    mutating func land(_ batch: [Record]) {
        self += batch
        for position in batch.compactMap(\.wipes) { self[Int(position.number) - 1].words = nil }
    }
}
