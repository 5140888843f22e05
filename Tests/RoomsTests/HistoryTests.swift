import Rooms
import Testing

@Suite struct HistoryTests {
    @Test(arguments: 1...24 as ClosedRange<UInt64>)
    func `the log alone, or a snapshot and what came after it, rebuild the centre`(
        seed: UInt64
    ) throws {
        var history = History(seed: seed)
        try history.begin()
        history.run(steps: 500)
        let middle = history.town.centre
        history.run(steps: 500)
        let town = history.town
        #expect(town.log.count > 100)
        #expect(try town.replayed() == town.centre)

        var restored = try Centre(
            policy: middle.policy, snapshot: middle.snapshot, version: Centre.snapshotVersion)
        #expect(restored == middle)
        #expect(restored.snapshot == middle.snapshot)
        for record in town.log where record.position > middle.position {
            try restored.apply(record)
        }
        #expect(restored == town.centre)
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func `positions follow each other and time never goes back`(seed: UInt64) throws {
        var history = History(seed: seed)
        try history.begin()
        history.run(steps: 400)
        let log = history.town.log
        #expect(log.map(\.position.number) == Array(1...UInt64(log.count)))
        #expect(zip(log, log.dropFirst()).allSatisfy { $0.time <= $1.time })
        #expect(history.town.centre.time == log.last?.time)
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func `an envelope tells its room and the policy after it`(seed: UInt64) throws {
        var history = History(seed: seed)
        try history.begin()
        history.run(steps: 400)
        var centre = Centre(policy: history.town.centre.policy)
        for record in history.town.log {
            try centre.apply(record)
            guard let room = centre.rooms[record.room] else { continue }
            #expect(room.policy == record.policy)
        }
    }

    @Test func `the words that a centre needs at hand are those of its names and lists`() throws {
        var town = Town()
        let dilbar = try town.account("dilbar", .facilitator)
        let room = try town.room("#tue", by: dilbar)
        try town.enter(room, dilbar)
        for _ in 0..<2 {
            town.make(try town.centre.setTopic(of: room, to: [1], signed: [2], by: dilbar))
        }
        town.make(try town.centre.setKey(of: room, to: [3], by: dilbar))
        let kinds = town.centre.naming.map { position in
            town.log[Int(position.number) - 1].kind
        }
        #expect(kinds == [2, 10, 30, 33])
    }
}
