/// One account of a centre. Its name, nickname and password verifier are words, kept apart; here
/// stand their positions.
public struct Account: Equatable, Sendable {
    /// Its number, which it keeps when it is erased.
    public let id: AccountID
    /// What it is found by: the keyed hash of its folded name; zero once it is erased.
    public internal(set) var name: NameKey
    /// Where the words of its name stand.
    public let nameAt: Position
    /// What the name looks like: no other account may look the same.
    public internal(set) var skeleton: NameKey
    /// What it may do in the centre; nothing once it is erased.
    public internal(set) var roles: Roles
    /// Where the password's verifier stands, or nil before one is set.
    public internal(set) var passwordAt: Position?
    /// Where what SCRAM-SHA-256 needs of the same password stands, or nil where it was not made.
    public internal(set) var scramAt: Position?
    /// What may sign in for it by a certificate, oldest first.
    public internal(set) var devices: [Device] = []
    /// What it reads, or nil where it has chosen none.
    public internal(set) var language: Language?
    /// Whether it is to stay though none of its connections is left; nil where it has not said.
    public internal(set) var persistence: Bool?
    /// Whether it is no more: nobody signs in by it, and its name says that someone has left.
    public internal(set) var isErased = false
}

/// A device that is known by the certificate which it shows under TLS.
public struct Device: Equatable, Sendable {
    /// A keyed hash of the certificate's fingerprint.
    public let key: NameKey
    /// Where the words, which are the fingerprint itself, stand.
    public let at: Position
    /// When it was added.
    public let since: Moment
}
