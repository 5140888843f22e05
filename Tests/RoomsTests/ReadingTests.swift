import Rooms
import Testing

@Suite struct ReadingTests {
    /// A facilitator's room with a parent on its list, a second parent, and a stranger.
    struct Evening {
        var town = Town()
        var dilbar: Actor
        var lola: Actor
        var nora: Actor
        var room: RoomID
        private var said = 0

        init() throws {
            dilbar = try town.account("dilbar", .facilitator)
            lola = try town.account("lola", .parent)
            nora = try town.account("nora", .parent)
            room = try town.room("#tue", by: dilbar)
            try town.enter(room, dilbar)
            try enrol(lola)
        }

        mutating func enrol(_ actor: Actor) throws {
            town.make(try town.centre.enrol(actor.account, in: room, as: nil, by: dilbar))
        }

        /// Words of the facilitator, and where they stand.
        mutating func say(above: Prefixes = [], by speaker: Actor? = nil) throws -> Position {
            said += 1
            let saying = Saying(
                by: (speaker ?? dilbar).person, id: MessageID(bits: UInt64(said)),
                manner: .message, above: above)
            town.make(
                try town.centre.speak(
                    in: room, saying, words: [65], by: speaker ?? dilbar, door: Door()))
            return town.centre.position
        }

        mutating func leave(_ actor: Actor) throws {
            town.make(try town.centre.leave(room, by: actor, how: .parted, reason: nil))
        }

        func reads(_ actor: Actor, _ position: Position) throws -> Bool {
            let record = town.log[Int(position.number) - 1]
            let event = try Event(
                kind: record.kind, version: record.version, encoded: record.payload)
            return town.centre.mayRead(event, at: position, by: actor)
        }
    }

    @Test func `an account reads what was said while it was in the room, and nothing else`() throws
    {
        var evening = try Evening()
        let before = try evening.say()
        try evening.town.enter(evening.room, evening.lola)
        let during = try evening.say()
        try evening.leave(evening.lola)
        let between = try evening.say()
        try evening.town.enter(evening.room, evening.lola)
        let again = try evening.say()
        let read = try [before, during, between, again].map {
            try evening.reads(evening.lola, $0)
        }
        #expect(read == [false, true, false, true])
        let replayed = try evening.town.replayed()
        #expect(replayed == evening.town.centre)
    }

    @Test func `who has gone home may read what they heard`() throws {
        var evening = try Evening()
        try evening.town.enter(evening.room, evening.lola)
        let during = try evening.say()
        try evening.leave(evening.lola)
        let later = try evening.say()
        #expect(try evening.reads(evening.lola, during))
        #expect(try !evening.reads(evening.lola, later))
    }

    @Test func `who has been removed reads nothing before coming in again`() throws {
        var evening = try Evening()
        try evening.town.enter(evening.room, evening.lola)
        let during = try evening.say()
        let removal = try evening.town.centre.remove(
            evening.lola.person, from: evening.room, by: evening.dilbar, reason: nil)
        evening.town.make(removal)
        #expect(evening.town.centre.readable(by: evening.lola, in: evening.room) == [])
        let later = try evening.say()
        try evening.town.enter(evening.room, evening.lola)
        #expect(try evening.reads(evening.lola, during))
        #expect(try !evening.reads(evening.lola, later))
    }

    @Test func `who was taken off the list reads nothing`() throws {
        var evening = try Evening()
        try evening.town.enter(evening.room, evening.lola)
        _ = try evening.say()
        try evening.leave(evening.lola)
        evening.town.make(
            try evening.town.centre.unenrol(
                evening.lola.account, from: evening.room, by: evening.dilbar))
        #expect(evening.town.centre.readable(by: evening.lola, in: evening.room) == [])
    }

    @Test
    func `a stranger to the room reads nothing, nor does anybody of a room that is not there`()
        throws
    {
        var evening = try Evening()
        _ = try evening.say()
        #expect(evening.town.centre.readable(by: evening.nora, in: evening.room) == [])
        #expect(evening.town.centre.readable(by: evening.lola, in: evening.room) == [])
        #expect(evening.town.centre.readable(by: evening.dilbar, in: RoomID(99)) == [])
    }

    @Test func `a restart ends every stay`() throws {
        var evening = try Evening()
        try evening.town.enter(evening.room, evening.lola)
        let during = try evening.say()
        evening.town.make(Fact(.restarted))
        try evening.town.enter(evening.room, evening.dilbar)
        let later = try evening.say()
        #expect(try evening.reads(evening.lola, during))
        #expect(try !evening.reads(evening.lola, later))
    }

    @Test func `coming and going while nothing is said is one stay`() throws {
        var evening = try Evening()
        for _ in 0..<10 {
            try evening.town.enter(evening.room, evening.lola)
            try evening.leave(evening.lola)
        }
        #expect(evening.town.centre.readable(by: evening.lola, in: evening.room).count == 1)
    }

    @Test func `what others did meanwhile is not shown to who comes back`() throws {
        var evening = try Evening()
        try evening.enrol(evening.nora)
        try evening.town.enter(evening.room, evening.lola)
        try evening.leave(evening.lola)
        try evening.town.enter(evening.room, evening.nora)
        let meanwhile = evening.town.centre.position
        try evening.town.enter(evening.room, evening.lola)
        #expect(try !evening.reads(evening.lola, meanwhile))
        #expect(try evening.reads(evening.dilbar, meanwhile))
    }

    @Test func `the oldest of too many stays is forgotten`() throws {
        var evening = try Evening()
        var heard: [Position] = []
        for _ in 0...Limit.stays {
            try evening.town.enter(evening.room, evening.lola)
            heard.append(try evening.say())
            try evening.leave(evening.lola)
            _ = try evening.say()
        }
        let ranges = evening.town.centre.readable(by: evening.lola, in: evening.room)
        #expect(ranges.count == Limit.stays)
        #expect(try !evening.reads(evening.lola, heard[0]))
        #expect(try evening.reads(evening.lola, heard[1]))
    }

    @Test func `stays come back from a snapshot`() throws {
        var evening = try Evening()
        try evening.town.enter(evening.room, evening.lola)
        _ = try evening.say()
        try evening.leave(evening.lola)
        _ = try evening.say()
        let centre = evening.town.centre
        let read = try Centre(
            policy: .support, snapshot: centre.snapshot, version: Centre.snapshotVersion)
        #expect(read == centre)
        #expect(!read.readable(by: evening.lola, in: evening.room).isEmpty)
    }

    @Test func `what was said to a sign is read by its sender and by staff who reach it`() throws {
        var evening = try Evening()
        try evening.town.enter(evening.room, evening.lola)
        let aside = try evening.say(above: .halfOperator, by: evening.lola)
        let staff = try evening.say(above: .operator_)
        try evening.enrol(evening.nora)
        try evening.town.enter(evening.room, evening.nora)
        #expect(try evening.reads(evening.lola, aside))
        #expect(try evening.reads(evening.dilbar, aside))
        #expect(try !evening.reads(evening.lola, staff))
        #expect(
            evening.town.centre.threads(of: evening.room, for: evening.dilbar).count == 5)
        #expect(evening.town.centre.threads(of: evening.room, for: evening.lola).count == 2)
    }

    @Test func `a family and its worker read all of their channel, and nobody else does`() throws {
        var town = Town()
        let lola = try town.account("lola", .parent)
        let zarina = try town.account("zarina", .worker)
        let lead = try town.account("lead", [.lead, .administrator, .worker])
        town.make(
            try town.centre.openCase(
                Town.named("&lola"), parent: lola.account, worker: zarina.account, by: zarina))
        let room = town.centre.room(named: Town.named("&lola").key) ?? .none
        #expect(town.centre.readable(by: lola, in: room).count == 1)
        #expect(town.centre.readable(by: zarina, in: room).count == 1)
        #expect(town.centre.readable(by: lead, in: room) == [])
    }

    @Test func `in the open policy a member reads from the beginning, and nobody from outside`()
        throws
    {
        var town = Town(.open)
        let ann = Actor(person: PersonID(guest: 1))
        let bob = Actor(person: PersonID(guest: 2))
        let room = try town.room("#a", kind: .channel, by: ann)
        let saying = Saying(by: ann.person, id: MessageID(bits: 1), manner: .message)
        town.make(try town.centre.speak(in: room, saying, words: [65], by: ann, door: Door()))
        let said = town.centre.position
        #expect(town.centre.readable(by: bob, in: room) == [])
        try town.enter(room, bob)
        #expect(town.centre.readable(by: bob, in: room).contains { $0.contains(said) })
    }

    @Test func `private words are read by the two alone`() {
        let ann = Actor(person: PersonID(guest: 1))
        let bob = Actor(person: PersonID(guest: 2))
        let cy = Actor(person: PersonID(guest: 3), roles: .administrator, isOperator: true)
        let saying = Saying(by: ann.person, id: MessageID(bits: 1), manner: .message)
        let event = Event.whispered(to: bob.person, saying)
        let centre = Centre(policy: .open)
        #expect(centre.mayRead(event, at: Position(1), by: ann))
        #expect(centre.mayRead(event, at: Position(1), by: bob))
        #expect(!centre.mayRead(event, at: Position(1), by: cy))
        #expect(ThreadID(ann.person, bob.person) == ThreadID(bob.person, ann.person))
        #expect(ThreadID(ann.person, bob.person) != ThreadID(ann.person, cy.person))
    }
}
