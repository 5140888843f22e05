import Rooms
public import Wire

/// Signing in once one is registered already.
extension House {
    /// `AUTHENTICATE`, once registered.
    ///
    /// - Source: IRCv3 sasl 3.2, "SASL Reauthentication".
    static func authenticate(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        guard let client = house.people.clients[turn.connection] else { return }
        let offered = house.welcome.mechanisms(secure: client.peer.secure)
        var signIn = client.signIn
        let outcome = signIn.exchange.take(turn.message, offered: offered)
        outcome.write(
            server: house.welcome.server, target: turn.nick, offered: offered, turn.language,
            to: &turn.own)
        var verdict = Verdict.nothing
        if case .claim(let claim) = outcome {
            signIn.claim = claim
            verdict = house.check(&signIn, client.peer, as: turn.person?.account, &turn)
        }
        house.move(.signInMoved(turn.connection, SignInState(signIn: signIn)), &turn)
        house.conclude(verdict, &turn)
    }

    /// Goes on with a command that has waited for an answer.
    public mutating func resume(
        _ message: Message, from connection: ConnectionID, _ answer: Answer,
        _ turn: inout Turn
    ) {
        guard ready(message, from: connection, &turn) else { return }
        // Those commands themselves were answered, label and all, when they were said.
        if case .read(.missed(let found)) = answer { return showMissed(found, &turn) }
        if case .read(.unread(let request)) = answer { return tellUnread(request, &turn) }
        if Self.isPersonal((Service.command(in: turn.message) ?? turn.message).command) {
            answering(&turn) { $0.settlePersonal(answer, &$1) }
        } else if case .read(let found) = answer {
            answering(&turn) { $0.show(found, &$1) }
        } else if let client = people.clients[connection], client.signIn.claim != nil {
            var signIn = client.signIn
            let verdict = settle(
                &signIn, answer, client.peer, as: turn.person?.account, &turn)
            move(.signInMoved(connection, SignInState(signIn: signIn)), &turn)
            conclude(verdict, &turn)
        }
        if message.command == "OPER", answer == .busy {
            turn.numeric(.tryAgain, "OPER", .signInBusy)
        } else if message.command == "OPER" {
            settleOper(answer == .verified(Operator.account), &turn)
        }
        if case .minted(let token) = answer {
            answering(&turn) { $0.settleToken(token, &$1) }
        }
        if turn.asks.isEmpty { turn.wrapOwn() }
        askForMissed(&turn)
    }

    /// A word to Host that has waited is answered as one.
    private mutating func answering(
        _ turn: inout Turn, _ body: (inout House, inout Turn) -> Void
    ) {
        let asked = turn.message
        if let command = Service.command(in: asked) {
            turn.message = command
            turn.held.subtract(Service.withheld)
        }
        body(&self, &turn)
        turn.message = asked
    }

    /// Goes on with what was to be read: history, or what is to be taken back.
    private mutating func show(_ found: ReadAnswer, _ turn: inout Turn) {
        if turn.message.command == "REDACT" {
            redact(found, &turn)
        } else if turn.message.command == "REPORT" {
            report(found, &turn)
        } else {
            showHistory(found, &turn)
        }
    }

    mutating func conclude(_ verdict: Verdict, _ turn: inout Turn) {
        switch admitted(verdict) {
        case .nothing, .checking: break
        case .failed: turn.numeric(.saslFail, .saslFailed)
        case .keptOut: turn.refuseSuspended(byPass: false)
        case .busy: turn.refuseBusySignIn()
        case .made(let account, let byService):
            // Whoever had an account could not have made one, and so nothing is in the way.
            _ = become(account, &turn)
            tellRegistered(
                account, as: Line(source(asking(turn))), byService: byService, &turn)
        case .signedIn(let account):
            guard become(account, &turn) else { return }
            tellSignedIn(account, as: Line(source(asking(turn))), &turn)
            noteRenewals(&turn)
            enterCases(asking(turn), &turn)
        }
    }

    /// Makes the one who asks the account's person, where they are not already.
    ///
    /// In the `open` policy a guest becomes the account, and so does somebody of another account,
    /// with the rooms where they are; whoever is one person by several connections, or would have
    /// a nickname that is another's, connects anew. Where the account is here by another
    /// connection this one cannot join it, for it has a nickname of its own.
    ///
    /// - Returns: whether they are the account's person now; if not, why was said.
    mutating func become(_ account: AccountID, _ turn: inout Turn) -> Bool {
        let person = asking(turn)
        let known = PersonID(account)
        if person.id == known { return true }
        if let refusal = hindrance(person, account) {
            let text = refusal.text(turn.language, [name(of: account)])
            turn.numeric(refusal == .signedInAsOther ? .saslAlready : .saslFail, ":\(text)")
            return false
        }
        let facts = centre.identify(person.id, as: account)
        tellLeaving(person, facts, &turn)
        move(.identified(person.id, account, name: name(of: account)), &turn)
        for fact in facts {
            // Whether the disk is full was asked before: nothing else can be in the way.
            try? commit(fact, &turn)
        }
        spoke[known] = spoke.removeValue(forKey: person.id)
        turn.person = known
        turn.language = language(of: known)
        for connection in asking(turn).connections { speak(turn.language, to: connection, &turn) }
        let shown = shownAccount(of: asking(turn)) ?? []
        notify(asking(turn), "ACCOUNT \(shown)", to: .accountNotify, &turn)
        return true
    }

    private func hindrance(_ person: Person, _ account: AccountID) -> Phrase? {
        let known = PersonID(account)
        if storageFull { return .storageFull }
        if people.persons[known] != nil { return .accountIsHere }
        // Their leaving is still owed to the log, and they stand in rooms.
        if !centre.rooms(of: known).isEmpty { return .accountIsHere }
        if welcome.policy == .support || person.connections.count > 1 { return .signedInAsOther }
        // A nickname that is another account's name stays that account's.
        let owner = centre.account(looking: person.skeleton)?.id
        return owner == nil || owner == account ? nil : .signedInAsOther
    }

    /// Tells rooms that are not the account's of somebody's leaving.
    private mutating func tellLeaving(_ person: Person, _ facts: [Fact], _ turn: inout Turn) {
        for fact in facts {
            guard case .left(let room, _, _) = fact.event else { continue }
            tellRoom(room, from: person, "PART \(name(of: room))", &turn)
        }
    }
}
