internal import Wire

/// Who signs in, and how.
public struct Identity: Sendable {
    /// How the account and its password are told to the server.
    public enum Method: Equatable, Sendable {
        /// SASL PLAIN; what every modern server knows.
        case sasl
        /// `PASS account:password`, for servers and lines where SASL is not to be had.
        case pass
        /// SASL EXTERNAL: by the certificate that the connection shows. The password is not used.
        case certificate
        /// SASL with the 32 bytes of a token that the server gave before (TOKEN NEW).
        case token([UInt8])
        /// Not a sign-in yet: the account is made, with this password, by an invitation's code.
        case invitation(code: String)
    }

    /// As NICK asks for it; where it is taken, the server says so and nothing is tried instead.
    public var nickname: String
    /// Shown to people of the room on classic servers; never a person's real name unless typed.
    public var realName: String
    /// The account and its password, or nil to come without one.
    public var credentials: Credentials?
    /// How the credentials are shown; without any it means nothing.
    public var method: Method
    /// Sent as PASS where the server asks for a password of the connection; nil for none.
    public var connectionPassword: String?
    /// The language that the server is asked to speak, a tag of BCP 47 (`tg`, `uz-Cyrl`); nil for
    /// what the account or the centre has. Servers that speak one language alone pass it over.
    public var language: String?

    /// An account and the password that opens it; never printed.
    public struct Credentials: Sendable {
        /// The account's name, as the server knows it.
        public var account: String
        /// As it was typed.
        public var password: String

        /// Neither is checked before the server sees it.
        public init(account: String, password: String) {
            self.account = account
            self.password = password
        }
    }

    /// - Parameter realName: nil: the nickname once more.
    public init(
        nickname: String, realName: String? = nil, credentials: Credentials? = nil,
        method: Method = .sasl, connectionPassword: String? = nil
    ) {
        self.nickname = nickname
        self.realName = realName ?? nickname
        self.credentials = credentials
        self.method = method
        self.connectionPassword = connectionPassword
    }

    /// An account that is its own nickname.
    public init(account: String, password: String, method: Method = .sasl) {
        self.init(
            nickname: account, credentials: Credentials(account: account, password: password),
            method: method)
    }
}

extension Identity.Credentials: CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// A password must not reach a log by a stray `print` or `dump`.
    public var description: String { "‹private›" }
    /// The same.
    public var debugDescription: String { description }
    /// Without children.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension Identity.Credentials {
    /// The AUTHENTICATE lines of SASL PLAIN: the authorisation identity is left empty.
    ///
    /// - Source: RFC 4616 §2; IRCv3 sasl-3.1, "The AUTHENTICATE command" (pieces of 400 bytes, and
    ///   a `+` when the last is full).
    var plainLines: [String] {
        Self.lines([0] + Array(account.utf8) + [0] + Array(password.utf8))
    }

    /// The name that the certificate is for: devices know of one account, people may have several.
    var externalLines: [String] { Self.lines(Array(account.utf8)) }

    func tokenLines(_ token: [UInt8]) -> [String] {
        Self.lines(Array(account.utf8) + [0] + token)
    }

    private static func lines(_ message: [UInt8]) -> [String] {
        let text = Base64.encode(message[...])
        var lines = stride(from: 0, to: text.count, by: 400).map { start in
            "AUTHENTICATE "
                + String(decoding: text[start..<min(start + 400, text.count)], as: UTF8.self)
        }
        if text.count % 400 == 0 { lines.append("AUTHENTICATE +") }
        return lines
    }
}
