import Rooms
import Testing

/// Who may do what, as a table: `+` may, `-` may not, `0` does not even know of the room.
enum Matrix {
    static let who = [
        "parent outside", "parent enrolled", "parent inside", "parent with +", "parent with %",
        "facilitator outside", "facilitator inside with @", "worker outside",
        "administrator outside", "machine",
    ]

    // swift-format-ignore
    static let group: [(act: Act, allowed: String)] = [
        //                    parents    facil. work. adm. machine
        (.makeRoom,          "-----      ++      -     +    +"),
        (.openCase,          "-----      --      +     +    +"),
        (.manageAccounts,    "-----      --      -     +    +"),
        (.makeChannel,       "-----      --      -     -    -"),
        (.confirmWish,       "-----      --      +     +    +"),
        (.seeRoom,           "-++++      -+      -     -    -"),
        (.enrol,             "-----      -+      -     +    +"),
        (.shape,             "-----      -+      -     +    +"),
        (.runSession,        "----+      -+      -     +    +"),
        (.invite,            "----+      -+      -     -    -"),
        (.setTopic,          "----+      -+      -     -    -"),
        (.setModes,          "----+      -+      -     -    -"),
        (.setMetadata,       "----+      -+      -     -    -"),
        (.giveFloor,         "----+      -+      -     -    -"),
        (.remove,            "----+      -+      -     -    -"),
        (.redact,            "----+      -+      -     -    -"),
        (.setStaff,          "-----      -+      -     -    -"),
        (.rename,            "-----      -+      -     -    -"),
        (.readCase,          "-----      --      -     -    -"),
    ]

    static let whoOfCase = ["its parent", "its worker", "another worker", "administrator"]

    // swift-format-ignore
    static let workerChannel: [(act: Act, allowed: String)] = [
        (.seeRoom,   "++--"), (.readCase, "++--"), (.setTopic,  "++++"), (.invite, "----"),
        (.setModes,  "----"), (.remove,   "----"), (.giveFloor, "----"), (.setStaff, "----"),
        (.enrol,     "----"), (.rename,   "----"), (.setMetadata, "----"),
        (.redact,    "----"), (.shape, "----"), (.runSession, "----"),
    ]

    static func row(_ letters: String) -> [Bool] {
        letters.filter { $0 != " " }.map { $0 == "+" }
    }
}

@Suite struct PermissionTests {
    /// A room with everyone of the table in their places.
    private func group() throws -> (Town, Room, [Actor]) {
        var town = Town()
        let leader = try town.account("dilbar", .facilitator)
        let room = try town.room("#tue", by: leader)
        try town.enter(room, leader)
        let parents = try ["one", "two", "three", "four", "five"].map {
            try town.account($0, .parent)
        }
        for parent in parents.dropFirst() {
            town.make(try town.centre.enrol(parent.account, in: room, as: [], by: leader))
        }
        for parent in parents.dropFirst(2) { try town.enter(room, parent) }
        for (parent, prefix) in [(parents[3], Prefixes.voice), (parents[4], .halfOperator)] {
            town.make(
                try town.centre.setPrefix(
                    prefix, of: parent.person, in: room, on: true, by: leader))
        }
        let rest = [
            try town.account("second", .facilitator), leader, try town.account("zarina", .worker),
            try town.account("adm", .administrator), .machine,
        ]
        return (town, try #require(town.centre.rooms[room]), parents + rest)
    }

    @Test(arguments: Matrix.group.indices)
    func `in a group's room everyone may do what the table says`(index: Int) throws {
        let (town, room, actors) = try group()
        let (act, letters) = Matrix.group[index]
        let wanted = Matrix.row(letters)
        #expect(wanted.count == actors.count)
        for (actor, (who, allowed)) in zip(actors, zip(Matrix.who, wanted)) {
            #expect(town.centre.may(actor, act, in: room) == allowed, "\(who): \(act)")
        }
    }

    @Test(arguments: Matrix.workerChannel.indices)
    func `in a worker channel everyone may do what the table says`(index: Int) throws {
        var town = Town()
        let lola = try town.account("lola", .parent)
        let zarina = try town.account("zarina", .worker)
        let farid = try town.account("farid", .worker)
        let boss = try town.account("adm", .administrator)
        let facts = try town.centre.openCase(
            Town.named("&lola"), parent: lola.account, worker: zarina.account, by: zarina)
        town.make(facts)
        let id = facts[0].event.room
        try town.enter(id, lola)
        try town.enter(id, zarina)
        let room = try #require(town.centre.rooms[id])
        #expect(room.member(zarina.person)?.prefixes == .operator_)
        #expect(room.member(lola.person)?.prefixes == [])
        let (act, letters) = Matrix.workerChannel[index]
        let rights = zip([lola, zarina, farid, boss], Matrix.row(letters))
        for ((actor, allowed), who) in zip(rights, Matrix.whoOfCase) {
            #expect(town.centre.may(actor, act, in: room) == allowed, "\(who): \(act)")
        }
        for stranger in [farid, boss] {
            #expect(throws: Refusal.noSuchRoom) {
                try town.centre.setTopic(of: id, to: [1], signed: [], by: stranger)
            }
            #expect(throws: Refusal.noSuchRoom) {
                try town.centre.enter(id, by: stranger, door: Door(keyFits: true))
            }
            #expect(throws: Refusal.noSuchRoom) {
                try town.centre.maySpeak(in: id, by: stranger, door: Door())
            }
        }
    }

    @Test func `words between two go where the policy lets them`() throws {
        var town = Town()
        let lola = try town.account("lola", .parent)
        let mina = try town.account("mina", .parent)
        let zarina = try town.account("zarina", .worker)
        let dilbar = try town.account("dilbar", .facilitator)
        let centre = town.centre
        try centre.mayWhisper(to: dilbar.person, by: zarina)
        try centre.mayWhisper(to: lola.person, by: lola)
        #expect(throws: Refusal.cannotSpeak(.betweenParents)) {
            try centre.mayWhisper(to: mina.person, by: lola)
        }
        #expect(throws: Refusal.cannotSpeak(.parentToStaff)) {
            try centre.mayWhisper(to: zarina.person, by: lola)
        }
        #expect(throws: Refusal.cannotSpeak(.staffToParent)) {
            try centre.mayWhisper(to: lola.person, by: zarina)
        }
        let open = Town(.open).centre
        try open.mayWhisper(to: PersonID(guest: 1), by: Actor(person: PersonID(guest: 2)))
    }

    @Test func `a refusal of what is hidden is the refusal of what is not there`() throws {
        let (town, room, actors) = try group()
        let stranger = actors[0]
        let centre = town.centre
        for id in [room.id, RoomID(99)] {
            #expect(throws: Refusal.noSuchRoom) {
                try centre.leave(id, by: stranger, how: .parted, reason: nil)
            }
            #expect(throws: Refusal.noSuchRoom) {
                try centre.remove(actors[2].person, from: id, by: stranger, reason: nil)
            }
            #expect(throws: Refusal.noSuchRoom) {
                try centre.setModes(of: id, on: .secret, off: [], by: stranger)
            }
            #expect(throws: Refusal.noSuchRoom) {
                try centre.setPrefix(
                    .voice, of: stranger.person, in: id, on: true, by: stranger)
            }
            #expect(throws: Refusal.noSuchRoom) {
                try centre.invite(stranger.person, to: id, by: stranger)
            }
            #expect(throws: Refusal.noSuchRoom) {
                try centre.enrol(stranger.account, in: id, as: nil, by: stranger)
            }
        }
    }
}
