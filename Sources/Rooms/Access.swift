/// What lets an account in besides its password and its devices, and what happened to that.
public struct Access: Equatable, Sendable {
    /// A token that signs in without a password; the token itself is nowhere.
    public struct Token: Equatable, Sendable {
        /// The beginning of its SHA-256.
        public let key: NameKey
        /// The certificate that must be shown with it; nil where none was shown.
        public let device: NameKey?
        /// When it was given; using it does not put off its end.
        public let since: Moment

        /// From then on it opens nothing.
        public var expires: Moment { since.advanced(seconds: Limit.tokenSeconds) }
    }

    /// A password that was renewed by somebody else's leave.
    public struct Renewal: Equatable, Sendable {
        /// Who made it possible; number 0 is the machine's administrator, `gone` one who is erased.
        public let by: AccountID
        /// When that was: for `Limit.renewalToldSeconds` after it the person is told of it.
        public let at: Moment
    }

    /// One account's.
    struct Own: Equatable, Sendable {
        /// Oldest first.
        var tokens: [Token] = []
        /// The last few, oldest first.
        var renewals: [Renewal] = []
        /// Where in the log its password or a device last changed.
        var changed = Position.start
    }

    var accounts: [AccountID: Own] = [:]
    /// Who may not sign in for now.
    public internal(set) var suspended: Set<AccountID> = []
    /// Whose token it is: follows from the above.
    var owners: [NameKey: AccountID] = [:]

    /// An account's tokens, oldest first.
    public func tokens(of id: AccountID) -> [Token] { accounts[id]?.tokens ?? [] }

    /// Where in the log the password or a device of an account last changed; the start for none.
    /// Whatever was remembered of a sign-in before counts no more.
    public func changed(_ id: AccountID) -> Position { accounts[id]?.changed ?? .start }

    /// Renewals that the person is still to be told of.
    public func renewals(of id: AccountID, at now: Moment) -> [Renewal] {
        (accounts[id]?.renewals ?? []).filter {
            $0.at.advanced(seconds: Limit.renewalToldSeconds) > now
        }
    }

    /// The account that a token signs in for.
    ///
    /// - Parameter device: the certificate that was shown with it, or nil.
    public func owner(of key: NameKey, device: NameKey?, at now: Moment) -> AccountID? {
        guard let id = owners[key], let token = tokens(of: id).first(where: { $0.key == key }),
            token.expires > now, token.device == nil || token.device == device
        else { return nil }
        return id
    }

    mutating func apply(_ event: AccessEvent, at now: Moment) {
        switch event {
        case .tokenGiven(let id, let key, let device):
            give(Token(key: key, device: device, since: now), to: id, at: now)
        case .tokenDropped(let id, let key): drop(id) { $0.key == key }
        case .renewed(let id, let by):
            var renewals = accounts[id]?.renewals ?? []
            renewals.append(Renewal(by: by, at: now))
            accounts[id, default: Own()].renewals = renewals.suffix(Limit.renewals)
        case .suspended(let id, let isSuspended, _):
            if isSuspended { suspended.insert(id) } else { suspended.remove(id) }
        }
    }

    /// A token takes the place of an earlier one of the same device, of what has expired, and of
    /// the oldest where there would be too many.
    private mutating func give(_ token: Token, to id: AccountID, at now: Moment) {
        drop(id) {
            $0.expires <= now || token.device != nil && $0.device == token.device
        }
        if let oldest = tokens(of: id).first, tokens(of: id).count >= Limit.tokens {
            drop(id) { $0.key == oldest.key }
        }
        accounts[id, default: Own()].tokens.append(token)
        owners[token.key] = id
    }

    /// A new password: no token of before counts.
    mutating func passwordChanged(_ id: AccountID, at position: Position) {
        drop(id) { _ in true }
        accounts[id, default: Own()].changed = position
    }

    /// The account is erased.
    mutating func forget(_ id: AccountID) {
        drop(id) { _ in true }
        accounts[id] = nil
        suspended.remove(id)
        accounts = accounts.mapValues { own in
            var own = own
            own.renewals = own.renewals.map {
                $0.by == id ? Renewal(by: .gone, at: $0.at) : $0
            }
            return own
        }
    }

    /// A device that came or went.
    mutating func deviceChanged(_ id: AccountID, at position: Position) {
        accounts[id, default: Own()].changed = position
    }

    /// A device went, and with it its token.
    mutating func deviceDropped(_ id: AccountID, _ device: NameKey, at position: Position) {
        drop(id) { $0.device == device }
        accounts[id, default: Own()].changed = position
    }

    private mutating func drop(_ id: AccountID, where isDropped: (Token) -> Bool) {
        guard let tokens = accounts[id]?.tokens else { return }
        for token in tokens where isDropped(token) { owners[token.key] = nil }
        accounts[id]?.tokens = tokens.filter { !isDropped($0) }
    }
}

/// What happens to the ways in.
public enum AccessEvent: Equatable, Sendable {
    /// The beginning of the token's hash, and the certificate that was shown.
    case tokenGiven(AccountID, NameKey, device: NameKey?)
    case tokenDropped(AccountID, NameKey)
    /// A new password by a code of somebody's, who is named; number 0 is the machine.
    case renewed(AccountID, by: AccountID)
    /// Whether the account is not let in until somebody says otherwise.
    case suspended(AccountID, Bool, by: PersonID)

    var kind: UInt16 {
        switch self {
        case .tokenGiven: 63
        case .tokenDropped: 64
        case .renewed: 65
        case .suspended: 66
        }
    }

    func write(to out: inout ByteWriter) {
        switch self {
        case .tokenGiven(let id, let key, let device):
            out.put(id)
            out.put(key)
            out.put(device)
        case .tokenDropped(let id, let key):
            out.put(id)
            out.put(key)
        case .renewed(let id, let by):
            out.put(id)
            out.put(by)
        case .suspended(let id, let isSuspended, let by):
            out.put(id)
            out.put(isSuspended)
            out.put(by)
        }
    }

    /// - Throws: `unknownEvent` for a kind that is not one of these.
    init(kind: UInt16, from: inout ByteReader) throws(CodingError) {
        switch kind {
        case 63:
            self = .tokenGiven(
                try from.account(), try from.nameKey(), device: try from.optionalNameKey())
        case 64: self = .tokenDropped(try from.account(), try from.nameKey())
        case 65: self = .renewed(try from.account(), by: try from.account())
        case 66:
            self = .suspended(try from.account(), try from.flag(), by: try from.person())
        default: throw .unknownEvent(kind: kind, version: Event.version)
        }
    }
}

extension Access {
    func write(to out: inout ByteWriter) {
        out.list(accounts.sorted { $0.key < $1.key }) { out, entry in
            out.put(entry.key)
            out.put(entry.value.changed)
            out.list(entry.value.tokens) {
                $0.put($1.key)
                $0.put($1.device)
                $0.put($1.since)
            }
            out.list(entry.value.renewals) {
                $0.put($1.by)
                $0.put($1.at)
            }
        }
        out.list(suspended.sorted()) { $0.put($1) }
    }

    init(from: inout ByteReader) throws(CodingError) {
        let list = try from.list { from throws(CodingError) in
            let id = try from.account()
            var own = Own()
            own.changed = try from.position()
            own.tokens = try from.list { from throws(CodingError) in
                Token(
                    key: try from.nameKey(), device: try from.optionalNameKey(),
                    since: try from.moment())
            }
            own.renewals = try from.list { from throws(CodingError) in
                Renewal(by: try from.account(), at: try from.moment())
            }
            return (id, own)
        }
        for (id, own) in list {
            accounts[id] = own
            for token in own.tokens { owners[token.key] = id }
        }
        suspended = Set(try from.list { from throws(CodingError) in try from.account() })
    }
}

extension ByteWriter {
    /// `0`, or `1` and the key.
    mutating func put(_ key: NameKey?) {
        put(key != nil)
        if let key { put(key) }
    }
}

extension ByteReader {
    mutating func optionalNameKey() throws(CodingError) -> NameKey? {
        try flag() ? try nameKey() : nil
    }
}
