import Rooms
import Wire

/// The vendor verbs of this part: rooms, enrolment, worker channels.
extension House {
    /// `ROOM NEW <room> [:<title>]`
    static func room(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        guard CommandName(turn.message[0]) == "NEW", let name = turn.message.text(1) else {
            return turn.numeric(.needMoreParameters, "ROOM", .needMoreParameters)
        }
        let actor = house.actor(house.asking(turn).id)
        guard house.centre.may(actor, .makeRoom) else {
            return turn.refuse(.notAllowed(.makeRoom), about: Array(name))
        }
        guard Name.channelFault(name) == nil, name.first == UInt8(ascii: "#") else {
            return turn.numeric(.badChannelMask, Line(Shown.middle(name)), .badChannelName)
        }
        let title = turn.message.text(2).map { turn.kept($0, atMost: Limit.topicBytes) }
        house.attempt(name, &turn) { house, turn throws(Refusal) in
            for fact in try house.centre.makeRoom(
                house.named(name), kind: .group, title: title, by: actor)
            {
                try house.commit(fact, &turn)
            }
            turn.standard(.note, "ROOM_MADE", Line(Array(name)), .roomMade)
        }
    }

    /// `ENROL <room> <account>`
    static func enrol(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let actor = house.actor(house.asking(turn).id)
        let id = try house.manageableRoom(turn.message[0], actor)
        // Before the account is looked up: who may not enrol learns nothing about accounts.
        let account = house.centre.account(named: house.key(turn.message[1]))
        guard let account else {
            return turn.refuse(.noSuchAccount, about: Array(turn.message[1]))
        }
        try house.commit(
            try house.centre.enrol(account.id, in: id, as: nil, by: actor), &turn)
        turn.standard(
            .note, "ENROLLED", "\(house.name(of: id)) \(house.name(of: account.id))", .enrolled,
            house.name(of: account.id))
    }

    /// `UNENROL <room> <account>`
    static func unenrol(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let own = house.asking(turn)
        let actor = house.actor(own.id)
        let id = try house.manageableRoom(turn.message[0], actor)
        guard let account = house.centre.account(named: house.key(turn.message[1])) else {
            return turn.refuse(.noSuchAccount, about: Array(turn.message[1]))
        }
        let facts = try house.centre.unenrol(account.id, from: id, by: actor)
        if house.storageFull { throw .storageFull }
        if facts.count > 1, let other = house.people.persons[PersonID(account.id)] {
            let line = Line("PART \(house.name(of: id))")
            house.tellRoom(id, from: other, line, &turn, own: house.isIn(id, own.id))
        }
        for fact in facts { try house.commit(fact, &turn) }
        turn.standard(
            .note, "UNENROLLED", "\(house.name(of: id)) \(house.name(of: account.id))",
            .unenrolled, house.name(of: account.id))
    }

    private func isIn(_ id: RoomID, _ person: PersonID) -> Bool {
        centre.rooms[id]?.member(person) != nil
    }

    /// The room, for those who may say who comes to it; for others it does not exist.
    private func manageableRoom(
        _ name: ArraySlice<UInt8>, _ actor: Actor
    ) throws(Refusal) -> RoomID {
        guard let id = centre.room(named: key(name)), let room = centre.rooms[id] else {
            throw .noSuchRoom
        }
        guard centre.may(actor, .enrol, in: room) else {
            throw centre.may(actor, .seeRoom, in: room) ? .notAllowed(.enrol) : .noSuchRoom
        }
        return id
    }

    // MARK: Worker channels

    /// `CASE NEW <parent> <worker>`, `CASE LIST`
    static func `case`(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        switch CommandName(turn.message[0]) {
        case "NEW" where turn.message.count >= 3: house.openCase(&turn)
        case "LIST": house.listCases(&turn)
        default: turn.numeric(.needMoreParameters, "CASE", .needMoreParameters)
        }
    }

    private mutating func openCase(_ turn: inout Turn) {
        let actor = actor(asking(turn).id)
        let (parent, worker) = (turn.message[1], turn.message[2])
        guard centre.may(actor, .openCase) else {
            return turn.refuse(.notAllowed(.openCase), about: Array(parent))
        }
        guard let family = centre.account(named: key(parent)) else {
            return turn.refuse(.noSuchAccount, about: Array(parent))
        }
        guard let own = centre.account(named: key(worker)) else {
            return turn.refuse(.noSuchAccount, about: Array(worker))
        }
        let name = Line("&\(self.name(of: family.id))").bytes
        attempt(name[...], &turn) { house, turn throws(Refusal) in
            let facts: [Fact]
            do throws(Refusal) {
                facts = try house.centre.openCase(
                    house.named(name[...]), parent: family.id, worker: own.id, by: actor)
            } catch .wrongRole(let needed) {
                let lacking = needed == .parent ? parent : worker
                return turn.refuse(.wrongRole(needed: needed), about: Array(lacking))
            }
            for fact in facts { try house.commit(fact, &turn) }
            turn.standard(
                .note, "CASE_OPENED", Line(name), .caseOpened, house.name(of: family.id),
                house.name(of: own.id))
            try house.bringIn(facts[0].event.room, [family.id, own.id], &turn)
        }
    }

    /// Joins those who are here already.
    mutating func bringIn(
        _ id: RoomID, _ accounts: [AccountID], _ turn: inout Turn
    ) throws(Refusal) {
        let here = accounts.compactMap { people.persons[PersonID($0)] }
        for person in here {
            for fact in try centre.enter(id, by: actor(person.id), door: Door()) {
                try commit(fact, &turn)
            }
            announceJoin(id, person, &turn, own: turn.person.map { isIn(id, $0) } ?? false)
        }
        for person in here {
            if person.id == turn.person { showRoom(id, &turn) }
            showRoomElsewhere(id, to: person.id, &turn)
        }
    }

    private func listCases(_ turn: inout Turn) {
        for one in asking(turn).id.account.map({ centre.cases(of: $0) }) ?? [] {
            let (room, parent) = (name(of: one.room), name(of: one.parent))
            let worker = name(of: one.worker)
            turn.standard(
                .note, "CASE", "\(room) \(parent) \(worker)", .caseRow, room, parent, worker)
        }
        turn.standard(.note, "END", "", .endOfList)
    }

    /// Tells who comes into a worker channel what it is.
    func noteCase(_ room: Room, _ turn: inout Turn) {
        guard let one = centre.cases[room.id], let person = turn.person,
            person == PersonID(one.parent)
        else { return }
        let text = Phrase.caseIsYours.text(turn.language, [name(of: one.worker)])
        turn.say(":\(Service.source) NOTICE \(turn.nick) :\(text)")
    }

    /// `WHOREADS <channel>`: the same answer to the parent and to the worker.
    static func whoreads(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let actor = house.actor(house.asking(turn).id)
        let room = try house.room(turn.message[0], for: actor)
        guard house.centre.may(actor, .readCase, in: room),
            let one = house.centre.cases[room.id]
        else { throw .noSuchRoom }
        let name = Line(house.name(of: room))
        turn.standard(.note, "READERS", name, .whoReadsHead)
        for (account, role) in [(one.parent, "parent"), (one.worker, "worker")] {
            turn.standard(
                .note, "READER", name, .whoReadsMember, house.name(of: account),
                Array(role.utf8))
        }
        turn.standard(.note, "KEY", name, .whoReadsKey)
        turn.standard(.note, "END", name, .whoReadsEnd)
    }
}
