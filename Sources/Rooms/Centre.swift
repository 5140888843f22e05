/// One centre: its accounts, rooms and worker channels, as its log says they are.
///
/// A value: two centres that have applied the same events are equal. It knows nothing of
/// connections and nothing of what people typed.
public struct Centre: Equatable, Sendable {
    private let byAddress = ByAddress()

    /// The rules it follows: configuration, not an event.
    public let policy: Policy

    /// The position of the last event that was applied.
    public internal(set) var position = Position.start
    /// When that was. Time in the log never goes back.
    public internal(set) var time = Moment(milliseconds: 0)

    /// In the order of their numbers: account 1 first.
    public internal(set) var accounts: [Account] = []
    /// All there are, worker channels and side rooms among them; at most `Limit.rooms`.
    public internal(set) var rooms = Table<RoomID, Room>()
    /// The worker channels by their rooms, closed ones too, until the parent is erased.
    public internal(set) var cases: [RoomID: Case] = [:]
    /// The worker channels where somebody stands in.
    var covered: Set<RoomID> = []
    /// The sessions and the doors of the rooms that have any.
    public internal(set) var meetings: [RoomID: Meetings] = [:]
    /// The rooms where something may happen by itself while a group is run.
    var ticking: Set<RoomID> = []
    /// What people have reported.
    public internal(set) var reports = Reports()
    /// What has been sent under which token.
    public internal(set) var sent = SentTokens()
    /// One-time codes.
    public internal(set) var invitations = Invitations()
    /// Tokens, and what happened to passwords.
    public internal(set) var access = Access()
    /// What of its words is still there, and for how long.
    public internal(set) var keeping = Keeping()
    var nextRoom: UInt32 = 1
    /// The first guest's number that this log has not seen.
    public internal(set) var nextGuest: UInt64 = 1

    // What is found by name, and which rooms a person is in: all of it follows from the above.
    var accountNames: [NameKey: AccountID] = [:]
    var skeletons: [NameKey: AccountID] = [:]
    var certificates: [NameKey: AccountID] = [:]
    var roomNames = Table<NameKey, RoomID>()
    var formerNames: [NameKey: RoomID] = [:]
    var whereabouts: [PersonID: [RoomID]] = [:]
    /// The rooms that are not counted before strangers.
    var secret: Set<RoomID> = []
    /// Which rooms are side rooms of which.
    public internal(set) var sides: [RoomID: RoomID] = [:]
    /// The rooms where presence is hidden.
    public internal(set) var auditoria: Set<RoomID> = []
    /// Which rooms a person waits to come into, when something is due in which room's meetings,
    /// and when in any: all of it follows, too.
    var lobbies: [PersonID: [RoomID]] = [:]
    var meetingDue: [RoomID: Moment] = [:]
    var soonestMeeting: Moment?

    /// A centre whose log is empty.
    public init(policy: Policy) {
        self.policy = policy
    }

    /// The account with this number, if there is one.
    public func account(_ id: AccountID) -> Account? {
        place(of: id).map { accounts[$0] }
    }

    /// The roles of the account with this number; none where there is no such account.
    public func roles(of id: AccountID) -> Roles {
        place(of: id).map { accounts[$0].roles } ?? []
    }

    /// The roles of a person's account; a guest has none.
    public func roles(of person: PersonID) -> Roles { person.account.map { roles(of: $0) } ?? [] }

    private func place(of id: AccountID) -> Int? {
        let index = Int(id.number) - 1
        return accounts.indices.contains(index) ? index : nil
    }

    /// The account with this name.
    public func account(named key: NameKey) -> Account? {
        accountNames[key].flatMap(account)
    }

    /// The account whose name looks like this one.
    public func account(looking skeleton: NameKey) -> Account? {
        skeletons[skeleton].flatMap(account)
    }

    /// The account that this certificate signs in for.
    public func account(certified key: NameKey) -> Account? {
        certificates[key].flatMap(account)
    }

    /// The room with this name, whether or not anyone may know of it.
    public func room(named key: NameKey) -> RoomID? {
        roomNames[key]
    }

    /// How many rooms are no secret.
    public var openRooms: Int { rooms.count - secret.count }

    /// The rooms that a person is in now, in the order of their numbers.
    public func rooms(of person: PersonID) -> [RoomID] {
        whereabouts[person] ?? []
    }

    /// The worker channels that an account may be in now, in the order of their numbers.
    public func cases(of account: AccountID) -> [Case] {
        cases.values.filter { $0.includes(account) }
            .sorted { $0.room < $1.room }
    }

    /// The record that would stand in the log if this fact happened now.
    ///
    /// - Parameter now: the clock; where it has gone back, the last event's time is taken.
    public func record(of fact: Fact, at now: Moment) -> Record {
        let room = fact.event.room
        let policy = rooms.look(room) { $0.policy } ?? 0
        return Record(
            position: position.next, time: max(now, time), room: room,
            policy: fact.event.changesPolicy && room != .none ? policy &+ 1 : policy,
            kind: fact.event.kind, version: Event.version, payload: fact.event.encoded,
            words: fact.words, owner: fact.words == nil ? AccountID(0) : fact.ownerOfWords)
    }

    /// Applies a record as read from the log.
    ///
    /// - Throws: `CodingError` when the record is of a kind or version that is not known here.
    public mutating func apply(_ record: Record) throws(CodingError) {
        apply(try record.decoded, at: record.time)
    }

    /// Every position whose words the names, topics, masks and verifiers of this centre are.
    public var naming: [Position] {
        var positions: [Position] = []
        for account in accounts { positions += naming(of: account.id) }
        for id in rooms.keys { positions += naming(of: id) }
        positions += reports.open.map(\.at)
        return Set(positions).sorted()
    }
}
