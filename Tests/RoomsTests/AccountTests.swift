import Rooms
import Testing

@Suite struct AccountTests {
    @Test func `two accounts never have names that are or look alike`() throws {
        var town = Town()
        _ = try town.account("lola", .parent)
        let name = Town.named("lola")
        let alike = Named(
            bytes: [1], key: NameKey(high: 0, low: 0), skeleton: name.skeleton)
        for one in [name, alike] {
            #expect(throws: Refusal.nameTaken) {
                try town.centre.makeAccount(one, roles: .parent, verifier: nil, by: .machine)
            }
        }
        #expect(town.centre.account(named: name.key)?.id == AccountID(1))
        #expect(town.centre.account(looking: name.skeleton)?.id == AccountID(1))
        #expect(town.centre.account(AccountID(0)) == nil)
        #expect(town.centre.account(AccountID(2)) == nil)
    }

    @Test func `roles are given by whoever manages accounts alone`() throws {
        var town = Town()
        let lola = try town.account("lola", .parent)
        town.make(Fact(.passwordSet(lola.account), words: [1]))
        #expect(town.centre.account(lola.account)?.passwordAt == Position(2))
        #expect(throws: Refusal.notAllowed(.manageAccounts)) {
            try town.centre.setRoles(of: lola.account, to: .administrator, by: lola)
        }
        #expect(throws: Refusal.noSuchAccount) {
            try town.centre.setRoles(of: AccountID(9), to: .lead, by: .machine)
        }
        town.make(try town.centre.setRoles(of: lola.account, to: [.lead, .worker], by: .machine))
        #expect(town.centre.account(lola.account)?.roles == [.lead, .worker])
    }

    @Test func `a worker channel is between a parent and a worker`() throws {
        var town = Town()
        let lola = try town.account("lola", .parent)
        let zarina = try town.account("zarina", .worker)
        let name = Town.named("&lola")
        func open(_ parent: Actor, _ worker: Actor, by actor: Actor) throws -> [Fact] {
            try town.centre.openCase(
                name, parent: parent.account, worker: worker.account, by: actor)
        }
        #expect(throws: Refusal.notAllowed(.openCase)) { try open(lola, zarina, by: lola) }
        #expect(throws: Refusal.wrongRole(needed: .parent)) {
            try open(zarina, zarina, by: zarina)
        }
        #expect(throws: Refusal.wrongRole(needed: .worker)) { try open(lola, lola, by: zarina) }
        town.make(try open(lola, zarina, by: zarina))
        #expect(throws: Refusal.alreadyThere) {
            try town.centre.openCase(
                name, parent: lola.account, worker: zarina.account, by: zarina)
        }
        #expect(town.centre.cases(of: lola.account).count == 1)
        #expect(town.centre.cases(of: lola.account) == town.centre.cases(of: zarina.account))
    }

    @Test func `after a restart nobody is in a room, and channels are gone`() throws {
        var town = Town(.open)
        let ann = Actor(person: PersonID(guest: 4))
        let dilbar = try town.account("dilbar", .facilitator)
        _ = try town.room("#a", kind: .channel, by: ann)
        let group = try town.room("#tue", by: dilbar)
        try town.enter(group, dilbar)
        town.make(Fact(.restarted))
        #expect(town.centre.rooms.keys.sorted() == [group])
        #expect(town.centre.rooms[group]?.members == [])
        #expect(town.centre.rooms(of: dilbar.person) == [])
        #expect(town.centre.room(named: Town.named("#a").key) == nil)
        #expect(town.centre.nextGuest == 5)
        #expect(try town.replayed() == town.centre)
    }

    @Test func `who is taken off the list cannot come in by an earlier invitation`() throws {
        var town = Town()
        let zarina = try town.account("zarina", .facilitator)
        let lola = try town.account("lola", .parent)
        let room = try town.room("#tue-circle", by: zarina)
        try town.enter(room, zarina)
        town.make(try town.centre.invite(lola.person, to: room, by: zarina))
        town.make(try town.centre.enrol(lola.account, in: room, as: nil, by: zarina))
        town.make(try town.centre.unenrol(lola.account, from: room, by: zarina))
        #expect(throws: Refusal.noSuchRoom) { try town.enter(room, lola) }
    }
}
