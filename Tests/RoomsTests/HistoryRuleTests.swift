import Rooms
import Testing

@Suite struct HistoryRuleTests {
    private typealias Evening = ReadingTests.Evening

    private func rule(_ rule: HistoryRule, in evening: inout ReadingTests.Evening) throws {
        let facts = try evening.town.centre.set(
            [(.history, UInt32(rule.rawValue))], of: evening.room, by: evening.dilbar)
        for fact in facts { evening.town.make(fact) }
    }

    @Test func `history for all begins where an account was put on the list`() throws {
        var evening = try Evening()
        try rule(.all, in: &evening)
        let before = try evening.say()
        try evening.enrol(evening.nora)
        let after = try evening.say()
        #expect(try !evening.reads(evening.nora, before))
        #expect(try evening.reads(evening.nora, after))
        #expect(try evening.reads(evening.lola, before))
    }

    @Test func `another standing on the list does not begin history anew`() throws {
        var evening = try Evening()
        try rule(.all, in: &evening)
        let said = try evening.say()
        evening.town.make(
            try evening.town.centre.enrol(
                evening.lola.account, in: evening.room, as: .halfOperator, by: evening.dilbar))
        #expect(try evening.reads(evening.lola, said))
    }

    @Test func `opening history opens nothing that was said to fewer`() throws {
        var evening = try Evening()
        let attended = try evening.say()
        try rule(.none, in: &evening)
        let unkept = try evening.say()
        try rule(.all, in: &evening)
        let open = try evening.say()
        let read = try [attended, unkept, open].map { try evening.reads(evening.lola, $0) }
        #expect(read == [false, false, true])
        // Who was there heard the first, and reads it.
        #expect(try evening.reads(evening.dilbar, attended))
        #expect(try !evening.reads(evening.dilbar, unkept))
    }

    @Test func `closing history closes what was said before too`() throws {
        var evening = try Evening()
        try rule(.all, in: &evening)
        let said = try evening.say()
        try rule(.attended, in: &evening)
        #expect(try !evening.reads(evening.lola, said))
        #expect(try evening.reads(evening.dilbar, said))
        try rule(.none, in: &evening)
        #expect(evening.town.centre.readable(by: evening.dilbar, in: evening.room) == [])
    }

    @Test func `who is removed or taken off the list reads nothing of a room for all`() throws {
        var evening = try Evening()
        try rule(.all, in: &evening)
        _ = try evening.say()
        try evening.town.enter(evening.room, evening.lola)
        let removal = try evening.town.centre.remove(
            evening.lola.person, from: evening.room, by: evening.dilbar, reason: nil)
        evening.town.make(removal)
        #expect(evening.town.centre.readable(by: evening.lola, in: evening.room) == [])
        try evening.enrol(evening.nora)
        _ = try evening.say()
        evening.town.make(
            try evening.town.centre.unenrol(
                evening.nora.account, from: evening.room, by: evening.dilbar))
        #expect(evening.town.centre.readable(by: evening.nora, in: evening.room) == [])
    }

    @Test func `who was removed and comes again never reads what was said between`() throws {
        var evening = try Evening()
        try rule(.all, in: &evening)
        let before = try evening.say()
        try evening.town.enter(evening.room, evening.lola)
        let heard = try evening.say()
        evening.town.make(
            try evening.town.centre.remove(
                evening.lola.person, from: evening.room, by: evening.dilbar, reason: nil))
        let meanwhile = try evening.say()
        try evening.town.enter(evening.room, evening.lola)
        let after = try evening.say()
        try evening.leave(evening.lola)
        let away = try evening.say()
        let read = try [before, heard, meanwhile, after, away].map {
            try evening.reads(evening.lola, $0)
        }
        #expect(read == [true, true, false, true, true])
        let centre = evening.town.centre
        #expect(try evening.town.replayed() == centre)
        let restored = try Centre(
            policy: .support, snapshot: centre.snapshot, version: Centre.snapshotVersion)
        #expect(restored == centre)
    }

    @Test func `nor who was kept out while they were elsewhere`() throws {
        var evening = try Evening()
        try rule(.all, in: &evening)
        let before = try evening.say()
        for fact in try evening.town.centre.ban(
            evening.lola.account, from: evening.room, for: nil, reason: nil, by: evening.dilbar,
            at: evening.town.now)
        { evening.town.make(fact) }
        let meanwhile = try evening.say()
        evening.town.make(
            try evening.town.centre.unban(
                evening.lola.account, from: evening.room, by: evening.dilbar))
        let unbanned = try evening.say()
        #expect(try !evening.reads(evening.lola, before))
        try evening.town.enter(evening.room, evening.lola)
        let after = try evening.say()
        let read = try [before, meanwhile, unbanned, after].map {
            try evening.reads(evening.lola, $0)
        }
        #expect(read == [true, false, false, true])
    }

    @Test func `however often somebody is removed, nothing opens by its being forgotten`() throws {
        var evening = try Evening()
        try rule(.all, in: &evening)
        var meanwhile: [Position] = []
        for _ in 0...Limit.stays + 1 {
            try evening.town.enter(evening.room, evening.lola)
            evening.town.make(
                try evening.town.centre.remove(
                    evening.lola.person, from: evening.room, by: evening.dilbar, reason: nil))
            meanwhile.append(try evening.say())
        }
        try evening.town.enter(evening.room, evening.lola)
        for position in meanwhile { #expect(try !evening.reads(evening.lola, position)) }
    }

    @Test func `stretches are ascending and apart, whatever was changed and whoever was there`()
        throws
    {
        var evening = try Evening()
        let rules: [HistoryRule] = [.all, .none, .all, .attended, .all]
        for rule in rules {
            try self.rule(rule, in: &evening)
            try evening.town.enter(evening.room, evening.lola)
            _ = try evening.say()
            try evening.leave(evening.lola)
            _ = try evening.say()
        }
        let ranges = evening.town.centre.readable(by: evening.lola, in: evening.room)
        #expect(ranges.count > 3)
        for (one, next) in zip(ranges, ranges.dropFirst()) {
            #expect(one.upperBound < next.lowerBound)
        }
        let replayed = try evening.town.replayed()
        #expect(replayed == evening.town.centre)
        let centre = evening.town.centre
        let read = try Centre(
            policy: .support, snapshot: centre.snapshot, version: Centre.snapshotVersion)
        #expect(read == centre)
    }

    @Test func `after too many changes nobody reads what was said so many ago`() throws {
        var evening = try Evening()
        let first = try evening.say()
        for turn in 0...Limit.eras {
            try rule(turn.isMultiple(of: 2) ? .all : .attended, in: &evening)
        }
        let last = try evening.say()
        #expect(try !evening.reads(evening.dilbar, first))
        #expect(try evening.reads(evening.dilbar, last))
        #expect(evening.town.centre.rooms[evening.room]?.settings.eras.count == Limit.eras)
    }

    @Test func `what was missed is what was said since one left and may be read`() throws {
        var evening = try Evening()
        try rule(.all, in: &evening)
        try evening.town.enter(evening.room, evening.lola)
        let heard = try evening.say()
        try evening.leave(evening.lola)
        let missed = try evening.say()
        let ranges = evening.town.centre.missed(by: evening.lola, in: evening.room)
        #expect(ranges.contains { $0.contains(missed) })
        #expect(!ranges.contains { $0.contains(heard) })
        try rule(.attended, in: &evening)
        #expect(evening.town.centre.missed(by: evening.lola, in: evening.room) == [])
        try evening.town.enter(evening.room, evening.lola)
        #expect(evening.town.centre.missed(by: evening.lola, in: evening.room) == [])
    }

    @Test func `who may not shape a room changes nothing, and learns nothing of it`() throws {
        var evening = try Evening()
        let keep: [(RoomSetting, UInt32)] = [(.keep, 86_400)]
        let centre = evening.town.centre
        #expect(throws: Refusal.notAllowed(.shape)) {
            try centre.set(keep, of: evening.room, by: evening.lola)
        }
        #expect(throws: Refusal.noSuchRoom) {
            try centre.set(keep, of: evening.room, by: evening.nora)
        }
        for fact in try centre.set(keep, of: evening.room, by: evening.dilbar) {
            evening.town.make(fact)
        }
        #expect(evening.town.centre.rooms[evening.room]?.settings.keepSeconds == 86_400)
        #expect(try evening.town.centre.set(keep, of: evening.room, by: evening.dilbar).isEmpty)
    }
}
