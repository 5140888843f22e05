/// A one-time code that somebody has been promised: what it opens, who made it, until when.
///
/// The code itself is nowhere: only a keyed hash of it.
public struct Invitation: Equatable, Sendable {
    /// What redeeming it brings.
    public enum Purpose: Equatable, Sendable {
        /// A new account with these roles, in these rooms, and a channel with this worker.
        case account(Roles, rooms: [RoomID], worker: AccountID?)
        /// A new password for an account there is.
        case recovery(AccountID)
    }

    /// The keyed hash of the code.
    public let key: NameKey
    /// Who made it; number 0 is the machine's administrator.
    public let by: AccountID
    /// Counts the codes of one maker, from 1: what they call it by.
    public let number: UInt32
    /// What it opens; never both an account and a password.
    public let purpose: Purpose
    /// From then on it opens nothing.
    public let expires: Moment

    /// Only puts the fields together; who may make it, `Centre.invite` and `recover` decide.
    public init(
        key: NameKey, by: AccountID, number: UInt32, purpose: Purpose, expires: Moment
    ) {
        self.key = key
        self.by = by
        self.number = number
        self.purpose = purpose
        self.expires = expires
    }

    /// The same, with no worker where this one was named.
    fileprivate func forgetting(worker account: AccountID) -> Invitation {
        guard case .account(let roles, let rooms, account) = purpose else { return self }
        return Invitation(
            key: key, by: by, number: number,
            purpose: .account(roles, rooms: rooms, worker: nil), expires: expires)
    }
}

/// The codes of a centre that have not been used, and how many each maker has made.
public struct Invitations: Equatable, Sendable {
    var open: [NameKey: Invitation] = [:]
    /// The last number that each maker has given.
    var numbers: [AccountID: UInt32] = [:]

    /// By maker, then in the order in which they were made.
    public var all: [Invitation] {
        open.values.sorted { ($0.by, $0.number) < ($1.by, $1.number) }
    }

    /// The open codes of one maker, oldest first.
    public func made(by maker: AccountID) -> [Invitation] { all.filter { $0.by == maker } }

    func nextNumber(of maker: AccountID) -> UInt32 { (numbers[maker] ?? 0) &+ 1 }

    /// Somebody is erased: their codes open nothing, none gives them a new password, and a family
    /// that was to come to them comes to nobody yet.
    mutating func forget(_ account: AccountID) {
        open = open.filter { $0.value.by != account && $0.value.purpose != .recovery(account) }
            .mapValues { $0.forgetting(worker: account) }
        numbers[account] = nil
    }

    mutating func apply(_ event: InvitationEvent, at now: Moment) {
        switch event {
        case .made(let invitation):
            // What has expired is gone for good, and need not be kept any longer.
            open = open.filter { $0.value.expires > now }
            open[invitation.key] = invitation
            numbers[invitation.by] = max(numbers[invitation.by] ?? 0, invitation.number)
        case .revoked(let maker, let number, _), .redeemed(let maker, let number, _):
            open = open.filter { $0.value.by != maker || $0.value.number != number }
        }
    }
}

/// What happens to codes.
public enum InvitationEvent: Equatable, Sendable {
    case made(Invitation)
    /// The maker's code of this number, and who has called it back.
    case revoked(AccountID, UInt32, by: PersonID)
    /// The maker's code of this number, and the account that came of it.
    case redeemed(AccountID, UInt32, AccountID)

    var kind: UInt16 {
        switch self {
        case .made: 60
        case .revoked: 61
        case .redeemed: 62
        }
    }

    func write(to out: inout ByteWriter) {
        switch self {
        case .made(let invitation): invitation.write(to: &out)
        case .revoked(let maker, let number, let by):
            out.put(maker)
            out.put(number)
            out.put(by)
        case .redeemed(let maker, let number, let account):
            out.put(maker)
            out.put(number)
            out.put(account)
        }
    }

    /// - Throws: `unknownEvent` for a kind that is not one of these.
    init(kind: UInt16, from: inout ByteReader) throws(CodingError) {
        switch kind {
        case 60: self = .made(try Invitation(from: &from))
        case 61:
            self = .revoked(
                try from.account(), try from.take(UInt32.self), by: try from.person())
        case 62:
            self = .redeemed(
                try from.account(), try from.take(UInt32.self), try from.account())
        default: throw .unknownEvent(kind: kind, version: Event.version)
        }
    }
}

extension Invitation {
    func write(to out: inout ByteWriter) {
        out.put(key)
        out.put(by)
        out.put(number)
        out.put(expires)
        switch purpose {
        case .account(let roles, let rooms, let worker):
            out.put(UInt8(1))
            out.put(roles)
            out.list(rooms) { $0.put($1) }
            out.put(worker ?? AccountID(0))
        case .recovery(let account):
            out.put(UInt8(2))
            out.put(account)
        }
    }

    init(from: inout ByteReader) throws(CodingError) {
        key = try from.nameKey()
        by = try from.account()
        number = try from.take(UInt32.self)
        expires = try from.moment()
        switch try from.take(UInt8.self) {
        case 1:
            let roles = try from.roles()
            let rooms = try from.list { from throws(CodingError) in try from.room() }
            let worker = try from.account()
            purpose = .account(
                roles, rooms: rooms, worker: worker == AccountID(0) ? nil : worker)
        case 2: purpose = .recovery(try from.account())
        case let other: throw .unknownValue(UInt64(other))
        }
    }
}

extension Invitations {
    func write(to out: inout ByteWriter) {
        out.list(all) { $1.write(to: &$0) }
        out.list(numbers.sorted { $0.key < $1.key }) {
            $0.put($1.key)
            $0.put($1.value)
        }
    }

    init(from: inout ByteReader) throws(CodingError) {
        for one in try from.list({ from throws(CodingError) in try Invitation(from: &from) }) {
            open[one.key] = one
        }
        let counts = try from.list { from throws(CodingError) in
            (try from.account(), try from.take(UInt32.self))
        }
        for (maker, number) in counts { numbers[maker] = number }
    }
}
