import Rooms
import Testing

@Suite struct InvitationTests {
    /// A town with one of each role, a room that the facilitator leads with two parents in it, and
    /// the worker of one of them.
    private struct Circle {
        var town = Town()
        var people: [String: Actor] = ["machine": .machine]
        var room = RoomID.none

        init() throws {
            for (role, name) in Roles.each { people[name] = try town.account(name, role) }
            people["lola"] = try town.account("lola", .parent)
            people["mina"] = try town.account("mina", .parent)
            people["other worker"] = try town.account("other", .worker)
            people["other facilitator"] = try town.account("second", .facilitator)
            room = try town.room("#tue", by: actor("facilitator"))
            for name in ["lola", "mina"] {
                town.make(
                    try town.centre.enrol(
                        actor(name).account, in: room, as: nil, by: actor("facilitator")))
            }
            town.make(
                try town.centre.openCase(
                    Town.named("&lola"), parent: actor("lola").account,
                    worker: actor("worker").account, by: actor("worker")))
        }

        func actor(_ name: String) -> Actor { people[name] ?? .machine }

        func invite(
            _ roles: Roles, by name: String, to rooms: [RoomID] = [], worker: AccountID? = nil,
            key: UInt64 = 1
        ) throws(Refusal) -> Fact {
            try town.centre.invite(
                roles, to: rooms, worker: worker, key: Self.key(key),
                expires: town.now.advanced(seconds: 3600), by: actor(name), at: town.now)
        }

        func recover(_ account: String, by name: String) throws(Refusal) -> Fact {
            try town.centre.recover(
                actor(account).account, key: Self.key(9),
                expires: town.now.advanced(seconds: 3600), by: actor(name), at: town.now)
        }

        static func key(_ number: UInt64) -> NameKey { NameKey(high: 0, low: number) }
    }

    private static let who = [
        "parent", "facilitator", "worker", "lead", "administrator", "machine",
        "other facilitator", "other worker",
    ]

    private func row(_ letters: String) -> [Bool] {
        letters.filter { $0 != " " }.map { $0 == "+" }
    }

    private func isAllowed(_ attempt: () throws(Refusal) -> Fact) -> Bool {
        do throws(Refusal) {
            _ = try attempt()
            return true
        } catch {
            return false
        }
    }

    // swift-format-ignore
    private static let invites: [
        (what: String, roles: Roles, room: Bool, worker: Bool, allowed: String)
    ] = [
        //                                       par fac wor lead adm mach fac2 wor2
        ("a parent",            .parent,      false, false, "- + + + + + + +"),
        ("into the room",       .parent,      true,  false, "- + - - + + - -"),
        ("with a worker",       .parent,      false, true,  "- - + - + + - +"),
        ("a worker",            .worker,      false, false, "- - - - + + - -"),
        ("a parent on staff",   [.parent, .lead], false, false, "- - - - + + - -"),
        ("an administrator",    .administrator, false, false, "- - - - + + - -"),
    ]

    @Test(arguments: invites.indices)
    func `who may invite whom is as the table says`(index: Int) throws {
        let circle = try Circle()
        let (what, roles, room, worker, letters) = Self.invites[index]
        for (name, wanted) in zip(Self.who, row(letters)) {
            let allowed = isAllowed { () throws(Refusal) -> Fact in
                try circle.invite(
                    roles, by: name, to: room ? [circle.room] : [],
                    worker: worker ? circle.actor("worker").account : nil)
            }
            #expect(allowed == wanted, "\(name): \(what)")
        }
    }

    // swift-format-ignore
    private static let recoveries: [(account: String, allowed: String)] = [
        //                  par fac wor lead adm mach fac2 wor2
        ("lola",           "- - + + + + - -"),
        ("mina",           "- + - + + + - -"),
        ("parent",         "- - - + + + - -"),
        ("worker",         "- - - - + + - -"),
        ("administrator",  "- - - - + + - -"),
    ]

    @Test(arguments: recoveries.indices)
    func `who may let whom back in is as the table says`(index: Int) throws {
        let circle = try Circle()
        let (account, letters) = Self.recoveries[index]
        for (name, wanted) in zip(Self.who, row(letters)) {
            let allowed = isAllowed { () throws(Refusal) -> Fact in
                try circle.recover(account, by: name)
            }
            #expect(allowed == wanted, "\(name): \(account)")
        }
    }

    @Test func `an account that one may not let in is refused as one that is not there`() throws {
        let circle = try Circle()
        let centre = circle.town.centre
        for id in [circle.actor("administrator").account, AccountID(99)] {
            #expect(throws: Refusal.noSuchAccount) {
                try centre.recover(
                    id, key: Circle.key(9), expires: circle.town.now.advanced(seconds: 9),
                    by: circle.actor("facilitator"), at: circle.town.now)
            }
        }
    }

    @Test func `a worker must be one, and only a parent has one`() throws {
        let circle = try Circle()
        #expect(throws: Refusal.wrongRole(needed: .parent)) {
            try circle.invite(
                .lead, by: "administrator", worker: circle.actor("worker").account)
        }
        #expect(throws: Refusal.wrongRole(needed: .worker)) {
            try circle.invite(
                .parent, by: "administrator", worker: circle.actor("lead").account)
        }
    }

    @Test func `a code opens something until it expires, and not a moment longer`() throws {
        var circle = try Circle()
        circle.town.make(try circle.invite(.parent, by: "facilitator"))
        let end = circle.town.now.advanced(seconds: 3600)
        let centre = circle.town.centre
        let last = Moment(milliseconds: end.milliseconds - 1)
        #expect(centre.invitation(Circle.key(1), at: last) != nil)
        #expect(centre.invitation(Circle.key(1), at: end) == nil)
        #expect(centre.invitation(Circle.key(2), at: last) == nil)
        #expect(centre.invitations(for: circle.actor("facilitator"), at: end).isEmpty)
    }

    @Test func `a code that is used or called back opens nothing`() throws {
        var circle = try Circle()
        let maker = circle.actor("facilitator")
        circle.town.make(try circle.invite(.parent, by: "facilitator", key: 1))
        circle.town.make(try circle.invite(.parent, by: "facilitator", key: 2))
        #expect(circle.town.centre.invitations(for: maker, at: circle.town.now).count == 2)
        circle.town.make(
            Fact(.invitation(.redeemed(maker.account, 1, circle.actor("lola").account))))
        circle.town.make(
            try circle.town.centre.revoke(2, of: maker.account, by: maker, at: circle.town.now))
        for key in [1, 2] {
            let found = circle.town.centre.invitation(
                Circle.key(UInt64(key)), at: circle.town.now)
            #expect(found == nil)
        }
        circle.town.make(try circle.invite(.parent, by: "facilitator", key: 3))
        let open = circle.town.centre.invitations(for: maker, at: circle.town.now)
        #expect(open.map(\.number) == [3])
    }

    @Test func `a code is worth nothing once its maker could not make it any more`() throws {
        var circle = try Circle()
        circle.town.make(try circle.invite(.parent, by: "facilitator", key: 1))
        circle.town.make(try circle.recover("mina", by: "facilitator"))
        func opens(_ key: UInt64) -> Bool {
            circle.town.centre.invitation(Circle.key(key), at: circle.town.now) != nil
        }
        #expect(opens(1))
        #expect(opens(9))
        circle.town.make(
            try circle.town.centre.setRoles(
                of: circle.actor("facilitator").account, to: .parent, by: .machine))
        #expect(!opens(1))
        #expect(!opens(9))
    }

    @Test func `another's code can be called back by administrators alone`() throws {
        var circle = try Circle()
        circle.town.make(try circle.invite(.parent, by: "facilitator"))
        let maker = circle.actor("facilitator").account
        let centre = circle.town.centre
        for name in ["lead", "worker", "other facilitator"] {
            #expect(throws: Refusal.noSuchCode) {
                try centre.revoke(1, of: maker, by: circle.actor(name), at: circle.town.now)
            }
            #expect(centre.invitations(for: circle.actor(name), at: circle.town.now).isEmpty)
        }
        #expect(throws: Refusal.noSuchCode) {
            try centre.revoke(2, of: maker, by: .machine, at: circle.town.now)
        }
        _ = try centre.revoke(
            1, of: maker, by: circle.actor("administrator"), at: circle.town.now)
    }

    @Test func `one maker has fifty open codes and no more; expired ones do not count`() throws {
        var circle = try Circle()
        for number in 1...UInt64(Limit.codesEach) {
            circle.town.make(try circle.invite(.parent, by: "facilitator", key: number))
        }
        #expect(throws: Refusal.tooManyCodes(limit: Limit.codesEach)) {
            try circle.invite(.parent, by: "facilitator", key: 1000)
        }
        _ = try circle.invite(.parent, by: "lead", key: 1000)
        circle.town.now = circle.town.now.advanced(seconds: 3600)
        circle.town.make(try circle.invite(.parent, by: "facilitator", key: 1000))
        let open = circle.town.centre.invitations.all
        #expect(open.map(\.number) == [UInt32(Limit.codesEach) + 1])
    }
}
