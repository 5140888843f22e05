public import Rooms
import Wire

/// What the centre says to a greeting that asks to come in.
public enum Admission: Equatable, Sendable {
    /// Not yet: the connection goes on greeting.
    case waiting
    /// A password is being compared; later lines wait.
    case checking
    /// In.
    case registered
    /// Refused; the connection is closed after its lines.
    case refused
}

extension House {
    /// Goes on with a connection that is not registered: checks a claim, or lets it in.
    public mutating func consider(
        _ greeting: inout Greeting, _ peer: Peer, as account: inout AccountID?,
        _ turn: inout Turn
    ) -> Admission {
        shape(&turn, for: greeting, account)
        if greeting.signIn.claim == nil, greeting.isComplete, account == nil,
            let claim = greeting.signInByPass
        {
            greeting.signIn.claim = claim
            greeting.pass = nil
        }
        let byPass = greeting.signIn.claim?.isByPass ?? false
        let verdict = admitted(check(&greeting.signIn, peer, as: account, &turn))
        if verdict == .checking { return .checking }
        let admission = conclude(&greeting, verdict, &account, byPass: byPass, &turn)
        guard admission == .waiting else { return admission }
        guard greeting.isComplete else { return .waiting }
        // Whoever holds a code may choose another name or password, or correct the code.
        if account == nil, greeting.holdsCode, welcome.policy == .support { return .waiting }
        return register(&greeting, peer, account, &turn)
    }

    /// What to do when a question about a greeting has been answered.
    ///
    /// - Parameter account: who it has been so far.
    public mutating func settle(
        _ greeting: inout Greeting, _ answer: Answer, _ peer: Peer,
        as account: inout AccountID?, _ turn: inout Turn
    ) -> Admission {
        shape(&turn, for: greeting, account)
        let byPass = greeting.signIn.claim?.isByPass ?? false
        let verdict = admitted(settle(&greeting.signIn, answer, peer, as: account, &turn))
        return conclude(&greeting, verdict, &account, byPass: byPass, &turn)
    }

    /// Makes a turn ready to answer somebody who is not registered yet.
    private func shape(_ turn: inout Turn, for greeting: Greeting, _ account: AccountID?) {
        turn.nick = greeting.target
        turn.held = greeting.negotiation.held
        // The centre's own language would tell that there is one: until somebody is known they are
        // answered in that of the place where they came in.
        turn.language =
            account == nil
            ? greeting.language : language(of: account, chosen: greeting.chosen)
    }

    /// Says what became of a claim. By SASL, whoever fails stays who they were.
    private func conclude(
        _ greeting: inout Greeting, _ verdict: Verdict, _ account: inout AccountID?,
        byPass: Bool, _ turn: inout Turn
    ) -> Admission {
        defer { greeting.isSignedIn = account != nil }
        switch verdict {
        case .nothing, .checking: break
        case .signedIn(let known):
            account = known
            turn.language = language(of: known, chosen: greeting.chosen)
            if !byPass { tellSignedIn(known, as: mask(greeting), &turn) }
        case .made(let known, let byService):
            account = known
            tellRegistered(known, as: mask(greeting), byService: byService, &turn)
        case .failed where byPass:
            turn.numeric(.passwordMismatch, .wrongPassword)
            turn.say("ERROR :\(Phrase.wrongPassword.text(turn.language))")
            turn.closes = true
            return .refused
        case .failed: turn.numeric(.saslFail, .saslFailed)
        case .keptOut:
            turn.refuseSuspended(byPass: byPass)
            turn.say("ERROR :\(Phrase.suspendedYou.text(turn.language))")
            turn.closes = true
            return .refused
        case .busy where byPass:
            // Not 464: the password may well be right.
            turn.say("ERROR :\(Phrase.signInBusy.text(turn.language))")
            turn.closes = true
            return .refused
        case .busy: turn.refuseBusySignIn()
        }
        return .waiting
    }

    /// What 900 says the connection is called.
    private func mask(_ greeting: Greeting) -> Line {
        let hides = welcome.policy == .support
        let user = greeting.user.map { shownUser($0[...]) } ?? (hides ? Self.hiddenUser : [42])
        return Line("\(greeting.target)!\(user)@\(welcome.host)")
    }

    /// What others see of a user name: that nobody has vouched for it.
    func shownUser(_ user: ArraySlice<UInt8>) -> [UInt8] {
        welcome.policy == .support ? Self.hiddenUser : Line("~\(user)").bytes
    }

    private mutating func register(
        _ greeting: inout Greeting, _ peer: Peer, _ account: AccountID?, _ turn: inout Turn
    ) -> Admission {
        guard let nick = greeting.nick, let user = greeting.user else { return .waiting }
        if let refusal = entranceRefusal(greeting, peer, account, turn) {
            turn.numeric(.passwordMismatch, refusal)
            turn.say("ERROR :\(refusal.text(turn.language))")
            turn.closes = true
            return .refused
        }
        let id = account.map { PersonID($0) } ?? nextGuest
        if let here = people.persons[id], here.connections.count >= Limit.connectionsEach {
            let most = Line("\(Limit.connectionsEach)").bytes
            turn.say("ERROR :\(Phrase.tooManyConnections.text(turn.language, [most]))")
            turn.closes = true
            return .refused
        }
        let isNew = people.persons[id] == nil
        if isNew {
            let name = named(nick[...])
            if let fault = nicknameFault(name, for: id) {
                greeting.nick = nil
                turn.nick = greeting.target
                refuseNickname(nick[...], fault, for: id, &turn)
                return .waiting
            }
            move(.arrived(person(id, name, user, greeting, account, turn.now)), &turn)
        }
        let offered = offers(after: greeting)
        var client = Client(person: id, held: offered.held, peer: peer)
        if client.held.hasMetadata { client.follows = greeting.metadata.follows.keys }
        client.signIn.token = greeting.signIn.token
        move(.connected(turn.connection, client), &turn)
        turn.person = id
        turn.nick = people.persons[id]?.nick ?? nick
        turn.held = offered.held
        turn.language = language(of: id)
        speak(turn.language, to: turn.connection, &turn)
        takeEarly(greeting.metadata, asking(turn), &turn)
        takeEarly(greeting.away, asking(turn), isNew: isNew, &turn)
        greet(&turn)
        tell(offered, &turn)
        askForMissed(&turn)
        return .registered
    }

    /// The user name of everyone in the `support` policy.
    static let hiddenUser = Array("u".utf8)

    private func person(
        _ id: PersonID, _ name: Named, _ user: [UInt8], _ greeting: Greeting,
        _ account: AccountID?, _ now: Moment
    ) -> Person {
        let hides = welcome.policy == .support
        return Person(
            id: id, nick: name.bytes, key: name.key, skeleton: name.skeleton,
            user: shownUser(user[...]),
            realName: hides ? nil : greeting.realName,
            account: account.map { self.name(of: $0) }, modes: hides ? .invisible : [],
            signedOn: now, language: greeting.chosen)
    }

    private func entranceRefusal(
        _ greeting: Greeting, _ peer: Peer, _ account: AccountID?, _ turn: Turn
    ) -> Phrase? {
        if let account {
            // It may have been suspended since the sign-in.
            if centre.access.suspended.contains(account) { return .suspendedYou }
            let grounds = greeting.signIn.grounds
            let isStill = grounds.map { holds($0, on: peer, at: turn.now) } ?? false
            return isStill && grounds?.account == account ? nil : .accessGone
        }
        if greeting.hasSlip { return .codeMistyped }
        if welcome.policy == .support { return .signInFirst }
        if let password = welcome.password, greeting.pass != password {
            return .wrongConnectionPassword
        }
        return nil
    }

    private var nextGuest: PersonID {
        PersonID(guest: max(centre.nextGuest, people.nextGuest))
    }

    /// 001 to 005, LUSERS, the message of the day, and the rooms that the person is always in.
    private mutating func greet(_ turn: inout Turn) {
        // About as much as it is: it would be copied again and again as it grows.
        turn.own.reserveCapacity(2_048)
        turn.numeric(.welcome, .welcome, welcome.network, turn.nick)
        turn.numerics(common.opening(turn.language).server)
        writeSupported(&turn)
        writePersistence(&turn)
        writeLUsers(&turn)
        writeOwnMetadata(&turn)
        writeMOTD(&turn)
        noteRenewals(&turn)
        rejoin(&turn)
    }

    /// Joins the worker channels of the account, and shows the rooms where the person is already.
    private mutating func rejoin(_ turn: inout Turn) {
        let person = asking(turn)
        let before = centre.rooms(of: person.id)
        for id in before where !comeBack(to: id, person, &turn) {
            // Their leaving is still owed to the log, but was told: now they are back.
            guard person.connections.count > 1 || stays(person.id) else {
                announceEntrance(id, person, &turn)
                continue
            }
            tellOwn(tags(of: person, turn), joinLine(id, person, for: turn.held), &turn)
            showRoom(id, &turn)
        }
        enterCases(person, &turn)
        noteHandovers(&turn)
        for id in centre.lobbies(of: person.id) {
            tellOwn(tags(of: person, turn), joinLine(id, person, for: turn.held), &turn)
            showRoom(id, &turn)
        }
        takePlaces(person, &turn)
        if before.contains(where: { centre.meetings[$0]?.open != nil }) {
            watch(person.id, &turn)
        }
        if let account = person.id.account { payOwed(to: account, &turn) }
        noteUnopened(to: person.id, &turn)
        noteMeetings(&turn)
        noteReports(&turn)
        noteWishes(&turn)
    }

    /// Joins the worker channels of the person's account.
    mutating func enterCases(_ person: Person, _ turn: inout Turn) {
        guard let account = person.id.account else { return }
        let inside = centre.rooms(of: person.id)
        for one in centre.cases(of: account)
        where !inside.contains(one.room) && (!one.isClosed || one.family.contains(account)) {
            // Full storage: they come in when it is no longer, at the latest at the next sign-in.
            try? enter(one.room, person, Door(), &turn)
        }
    }

    func name(of id: RoomID) -> [UInt8] {
        words(centre.rooms.look(id) { $0.nameAt })
    }
}

extension Turn {
    /// Says that the account is suspended, to whoever has proved that it is theirs. 464 and 904
    /// alone read like a wrong password to a program, which would ask for another.
    mutating func refuseSuspended(byPass: Bool) {
        if held.contains(.standardReplies) {
            let text = Phrase.suspendedYou.text(language)
            standard(
                .fail, byPass ? "PASS" : "AUTHENTICATE", "ACCOUNT_SUSPENDED", "", text: "\(text)")
        }
        numeric(byPass ? .passwordMismatch : .saslFail, .suspendedYou)
    }

    /// Says that a sign-in by SASL was not looked at. 904 alone reads like a wrong password to a
    /// program, which would not try again.
    mutating func refuseBusySignIn() {
        if held.contains(.standardReplies) {
            let text = Phrase.signInBusy.text(language)
            standard(.fail, "AUTHENTICATE", "TRY_AGAIN", "", text: "\(text)")
        }
        numeric(.saslFail, .signInBusy)
    }
}
