import Rooms
import Store

/// A centre as its log says it is, and the words that its names are.
struct RebuiltCentre {
    let centre: Centre
    let directory: [Position: [UInt8]]
    let tables: Tables
    /// How many events were read after the snapshot.
    let events: Int
    /// The texts that are not in the index on the disk.
    let tail: LineTail

    /// Reads the newest snapshot and the log after it.
    ///
    /// A snapshot that cannot be read is passed over: the log alone holds everything.
    /// - Throws: `LogError`; `.corrupt(at:, .payload)` for an event that this program cannot read.
    init(_ log: EventLog, policy: Policy) throws(LogError) {
        var centre = try Self.start(log, policy: policy)
        var events = 0
        let snapshotAt = centre.position
        var lines = try IndexCatchUp(log, from: try log.linesIndexed)
        try log.readRecords(after: min(snapshotAt, lines.reached)) { record throws(LogError) in
            lines.take(record)
            guard record.position > snapshotAt else { return }
            do throws(CodingError) {
                try centre.apply(record)
            } catch {
                throw .corrupt(at: record.position, .payload)
            }
            events += 1
        }
        let naming = centre.naming
        var directory: [Position: [UInt8]] = [:]
        for (position, words) in zip(naming, try log.words(at: naming)) {
            directory[position] = words
        }
        self.centre = centre
        self.directory = directory
        tables = Tables(try log.rows())
        self.events = events
        tail = lines.tail
    }

    /// Finds out whether this program can read every event from the first to the last. Words are
    /// not looked at: their keys may be elsewhere.
    ///
    /// - Throws: as `init`.
    static func replay(_ log: EventLog, policy: Policy) throws(LogError) {
        var centre = Centre(policy: policy)
        try log.readRecords(after: .start) { record throws(LogError) in
            do throws(CodingError) {
                try centre.apply(record)
            } catch {
                throw .corrupt(at: record.position, .payload)
            }
        }
    }

    private static func start(_ log: EventLog, policy: Policy) throws(LogError) -> Centre {
        guard let snapshot = try log.latestSnapshot(),
            let version = UInt8(exactly: snapshot.version)
        else { return Centre(policy: policy) }
        // Of a version that is not known, or not whole: the log is read from its start.
        let centre = try? Centre(policy: policy, snapshot: snapshot.state, version: version)
        return centre ?? Centre(policy: policy)
    }
}
