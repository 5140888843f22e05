import Rooms

/// A centre whose facts are made so at once, as a log would hold them.
struct Town {
    var centre: Centre
    var log: [Record] = []
    var now = Moment(milliseconds: 1_795_285_800_000)

    init(_ policy: Policy = .support) {
        centre = Centre(policy: policy)
    }

    mutating func make(_ facts: [Fact]) {
        for fact in facts {
            let record = centre.record(of: fact, at: now)
            log.append(record)
            centre.apply(fact.event, at: record.time)
        }
    }

    mutating func make(_ fact: Fact?) { make(fact.map { [$0] } ?? []) }

    /// A name that is compared by its text.
    static func named(_ text: String) -> Named {
        let bytes = Array(text.utf8)
        let low = bytes.reduce(UInt64(5381)) { $0 &* 33 &+ UInt64($1) }
        let key = NameKey(high: UInt64(bytes.count), low: low)
        return Named(bytes: bytes, key: key, skeleton: NameKey(high: ~key.high, low: ~key.low))
    }

    mutating func account(_ name: String, _ roles: Roles) throws -> Actor {
        make(
            try centre.makeAccount(
                Self.named(name), roles: roles, verifier: nil, by: .machine))
        return Actor(person: PersonID(AccountID(UInt32(centre.accounts.count))), roles: roles)
    }

    mutating func room(
        _ name: String, kind: Room.Kind = .group, by actor: Actor
    ) throws -> RoomID {
        make(try centre.makeRoom(Self.named(name), kind: kind, title: nil, by: actor))
        return centre.room(named: Self.named(name).key) ?? .none
    }

    mutating func enter(_ room: RoomID, _ actor: Actor) throws {
        make(try centre.enter(room, by: actor, door: Door()))
    }

    /// A centre that was built from the log alone.
    func replayed() throws -> Centre {
        var centre = Centre(policy: centre.policy)
        for record in log { try centre.apply(record) }
        return centre
    }
}

extension Actor {
    var account: AccountID { person.account ?? AccountID(0) }
}
