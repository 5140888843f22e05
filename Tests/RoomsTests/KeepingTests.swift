import Rooms
import Testing

@Suite struct KeepingTests {
    var town = Town()
    let dilbar: Actor
    let lola: Actor
    let room: RoomID
    /// Where the first words stand that have a time: who came in.
    let start: Position
    let terms = KeepingTerms(rooms: 86_400, workerChannels: 180 * 86_400, whispers: 3_600)

    init() throws {
        dilbar = try town.account("dilbar", .facilitator)
        lola = try town.account("lola", .parent)
        room = try town.room("#t", by: dilbar)
        town.make(try town.centre.enrol(lola.account, in: room, as: nil, by: dilbar))
        start = town.centre.position.next
        try town.enter(room, dilbar)
        try town.enter(room, lola)
    }

    private mutating func say(_ text: String, by actor: Actor, in id: RoomID? = nil) throws {
        let saying = Saying(by: actor.person, id: MessageID(bits: 1), manner: .message)
        town.make(
            try town.centre.speak(
                in: id ?? room, saying, words: Array(text.utf8), by: actor, door: Door()))
    }

    private func due(after hours: Int64) -> [Wipe] {
        town.centre.wipesDue(at: town.now.advanced(seconds: hours * 3600), under: terms)
    }

    private mutating func pass(minutes: Int64) {
        town.now = town.now.advanced(seconds: minutes * 60)
    }

    @Test mutating func `texts go when their time has come, and never before`() throws {
        try say("one", by: lola)
        let first = town.centre.position
        pass(minutes: 5)
        try say("two", by: dilbar)
        pass(minutes: 30)
        try say("three", by: lola)
        #expect(due(after: 23) == [])
        let wipe = Wipe.texts(room, start...first.next, sparing: [])
        #expect(
            town.centre.wipesDue(
                at: town.now.advanced(seconds: 86_400 - 30 * 60), under: terms) == [wipe])
        #expect(town.centre.nextWipe(under: terms) == town.now.advanced(seconds: 86_400 - 1800))
        town.make(Fact(.keeping(wipe.event)))
        #expect(due(after: 23) == [])
        #expect(due(after: 24) == [.texts(room, first.next.next...first.next.next, sparing: [])])
        #expect(try town.replayed() == town.centre)
    }

    @Test mutating func `each kind of place has a time of its own, or none`() throws {
        let saying = Saying(by: dilbar.person, id: MessageID(bits: 1), manner: .message)
        town.make(
            try town.centre.whisper(saying, words: [1], to: dilbar.person, by: dilbar))
        let at = town.centre.position
        #expect(due(after: 1) == [.texts(.none, at...at, sparing: [])])
        let endless = KeepingTerms(rooms: nil, workerChannels: nil, whispers: nil)
        let later = town.now.advanced(seconds: 1 << 40)
        #expect(town.centre.wipesDue(at: later, under: endless) == [])
        #expect(town.centre.nextWipe(under: endless) == nil)
    }

    @Test mutating func `a year of talk is a few hundred pieces, and all of it is wiped`() throws {
        for _ in 0..<2_000 {
            try say("x", by: lola)
            pass(minutes: 200)
        }
        var wiped = Position.start
        for wipe in due(after: 24 * 400) {
            guard case .texts(_, let range, _) = wipe else { continue }
            #expect(range.lowerBound == start)
            wiped = range.upperBound
        }
        #expect(wiped == town.centre.position)
        #expect(town.centre.snapshot.count < 20_000)
    }

    @Test mutating func `what is replaced is wiped at once, and what is in force is not`() throws {
        for word in 1...3 as ClosedRange<UInt8> {
            town.make(Fact(.passwordSet(lola.account), words: [word]))
        }
        let now = try #require(town.centre.account(lola.account)?.passwordAt)
        guard case .words(let gone)? = due(after: 0).first else {
            Issue.record("nothing is due")
            return
        }
        #expect(gone.count == 2 && !gone.contains(now))
        town.make(Fact(.keeping(.removed(.words(gone)))))
        #expect(due(after: 0) == [])
    }

    @Test mutating func `a clock that has jumped wipes nothing by age until somebody trusts it`()
        throws
    {
        try say("one", by: lola)
        town.make(Fact(.keeping(.suspended(true))))
        #expect(due(after: 2_400) == [])
        town.make(Fact(.keeping(.suspended(false))))
        #expect(due(after: 2_400).count == 1)
    }

    // MARK: Erasing

    @Test mutating func `whoever is erased is found by no name and may come nowhere`() throws {
        let device = Town.named("phone")
        town.make(try town.centre.bind(device.key, fingerprint: [1], to: lola.account))
        try say("mine", by: lola)
        town.make(try town.centre.erase(lola.account, by: lola))
        let account = try #require(town.centre.account(lola.account))
        #expect(account.isErased && account.roles == [] && account.devices == [])
        #expect(town.centre.account(named: Town.named("lola").key) == nil)
        #expect(town.centre.account(certified: device.key) == nil)
        #expect(town.centre.rooms[room]?.enrolment(of: lola.account) == nil)
        #expect(town.centre.rooms[room]?.member(lola.person) == nil)
        #expect(town.centre.keeping.erasing == [lola.account])
        #expect(throws: Refusal.noSuchAccount) {
            try town.centre.erase(lola.account, by: .machine)
        }
        // The name is free again, and means somebody else.
        let other = try town.account("lola", .parent)
        #expect(other.account != lola.account)
        #expect(try town.replayed() == town.centre)
        let again = try Centre(
            policy: .support, snapshot: town.centre.snapshot, version: Centre.snapshotVersion)
        #expect(again == town.centre)
    }

    @Test mutating func `a family's channel ends with it, and everything in it is due at once`()
        throws
    {
        let zarina = try town.account("zarina", .worker)
        town.make(
            try town.centre.openCase(
                Town.named("&lola"), parent: lola.account, worker: zarina.account, by: zarina))
        let channel = try #require(town.centre.room(named: Town.named("&lola").key))
        let came = town.centre.position.next
        try town.enter(channel, zarina)
        try say("how is she?", by: zarina, in: channel)
        let said = town.centre.position
        #expect(throws: Refusal.hasCharges(1)) {
            try town.centre.erase(zarina.account, by: .machine)
        }
        town.make(try town.centre.erase(lola.account, by: lola))
        #expect(town.centre.rooms[channel] == nil && town.centre.cases[channel] == nil)
        #expect(due(after: 0).contains(.texts(channel, came...said, sparing: [])))
        town.make(try town.centre.erase(zarina.account, by: .machine))
    }

    @Test mutating func `a wish waits seven days for somebody of the staff who is not oneself`()
        throws
    {
        let zarina = try town.account("zarina", .worker)
        #expect(throws: Refusal.noSuchWish) {
            try town.centre.confirm(.erase, of: lola.account, by: zarina, at: town.now)
        }
        town.make(try town.centre.wish(.erase, .asked, of: lola.account, by: lola))
        for other in [lola, dilbar] {
            #expect(throws: Refusal.notAllowed(.confirmWish)) {
                try town.centre.confirm(.erase, of: lola.account, by: other, at: town.now)
            }
        }
        #expect(throws: Refusal.noSuchWish) {
            try town.centre.confirm(.export, of: lola.account, by: zarina, at: town.now)
        }
        let late = town.now.advanced(seconds: Centre.wishSeconds)
        #expect(throws: Refusal.noSuchWish) {
            try town.centre.confirm(.erase, of: lola.account, by: zarina, at: late)
        }
        town.make(
            try town.centre.confirm(.erase, of: lola.account, by: zarina, at: town.now))
        #expect(town.centre.pending(.erase, of: lola.account, at: town.now)?.isConfirmed == true)
        town.make(try town.centre.wish(.erase, .withdrawn, of: lola.account, by: lola))
        #expect(town.centre.pending(.erase, of: lola.account, at: town.now) == nil)
    }

    @Test func `words belong to whom they are by, names to whom they are of`() throws {
        let saying = Saying(by: lola.person, id: MessageID(bits: 1), manner: .message)
        let own: [Event] = [
            .said(room, saying), .whispered(to: dilbar.person, saying),
            .confided(room, session: 1, to: dilbar.person, saying),
            .passwordSet(lola.account), .left(room, lola.person, .parted),
            .topicSet(room, by: lola.person),
        ]
        for event in own { #expect(Fact(event).ownerOfWords == lola.account) }
        #expect(Fact(.titled(room, by: lola.person)).ownerOfWords == AccountID(0))
        #expect(Fact(.keySet(room, by: PersonID(guest: 4))).ownerOfWords == AccountID(0))
        let zarina = Actor(person: PersonID(AccountID(9)), roles: .administrator)
        let facts = try town.centre.makeAccount(
            Town.named("zarina"), roles: .worker, verifier: [1], by: zarina)
        #expect(facts.map(\.ownerOfWords) == [AccountID(3), AccountID(3)])
    }
}
