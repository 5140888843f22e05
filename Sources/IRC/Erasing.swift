public import Rooms
import Wire

/// Leaving so that nothing of one stays.
extension House {
    /// `ERASE NOW <password>`, `ERASE CANCEL`, `ERASE CONFIRM <account>`
    static func erase(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        switch CommandName(turn.message[0]) {
        case "NOW" where turn.message.count > 1: house.askForPassword(&turn)
        case "CANCEL": try house.cancel(.erase, &turn)
        case "CONFIRM" where turn.message.count > 1: try house.confirm(.erase, &turn)
        default: turn.refuseVerb("ERASE", known: ["NOW", "CANCEL", "CONFIRM"])
        }
    }

    /// Has the password compared anew; `settlePersonal` goes on.
    func askForPassword(_ turn: inout Turn) {
        guard let account = asking(turn).id.account.flatMap({ centre.account($0) }) else {
            return turn.standard(.fail, "ACCOUNT_REQUIRED", "", .devicesNeedAccount)
        }
        turn.claimed = account.name
        let verifier = account.passwordAt.flatMap { directory[$0] }
        turn.asks.append(
            .verify(
                turn.connection, account: verifier == nil ? nil : account.id,
                password: Array(turn.message[1]), verifier: verifier,
                changed: centre.access.changed(account.id)))
    }

    /// Whether a command is about what is one's own, and waits for a password or a page.
    static func isPersonal(_ command: CommandName) -> Bool {
        command == "ERASE" || command == "EXPORT"
    }

    /// Goes on with ERASE or EXPORT once the password has been compared, or a page been read.
    mutating func settlePersonal(_ answer: Answer, _ turn: inout Turn) {
        if case .read(let found) = answer {
            if case .owned(let page) = found { return showExport(page, &turn) }
            return showExport(nil, &turn)
        }
        if answer == .busy { return turn.standard(.fail, "TRY_AGAIN", "", .signInBusy) }
        let own = asking(turn).id.account
        guard case .verified(let known?) = answer, known == own else {
            return turn.standard(.fail, "WRONG_PASSWORD", "", .wrongPassword)
        }
        do throws(Refusal) {
            if turn.message.command == "EXPORT" {
                try beginExport(known, &turn)
            } else {
                try beginErasure(known, &turn)
            }
        } catch {
            turn.refuse(error, about: name(of: known))
        }
    }

    private mutating func beginErasure(
        _ id: AccountID, _ turn: inout Turn
    ) throws(Refusal) {
        let actor = actor(PersonID(id))
        let fact = try centre.erase(id, by: actor)
        guard !needsMeeting(id) else {
            try commit(try centre.wish(.erase, .asked, of: id, by: actor), &turn)
            turn.standard(.note, "ASKED", "", .eraseAsked)
            return tellWish(.erase, of: id, &turn)
        }
        try erase(id, fact, &turn)
    }

    /// Whether somebody of the staff must have met the person first: people are coerced.
    func needsMeeting(_ id: AccountID) -> Bool {
        guard welcome.policy == .support, welcome.confirmsInPerson else { return false }
        return centre.account(id)?.roles.isStaff == false
    }

    /// `CANCEL`: what was asked for is not to be done.
    mutating func cancel(
        _ what: PersonalWish.What, _ turn: inout Turn
    ) throws(Refusal) {
        guard let id = asking(turn).id.account else { throw .noSuchWish }
        try commit(try centre.wish(what, .withdrawn, of: id, by: actor(PersonID(id))), &turn)
        turn.standard(.note, "CANCELLED", "", .wishCancelled)
    }

    /// `CONFIRM <account>`: somebody of the staff has met the person.
    mutating func confirm(
        _ what: PersonalWish.What, _ turn: inout Turn
    ) throws(Refusal) {
        let actor = actor(asking(turn).id)
        let given = turn.message[1]
        guard centre.may(actor, .confirmWish) else { throw .notAllowed(.confirmWish) }
        guard let id = centre.account(named: key(given))?.id else {
            return turn.refuse(.noSuchAccount, about: Array(given))
        }
        let name = name(of: id)
        do throws(Refusal) {
            let fact = try centre.confirm(what, of: id, by: actor, at: turn.now)
            if what == .erase {
                try erase(id, try centre.erase(id, by: actor), &turn)
                turn.standard(.note, "ERASED", Line(name), .accountErased, name)
            } else {
                try commit(fact, &turn)
                turn.standard(.note, "CONFIRMED", Line(name), .exportConfirmed, name)
                tellConfirmed(id, &turn)
            }
        } catch {
            turn.refuse(error, about: name)
        }
    }

    private func tellConfirmed(_ id: AccountID, _ turn: inout Turn) {
        for connection in people.persons[PersonID(id)]?.connections ?? [] {
            guard var other = aside(connection, turn) else { continue }
            other.standard(.note, "CONFIRMED", "", .exportReady)
            turn.deliveries.append(.send(other.own, to: connection))
        }
    }

    // MARK: The end of an account

    /// Ends an account: its connections are told and hear no more, its rooms see it go, and what it
    /// wrote over doors is taken down. `finishErasure` says when the words are gone.
    mutating func erase(
        _ id: AccountID, _ fact: Fact, _ turn: inout Turn
    ) throws(Refusal) {
        // Nothing may stop half-way: a full disk refuses all of it.
        if storageFull { throw .storageFull }
        let person = PersonID(id)
        for room in Set(centre.sides.values).sorted() {
            for aside in centre.rooms[room]?.circle.asides.now ?? []
            where aside.person == person || aside.with == person {
                try leaveAside(aside, of: room, by: person, &turn)
            }
        }
        // While the name can still be said.
        try endReading(of: id, centre.endReading(of: id, by: .machine), &turn)
        for connection in people.persons[person]?.connections ?? [] {
            try bidFarewell(to: connection, of: id, &turn)
        }
        try letGo(of: person, &turn)
        try keepMasks(of: person, &turn)
        for ending in centre.casesEnding(with: id) { emptyOut(ending.room, &turn) }
        for row in tables.erasing(id) { try keep(row, &turn) }
        try commit(fact, &turn)
        if let at = centre.account(id)?.nameAt { directory[at] = nil }
    }

    /// Of somebody who has no connection any more nothing stays: no kept place, no text that waits
    /// for its turn, no name that was.
    mutating func letGo(of person: PersonID, _ turn: inout Turn) throws(Refusal) {
        if people.persons[person]?.connections.isEmpty == true {
            for room in centre.rooms(of: person) { try endPlace(of: person, in: room, &turn) }
        }
        promises[person] = nil
        if people.unsaid[person] != nil { move(.unsaidSet(person, []), &turn) }
        if let id = person.account, welcome.policy == .open {
            move(.forgotten(account: name(of: id)), &turn)
        }
    }

    private mutating func bidFarewell(
        to connection: ConnectionID, of id: AccountID, _ turn: inout Turn
    ) throws(Refusal) {
        guard var other = aside(connection, turn) else { return }
        other.message = Self.eraseCommand
        other.standard(.note, "STEP", "1", .eraseClosed)
        if connection == turn.connection {
            turn.own += other.own
        } else {
            turn.deliveries.append(.send(other.own, to: connection))
        }
        other.own = []
        farewells[id, default: []].append(other)
        disconnect(connection, how: .quit, reason: nil, &turn)
    }

    /// Bans and the like stay in force; who set them is not told any more.
    private mutating func keepMasks(
        of person: PersonID, _ turn: inout Turn
    ) throws(Refusal) {
        for room in centre.rooms.values.sorted(by: { $0.id < $1.id }) {
            for mask in room.masks where mask.by == person {
                let text = Words.unpack(words(mask.at)).last ?? []
                let machine = Actor.machine.person
                try commit(Fact(.maskRemoved(room.id, mask.at, by: machine)), &turn)
                try commit(
                    Fact(
                        .maskAdded(room.id, mask.list, by: machine),
                        words: Words.pack(Self.left, text)), &turn)
            }
        }
    }

    /// Whoever is still in a room that ends goes out of it.
    private mutating func emptyOut(_ id: RoomID, _ turn: inout Turn) {
        for member in centre.rooms[id]?.members ?? [] {
            guard let other = people.persons[member.person] else { continue }
            let own = turn.person == other.id
            tellRoom(id, from: other, "PART \(name(of: id))", &turn, own: own)
        }
        audiences[id] = nil
    }

    /// The log was put back to a day before some were erased: they are erased again. Nobody whose
    /// name can be read is: of them no key was destroyed.
    public mutating func eraseAgain(_ accounts: [AccountID], _ turn: inout Turn) {
        for id in accounts where centre.account(id).map({ words($0.nameAt).isEmpty }) == true {
            do throws(Refusal) {
                try erase(id, Fact(.keeping(.erased(id, by: Actor.machine.person))), &turn)
            } catch {
                // A full disk: it is tried at the next start. Their words are unreadable meanwhile.
                return
            }
        }
    }

    /// The words are wiped and the key is destroyed: whoever is still connected is told, and let
    /// go.
    ///
    /// - Returns: whether it could be written; if not, doing it again changes nothing.
    public mutating func finishErasure(of id: AccountID, _ turn: inout Turn) -> Bool {
        do throws(Refusal) {
            try commit(Fact(.keeping(.finished(id))), &turn)
        } catch {
            return false
        }
        for var other in farewells.removeValue(forKey: id) ?? [] {
            other.standard(.note, "STEP", "2", .eraseWiped)
            other.standard(.note, "STEP", "3", .eraseKeyGone)
            other.say("ERROR :\(Phrase.goodbye.text(other.language))")
            turn.deliveries.append(.send(other.own, to: other.connection))
            turn.deliveries.append(.close(other.connection))
        }
        return true
    }

    /// A turn that says something to another connection, as that one reads it, in the name of the
    /// same command.
    private func aside(_ connection: ConnectionID, _ turn: Turn) -> Turn? {
        var other = apart(turn, for: connection)
        other?.message = turn.message
        return other
    }

    /// In whose name people are told, whoever has asked for it.
    private static let eraseCommand = Message.ours("ERASE")

    /// What stands where the name of somebody stood who is erased.
    static let left = Array("someone-who-left".utf8)
}
