public import Rooms
public import Wire

/// A connection's manners until its account and centre are known: CAP, NICK, USER, PASS, SASL.
///
/// Pure. It runs on the event loop first; once it is known where the connection belongs, the whole
/// value moves into that centre, which answers with a numeric 001 or with a reason why not.
public struct Greeting: Equatable, Sendable {
    /// What to do after a line.
    public enum Step: Equatable, Sendable {
        /// Go on with the next line.
        case stay
        /// Everything that the centre needs is here: hand the greeting over.
        case enter(centre: [UInt8])
        /// Flush the replies, then close.
        case quit
    }

    /// By its welcome and by what was said, but for the real name, the wish for a centre and what
    /// only guides the talk. Written out, because a welcome is a class: it equals itself alone.
    public static func == (left: Greeting, right: Greeting) -> Bool {
        left.welcome === right.welcome && left.nick == right.nick && left.user == right.user
            && left.pass == right.pass && left.negotiation == right.negotiation
            && left.signIn == right.signIn && left.secure == right.secure
            && left.metadata == right.metadata
            && left.away == right.away
            && left.chosen == right.chosen
            && left.code == right.code && left.isSignedIn == right.isSignedIn
    }

    let welcome: Welcome
    var negotiation = Negotiation()
    var nick: [UInt8]?
    var user: [UInt8]?
    var realName: [UInt8] = []
    var pass: [UInt8]?
    var signIn = SignIn()
    var metadata = EarlyMetadata()
    /// What AWAY said, if it was said.
    var away: EarlyAway?
    /// Tells its batches apart.
    var batches: UInt64 = 0
    /// What LANGUAGE has named.
    var chosen: Language?
    /// The centre that the user's name carries (`USER lola@east …`): a wish of guests, who name
    /// none by signing in. Anything may stand there, an e-mail address for one.
    public private(set) var wish: [UInt8] = []
    /// Where it goes when it names no centre; empty: the default one.
    private let home: [UInt8]
    /// The invitation that PASS has brought: its fourteen digits.
    var code: [UInt8]?
    /// Whether PASS has brought something that was meant as one.
    private(set) var hasSlip = false
    /// Whether an account is known: then a code is of no more use.
    var isSignedIn = false
    private var isToldOfCode = false
    /// Whether the connection is under TLS.
    private let secure: Bool

    /// - Parameter home: the centre whose name stood in the TLS handshake, or none.
    public init(_ welcome: Welcome, secure: Bool = true, home: [UInt8] = []) {
        self.welcome = welcome
        self.secure = secure
        self.home = home
    }

    /// Whether somebody holds a code and has to think of a password: that takes time.
    public var holdsCode: Bool { code != nil && !isSignedIn }

    /// Whether NICK, USER and, where it was begun, CAP END have been said.
    var isComplete: Bool { nick != nil && user != nil && !negotiation.isOpen }

    /// What this connection is spoken to in.
    public var language: Language { chosen ?? welcome.language }

    /// Takes one line; whole lines are appended to `replies`.
    public mutating func take(_ message: Message, replies: inout [UInt8]) -> Step {
        switch message.command {
        case "CAP":
            negotiation.take(
                message, offers: welcome.offers(secure: secure), server: welcome.server,
                target: target, registered: false, language, replies: &replies)
        case "NICK": takeNick(message, &replies)
        case "USER": takeUser(message, &replies)
        case "PASS": takePass(message, &replies)
        case "AUTHENTICATE": return takeSASL(message, &replies)
        case "REGISTER": return takeRegistration(message, &replies)
        case "VERIFY": takeVerification(message, &replies)
        case "METADATA" where negotiation.held.followMetadata: takeMetadata(message, &replies)
        case "ISUPPORT" where negotiation.held.contains(.extendedISupport):
            writeSupported(&replies)
        case "AWAY" where negotiation.held.contains(.preAway): takeAway(message, &replies)
        case "LANGUAGE": takeLanguage(message, &replies)
        case "PRIVMSG" where holdsCode: return takeWords(message, &replies)
        case "PING": pong(message, &replies)
        case "PONG": break
        case "QUIT":
            replies += Line("ERROR :\(Phrase.goodbye.text(language))").bytes
            replies.endLine()
            return .quit
        default: refuse(message, &replies)
        }
        guard isComplete else { return .stay }
        if signIn.exchange.isOpen {
            signIn.exchange.reset()
            say("906", "", .saslAborted, &replies)
        }
        if holdsCode, welcome.policy == .support, signIn.claim == nil {
            explainCode(&replies)
            return .stay
        }
        return .enter(centre: centre)
    }

    /// Takes a line that could not be parsed.
    public mutating func take(_ fault: LineError, replies: inout [UInt8]) -> Step {
        Faults.answer(
            fault, server: welcome.server, target: target, held: negotiation.held, language,
            replies: &replies)
        return .stay
    }

    /// The name before any `@centre`, and the centre after it.
    static func parts(_ account: [UInt8]) -> (name: [UInt8], centre: [UInt8]) {
        guard let at = account.lastIndex(of: UInt8(ascii: "@")) else { return (account, []) }
        return (Array(account[..<at]), Array(account[(at + 1)...]))
    }

    private var centre: [UInt8] { named.isEmpty ? home : named }

    /// What stands behind the `@` of whoever signs in.
    private var named: [UInt8] {
        Self.parts(signIn.claim?.account ?? signInByPass?.account ?? []).centre
    }

    /// Whether whoever signs in says to which centre.
    public var namesCentre: Bool { !named.isEmpty }

    /// `PASS account:password`, where the password is of that form.
    var signInByPass: Claim? {
        guard let pass, let colon = pass.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        return .password(
            account: Array(pass[..<colon]), password: Array(pass[(colon + 1)...]), bySASL: false)
    }

    var target: [UInt8] { nick ?? [UInt8(ascii: "*")] }

    private mutating func takeNick(_ message: Message, _ replies: inout [UInt8]) {
        guard let wanted = message.text(0), !wanted.isEmpty else {
            return say("431", "", .noNicknameGiven, &replies)
        }
        guard Name.nicknameFault(wanted) == nil else {
            return say("432", "\(Shown.middle(wanted)) ", .erroneousNickname, &replies)
        }
        nick = Array(wanted)
    }

    private mutating func takeUser(_ message: Message, _ replies: inout [UInt8]) {
        guard message.count >= 4, let name = message.text(0), !name.isEmpty, !message[3].isEmpty
        else {
            return say("461", "USER ", .needMoreParameters, &replies)
        }
        wish = Self.parts(Array(name)).centre
        user = Shown.user(name)
        realName = Shown.cut(message[3], to: Limit.realNameBytes)
    }

    private mutating func takePass(_ message: Message, _ replies: inout [UInt8]) {
        guard let word = message.text(0), !word.isEmpty else {
            return say("461", "PASS ", .needMoreParameters, &replies)
        }
        (pass, code, hasSlip, isToldOfCode) = (nil, nil, false, false)
        switch InvitationTalk.reading(of: message) {
        case .code(let digits):
            code = digits
            // In the open policy nobody needs one to come in.
            if welcome.policy == .open { pass = Array(word) }
        case .slip where welcome.policy == .support,
            .other
        where welcome.policy == .support && welcome.password == nil
            && InvitationTalk.isMeantAsCode(message):
            hasSlip = true
            InvitationTalk.tellSlip(
                server: welcome.server, target: target, held: negotiation.held,
                language, to: &replies)
        case .slip, .other: pass = Array(word)
        }
    }

    /// How to go on, once for each code.
    private mutating func explainCode(_ replies: inout [UInt8]) {
        guard !isToldOfCode else { return }
        isToldOfCode = true
        InvitationTalk.notice(.codeTaken, target, language, to: &replies)
        InvitationTalk.notice(.codeTakenHow, target, language, to: &replies)
    }

    /// `/msg Host register [<name>] <password>` of somebody who has shown a code.
    private mutating func takeWords(_ message: Message, _ replies: inout [UInt8]) -> Step {
        guard let wish = InvitationTalk.wish(message, nick: nick, code: code) else {
            if InvitationTalk.isToHost(message) {
                InvitationTalk.explain(message, target, language, to: &replies)
            } else {
                refuse(message, &replies)
                explainCode(&replies)
            }
            return .stay
        }
        do throws(AccountRegistration.Fault) {
            signIn.claim = try AccountRegistration.claim(wish, welcome)
            return .enter(centre: centre)
        } catch {
            replies += error.line(server: welcome.server, language, target).bytes
            replies.endLine()
            return .stay
        }
    }

    private mutating func takeSASL(_ message: Message, _ replies: inout [UInt8]) -> Step {
        let offered = welcome.mechanisms(secure: secure)
        let outcome = signIn.exchange.take(message, offered: offered)
        outcome.write(
            server: welcome.server, target: target, offered: offered, language, to: &replies)
        guard case .claim(let claim) = outcome else { return .stay }
        signIn.claim = claim
        return .enter(centre: centre)
    }

    private mutating func takeRegistration(
        _ message: Message, _ replies: inout [UInt8]
    ) -> Step {
        guard message.count >= 3 else {
            say("461", "REGISTER ", .needMoreParameters, &replies)
            return .stay
        }
        do throws(AccountRegistration.Fault) {
            signIn.claim = try AccountRegistration.claim(
                message, nick: nick,
                isPassed: welcome.password == nil || pass == welcome.password,
                code: isSignedIn ? nil : code, welcome)
            return .enter(centre: centre)
        } catch {
            replies += error.line(server: welcome.server, language).bytes
            replies.endLine()
            return .stay
        }
    }

    private func takeVerification(_ message: Message, _ replies: inout [UInt8]) {
        guard message.count >= 2 else {
            return say("461", "VERIFY ", .needMoreParameters, &replies)
        }
        replies += AccountRegistration.unverified(message, welcome, language).bytes
        replies.endLine()
    }

    private func pong(_ message: Message, _ replies: inout [UInt8]) {
        guard let token = message.text(0), !token.isEmpty else {
            return say("409", "", .noOrigin, &replies)
        }
        replies += Shown.pong(token, server: welcome.server).bytes
        replies.endLine()
    }

    private func refuse(_ message: Message, _ replies: inout [UInt8]) {
        if CommandTable.knows(message.command) {
            say("451", "", .notRegistered, &replies)
        } else {
            say("421", "\(Shown.middle(message.commandBytes)) ", .unknownCommand, &replies)
        }
    }

    func say(
        _ number: String, _ detail: Line, _ phrase: Phrase, _ replies: inout [UInt8]
    ) {
        let text = phrase.text(language)
        replies += Line(":\(welcome.server) \(number) \(target) \(detail):\(text)").bytes
        replies.endLine()
    }
}
