import GRDB
public import Rooms
import Secrets

/// A centre's whole state after one event, so that start-up need not read the log from its start.
public struct Snapshot: Equatable, Sendable {
    /// The last event that the state knows.
    public var position: Position
    /// The version of the state's encoding.
    public var version: UInt32
    /// The encoded state; nothing here reads it.
    public var state: [UInt8]

    /// Nothing is checked before `EventLog.saveSnapshot`, which looks for `position` in the log.
    public init(position: Position, version: UInt32, state: [UInt8]) {
        self.position = position
        self.version = version
        self.state = state
    }

    /// Bound to the log by the chain hash of its position, so that it cannot outlive a log that
    /// was put back to an earlier day and went on otherwise.
    fileprivate func hash(chain: [UInt8]) -> [UInt8] {
        var place: [UInt8] = []
        place.append(bigEndian: position.number)
        place.append(bigEndian: version)
        var hash = SHA256()
        hash.update(chain.span)
        hash.update(place.span)
        hash.update(state.span)
        return hash.finish()
    }
}

extension EventLog {
    /// Keeps `snapshot` and the newest one before it; older ones are removed.
    ///
    /// - Parameter alone: whether to keep no other, and leave no trace of them in the files: what
    ///   they hold is to be forgotten.
    /// - Throws: `LogError.corrupt` with `.missing` when its position is not in the log; otherwise
    ///   as `append` does.
    public func saveSnapshot(_ snapshot: Snapshot, alone: Bool = false) throws(LogError) {
        try withWriter { (writer) throws(LogError) in
            let chain = try writer.queue.perform { db in
                try Tip(at: snapshot.position, of: writer.centre, in: db).chain
            }
            try writer.transaction { db in
                let insert = try db.makeStatement(
                    sql: "INSERT OR REPLACE INTO snapshot VALUES (?, \(snapshot.version), ?, ?)")
                let hash = snapshot.hash(chain: chain)
                try insert.run(snapshot.position, snapshot.state.span, hash.span)
                try db.execute(
                    sql: """
                        DELETE FROM snapshot WHERE position NOT IN
                        (SELECT position FROM snapshot ORDER BY position DESC
                        LIMIT \(alone ? 1 : 2))
                        """)
            }
            if alone { try writer.checkpoint(.truncate) }
        }
    }

    /// The newest snapshot that is whole and belongs to this log; nil when there is none.
    public func latestSnapshot() throws(LogError) -> Snapshot? {
        try withReader { db in
            let select = try db.makeStatement(
                sql: """
                    SELECT snapshot.position, version, state, hash, chain
                    FROM snapshot JOIN event ON event.position = snapshot.position
                    ORDER BY snapshot.position DESC
                    """)
            defer { select.rewind() }
            while try select.step() {
                let snapshot = Snapshot(
                    position: select.position(0),
                    version: UInt32(clamping: select.integer(1)), state: select.bytes(2))
                if select.bytes(3) == snapshot.hash(chain: select.bytes(4)) { return snapshot }
            }
            return nil
        }
    }
}
