import Rooms

/// Somebody's claim to be somebody, which is still to be checked.
enum Claim: Equatable, Sendable {
    /// - Parameter bySASL: whether it came by SASL (answered 903/904) or by PASS (answered 464).
    case password(account: [UInt8], password: [UInt8], bySASL: Bool)
    /// By the certificate that the connection showed.
    ///
    /// - Parameter account: whom it is said to be for; empty: whomever it belongs to.
    case certificate(account: [UInt8])
    /// SCRAM's messages in their order: a name, a proof, and the end.
    case scram(SCRAM.First)
    case proof(SCRAM.Proof)
    case proved(AccountID)
    /// Not a claim but a wish: to have an account of this name from now on.
    case registration(Wish)
    /// By a token that was given to this account.
    case token(account: [UInt8], token: [UInt8])

    /// Whether it came by PASS, so that a failure ends the connection.
    var isByPass: Bool {
        if case .password(_, _, bySASL: false) = self { return true }
        return false
    }

    /// The account's name as it was given, with any `@centre`; may be empty.
    var account: [UInt8] {
        switch self {
        case .password(let account, _, _), .certificate(let account),
            .token(let account, _):
            account
        case .registration(let wish): wish.account
        case .scram(let first): first.name
        case .proof, .proved: []
        }
    }
}

/// How far a connection has come with signing in, before registration and after it.
struct SignIn: Equatable, Sendable {
    var exchange = SASLExchange()
    /// What waits to be checked.
    var claim: Claim?
    /// What was so of the claimed account when the claim was made.
    var asked: Grounds?
    /// What the connection is known by, once it is.
    var grounds: Grounds?
    /// The token that this connection signed in by, or was given.
    var token: NameKey?
}
