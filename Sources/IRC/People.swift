public import Rooms

/// Someone who is here now, through one connection or several.
public struct Person: Equatable, Sendable {
    /// The account's, or a guest's own until the guest signs in.
    public internal(set) var id: PersonID
    /// As it was chosen, in NFC; at most 32 letters and 64 bytes.
    public internal(set) var nick: [UInt8]
    /// What `nick` is found by; nobody else who is here has the same.
    public internal(set) var key: NameKey
    /// What `nick` looks like; in the `support` policy nobody else who is here looks the same.
    public internal(set) var skeleton: NameKey
    /// What stands behind the `!` of a source: `u` for everyone in the `support` policy, else `~`
    /// and up to 18 ASCII bytes.
    public let user: [UInt8]
    /// As given by USER or SETNAME; nil where it is not shown.
    public internal(set) var realName: [UInt8]?
    /// The account's name as it was made, or nil for guests.
    public internal(set) var account: [UInt8]?
    /// The away text, at most 200 bytes of UTF-8; `*` where nobody is before any connection; nil:
    /// not away.
    public internal(set) var away: [UInt8]?
    /// What MODE and OPER have set; in the `support` policy `i` is set from the start.
    public internal(set) var modes: UserModes
    /// When the first connection was let in; of those who stay without one (PERSISTENCE), the log's
    /// last time as the server came up.
    public let signedOn: Moment
    /// In the order in which they came.
    public internal(set) var connections: [ConnectionID] = []

    /// What they have chosen to read, where no account remembers it.
    public internal(set) var language: Language?

    /// When they were last told that nobody of the staff is in a room.
    public internal(set) var told: [RoomID: Moment] = [:]

    var invisible: Bool { modes.contains(.invisible) }

    /// Appends `nick!user`: byte by byte, for it stands before every line that anyone hears.
    func writeName(to line: inout [UInt8]) {
        line += nick
        line.append(UInt8(ascii: "!"))
        line += user
    }
}

/// One registered connection of somebody.
public struct Client: Equatable, Sendable {
    /// Whose it is: of a guest who signs in, the account's from then on.
    public internal(set) var person: PersonID
    /// The capabilities that are switched on for it (CAP REQ).
    public internal(set) var held: Capabilities
    /// What the transport knew of it when it named its centre.
    public let peer: Peer
    /// The nicknames that it watches (MONITOR), in the order in which it named them.
    public internal(set) var watches: [Watch] = []
    /// Whether it has said that nobody is before it (`AWAY *`).
    public internal(set) var isAbsent = false
    /// The keys of METADATA that it follows, in the order in which it named them.
    public internal(set) var follows: [[UInt8]] = []
    /// The batch that it is sending.
    var batch: OpenBatch? {
        get { batches.first }
        _modify {
            var batch = batches.popLast()
            defer { if let batch { batches.append(batch) } }
            yield &batch
        }
    }
    /// One or none: an empty array is moved as one word.
    private var batches: [OpenBatch] = []
    /// How far it has come with an AUTHENTICATE since it was registered.
    @Boxed var signIn = SignIn()
    /// Whether it is sending a batch.
    var isInBatch: Bool { !batches.isEmpty }

    init(person: PersonID, held: Capabilities, peer: Peer) {
        self.person = person
        self.held = held
        self.peer = peer
    }
}

/// Who is connected, by which names. Not in the log.
///
/// Like the rooms it changes only by applying what was decided (`Movement`), so that what was
/// tentative can be undone.
public struct People: Equatable, Sendable {
    private let byAddress = ByAddress()

    /// Everyone who is here; in the `open` policy also who stays without a connection
    /// (PERSISTENCE).
    public internal(set) var persons = Table<PersonID, Person>()
    /// Every registered connection; its person is among `persons`.
    public internal(set) var clients = Table<ConnectionID, Client>()
    var nicks = Table<NameKey, PersonID>()
    var skeletons: [NameKey: PersonID] = [:]
    /// Who had which nickname, the oldest first (WHOWAS); only in the `open` policy.
    var past: [Past] = []
    /// Which connections watch a nickname.
    var watchers: [NameKey: [ConnectionID]] = [:]
    /// How many have set which modes.
    private(set) var counts = Counts()
    /// The most persons that were here at once.
    public internal(set) var most = 0
    var nextGuest: UInt64 = 1
    /// Who has knocked at which room and is not answered yet; and when each last knocked anywhere.
    var knocks: [RoomID: [Knock]] = [:]
    var knockTimes: [PersonID: [Moment]] = [:]
    /// What people have written before it was their turn.
    var unsaid: [PersonID: [UnsaidText]] = [:]
    /// What stands in tables for guests: gone with them.
    public internal(set) var notes = Tables()

    /// Nobody is here, and nobody ever was.
    public init() {}

    /// How many of those who are here have a mode, so that nobody has to be counted at each
    /// sign-in.
    struct Counts: Equatable, Sendable {
        var invisible = 0
        var operators = 0

        mutating func add(_ modes: UserModes, _ one: Int) {
            if modes.contains(.invisible) { invisible += one }
            if modes.contains(.operator_) { operators += one }
        }
    }

    /// Who has this nickname now.
    public func person(nicked key: NameKey) -> Person? {
        nicks[key].flatMap { persons[$0] }
    }

    /// Who has a nickname that looks like this one.
    public func person(looking skeleton: NameKey) -> PersonID? { skeletons[skeleton] }
}

/// A change to who is here.
///
/// What is large is boxed: the queue of what is not durable yet has room for the largest.
public enum Movement: Equatable, Sendable {
    indirect case arrived(Person)
    indirect case connected(ConnectionID, Client)
    case disconnected(ConnectionID)
    /// The last connection is gone, and so is the person.
    case departed(PersonID)
    case renamed(PersonID, nick: [UInt8], key: NameKey, skeleton: NameKey)
    case awaySet(PersonID, [UInt8]?)
    case absenceSet(ConnectionID, Bool)
    case modesSet(PersonID, UserModes)
    case realNameSet(PersonID, [UInt8])
    case languageSet(PersonID, Language?)
    /// Nil: somebody of the staff was there since.
    case toldOfAbsence(PersonID, RoomID, at: Moment?)
    indirect case remembered(Past)
    /// Nobody of this account was ever here.
    case forgotten(account: [UInt8])
    /// Somebody knocked, at a room or where there is none; with the moments of their last knocks.
    case knocked(PersonID, [Moment], at: RoomID?)
    case knockAnswered(PersonID, at: RoomID)
    case watchesSet(ConnectionID, [Watch])
    case followsSet(ConnectionID, [[UInt8]])
    case capabilitiesSet(ConnectionID, Capabilities)
    /// A row of a guest's.
    case noted(Row)
    /// A connection has opened a batch, or ended it.
    indirect case batchSet(ConnectionID, OpenBatch?)
    /// One more line of the batch that a connection is sending.
    case batchGrew(ConnectionID, BatchLine)
    /// A registered connection went on with signing in.
    indirect case signInMoved(ConnectionID, SignInState)
    /// What somebody has written before their turn.
    case unsaidSet(PersonID, [UnsaidText])
    /// Somebody turned out to be an account, whose name stands beside it.
    case identified(PersonID, AccountID, name: [UInt8])
}

/// How far a registered connection has come with signing in.
public struct SignInState: Equatable, Sendable {
    let signIn: SignIn
}

extension Movement {
    /// Whose nickname is new after it.
    var bearer: PersonID? {
        switch self {
        case .arrived(let person): person.id
        case .renamed(let id, _, _, _): id
        default: nil
        }
    }
}

extension People {
    /// Writes down who has come, gone or changed. Cannot refuse.
    public mutating func apply(_ movement: Movement) {
        switch movement {
        case .arrived(let person): arrive(person)
        case .connected(let connection, let client):
            clients[connection] = client
            persons[client.person]?.connections.append(connection)
        case .disconnected(let connection):
            guard let client = clients.removeValue(forKey: connection) else { return }
            forgetWatches(of: client, connection)
            persons[client.person]?.connections.removeAll { $0 == connection }
        case .departed(let id):
            guard let person = persons.removeValue(forKey: id) else { return }
            counts.add(person.modes, -1)
            nicks[person.key] = nil
            skeletons[person.skeleton] = nil
            notes.forget(id)
            forgetKnocks(of: id)
            // A guest never comes back as the same person.
            if id.guest != nil { (unsaid[id], knockTimes[id]) = (nil, nil) }
        case .knocked(let id, let times, let room): knock(id, times, at: room)
        case .knockAnswered(let id, let room):
            answerKnock(of: id, at: room)
        case .renamed(let id, let nick, let key, let skeleton):
            rename(id, nick, key, skeleton)
        case .awaySet(let id, let text): persons[id]?.away = text
        case .absenceSet(let connection, let isAbsent): clients[connection]?.isAbsent = isAbsent
        case .modesSet(let id, let modes):
            counts.add(persons[id]?.modes ?? [], -1)
            persons[id]?.modes = modes
            if persons[id] != nil { counts.add(modes, 1) }
        case .realNameSet(let id, let name): persons[id]?.realName = name
        case .toldOfAbsence(let id, let room, let time): persons[id]?.told[room] = time
        case .languageSet(let id, let language): persons[id]?.language = language
        case .watchesSet(let connection, let watches): watch(watches, by: connection)
        case .remembered(let past): remember(past)
        case .forgotten(let account): past.removeAll { $0.account == account }
        case .noted(let row): notes.apply(row)
        case .followsSet(let connection, let keys): clients[connection]?.follows = keys
        case .capabilitiesSet(let connection, let held):
            clients[connection]?.held = held
            if !held.hasMetadata { clients[connection]?.follows = [] }
        case .batchSet(let connection, let batch): clients[connection]?.batch = batch
        case .batchGrew(let connection, let line): clients[connection]?.batch?.add(line)
        case .signInMoved(let connection, let state):
            clients[connection]?.signIn = state.signIn
        case .unsaidSet(let id, let texts): unsaid[id] = texts.isEmpty ? nil : texts
        case .identified(let id, let account, let name):
            identify(id, PersonID(account), name)
        }
    }

    private mutating func arrive(_ person: Person) {
        if let before = persons[person.id] { counts.add(before.modes, -1) }
        counts.add(person.modes, 1)
        persons[person.id] = person
        nicks[person.key] = person.id
        skeletons[person.skeleton] = person.id
        most = max(most, persons.count)
        if let guest = person.id.guest { nextGuest = max(nextGuest, guest &+ 1) }
    }

    private mutating func identify(_ id: PersonID, _ known: PersonID, _ name: [UInt8]) {
        guard var person = persons.removeValue(forKey: id) else { return }
        notes.forget(id)
        person.id = known
        person.account = name
        persons[known] = person
        if let texts = unsaid.removeValue(forKey: id) { unsaid[known, default: []] += texts }
        knockTimes[known] = knockTimes.removeValue(forKey: id) ?? knockTimes[known]
        nicks[person.key] = known
        skeletons[person.skeleton] = known
        for connection in person.connections { clients[connection]?.person = known }
    }

    private mutating func rename(
        _ id: PersonID, _ nick: [UInt8], _ key: NameKey, _ skeleton: NameKey
    ) {
        guard let person = persons[id] else { return }
        nicks[person.key] = nil
        skeletons[person.skeleton] = nil
        persons[id]?.nick = nick
        persons[id]?.key = key
        persons[id]?.skeleton = skeleton
        nicks[key] = id
        skeletons[skeleton] = id
    }
}
