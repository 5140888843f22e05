/// Making codes, calling them back, and what they open.
extension Centre {
    /// A code for a new account.
    ///
    /// - Parameters:
    ///   - key: the keyed hash of the code.
    ///   - rooms: where the new account is enrolled; the maker must run each of them.
    ///   - expires: when it stops opening anything.
    /// - Throws: `notAllowed(.inviteParent)` or `.inviteStaff` by role, `noSuchRoom` for what the
    ///   maker does not run or may not know of, `wrongRole` where a worker is named for somebody
    ///   who is no parent, or is none.
    public func invite(
        _ roles: Roles, to rooms: [RoomID], worker: AccountID?, key: NameKey, expires: Moment,
        by actor: Actor, at now: Moment
    ) throws(Refusal) -> Fact {
        let act: Act = roles.isStaff ? .inviteStaff : .inviteParent
        guard may(actor, act) else { throw .notAllowed(act) }
        guard rooms.count <= Limit.invitationRooms else {
            throw .tooManyRooms(limit: Limit.invitationRooms)
        }
        for id in rooms { _ = try roomToEnrol(id, actor) }
        if let worker {
            guard may(actor, .openCase) else { throw .notAllowed(.openCase) }
            guard roles.contains(.parent) else { throw .wrongRole(needed: .parent) }
            guard let own = account(worker) else { throw .noSuchAccount }
            guard own.roles.contains(.worker) else { throw .wrongRole(needed: .worker) }
        }
        return try made(.account(roles, rooms: rooms, worker: worker), key, expires, actor, now)
    }

    /// A code that gives somebody who has lost the way in a new password.
    ///
    /// - Throws: `noSuchAccount` for one that the actor may not do this for, as for none.
    public func recover(
        _ id: AccountID, key: NameKey, expires: Moment, by actor: Actor, at now: Moment
    ) throws(Refusal) -> Fact {
        guard may(actor, .inviteParent) else { throw .notAllowed(.inviteParent) }
        guard let own = account(id), mayRecover(actor, own) else { throw .noSuchAccount }
        return try made(.recovery(id), key, expires, actor, now)
    }

    private func made(
        _ purpose: Invitation.Purpose, _ key: NameKey, _ expires: Moment, _ actor: Actor,
        _ now: Moment
    ) throws(Refusal) -> Fact {
        guard let maker = actor.person.account else { throw .notAllowed(.inviteParent) }
        let open = invitations.open.values.filter { $0.expires > now }
        guard open.count < Limit.codes, open.count(where: { $0.by == maker }) < Limit.codesEach
        else { throw .tooManyCodes(limit: Limit.codesEach) }
        // Two codes of one hash cannot be told apart; it happens once in many million years.
        guard invitations.open[key] == nil else { throw .alreadyThere }
        let number = invitations.nextNumber(of: maker)
        return Fact(
            .invitation(
                .made(
                    Invitation(
                        key: key, by: maker, number: number, purpose: purpose,
                        expires: expires))))
    }

    /// The codes that an actor may list and call back: their own, and all for administrators.
    public func invitations(for actor: Actor, at now: Moment) -> [Invitation] {
        let all = may(actor, .manageAccounts)
        return invitations.all.filter {
            $0.expires > now && (all || PersonID($0.by) == actor.person)
        }
    }

    /// Calls a code back.
    ///
    /// - Throws: `noSuchCode` for another's, as for none.
    public func revoke(
        _ number: UInt32, of maker: AccountID, by actor: Actor, at now: Moment
    ) throws(Refusal) -> Fact {
        let known = invitations(for: actor, at: now)
        guard known.contains(where: { $0.by == maker && $0.number == number }) else {
            throw .noSuchCode
        }
        return Fact(.invitation(.revoked(maker, number, by: actor.person)))
    }

    /// What a code opens now: nothing once it is used, called back or expired, nor when its maker
    /// could not make it any more.
    public func invitation(_ key: NameKey, at now: Moment) -> Invitation? {
        guard let found = invitations.open[key], found.expires > now else { return nil }
        let maker = actor(of: found)
        return switch found.purpose {
        case .account(let roles, _, _):
            may(maker, roles.isStaff ? .inviteStaff : .inviteParent) ? found : nil
        case .recovery(let id): account(id).map { mayRecover(maker, $0) } == true ? found : nil
        }
    }

    /// Who made a code, with the roles that they have today.
    public func actor(of invitation: Invitation) -> Actor {
        if invitation.by == AccountID(0) { return .machine }
        return Actor(
            person: PersonID(invitation.by), roles: roles(of: invitation.by))
    }

    /// A new password in place of all that signed in before: devices and tokens are dropped.
    public func renew(
        _ id: AccountID, verifier: [UInt8], scram: [UInt8]?, by maker: AccountID
    ) -> [Fact] {
        let devices = account(id)?.devices ?? []
        return Self.password(of: id, verifier, scram)
            + devices.map { Fact(.deviceDropped(id, $0.key)) }
            + [Fact(.access(.renewed(id, by: maker)))]
    }
}
