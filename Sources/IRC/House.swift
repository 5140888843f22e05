public import Rooms
public import Wire

/// A centre with its people in it: what the log says, who is here, and what they call things.
///
/// Commands read and change it through a `Turn`; every change goes through `commit` or `move`,
/// which note it for the log and for the copy that holds only what is durable.
public struct House: Sendable {
    /// What the log says, with everything decided so far, durable or not.
    public internal(set) var centre: Centre
    /// Who is here, with everything decided so far, durable or not.
    public internal(set) var people: People
    /// What the durable tables say.
    public internal(set) var tables: Tables
    /// The words that names, topics, masks and verifiers are, by log position.
    public internal(set) var directory: [Position: [UInt8]]
    /// What everyone is told alike.
    public internal(set) var welcome: Welcome {
        didSet { common = CommonRows(welcome) }
    }
    /// Put together from the welcome.
    private(set) var common: CommonRows
    /// Whether writing is refused because the disk is full.
    public var storageFull = false
    /// The centre's own key for names.
    let keys: SipHash
    /// What nicknames must not look like: the service's, and what stands for those who have left.
    let reserved: [NameKey]
    /// The key for what must not be guessed by whoever has the log: it is not kept beside it.
    let secrets: SipHash
    var stamps = Stamps()
    /// How many words may be at hand before those that nobody needs are looked for.
    private var wordsMost = Limit.spareWords
    /// Connections of those who have left for good, to be told when it is done. Not logged.
    var farewells: [AccountID: [Turn]] = [:]
    /// Who has given their password for an export on which connection. Not logged.
    var exporting: [ConnectionID: AccountID] = [:]
    /// What each person was told on coming into which room of how long its words stay. Neither
    /// logged nor undone.
    var promises: [PersonID: [RoomID: Promise]] = [:]
    /// When each person last wrote. Neither logged nor undone: it is only ever shown as idle time.
    var spoke = Table<PersonID, Moment>()
    /// How many connections there are in all; 0 where nobody has counted.
    public var connections = 0
    /// Who hears each room, until it changes.
    var audiences = Table<RoomID, Audience>()

    /// - Parameters:
    ///   - centre: as snapshot and log say it is.
    ///   - people: who is here already.
    ///   - directory: the words at `centre.naming`.
    ///   - tables: as the file's rows say they are.
    ///   - keys: the centre's own key for names.
    ///   - secrets: the key for what must not be guessed by whoever has the log.
    public init(
        centre: Centre, people: People = People(), directory: [Position: [UInt8]],
        tables: Tables = Tables(), welcome: Welcome, keys: SipHash, secrets: SipHash
    ) {
        self.centre = centre
        self.people = people
        self.directory = directory
        self.tables = tables
        self.welcome = welcome
        common = CommonRows(welcome)
        self.keys = keys
        self.secrets = secrets
        reserved = [Service.nick, Self.left].map { keys.skeleton(of: $0[...]) }
    }

    /// Goes back to what is durable.
    public mutating func revert(
        centre: Centre, people: People, tables: Tables, welcome: Welcome
    ) {
        if self.welcome !== welcome { self.welcome = welcome }
        self.centre = centre
        self.people = people
        self.tables = tables
        audiences.removeAll()
    }

    /// Drops the words of names, topics, masks and verifiers that have been replaced, once there
    /// are many of them.
    ///
    /// - Parameter durable: what may yet be gone back to.
    public mutating func forgetWords(besides durable: Centre) {
        guard directory.count > wordsMost else { return }
        let kept = Set(centre.naming).union(durable.naming)
        directory = directory.filter { kept.contains($0.key) }
        wordsMost = directory.count * 2 + Limit.spareWords
    }

    // MARK: Names

    /// What a channel, nickname or account is found by.
    func key(_ name: ArraySlice<UInt8>) -> NameKey {
        // Most are written as they are compared, and copied for nothing otherwise.
        NameKey(Name.isFolded(name) ? keys(name) : keys(Name.folded(name)[...]))
    }

    /// A name with everything that it is compared by.
    func named(_ name: ArraySlice<UInt8>) -> Named {
        Named(
            bytes: Name.normalised(name), key: key(name), skeleton: keys.skeleton(of: name))
    }

    func words(_ at: Position?) -> [UInt8] { at.flatMap { directory[$0] } ?? [] }

    /// A room whose name cannot be read is called by its number.
    func name(of room: Room) -> [UInt8] {
        let name = words(room.nameAt)
        guard name.isEmpty else { return name }
        let sign = room.kind == .worker ? "&" : "#"
        return Line("\(sign)unreadable-\(Int(room.id.number))").bytes
    }

    /// Of somebody who has left for good, that they have.
    func name(of account: AccountID) -> [UInt8] {
        let name = words(centre.account(account)?.nameAt)
        return name.isEmpty ? Self.left : name
    }

    /// What others see of a person at the start of a line.
    func source(_ person: Person) -> [UInt8] {
        let host = welcome.host
        var source: [UInt8] = []
        source.reserveCapacity(person.nick.count + person.user.count + host.count + 2)
        person.writeName(to: &source)
        source.append(UInt8(ascii: "@"))
        source += host
        return source
    }

    // MARK: Who asks

    func roles(of person: PersonID) -> Roles {
        centre.roles(of: person)
    }

    func actor(_ person: PersonID) -> Actor {
        Actor(person: person, roles: roles(of: person))
    }

    /// Whether a room is still there for somebody: else they do not read its name, which may be
    /// another by now.
    func isThere(_ id: RoomID, for person: PersonID) -> Bool {
        centre.rooms[id].map { centre.may(actor(person), .seeRoom, in: $0) } ?? false
    }

    /// The room of this name, as far as this person may know of it.
    func room(_ name: ArraySlice<UInt8>, for actor: Actor) throws(Refusal) -> Room {
        guard let id = centre.room(named: key(name)), let room = centre.rooms[id],
            centre.may(actor, .seeRoom, in: room)
        else { throw .noSuchRoom }
        return room
    }

    /// The room that the first parameter names, for whoever runs the group there, and who asks.
    func moderatedRoom(_ turn: Turn) throws(Refusal) -> (room: Room, actor: Actor) {
        let actor = actor(asking(turn).id)
        let room = try room(turn.message[0], for: actor)
        return (try centre.moderatedRoom(room.id, actor), actor)
    }

    /// Which of a room's mask lists name this person.
    func door(_ id: RoomID, for person: Person) -> Door {
        guard centre.rooms.look(id, { $0.masks.isEmpty }) == false, let room = centre.rooms[id]
        else { return Door() }
        // Comparing takes time, and time would tell that a hidden room is there.
        guard
            welcome.policy == .open
                || centre.may(actor(person.id), .seeRoom, in: room)
        else { return Door() }
        let own = source(person)
        var listed: Set<MaskList> = []
        var muted: Set<MaskList> = []
        for mask in room.masks {
            let text = Words.unpack(words(mask.at)).last ?? []
            let extended = ExtendedMask(text[...])
            guard extended.means(source: own, account: person.account) else { continue }
            if extended.mutes { muted.insert(mask.list) } else { listed.insert(mask.list) }
        }
        return Door(
            listed: listed, isMuted: muted.contains(.bans) && !muted.contains(.exceptions))
    }

    // MARK: Changes

    /// Makes a fact so: in the tentative state at once, in the log before anyone hears of it.
    mutating func commit(_ fact: Fact, _ turn: inout Turn) throws(Refusal) {
        if storageFull { throw .storageFull }
        // Most of what is decided is a text, which moves nobody and names nothing.
        if fact.event.isText, centre.auditoria.isEmpty { return write(fact, &turn) }
        for aside in centre.asidesEnding(with: fact.event) {
            try dissolve(aside, of: fact.event.room, by: fact.event, &turn)
        }
        let fact = signed(fact)
        let sights = sights(before: fact.event)
        if let words = fact.words, fact.event.isNaming {
            directory[centre.position.next] = words
        }
        write(fact, &turn)
        switch fact.event {
        case .entered(let room, _, _), .left(let room, _, _), .removed(let room, _, _),
            .roomClosed(let room), .prefixesSet(let room, _, _, _), .identified(let room, _, _):
            audiences[room] = nil
        default: break
        }
        if case .roomClosed(let id) = fact.event {
            for row in tables.metadata.clearing(.room(id)) { try keep(row, &turn) }
        }
        if !sights.isEmpty { tellSights(since: sights, fact.event, &turn) }
        noteSight(fact.event, since: sights.first, &turn)
        if case .meeting(let room, .closed) = fact.event { forgetUnsaid(in: room, &turn) }
        noteWatch(fact.event, &turn)
        noteStaff(fact.event, &turn)
        if case .removed(_, let id, _) = fact.event { dismissAbsent(id, &turn) }
    }

    /// The fact itself, without what else it brings with it.
    private mutating func write(_ fact: Fact, _ turn: inout Turn) {
        let record = centre.record(of: fact, at: turn.now)
        centre.apply(fact.event, at: record.time)
        turn.changes.append(.fact(record, fact.event))
    }

    /// Makes a movement so; it is not in the log.
    mutating func move(_ movement: Movement, _ turn: inout Turn) {
        switch movement {
        case .connected(_, let client): forgetAudiences(of: client.person)
        case .departed(let id):
            spoke[id] = nil
            if let person = people.persons[id] {
                tellOffline(person, to: watchers(of: person), &turn)
            }
        case .renamed(let id, _, let key, _):
            if let person = people.persons[id], person.key != key {
                tellOffline(person, to: watchers(of: person), &turn)
            }
        case .disconnected(let connection), .capabilitiesSet(let connection, _):
            if case .disconnected = movement { exporting[connection] = nil }
            if let client = people.clients[connection] { forgetAudiences(of: client.person) }
        default: break
        }
        let before = movement.bearer.flatMap { people.persons[$0]?.key }
        people.apply(movement)
        turn.changes.append(.movement(movement))
        if let id = movement.bearer, let person = people.persons[id], person.key != before {
            tellOnline(person, to: watchers(of: person), &turn)
        }
    }

    private mutating func forgetAudiences(of person: PersonID) {
        for room in centre.rooms(of: person) { audiences[room] = nil }
    }
}

extension Event {
    /// Whether its words are names, topics, masks or verifiers, which are kept at hand.
    var isNaming: Bool {
        switch self {
        case .accountMade, .passwordSet, .scramSet, .deviceBound, .roomMade, .renamed, .titled,
            .topicSet, .keySet, .maskAdded, .meeting(_, .rulesSet), .meeting(_, .summarised):
            true
        case .circle(_, let event): event.isNaming
        default: false
        }
    }
}

extension SipHash {
    /// What a name is found by in all the ways in which it can be written to look the same.
    func skeleton(of name: ArraySlice<UInt8>) -> NameKey { NameKey(self(Name.skeleton(name)[...])) }
}
