import Rooms
import Wire

/// Making an account of one's own.
///
/// - Source: IRCv3 draft/account-registration.
enum AccountRegistration {
    /// Why REGISTER came to nothing.
    struct Fault: Error, Equatable {
        let code: String
        /// The account's name as it was given, or `*`.
        var account: [UInt8] = [UInt8(ascii: "*")]
        let phrase: Phrase
        var facts: [[UInt8]] = []
    }

    /// What a REGISTER with all its parameters asks for, as far as it can be told without the
    /// centre. What stands where an e-mail address would is passed over and kept nowhere.
    ///
    /// - Parameters:
    ///   - nick: nil before there is one.
    ///   - isPassed: whether the connection password, where there is one, has been given.
    ///   - code: the invitation, where one was given; it stands in for that password.
    static func claim(
        _ message: Message, nick: [UInt8]?, isPassed: Bool, code: [UInt8]? = nil,
        _ welcome: Welcome
    ) throws(Fault) -> Claim {
        let given = message[0]
        guard welcome.policy == .open || code != nil else {
            throw Fault(
                code: "TEMPORARILY_UNAVAILABLE", account: Shown.middle(given),
                phrase: .invitationNeeded)
        }
        let isNickname = given.elementsEqual([UInt8(ascii: "*")])
        guard nick != nil || code != nil && !isNickname else {
            throw Fault(code: "NEED_NICK", phrase: .nickFirst)
        }
        guard isPassed || code != nil else {
            throw Fault(
                code: "COMPLETE_CONNECTION_REQUIRED", account: [], phrase: .connectFirst)
        }
        return try claim(
            Wish(
                account: isNickname ? nick ?? [] : Array(given), password: Array(message[2]),
                code: code, isNickname: isNickname), welcome)
    }

    /// A wish whose name and password can be.
    static func claim(_ wish: Wish, _ welcome: Welcome) throws(Fault) -> Claim {
        let name = wish.code == nil ? wish.account : wish.name
        // Whoever only comes back need not have an account's name for a nickname.
        let mayBeBack = wish.code != nil && wish.isNickname
        guard mayBeBack || Name.accountFault(name[...]) == nil else {
            throw Fault(
                code: "BAD_ACCOUNT_NAME", account: Shown.middle(name[...]),
                phrase: .badAccountName)
        }
        try check(password: wish.password[...], of: name[...], welcome.policy)
        return .registration(wish)
    }

    private static func check(
        password: ArraySlice<UInt8>, of name: ArraySlice<UInt8>, _ policy: Policy
    ) throws(Fault) {
        if password.count > Limit.passwordBytes {
            throw Fault(
                code: "UNACCEPTABLE_PASSWORD", account: Array(name), phrase: .passwordTooLong)
        }
        let isName = Name.folded(password).elementsEqual(Name.folded(name))
        let least = policy == .open ? Limit.passwordBytesLeast : Limit.invitedPasswordBytesLeast
        if password.count < least || isName {
            throw Fault(
                code: "WEAK_PASSWORD", account: Array(name),
                phrase: policy == .open ? .weakPassword : .weakPasswordLeast,
                facts: [Line("\(least)").bytes])
        }
    }
}

extension AccountRegistration.Fault {
    static func already(_ name: [UInt8]) -> Self {
        Self(code: "ALREADY_AUTHENTICATED", account: name, phrase: .alreadyRegistered)
    }

    /// A code that opens nothing, whatever the reason.
    static func invalidCode(_ name: [UInt8]) -> Self {
        Self(code: "INVALID_CODE", account: Shown.middle(name[...]), phrase: .codeInvalid)
    }

    static func tryLater(_ name: [UInt8]) -> Self {
        Self(
            code: "TEMPORARILY_UNAVAILABLE", account: Shown.middle(name[...]), phrase: .tryLater)
    }

    /// The whole line; it is a FAIL whatever the client has asked for, as the specification says.
    ///
    /// - Parameter nick: of whoever said it to Host, and is answered by Host.
    func line(server: [UInt8], _ language: Language, _ nick: [UInt8]? = nil) -> Line {
        let text = phrase.text(language, facts)
        if let nick { return ":\(Service.source) NOTICE \(nick) :\(text)" }
        let gap = account.isEmpty ? "" : " "
        return ":\(server) FAIL REGISTER \(code)\(gap)\(account) :\(text)"
    }
}

extension House {
    /// `REGISTER <account or *> <e-mail or *> <password>`, once registered.
    static func register(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let person = house.asking(turn)
        guard let client = house.people.clients[turn.connection] else { return }
        do throws(AccountRegistration.Fault) {
            var signIn = client.signIn
            signIn.claim = try AccountRegistration.claim(
                turn.message, nick: person.nick, isPassed: true, house.welcome)
            let verdict = house.check(&signIn, client.peer, as: person.id.account, &turn)
            house.move(.signInMoved(turn.connection, SignInState(signIn: signIn)), &turn)
            house.conclude(verdict, &turn)
        } catch {
            turn.say(error.line(server: house.welcome.server, turn.language))
        }
    }

    /// `VERIFY <account> <code>`: nothing here is ever verified so.
    static func verify(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        turn.say(AccountRegistration.unverified(turn.message, house.welcome, turn.language))
    }

    /// Asks for what is stored of a password, if the account may be made.
    ///
    /// - Parameter account: who is signed in already.
    func askToRegister(_ wish: Wish, as account: AccountID?, _ turn: inout Turn) -> Bool {
        if let fault = registrationFault(wish.account, as: account, &turn) {
            say(fault, wish, &turn)
            return false
        }
        turn.asks.append(.hash(turn.connection, password: wish.password))
        return true
    }

    /// Makes the account that was asked for, now that its password has been hashed.
    mutating func makeAccount(
        _ wish: Wish, _ secret: NewSecret?, as account: AccountID?, _ turn: inout Turn
    ) -> AccountID? {
        // Somebody may have come first meanwhile.
        if let fault = registrationFault(wish.account, as: account, &turn) {
            say(fault, wish, &turn)
            return nil
        }
        do throws(Refusal) {
            guard let secret else { throw .storageFull }
            for fact in try centre.makeAccount(
                named(wish.account[...]), roles: [], verifier: secret.verifier,
                scram: secret.scram, by: .machine)
            { try commit(fact, &turn) }
        } catch {
            say(.tryLater(wish.account), wish, &turn)
            return nil
        }
        return centre.account(named: key(wish.account[...]))?.id
    }

    /// - Parameter byService: whether Host says so, to whom it was said.
    func tellRegistered(
        _ account: AccountID, as source: Line, byService: Bool, _ turn: inout Turn
    ) {
        if byService {
            let text = Phrase.accountReady.text(turn.language, [name(of: account)])
            turn.say(":\(Service.source) NOTICE \(turn.nick) :\(text)")
        } else {
            let text = Phrase.accountMade.text(turn.language)
            turn.say(":\(welcome.server) REGISTER SUCCESS \(name(of: account)) :\(text)")
        }
        tellAccount(account, as: source, &turn)
    }
}

extension AccountRegistration {
    /// What every VERIFY is answered.
    static func unverified(
        _ message: Message, _ welcome: Welcome, _ language: Language
    ) -> Line {
        let account = Shown.middle(message.text(0) ?? [])
        let text = Phrase.nothingToVerify.text(language)
        return Line(":\(welcome.server) FAIL VERIFY INVALID_CODE \(account) :\(text)")
    }

    /// What stands in LS 302 behind the capability's name.
    static func value(_ welcome: Welcome) -> String {
        welcome.password == nil || welcome.policy == .support
            ? "before-connect,custom-account-name" : "custom-account-name"
    }
}
