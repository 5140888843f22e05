import Rooms
import Wire

/// What became of a claim.
enum Verdict: Equatable, Sendable {
    /// Nothing waits to be checked.
    case nothing
    /// A password is being compared.
    case checking
    case signedIn(AccountID)
    /// The account was made just now, or its password renewed; whether Host says so.
    case made(AccountID, byService: Bool)
    case failed
    /// It was right, but the account is not let in for now.
    case keptOut
    /// Nobody has looked: too many wait.
    case busy
}

/// Checking who somebody is, whether they are registered already or not.
extension House {
    /// Begins to check a claim; what can be told at once is settled here.
    ///
    /// - Parameter known: who it has been so far.
    func check(
        _ signIn: inout SignIn, _ peer: Peer, as known: AccountID?, _ turn: inout Turn
    ) -> Verdict {
        switch signIn.claim {
        case nil: return .nothing
        case .password(let account, let password, _):
            signIn.asked = claimed(account).map { grounds(for: $0.id, peer) }
            askForPassword(account, password, &turn)
        case .certificate(let account):
            if let id = owner(of: peer.certificate, named: account) {
                signIn.claim = nil
                signIn.asked = grounds(for: id, peer)
                return conclude(&signIn, as: id, on: peer, turn)
            }
            noteClaim(of: account, &turn)
            // As dear as a wrong password, so that nobody tries certificates by the thousand.
            turn.asks.append(
                .verify(
                    turn.connection, account: nil, password: [], verifier: nil, changed: .start))
        case .scram(let first):
            signIn.claim = nil
            signIn.asked = claimed(first.name).map { grounds(for: $0.id, peer) }
            challenge(&signIn.exchange, first, &turn)
            return .nothing
        case .proof(let proof): askForProof(proof, &turn)
        case .proved(let account):
            signIn.claim = nil
            return conclude(&signIn, as: account, on: peer, turn)
        case .token(_, let token):
            turn.asks.append(.digest(turn.connection, token: token))
        case .registration(let wish):
            if let code = wish.code {
                askToRedeem(wish, code, &turn)
            } else if !askToRegister(wish, as: known, &turn) {
                signIn.claim = nil
                return .nothing
            }
        }
        return .checking
    }

    private func askForPassword(
        _ given: [UInt8], _ password: [UInt8], _ turn: inout Turn
    ) {
        let account = claimed(given)
        noteClaim(of: given, &turn)
        let verifier = account?.passwordAt.flatMap { directory[$0] }
        turn.asks.append(
            .verify(
                turn.connection, account: verifier == nil ? nil : account?.id,
                password: password, verifier: verifier,
                changed: account.map { centre.access.changed($0.id) } ?? .start))
    }

    /// The account of this name, if it names no other centre: a connection stays where its first
    /// sign-in has led it, and what it says of another centre's people is said of nobody.
    func claimed(_ given: [UInt8]) -> Account? {
        isOwn(given) ? centre.account(named: key(Greeting.parts(given).name[...])) : nil
    }

    /// Whether what stands behind an `@` is this centre, or nothing does.
    func isOwn(_ given: [UInt8]) -> Bool {
        let place = Greeting.parts(given).centre
        return place.isEmpty || welcome.centre.isEmpty
            || Name.folded(place[...]) == welcome.centre
    }

    /// What an attempt is counted by, so that guessing can be slowed: the account's name, or with
    /// its `@centre` where that is another.
    func claimedKey(of given: [UInt8]) -> NameKey {
        key(isOwn(given) ? Greeting.parts(given).name[...] : given[...])
    }

    /// Notes which account an attempt is about.
    func noteClaim(of given: [UInt8], _ turn: inout Turn) {
        if !Greeting.parts(given).name.isEmpty { turn.claimed = claimedKey(of: given) }
    }

    /// Whose device has shown this certificate, if they are who was named or nobody was.
    private func owner(of certificate: [UInt8], named given: [UInt8]) -> AccountID? {
        guard !certificate.isEmpty, isOwn(given),
            let account = centre.account(certified: key(of: certificate))
        else { return nil }
        let name = Greeting.parts(given).name
        return name.isEmpty || key(name[...]) == account.name ? account.id : nil
    }

    /// What a certificate's fingerprint is found by.
    func key(of certificate: [UInt8]) -> NameKey {
        NameKey(keys(certificate[...]))
    }

    /// What became of a claim now that its question is answered.
    mutating func settle(
        _ signIn: inout SignIn, _ answer: Answer, _ peer: Peer, as known: AccountID?,
        _ turn: inout Turn
    ) -> Verdict {
        defer { signIn.claim = nil }
        guard let claim = signIn.claim else { return .nothing }
        switch answer {
        case .verified(let account):
            return account.map { conclude(&signIn, as: $0, on: peer, turn) } ?? .failed
        case .proved(let account, let signature):
            guard let account else { return .failed }
            tellProof(&signIn.exchange, account, signature, &turn)
            return .nothing
        case .hashed(let secret):
            guard case .registration(let wish) = claim else { return .nothing }
            let made =
                if let code = wish.code {
                    redeem(wish, code, secret, as: known, &turn)
                } else {
                    makeAccount(wish, secret, as: known, &turn)
                }
            signIn.grounds = made.map { grounds(for: $0, peer) } ?? signIn.grounds
            return made.map { .made($0, byService: wish.byService) } ?? .nothing
        case .digested(let key):
            guard let id = owner(ofToken: key, named: claim.account, on: peer, turn) else {
                turn.isGuess = true
                return .failed
            }
            signIn.asked = grounds(for: id, peer, token: key)
            return conclude(&signIn, as: id, on: peer, turn)
        case .busy: return settleBusy(claim, &turn)
        case .minted: return .nothing
        case .read: return .failed
        }
    }

    /// What is said where nobody has looked: a wish is answered as such wishes are.
    private func settleBusy(_ claim: Claim, _ turn: inout Turn) -> Verdict {
        guard case .registration(let wish) = claim else { return .busy }
        say(.tryLater(wish.name), wish, &turn)
        return .nothing
    }

    /// The ways to sign in that there are for a connection.
    func mechanisms(for peer: Peer?) -> [Mechanism] {
        welcome.mechanisms(secure: peer?.secure ?? false)
    }

    /// 900 and 903.
    func tellSignedIn(_ account: AccountID, as source: Line, _ turn: inout Turn) {
        tellAccount(account, as: source, &turn)
        turn.numeric(.saslSuccess, .saslSuccess)
    }

    /// 900 alone, where the account did not come by SASL.
    func tellAccount(_ account: AccountID, as source: Line, _ turn: inout Turn) {
        let name = name(of: account)
        turn.numeric(.loggedIn, "\(source) \(name)", .loggedIn, name)
    }
}

extension SASLExchange.Outcome {
    /// The whole lines that answer an AUTHENTICATE; none where it has completed a claim.
    func write(
        server: [UInt8], target: [UInt8], offered: [Mechanism], _ language: Language,
        to replies: inout [UInt8]
    ) {
        func numeric(_ number: Numeric, _ middle: Line, _ phrase: Phrase) {
            let text = phrase.text(language)
            replies += Line(":\(server) \(number.text) \(target) \(middle):\(text)").bytes
            replies.endLine()
        }
        switch self {
        case .claim, .more: break
        case .opened:
            replies.write("AUTHENTICATE +")
            replies.endLine()
        case .said(let number, let phrase): numeric(number, "", phrase)
        case .missing: numeric(.needMoreParameters, "AUTHENTICATE ", .needMoreParameters)
        case .unknownMechanism:
            let names = offered.map(\.rawValue).joined(separator: ",")
            numeric(.saslMechanisms, "\(names) ", .saslMechanisms)
            numeric(.saslFail, "", .saslUnknown)
        }
    }
}

extension Welcome {
    /// The ways to sign in by AUTHENTICATE, in the order in which they are offered.
    ///
    /// - Parameter secure: whether the connection is under TLS, and so may show a certificate.
    func mechanisms(secure: Bool) -> [Mechanism] {
        guard offers.contains(where: { $0.capability == .sasl }) else { return [] }
        var all = [Mechanism.plain]
        if secure, asksForCertificates { all.append(.external) }
        if offersSCRAM { all.append(.scram) }
        return all
    }

    /// What is on offer to one connection, with the values that depend on it.
    func offers(secure: Bool) -> [Capabilities.Offer] {
        let all = offers.map { offer in
            let value: String? =
                switch offer.capability {
                case .sasl: mechanisms(secure: secure).map(\.rawValue).joined(separator: ",")
                case .languages: languagesValue
                case .accountRegistration: AccountRegistration.value(self)
                default: offer.value
                }
            return Capabilities.Offer(
                capability: offer.capability, name: offer.name, value: value)
        }
        guard let transportSecurity else { return all }
        return (all + [transportSecurity.offer(secure: secure)]).sorted { $0.name < $1.name }
    }
}
