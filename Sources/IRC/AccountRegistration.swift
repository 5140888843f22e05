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
    }

    /// What a REGISTER with all its parameters asks for, as far as it can be told without the
    /// centre. What stands where an e-mail address would is passed over and kept nowhere.
    ///
    /// - Parameters:
    ///   - nick: nil before there is one.
    ///   - isPassed: whether the connection password, where there is one, has been given.
    static func claim(
        _ message: Message, nick: [UInt8]?, isPassed: Bool, _ welcome: Welcome
    ) throws(Fault) -> Claim {
        let given = message[0]
        let shown = Shown.middle(given)
        guard welcome.policy == .open else {
            throw Fault(
                code: "TEMPORARILY_UNAVAILABLE", account: shown, phrase: .invitationNeeded)
        }
        guard let nick else { throw Fault(code: "NEED_NICK", phrase: .nickFirst) }
        guard isPassed else {
            throw Fault(
                code: "COMPLETE_CONNECTION_REQUIRED", account: [], phrase: .connectFirst)
        }
        let name = given.elementsEqual([UInt8(ascii: "*")]) ? nick[...] : given
        guard Name.accountFault(name) == nil else {
            throw Fault(
                code: "BAD_ACCOUNT_NAME", account: Shown.middle(name), phrase: .badAccountName)
        }
        try check(password: message[2], of: name)
        return .registration(account: Array(name), password: Array(message[2]))
    }

    private static func check(
        password: ArraySlice<UInt8>, of name: ArraySlice<UInt8>
    ) throws(Fault) {
        if password.count > Limit.passwordBytes {
            throw Fault(
                code: "UNACCEPTABLE_PASSWORD", account: Array(name), phrase: .passwordTooLong)
        }
        let isName = Name.folded(password).elementsEqual(Name.folded(name))
        if password.count < Limit.passwordBytesLeast || isName {
            throw Fault(code: "WEAK_PASSWORD", account: Array(name), phrase: .weakPassword)
        }
    }
}

extension AccountRegistration.Fault {
    /// The whole line; it is a FAIL whatever the client has asked for, as the specification says.
    func line(server: [UInt8], _ language: Language) -> Line {
        let gap = account.isEmpty ? "" : " "
        return Line(":\(server) FAIL REGISTER \(code)\(gap)\(account) :\(phrase.text(language))")
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
    func askToRegister(
        _ name: [UInt8], _ password: [UInt8], as account: AccountID?, _ turn: inout Turn
    ) -> Bool {
        if let fault = registrationFault(name, as: account, turn.person) {
            turn.say(fault.line(server: welcome.server, turn.language))
            return false
        }
        turn.asks.append(.hash(turn.connection, password: password))
        return true
    }

    private func registrationFault(
        _ given: [UInt8], as account: AccountID?, _ person: PersonID?
    ) -> AccountRegistration.Fault? {
        let name = named(given[...])
        func fault(_ code: String, _ phrase: Phrase) -> AccountRegistration.Fault {
            AccountRegistration.Fault(code: code, account: given, phrase: phrase)
        }
        if let account {
            return AccountRegistration.Fault(
                code: "ALREADY_AUTHENTICATED", account: self.name(of: account),
                phrase: .alreadyRegistered)
        }
        if name.skeleton == named(Service.nick[...]).skeleton {
            return fault("BAD_ACCOUNT_NAME", .badAccountName)
        }
        if centre.account(named: name.key) != nil || centre.account(looking: name.skeleton) != nil {
            return fault("ACCOUNT_EXISTS", .nameTaken)
        }
        // A name is not taken from under whoever uses it now.
        let others = [people.person(nicked: name.key)?.id, people.person(looking: name.skeleton)]
        if others.contains(where: { $0 != nil && $0 != person }) {
            return fault("USERNAME_EXISTS", .nicknameInUse)
        }
        return nil
    }

    /// Makes the account that was asked for, now that its password has been hashed.
    mutating func makeAccount(
        _ name: [UInt8], _ secret: NewSecret?, as account: AccountID?, _ turn: inout Turn
    ) -> AccountID? {
        // Somebody may have come first meanwhile.
        if let fault = registrationFault(name, as: account, turn.person) {
            turn.say(fault.line(server: welcome.server, turn.language))
            return nil
        }
        do throws(Refusal) {
            guard let secret else { throw .storageFull }
            for fact in try centre.makeAccount(
                named(name[...]), roles: [], verifier: secret.verifier, scram: secret.scram,
                by: .machine)
            { try commit(fact, &turn) }
        } catch {
            let fault = AccountRegistration.Fault(
                code: "TEMPORARILY_UNAVAILABLE", account: name, phrase: .tryLater)
            turn.say(fault.line(server: welcome.server, turn.language))
            return nil
        }
        return centre.account(named: key(name[...]))?.id
    }

    func tellRegistered(_ account: AccountID, as source: Line, _ turn: inout Turn) {
        let text = Phrase.accountMade.text(turn.language)
        turn.say(":\(welcome.server) REGISTER SUCCESS \(name(of: account)) :\(text)")
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
        welcome.password == nil ? "before-connect,custom-account-name" : "custom-account-name"
    }
}
