/// A name with what it is compared by.
public struct Named: Equatable, Sendable {
    /// The name as it is shown: UTF-8 in NFC.
    public var bytes: [UInt8]
    /// What it is found by: the keyed hash of the folded name.
    public var key: NameKey
    /// What it looks like: the keyed hash of its skeleton, which lookalikes share.
    public var skeleton: NameKey

    /// Puts the three together: only the outside has the centre's key to make hashes.
    public init(bytes: [UInt8], key: NameKey, skeleton: NameKey) {
        self.bytes = bytes
        self.key = key
        self.skeleton = skeleton
    }
}

extension Centre {
    /// A new account, with its password's verifier where it has one.
    ///
    /// - Parameter scram: what SCRAM needs of the same password, where it is offered.
    /// - Throws: `nameTaken` when another account has the name or one that looks like it.
    public func makeAccount(
        _ name: Named, roles: Roles, verifier: [UInt8]?, scram: [UInt8]? = nil, by actor: Actor
    ) throws(Refusal) -> [Fact] {
        guard may(actor, .manageAccounts) else { throw .notAllowed(.manageAccounts) }
        guard accounts.count < Limit.accounts else {
            throw .tooMany(limit: Limit.accounts)
        }
        guard accountNames[name.key] == nil, skeletons[name.skeleton] == nil else {
            throw .nameTaken
        }
        let id = AccountID(UInt32(accounts.count + 1))
        var facts = [
            Fact(
                .accountMade(id, name: name.key, skeleton: name.skeleton, roles),
                words: name.bytes)
        ]
        if let verifier { facts += Self.password(of: id, verifier, scram) }
        return facts
    }

    /// Other roles for an account. Who is a worker no more stands in nowhere, and is asked to take
    /// over nothing; the families are told by the caller.
    public func setRoles(
        of id: AccountID, to roles: Roles, by actor: Actor
    ) throws(Refusal) -> [Fact] {
        guard may(actor, .manageAccounts) else { throw .notAllowed(.manageAccounts) }
        guard account(id) != nil else { throw .noSuchAccount }
        let charges = roles.contains(.worker) ? 0 : charges(of: id)
        guard charges == 0 else { throw .hasCharges(charges) }
        let ends = roles.contains(.worker) ? [] : endReading(of: id, by: actor)
        return ends + [Fact(.rolesSet(id, roles))]
    }

    static func password(
        of id: AccountID, _ verifier: [UInt8], _ scram: [UInt8]?
    ) -> [Fact] {
        let set = Fact(.passwordSet(id), words: verifier)
        return [set] + (scram.map { [Fact(.scramSet(id), words: $0)] } ?? [])
    }

    /// A group's room; whoever makes it leads it.
    ///
    /// In the `open` policy, by JOIN, a channel that its first member enters as `@`.
    public func makeRoom(
        _ name: Named, kind: Room.Kind, title: [UInt8]?, by actor: Actor
    ) throws(Refusal) -> [Fact] {
        let act: Act = kind == .channel ? .makeChannel : .makeRoom
        guard may(actor, act) else { throw .notAllowed(act) }
        let id = try freeRoom(name.key)
        let modes: RoomModes = kind == .channel ? [.noExternal, .topicLocked] : Self.groupModes
        var facts = [
            Fact(.roomMade(id, kind, name: name.key, modes, by: actor.person), words: name.bytes)
        ]
        if let title { facts.append(Fact(.titled(id, by: actor.person), words: title)) }
        switch (kind, actor.person.account) {
        case (.channel, _): facts.append(Fact(.entered(id, actor.person, .operator_)))
        case (_, let account?) where account != AccountID(0):
            facts.append(Fact(.enrolled(id, account, .operator_, by: actor.person)))
        default: break
        }
        return facts
    }

    private static let groupModes: RoomModes = [.noExternal, .secret, .topicLocked]

    private func freeRoom(_ key: NameKey) throws(Refusal) -> RoomID {
        guard roomNames[key] == nil else { throw .nameTaken }
        guard rooms.count < Limit.rooms else { throw .tooManyRooms(limit: Limit.rooms) }
        return RoomID(nextRoom)
    }

    /// Who may come to a group's room, and as what.
    public func enrol(
        _ id: AccountID, in room: RoomID, as prefixes: Prefixes?, by actor: Actor
    ) throws(Refusal) -> Fact {
        let place = try roomToEnrol(room, actor)
        guard let account = account(id) else { throw .noSuchAccount }
        let own = place.enrolment(of: id)
        guard own != nil || place.enrolled.count < Limit.enrolled else { throw .full }
        let given = prefixes ?? (account.roles.contains(.facilitator) ? .operator_ : [])
        guard own?.prefixes != given else { throw .alreadyThere }
        return Fact(.enrolled(room, id, given, by: actor.person))
    }

    /// Takes somebody off the list; whoever is in the room goes out of it.
    public func unenrol(
        _ id: AccountID, from room: RoomID, by actor: Actor
    ) throws(Refusal) -> [Fact] {
        let place = try roomToEnrol(room, actor)
        guard place.enrolment(of: id) != nil else { throw .notEnrolled }
        let person = PersonID(id)
        var facts: [Fact] = []
        if isWaiting(person, in: room) {
            facts.append(Fact(.meeting(room, .presence(person, .leftLobby))))
        }
        facts.append(Fact(.unenrolled(room, id, by: actor.person)))
        if place.member(PersonID(id)) != nil {
            facts.append(Fact(.removed(room, PersonID(id), by: actor.person)))
        }
        return facts
    }

    /// The room, for those who may say who comes to it; for others it does not exist.
    func roomToEnrol(_ id: RoomID, _ actor: Actor) throws(Refusal) -> Room {
        guard let room = rooms[id] else { throw .noSuchRoom }
        guard may(actor, .enrol, in: room) else {
            throw may(actor, .seeRoom, in: room) ? .notAllowed(.enrol) : .noSuchRoom
        }
        return room
    }

    /// A worker channel for a family.
    public func openCase(
        _ name: Named, parent: AccountID, worker: AccountID, by actor: Actor
    ) throws(Refusal) -> [Fact] {
        guard may(actor, .openCase) else { throw .notAllowed(.openCase) }
        guard let family = account(parent), let own = account(worker) else {
            throw .noSuchAccount
        }
        guard family.roles.contains(.parent) else { throw .wrongRole(needed: .parent) }
        // Whoever holds both roles has a worker of their own, and that is somebody else.
        guard own.roles.contains(.worker), parent != worker else {
            throw .wrongRole(needed: .worker)
        }
        guard !cases(of: parent).contains(where: { $0.parent == parent }) else {
            throw .alreadyThere
        }
        let id = try freeRoom(name.key)
        return [
            Fact(
                .roomMade(id, .worker, name: name.key, [.noExternal, .secret], by: actor.person),
                words: name.bytes, owner: parent),
            Fact(.caseOpened(id, parent: parent, worker: worker, by: actor.person)),
        ]
    }
}
