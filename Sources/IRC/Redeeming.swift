import Rooms
import Wire

/// Somebody's wish to have an account, or to get back into theirs.
struct Wish: Equatable, Sendable {
    /// As given, with any `@centre`.
    let account: [UInt8]
    let password: [UInt8]
    /// The invitation, where one was given: its fourteen digits.
    var code: [UInt8]?
    /// Whether the account is called as the nickname because nothing else was said.
    var isNickname = false
    /// Whether it was said to Host, and is answered by it.
    var byService = false

    /// The account's name alone.
    var name: [UInt8] { Greeting.parts(account).name }
}

/// What a code opens.
extension House {
    /// Asks for what is stored of the password, whatever the code is worth: a code that opens
    /// nothing costs as much as one that does, and is answered no sooner.
    func askToRedeem(_ wish: Wish, _ code: [UInt8], _ turn: inout Turn) {
        turn.claimed = codeKey(code)
        turn.redeems = true
        turn.asks.append(.hash(turn.connection, password: wish.password))
    }

    /// Redeems a code now that the password has been hashed: the account, its rooms and its worker
    /// channel in one decision.
    ///
    /// - Returns: the account; nil where nothing came of it, and why was said.
    mutating func redeem(
        _ wish: Wish, _ code: [UInt8], _ secret: NewSecret?, as known: AccountID?,
        _ turn: inout Turn
    ) -> AccountID? {
        if let known {
            say(.already(name(of: known)), wish, &turn)
            return nil
        }
        do throws(Refusal) {
            guard let secret else { throw .storageFull }
            guard isOwn(wish.account),
                let invitation = centre.invitation(codeKey(code), at: turn.now)
            else {
                turn.isGuess = true
                say(.invalidCode(wish.name), wish, &turn)
                return nil
            }
            switch invitation.purpose {
            case .recovery(let id): return try recover(id, invitation, wish, secret, &turn)
            case .account(let roles, _, _):
                return try enter(invitation, roles, wish, secret, &turn)
            }
        } catch {
            say(.tryLater(wish.name), wish, &turn)
            return nil
        }
    }

    private mutating func enter(
        _ invitation: Invitation, _ roles: Roles, _ wish: Wish, _ secret: NewSecret,
        _ turn: inout Turn
    ) throws(Refusal) -> AccountID? {
        if let fault = registrationFault(wish.name, roles: roles, as: nil, &turn) {
            // Else whoever has one code could ask it for everybody's name.
            turn.isGuess = true
            say(fault, wish, &turn)
            return nil
        }
        for fact in try centre.makeAccount(
            named(wish.name[...]), roles: roles, verifier: secret.verifier,
            scram: secret.scram, by: .machine)
        { try commit(fact, &turn) }
        guard let id = centre.account(named: key(wish.name[...]))?.id else { throw .noSuchAccount }
        try commit(Fact(.invitation(.redeemed(invitation.by, invitation.number, id))), &turn)
        try place(id, invitation, &turn)
        tellMaker(of: invitation, .codeRedeemed, id, &turn)
        return id
    }

    /// Enrols a new account, and opens its worker channel, as far as both can still be: a room that
    /// has gone or is full meanwhile keeps nobody out of all the rest.
    private mutating func place(
        _ id: AccountID, _ invitation: Invitation, _ turn: inout Turn
    ) throws(Refusal) {
        guard case .account(_, let rooms, let worker) = invitation.purpose else { return }
        let maker = centre.actor(of: invitation)
        for room in rooms {
            // What cannot be any more is left out; why, the maker sees in the room.
            guard let fact = try? centre.enrol(id, in: room, as: nil, by: maker) else { continue }
            try commit(fact, &turn)
        }
        guard let worker else { return }
        let channel = Line("&\(name(of: id))").bytes
        guard
            // The same for a worker who is none any more.
            let facts = try? centre.openCase(
                named(channel[...]), parent: id, worker: worker, by: maker)
        else { return }
        for fact in facts { try commit(fact, &turn) }
        try bringIn(facts[0].event.room, [worker], &turn)
    }

    private mutating func recover(
        _ id: AccountID, _ invitation: Invitation, _ wish: Wish, _ secret: NewSecret,
        _ turn: inout Turn
    ) throws(Refusal) -> AccountID? {
        // A nickname is given along by every client, and need not be the account's name.
        if !wish.isNickname, key(wish.name[...]) != centre.account(id)?.name {
            turn.isGuess = true
            say(.invalidCode(wish.name), wish, &turn)
            return nil
        }
        for fact in centre.renew(
            id, verifier: secret.verifier, scram: secret.scram, by: invitation.by)
        { try commit(fact, &turn) }
        try commit(Fact(.invitation(.redeemed(invitation.by, invitation.number, id))), &turn)
        cut(PersonID(id), saying: .accessRenewedCut, &turn) { _ in true }
        tellMaker(of: invitation, .codeRecovered, id, &turn)
        return id
    }

    /// Tells whoever made a code, if they are here, what came of it.
    private func tellMaker(
        of invitation: Invitation, _ phrase: Phrase, _ id: AccountID, _ turn: inout Turn
    ) {
        guard let person = people.persons[PersonID(invitation.by)] else { return }
        let number = Line("\(Int(invitation.number))").bytes
        let text = phrase.text(language(of: person.id), [number, name(of: id)])
        let line = Line(":\(Service.source) NOTICE \(person.nick) :\(text)\r\n").bytes
        for connection in person.connections {
            turn.deliveries.append(.send(line, to: connection))
        }
    }

    func say(_ fault: AccountRegistration.Fault, _ wish: Wish, _ turn: inout Turn) {
        turn.say(
            fault.line(
                server: welcome.server, turn.language, wish.byService ? turn.nick : nil))
    }

    // MARK: Being told

    /// Says when somebody else's leave has renewed the way in, for as long as it matters.
    func noteRenewals(_ turn: inout Turn) {
        guard let account = turn.person?.account else { return }
        for one in centre.access.renewals(of: account, at: turn.now) {
            let maker =
                one.by == AccountID(0)
                ? Phrase.theAdministrator.text(turn.language).bytes : name(of: one.by)
            let text = Phrase.accessRenewed.text(turn.language, [localTime(one.at, turn), maker])
            turn.say(":\(Service.source) NOTICE \(turn.nick) :\(text)")
        }
    }

    /// Closes somebody's connections, as many as are meant.
    mutating func cut(
        _ person: PersonID, saying phrase: Phrase, _ turn: inout Turn,
        where isMeant: (Client) -> Bool
    ) {
        let text = phrase.text(language(of: person))
        for connection in people.persons[person]?.connections ?? [] {
            guard let client = people.clients[connection], isMeant(client) else { continue }
            if connection == turn.connection {
                turn.say("ERROR :\(text)")
                turn.closes = true
            } else {
                let line = Line("ERROR :\(text)\r\n").bytes
                turn.deliveries.append(.send(line, to: connection))
                turn.deliveries.append(.close(connection))
            }
            disconnect(connection, how: .quit, reason: nil, &turn)
        }
    }
}
