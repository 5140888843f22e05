import Rooms
import Testing

/// A family, two workers and an administrator, with one worker channel.
private struct Family {
    var town = Town()
    let lola: Actor
    let malika: Actor
    let bahrom: Actor
    let aziza: Actor
    let room: RoomID

    init() throws {
        lola = try town.account("lola", .parent)
        malika = try town.account("malika", .worker)
        bahrom = try town.account("bahrom", .worker)
        aziza = try town.account("aziza", .administrator)
        town.make(
            try town.centre.openCase(
                Town.named("&lola"), parent: lola.account, worker: malika.account, by: aziza))
        room = try #require(town.centre.room(named: Town.named("&lola").key))
        try town.enter(room, lola)
        try town.enter(room, malika)
    }

    var own: Case { get throws { try #require(town.centre.cases[room]) } }

    mutating func make(_ event: CaseEvent) { town.make(Fact(.casework(room, event))) }

    mutating func handOver() throws {
        make(try town.centre.handOver(room, to: bahrom.account, by: malika))
    }

    func isIn(_ actor: Actor) -> Bool { town.centre.rooms[room]?.member(actor.person) != nil }
}

@Suite struct CaseworkTests {
    @Test func `whoever takes a channel over reads from then on, and whoever had it nothing`()
        throws
    {
        var family = try Family()
        try family.handOver()
        #expect(try family.own.worker == family.malika.account)
        #expect(try family.own.reads(family.bahrom.account) == nil)
        family.town.make(try family.town.centre.acceptHandover(of: family.room, by: family.bahrom))
        let taken = try #require(try family.own.reads(family.bahrom.account))
        #expect(taken > .start)
        #expect(try family.own.worker == family.bahrom.account)
        #expect(try family.own.reads(family.malika.account) == nil)
        #expect(!family.isIn(family.malika))
        #expect(throws: Refusal.noSuchRoom) {
            try family.town.centre.enter(family.room, by: family.malika, door: Door())
        }
        #expect(try family.own.reads(family.lola.account) == .start)
    }

    @Test
    func `earlier words are read only where the parent agreed, and not after they took it back`()
        throws
    {
        var family = try Family()
        try family.handOver()
        family.make(
            try family.town.centre.consent(in: family.room, to: nil, true, by: family.lola))
        family.town.make(try family.town.centre.acceptHandover(of: family.room, by: family.bahrom))
        #expect(try family.own.reads(family.bahrom.account) == .start)
        family.make(
            try family.town.centre.consent(
                in: family.room, to: family.bahrom.account, false, by: family.lola))
        let since = try #require(try family.own.reads(family.bahrom.account))
        #expect(since > .start)
    }

    @Test func `nobody but the parent agrees for the parent`() throws {
        let family = try Family()
        for other in [family.malika, family.aziza] {
            let wanted: Refusal =
                other == family.malika ? .notAllowed(.consent) : .noSuchRoom
            #expect(throws: wanted) {
                try family.town.centre.consent(in: family.room, to: nil, true, by: other)
            }
        }
        #expect(throws: Refusal.noSuchAccount) {
            try family.town.centre.consent(
                in: family.room, to: family.bahrom.account, true, by: family.lola)
        }
    }

    @Test func `only who was asked takes a channel over, and may say no`() throws {
        var family = try Family()
        #expect(throws: Refusal.noSuchRoom) {
            try family.town.centre.acceptHandover(of: family.room, by: family.bahrom)
        }
        try family.handOver()
        #expect(throws: Refusal.alreadyThere) {
            try family.town.centre.handOver(
                family.room, to: family.bahrom.account, by: family.aziza)
        }
        for other in [family.malika, family.lola, family.aziza] {
            #expect(throws: Refusal.noSuchRoom) {
                try family.town.centre.acceptHandover(of: family.room, by: other)
            }
        }
        family.town.make(
            try family.town.centre.rejectHandover(
                of: family.room, reason: nil, by: family.bahrom))
        #expect(try family.own.handover == nil)
        #expect(try family.own.worker == family.malika.account)
        #expect(throws: Refusal.noSuchRoom) {
            try family.town.centre.acceptHandover(of: family.room, by: family.bahrom)
        }
    }

    @Test func `a channel is handed to workers only, by its worker or an administrator`() throws {
        let family = try Family()
        let centre = family.town.centre
        #expect(throws: Refusal.wrongRole(needed: .worker)) {
            try centre.handOver(family.room, to: family.aziza.account, by: family.malika)
        }
        #expect(throws: Refusal.noSuchRoom) {
            try centre.handOver(family.room, to: family.bahrom.account, by: family.bahrom)
        }
        #expect(throws: Refusal.notAllowed(.runCase)) {
            try centre.handOver(family.room, to: family.bahrom.account, by: family.lola)
        }
        #expect(throws: Never.self) {
            try centre.handOver(family.room, to: family.bahrom.account, by: family.aziza)
        }
    }

    @Test func `a stand-in reads from the beginning of their time until its end`() throws {
        var family = try Family()
        let until = family.town.now.advanced(seconds: 3_600)
        family.make(
            try family.town.centre.cover(
                family.room, by: family.bahrom.account, until: until, actor: family.malika))
        try family.town.enter(family.room, family.bahrom)
        #expect(try #require(try family.own.reads(family.bahrom.account)) > .start)
        #expect(family.town.centre.nextDue == until)
        #expect(family.town.centre.due(at: until.advanced(seconds: -1)).isEmpty)
        #expect(family.town.centre.due(at: until) == [.coverEnds(family.room)])
        family.town.make(try family.town.centre.endCover(of: family.room, by: nil))
        #expect(try family.own.reads(family.bahrom.account) == nil)
        #expect(!family.isIn(family.bahrom))
        #expect(family.isIn(family.malika))
        #expect(family.town.centre.nextDue == nil)
    }

    @Test func `a stand-in whose time is made longer reads what they read before`() throws {
        var family = try Family()
        let bahrom = family.bahrom.account
        func cover(_ seconds: Int64) throws -> CaseEvent {
            try family.town.centre.cover(
                family.room, by: bahrom, until: family.town.now.advanced(seconds: seconds),
                actor: family.malika)
        }
        family.make(try cover(3_600))
        let began = try family.own.reads(bahrom)
        family.make(try cover(7_200))
        #expect(try family.own.reads(bahrom) == began)
        family.make(
            try family.town.centre.consent(in: family.room, to: bahrom, true, by: family.lola))
        family.make(try cover(1_800))
        #expect(try family.own.reads(bahrom) == .start)
        #expect(family.town.centre.nextDue == family.town.now.advanced(seconds: 1_800))
        #expect(try family.own.readers.map(\.account) == [family.malika.account, bahrom])
    }

    @Test func `a stand-in who comes anew reads from then on, whatever was agreed before`() throws {
        var family = try Family()
        let bahrom = family.bahrom.account
        let until = family.town.now.advanced(seconds: 3_600)
        let covered = CaseEvent.covered(bahrom, until: until, by: family.malika.person)
        family.make(covered)
        family.make(
            try family.town.centre.consent(in: family.room, to: bahrom, true, by: family.lola))
        family.make(.coverEnded(by: nil))
        family.make(covered)
        #expect(try family.own.reads(bahrom) == family.town.centre.position)
    }

    @Test func `a stand-in who takes the channel over stays in it`() throws {
        var family = try Family()
        let until = family.town.now.advanced(seconds: 3_600)
        family.make(
            try family.town.centre.cover(
                family.room, by: family.bahrom.account, until: until, actor: family.malika))
        try family.town.enter(family.room, family.bahrom)
        try family.handOver()
        family.town.make(try family.town.centre.acceptHandover(of: family.room, by: family.bahrom))
        #expect(family.town.centre.nextDue == nil)
        #expect(family.isIn(family.bahrom))
        #expect(try family.own.members == [family.lola.account, family.bahrom.account])
    }

    @Test func `the family is told who stands in once a day, and a closed channel wakes`() throws {
        var family = try Family()
        let (room, lola) = (family.room, family.lola.person)
        #expect(family.town.centre.beforeWords(in: room) == nil)
        #expect(family.town.centre.afterWords(in: room, by: lola, at: family.town.now) == nil)
        family.make(try family.town.centre.closeCase(room, by: family.malika))
        #expect(throws: Refusal.alreadyThere) {
            try family.town.centre.closeCase(room, by: family.malika)
        }
        let until = family.town.now.advanced(seconds: 7 * 86_400)
        family.make(
            try family.town.centre.cover(
                room, by: family.bahrom.account, until: until, actor: family.aziza))
        #expect(family.town.centre.beforeWords(in: room) == .woken)
        #expect(
            family.town.centre.afterWords(in: room, by: lola, at: family.town.now) == .answered)
        family.make(.woken)
        family.make(.answered)
        #expect(try !family.own.isClosed)
        let now = family.town.now
        let day: Int64 = 86_400
        let centre = family.town.centre
        #expect(centre.afterWords(in: room, by: lola, at: now.advanced(seconds: day - 1)) == nil)
        #expect(
            centre.afterWords(in: room, by: lola, at: now.advanced(seconds: day)) == .answered)
        let malika = family.malika.person
        #expect(centre.afterWords(in: room, by: malika, at: now.advanced(seconds: day)) == nil)
    }

    @Test func `a second carer reads from then on, and goes when they are one no more`() throws {
        var family = try Family()
        let jamshed = try family.town.account("jamshed", .parent)
        family.make(
            try family.town.centre.addCarer(jamshed.account, to: family.room, by: family.malika))
        try family.town.enter(family.room, jamshed)
        #expect(try #require(try family.own.reads(jamshed.account)) > .start)
        #expect(throws: Refusal.alreadyThere) {
            try family.town.centre.addCarer(jamshed.account, to: family.room, by: family.malika)
        }
        #expect(throws: Refusal.notAllowed(.consent)) {
            try family.town.centre.consent(in: family.room, to: nil, true, by: jamshed)
        }
        family.town.make(
            try family.town.centre.removeCarer(
                jamshed.account, from: family.room, by: family.malika))
        #expect(!family.isIn(jamshed))
        #expect(try family.own.reads(jamshed.account) == nil)
    }

    @Test func `a channel takes four carers, and no fifth`() throws {
        var family = try Family()
        for number in 1...Limit.carers {
            let carer = try family.town.account("carer\(number)", .parent)
            family.make(
                try family.town.centre.addCarer(carer.account, to: family.room, by: family.malika))
        }
        let fifth = try family.town.account("carer5", .parent)
        #expect(throws: Refusal.full) {
            try family.town.centre.addCarer(fifth.account, to: family.room, by: family.malika)
        }
    }

    @Test func `a worker with channels stays a worker until they are handed over`() throws {
        var family = try Family()
        #expect(throws: Refusal.hasCharges(1)) {
            try family.town.centre.setRoles(
                of: family.malika.account, to: .facilitator, by: family.aziza)
        }
        try family.handOver()
        family.town.make(try family.town.centre.acceptHandover(of: family.room, by: family.bahrom))
        #expect(throws: Never.self) {
            try family.town.centre.setRoles(
                of: family.malika.account, to: .facilitator, by: family.aziza)
        }
    }

    @Test func `who has read what was said is known afterwards`() throws {
        var family = try Family()
        #expect(try family.own.lastSeen(family.bahrom.account) == nil)
        family.town.now = family.town.now.advanced(seconds: 60)
        let saying = Saying(by: family.lola.person, id: MessageID(bits: 1), manner: .message)
        family.town.make(
            try family.town.centre.speak(
                in: family.room, saying, words: [1], by: family.lola, door: Door()))
        #expect(try family.own.lastSeen(family.malika.account) == family.town.now)
    }

    @Test func `a snapshot and the log alone hold all of it`() throws {
        var family = try Family()
        let until = family.town.now.advanced(seconds: 3_600)
        let jamshed = try family.town.account("jamshed", .parent)
        family.make(
            try family.town.centre.addCarer(jamshed.account, to: family.room, by: family.aziza))
        family.make(
            try family.town.centre.cover(
                family.room, by: family.bahrom.account, until: until, actor: family.malika))
        try family.handOver()
        family.make(try family.town.centre.closeCase(family.room, by: family.malika))
        let centre = family.town.centre
        #expect(try family.town.replayed() == centre)
        let read = try Centre(
            policy: .support, snapshot: centre.snapshot, version: Centre.snapshotVersion)
        #expect(read == centre)
        #expect(read.nextDue == until)
    }
}
