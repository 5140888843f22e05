import Rooms
import Testing

/// Each limit from both sides.
@Suite struct LimitTests {
    @Test func `a person is in so many rooms and in no more`() throws {
        var town = Town(.open)
        let ann = Actor(person: PersonID(guest: 1))
        for number in 0..<Limit.roomsEach {
            _ = try town.room("#\(number)", kind: .channel, by: ann)
        }
        let bob = Actor(person: PersonID(guest: 2))
        let last = try town.room("#last", kind: .channel, by: bob)
        #expect(throws: Refusal.tooManyRooms(limit: Limit.roomsEach)) {
            try town.centre.enter(last, by: ann, door: Door())
        }
        let first = try #require(town.centre.rooms(of: ann.person).first)
        town.make(try town.centre.leave(first, by: ann, how: .parted, reason: nil))
        try town.enter(last, ann)
        #expect(town.centre.rooms(of: ann.person).count == Limit.roomsEach)
    }

    @Test func `a room's mask lists hold so many together and no more`() throws {
        var town = Town(.open)
        let ann = Actor(person: PersonID(guest: 1))
        let room = try town.room("#a", kind: .channel, by: ann)
        let lists: [MaskList] = [.bans, .exceptions, .invitations]
        for number in 0..<Limit.masks {
            let list = lists[number % 3]
            town.make(
                try town.centre.addMask([1], to: list, of: room, signed: [], by: ann))
        }
        #expect(throws: Refusal.tooManyMasks(.bans)) {
            try town.centre.addMask([1], to: .bans, of: room, signed: [], by: ann)
        }
        let at = try #require(town.centre.rooms[room]?.masks.first?.at)
        town.make(try town.centre.removeMask(at: at, of: room, by: ann))
        town.make(try town.centre.addMask([1], to: .bans, of: room, signed: [], by: ann))
        #expect(town.centre.rooms[room]?.masks.count == Limit.masks)
    }

    @Test func `a room keeps so many invitations and lets the oldest go`() throws {
        var town = Town(.open)
        let ann = Actor(person: PersonID(guest: 1))
        let room = try town.room("#a", kind: .channel, by: ann)
        let last = 10 + UInt64(Limit.invitations)
        for number in (10...last).reversed() {
            town.make(try town.centre.invite(PersonID(guest: number), to: room, by: ann))
        }
        let invited = try #require(town.centre.rooms[room]?.invited)
        #expect(invited.count == Limit.invitations)
        #expect(invited.first == PersonID(guest: last - 1))
        #expect(invited.last == PersonID(guest: 10))
    }

    @Test func `who is taken off a room's list is not let in by an earlier invitation`() throws {
        var town = Town()
        let dilbar = try town.account("dilbar", .facilitator)
        let lola = try town.account("lola", .parent)
        let room = try town.room("#tue", by: dilbar)
        try town.enter(room, dilbar)
        town.make(try town.centre.enrol(lola.account, in: room, as: nil, by: dilbar))
        town.make(try town.centre.invite(lola.person, to: room, by: dilbar))
        town.make(try town.centre.unenrol(lola.account, from: room, by: dilbar))
        #expect(throws: Refusal.noSuchRoom) {
            try town.centre.enter(room, by: lola, door: Door())
        }
    }

    @Test func `a room with a limit is full for those who come by themselves`() throws {
        var town = Town()
        let dilbar = try town.account("dilbar", .facilitator)
        let room = try town.room("#tue", by: dilbar)
        try town.enter(room, dilbar)
        town.make(try town.centre.setLimit(of: room, to: 1, by: dilbar))
        let farid = try town.account("farid", .worker)
        let lola = try town.account("lola", .parent)
        #expect(throws: Refusal.noSuchRoom) {
            try town.centre.enter(room, by: farid, door: Door())
        }
        town.make(try town.centre.enrol(lola.account, in: room, as: nil, by: dilbar))
        town.make(try town.centre.invite(farid.person, to: room, by: dilbar))
        try town.enter(room, lola)
        try town.enter(room, farid)
        #expect(town.centre.rooms[room]?.members.count == 3)
        #expect(town.centre.rooms[room]?.invited == [])

        var open = Town(.open)
        let ann = Actor(person: PersonID(guest: 1))
        let bob = Actor(person: PersonID(guest: 2))
        let channel = try open.room("#a", kind: .channel, by: ann)
        open.make(try open.centre.setLimit(of: channel, to: 1, by: ann))
        #expect(throws: Refusal.full) { try open.centre.enter(channel, by: bob, door: Door()) }
        open.make(try open.centre.setLimit(of: channel, to: 2, by: ann))
        try open.enter(channel, bob)
    }

    @Test func `a room's list holds so many accounts and no more`() throws {
        var town = Town()
        let dilbar = try town.account("dilbar", .facilitator)
        let room = try town.room("#tue", by: dilbar)
        for number in 1..<UInt32(Limit.enrolled) {
            town.make(
                Fact(.enrolled(room, AccountID(1000 + number), [], by: dilbar.person)))
        }
        let lola = try town.account("lola", .parent)
        #expect(throws: Refusal.full) {
            try town.centre.enrol(lola.account, in: room, as: nil, by: dilbar)
        }
        town.make(Fact(.unenrolled(room, AccountID(1001), by: dilbar.person)))
        town.make(try town.centre.enrol(lola.account, in: room, as: nil, by: dilbar))
        #expect(town.centre.rooms[room]?.enrolled.count == Limit.enrolled)
    }

    @Test func `who is enrolled already may be given another place in a full list`() throws {
        var town = Town()
        let dilbar = try town.account("dilbar", .facilitator)
        let lola = try town.account("lola", .parent)
        let room = try town.room("#tue", by: dilbar)
        town.make(try town.centre.enrol(lola.account, in: room, as: nil, by: dilbar))
        for number in 2..<UInt32(Limit.enrolled) {
            town.make(
                Fact(.enrolled(room, AccountID(1000 + number), [], by: dilbar.person)))
        }
        town.make(try town.centre.enrol(lola.account, in: room, as: .halfOperator, by: dilbar))
        #expect(town.centre.rooms[room]?.enrolment(of: lola.account)?.prefixes == .halfOperator)
    }
}
