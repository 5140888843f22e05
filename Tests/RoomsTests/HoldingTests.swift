import Rooms
import Testing

@Suite struct HoldingTests {
    private func hold(_ group: inout Group, by actor: Actor, _ id: UInt64) throws {
        let saying = Saying(by: actor.person, id: MessageID(bits: id), manner: .message)
        group.town.make(
            try group.town.centre.hold(saying, words: [1], in: group.room, because: .all))
    }

    @Test func `a text waits until staff decide, and never its author`() throws {
        var group = try Group()
        try hold(&group, by: group.lola, 1)
        try hold(&group, by: group.dilbar, 2)
        #expect(throws: Refusal.notAllowed(.remove)) {
            try group.town.centre.refuse(1, in: group.room, reason: nil, by: group.mina)
        }
        #expect(throws: Refusal.circle(.notHeld)) {
            try group.town.centre.refuse(2, in: group.room, reason: nil, by: group.dilbar)
        }
        try group.expectKept()
        let facts = try group.town.centre.release(
            1, in: group.room, as: MessageID(bits: 3), tagged: true, words: [1],
            by: group.dilbar)
        let held = try #require(group.circle.holding[1])
        group.town.make(facts)
        #expect(group.town.log.last?.wipes == held.at)
        #expect(group.circle.holding[1] == nil)
        try group.expectKept()
    }

    @Test func `so many texts of one person wait, and so many in a room`() throws {
        var group = try Group()
        for number in 0..<Limit.heldEach { try hold(&group, by: group.lola, UInt64(number)) }
        #expect(throws: Refusal.circle(.heldFull)) { try hold(&group, by: group.lola, 99) }
        try hold(&group, by: group.mina, 100)
        var others = 0
        while group.circle.holding.texts.count < Limit.held {
            others += 1
            let person = Actor(person: PersonID(guest: UInt64(others)))
            try hold(&group, by: person, UInt64(1000 + others))
        }
        #expect(throws: Refusal.circle(.heldFull)) { try hold(&group, by: group.nodira, 101) }
    }

    @Test func `a room has so many words and no more`() throws {
        let group = try Group()
        let words = [[UInt8]](repeating: [1], count: Limit.screenWords)
        _ = try group.town.centre.setWords(words, of: group.room, by: group.dilbar)
        #expect(throws: Refusal.tooMany(limit: Limit.screenWords)) {
            try group.town.centre.setWords(words + [[1]], of: group.room, by: group.dilbar)
        }
        #expect(throws: Refusal.notAllowed(.remove)) {
            try group.town.centre.setWords(words, of: group.room, by: group.lola)
        }
    }
}
