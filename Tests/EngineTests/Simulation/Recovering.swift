import IRC
import Rooms
import Wire

@testable import Engine

/// The power goes, and comes back.
extension Evening {
    mutating func crash() {
        story.tell("the power goes")
        if !SimulatedDisk.tables(disk.reported).says(the: engine.tables) {
            complain("the engine knows of other rows than the disk has reported")
        }
        if lines != linesOfLog(through: engine.confirmed) {
            complain("not what is durable is found again")
        }
        disk.crash(&dice)
        for seat in clients.indices { clients[seat].hangUp() }
        seats = [:]
        questions = []
        compare(rebuilt(from: disk.snapshot), with: rebuilt(from: nil))
        guard faults.isEmpty, let centre = rebuilt(from: disk.snapshot) else { return }
        engine = CentreEngine(
            centre: centre, directory: directory(of: centre),
            tables: SimulatedDisk.tables(disk.rows), welcome: welcome, keys: Self.keys)
        turnPage()
        comparePlaces(centre)
        lines = linesOfLog(through: centre.position)
        if centre.position != disk.head { complain("start-up has not read the whole log") }
        carryOut(engine.step([.start], at: clock, chance: dice.next()))
    }

    /// Where texts are found again, as their records tell.
    private func linesOfLog(through position: Position) -> [LineEntry] {
        disk.log.prefix(Int(position.number)).flatMap { record in
            LineEntry.entries(of: record) { Self.keys.chance(of: $0.number) }
        }
    }

    /// The centre as start-up reads it.
    private mutating func rebuilt(from snapshot: [UInt8]?) -> Centre? {
        do throws(CodingError) {
            var centre = Centre(policy: welcome.policy)
            if let snapshot {
                centre = try Centre(
                    policy: welcome.policy, snapshot: snapshot,
                    version: Centre.snapshotVersion)
            }
            let isShort = canary == .lastRecordLost
            let log = isShort ? disk.log.dropLast() : disk.log[...]
            for record in log.dropFirst(Int(centre.position.number)) { try centre.apply(record) }
            return centre
        } catch {
            complain("start-up cannot read: \(error)")
            return nil
        }
    }

    private func directory(of centre: Centre) -> [Position: [UInt8]] {
        var directory: [Position: [UInt8]] = [:]
        for position in centre.naming {
            directory[position] = disk.log[Int(position.number) - 1].words
        }
        return directory
    }

    /// What was confirmed before, and then whatever else was durable, is what start-up finds.
    private mutating func compare(_ centre: Centre?, with other: Centre?) {
        if centre != other { complain("the snapshot and the log differ") }
        var expected = engine.centre
        do throws(CodingError) {
            for record in disk.log.dropFirst(Int(expected.position.number)) {
                try expected.apply(record)
            }
        } catch {
            complain("what was durable cannot be read: \(error)")
        }
        if centre != expected { complain("start-up finds another centre") }
    }
}
