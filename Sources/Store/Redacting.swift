import GRDB
import Rooms

extension Writer {
    /// What is taken back goes in the transaction that says so.
    func wipe(_ positions: [Position], _ db: Database) throws {
        guard !positions.isEmpty else { return }
        try LineIndex.drop(at: positions, db)
        try emptyWords(at: positions, db)
    }

    /// Copies of the words may stand in the write-ahead log until it is cut short. What is in the
    /// way of that now is no reason to say that the events are not written: they are.
    func leaveNoCopies() {
        do throws(LogError) {
            try checkpoint(.truncate)
            owesTruncation = false
        } catch {
            owesTruncation = true
        }
    }
}
