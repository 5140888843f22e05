internal import Wire

/// The conversation that registers a connection, without the connection: messages in, lines out.
///
/// All that can be said is said in one flight, CAP END and what follows included: on a line of
/// 600 ms each further round trip is felt. Capabilities that the server lacks are found out by its
/// NAK; only then are they listed, and those that it has asked for, which is allowed at any time.
struct Registration {
    /// What a line meant for the registration.
    enum Outcome: Equatable {
        case goOn
        case say([String])
        case ready
        case refused(ConnectError)
    }

    /// What Sandali offers and this client makes use of: on a weak line each word counts.
    static let wanted = [
        "server-time", "message-tags", "echo-message", "labeled-response", "batch",
        "standard-replies", "sandali.chat/id", "draft/multiline", "draft/message-redaction",
    ]

    private let identity: Identity
    private let usesSASL: Bool
    private(set) var capabilities: Set<String> = []
    private(set) var nickname: String
    private var isWelcome = false
    private var isSignedIn = false
    /// Whether an answer about capabilities is still to come.
    private var isAsking = true
    private var offered: [String] = []
    /// A second NAK is not answered: a server that refuses what it lists would go on for ever.
    private var hasListed = false

    init(_ identity: Identity) {
        self.identity = identity
        nickname = identity.nickname
        usesSASL =
            switch identity.method {
            case .sasl, .certificate, .token: identity.credentials != nil
            case .pass, .invitation: false
            }
    }

    /// The first flight.
    var opening: [String] {
        var lines: [String] = []
        // First, so that a refusal can be read.
        if let language = identity.language { lines.append("LANGUAGE " + language) }
        if let password = passValue { lines.append("PASS :" + password) }
        if usesSASL { lines.append("CAP REQ :sasl") }
        lines.append("CAP REQ :" + Self.wanted.joined(separator: " "))
        if usesSASL, let credentials = identity.credentials {
            lines += Self.signIn(credentials, identity.method)
        }
        lines.append("NICK " + identity.nickname)
        lines.append("USER \(Self.userName(identity.nickname)) 0 * :" + identity.realName)
        if case .invitation = identity.method, let credentials = identity.credentials {
            lines.append("REGISTER \(credentials.account) * :\(credentials.password)")
        }
        lines.append("CAP END")
        return lines
    }

    private static func signIn(
        _ credentials: Identity.Credentials, _ method: Identity.Method
    ) -> [String] {
        switch method {
        case .sasl: ["AUTHENTICATE PLAIN"] + credentials.plainLines
        case .certificate: ["AUTHENTICATE EXTERNAL"] + credentials.externalLines
        case .token(let token):
            ["AUTHENTICATE SANDALI-TOKEN"] + credentials.tokenLines(token)
        case .pass, .invitation: []
        }
    }

    private var passValue: String? {
        if case .invitation(let code) = identity.method { return code }
        if let credentials = identity.credentials, !usesSASL {
            return credentials.account + ":" + credentials.password
        }
        return identity.connectionPassword
    }

    /// Classic servers take only plain ASCII here; Sandali does not show it.
    private static func userName(_ nickname: String) -> String {
        let letters = nickname.utf8.filter {
            $0 < 0x80 && ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7a
        }
        return letters.isEmpty ? "user" : String(decoding: letters.prefix(10), as: UTF8.self)
    }

    mutating func take(_ message: Message) -> Outcome {
        switch message.command {
        case "CAP": return takeCapabilities(message)
        case "001": return welcome(message)
        case "903": isSignedIn = true
        case "REGISTER" where message.text(0)?.elementsEqual("SUCCESS".utf8) == true:
            isSignedIn = true
        case "902", "904", "905", "906", "464", "465":
            return .refused(.signInRefused(words: Self.words(of: message)))
        case "908" where usesSASL: return .refused(.signInNotOffered)
        case "431", "432", "433", "436", "437":
            return .refused(.nicknameRefused(words: Self.words(of: message)))
        case "421", "451": return takeUnknown(message)
        case "FAIL": return takeFailure(message)
        default: break
        }
        return .goOn
    }

    /// Whether a welcome without a word about the account means that it was passed over.
    private var needsSignIn: Bool {
        if case .invitation = identity.method { return true }
        return usesSASL
    }

    private mutating func welcome(_ message: Message) -> Outcome {
        isWelcome = true
        if let given = message.text(0) { nickname = String(decoding: given, as: UTF8.self) }
        if needsSignIn, !isSignedIn { return .refused(.signInNotOffered) }
        return isAsking ? .goOn : .ready
    }

    /// A server from before CAP answers 421 (some 451) to it.
    private mutating func takeUnknown(_ message: Message) -> Outcome {
        guard let command = message.text(1), command.elementsEqual("CAP".utf8) else { return .goOn }
        return usesSASL ? .refused(.signInNotOffered) : settled()
    }

    private func takeFailure(_ message: Message) -> Outcome {
        guard let verb = message.text(0), let code = message.text(1) else { return .goOn }
        if case .invitation = identity.method,
            ["REGISTER", "PASS"].contains(where: { verb.elementsEqual($0.utf8) })
        {
            return .refused(
                .invitationRefused(
                    code: String(decoding: code, as: UTF8.self), words: Self.words(of: message)))
        }
        let ofSignIn = ["AUTHENTICATE", "PASS"].contains { verb.elementsEqual($0.utf8) }
        let needsAccount = code.elementsEqual("ACCOUNT_REQUIRED".utf8)
        guard ofSignIn || needsAccount else { return .goOn }
        if code.elementsEqual("TRY_AGAIN".utf8) {
            return .refused(.busy(words: Self.words(of: message)))
        }
        if code.elementsEqual("ACCOUNT_SUSPENDED".utf8) {
            return .refused(.suspended(words: Self.words(of: message)))
        }
        return .refused(.signInRefused(words: Self.words(of: message)))
    }

    static func words(of message: Message) -> String {
        message.count == 0
            ? "" : String(decoding: message[message.count - 1], as: UTF8.self)
    }
}

extension Registration {
    private mutating func takeCapabilities(_ message: Message) -> Outcome {
        guard let verb = message.text(1) else { return .goOn }
        let names = Self.names(message)
        switch String(decoding: verb, as: UTF8.self) {
        case "ACK": return acknowledged(names)
        case "NAK": return refusedCapabilities(names)
        case "LS": return listed(message, names)
        default: return .goOn
        }
    }

    /// The names in the last parameter, without their values.
    private static func names(_ message: Message) -> [String] {
        words(of: message).split(separator: " ").map { word in
            String(word.prefix { $0 != "=" })
        }
    }

    private mutating func acknowledged(_ names: [String]) -> Outcome {
        capabilities.formUnion(names)
        return names == ["sasl"] ? .goOn : settled()
    }

    private mutating func refusedCapabilities(_ names: [String]) -> Outcome {
        if names.contains("sasl") { return .refused(.signInNotOffered) }
        guard !hasListed else { return settled() }
        hasListed = true
        return .say(["CAP LS 302"])
    }

    private mutating func listed(_ message: Message, _ names: [String]) -> Outcome {
        offered += names
        if message.text(2)?.elementsEqual("*".utf8) == true, message.count > 3 { return .goOn }
        let both = Self.wanted.filter(offered.contains)
        return both.isEmpty ? settled() : .say(["CAP REQ :" + both.joined(separator: " ")])
    }

    /// No more answer about capabilities is to come.
    private mutating func settled() -> Outcome {
        isAsking = false
        return isWelcome ? .ready : .goOn
    }
}
