import Rooms
import Store

/// Removes from a centre's file what the rows of its tables have said before.
///
/// A row that is gone, or says something else now, may have left copies in the free space of the
/// file's pages. Sweeping costs as much as the tables are large, so it is done with a snapshot.
///
/// `@unchecked Sendable`: used on the log's disk queue alone.
final class RowSweeper: @unchecked Sendable {
    private let log: EventLog
    private let operators: OperatorLog
    /// Whether there may be such copies. At first nobody knows: the process before may have died.
    private var isDue = true

    init(_ log: EventLog, _ operators: OperatorLog) {
        self.log = log
        self.operators = operators
    }

    /// Takes note of rows that were written.
    func note(_ rows: [Row]) {
        if rows.contains(where: { $0.table.holdsWords }) { isDue = true }
    }

    func sweepIfDue() {
        guard isDue else { return }
        do throws(LogError) {
            try log.sweepRows()
            isDue = false
        } catch {
            // Tried again with the next snapshot.
            operators.warning("sweep-failed")
        }
    }
}
