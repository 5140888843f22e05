/// Asking for what is one's own, and leaving so that nothing of one stays.
extension Centre {
    /// How long somebody's wish waits for the staff to confirm it, and counts once they have.
    public static let wishSeconds: Int64 = 7 * 86_400

    /// A wish, as the log notes it: it was asked for, or taken back, or done.
    public func wish(
        _ what: PersonalWish.What, _ step: PersonalWish.Step, of id: AccountID, by actor: Actor
    ) throws(Refusal) -> Fact {
        guard let account = account(id), !account.isErased else { throw .noSuchAccount }
        let fact = Fact(.keeping(.wished(id, what, step, by: actor.person)))
        if step == .withdrawn, pending(what, of: id, at: time) == nil { throw .noSuchWish }
        return fact
    }

    /// Somebody of the staff says that they have met the person and that it is their own will.
    ///
    /// - Throws: `notAllowed`; `noSuchWish` where nothing waits for it.
    public func confirm(
        _ what: PersonalWish.What, of id: AccountID, by actor: Actor, at now: Moment
    ) throws(Refusal) -> Fact {
        guard may(actor, .confirmWish), actor.person != PersonID(id) else {
            throw .notAllowed(.confirmWish)
        }
        guard pending(what, of: id, at: now) != nil else { throw .noSuchWish }
        return Fact(.keeping(.wished(id, what, .confirmed, by: actor.person)))
    }

    /// What somebody has asked for, as long as it counts.
    public func pending(
        _ what: PersonalWish.What, of id: AccountID, at now: Moment
    ) -> PersonalWish? {
        keeping.wishes.first {
            $0.account == id && $0.what == what
                && now < $0.since.advanced(seconds: Self.wishSeconds)
        }
    }

    /// Whether somebody is told what an account asks for: of workers only those of the family, of
    /// the others whoever may confirm it.
    public func hearsWishes(of id: AccountID, _ actor: Actor) -> Bool {
        guard may(actor, .confirmWish), actor.person != PersonID(id) else { return false }
        if !actor.roles.isDisjoint(with: [.lead, .administrator]) { return true }
        return cases(of: id).contains { own in
            own.readers.contains { PersonID($0.account) == actor.person }
        }
    }

    /// What waits for somebody of the staff to meet a person, and this one is told of.
    public func wishesWaiting(for actor: Actor, at now: Moment) -> [PersonalWish] {
        if keeping.wishes.isEmpty { return [] }
        return keeping.wishes.filter { wish in
            !wish.isConfirmed && pending(wish.what, of: wish.account, at: now) != nil
                && hearsWishes(of: wish.account, actor)
        }
    }

    /// Ends an account for good. What it wrote is wiped after it, and its key destroyed.
    ///
    /// - Throws: `hasCharges` while the account is the worker of a family: these are handed over
    ///   first.
    public func erase(_ id: AccountID, by actor: Actor) throws(Refusal) -> Fact {
        guard
            actor.person == PersonID(id) || may(actor, .manageAccounts) || may(actor, .confirmWish)
        else { throw .notAllowed(.manageAccounts) }
        guard let account = account(id), !account.isErased else { throw .noSuchAccount }
        let charges = charges(of: id)
        guard charges == 0 else { throw .hasCharges(charges) }
        return Fact(.keeping(.erased(id, by: actor.person)))
    }

    /// The worker channels that end with an account, in the order of their numbers.
    public func casesEnding(with id: AccountID) -> [Case] {
        cases.values.filter { $0.parent == id }.sorted { $0.room < $1.room }
    }

    /// Nothing in the state tells any more who it was. Words go by themselves (`Keeping.erasing`).
    mutating func erase(_ id: AccountID) {
        guard let account = account(id), !account.isErased else { return }
        if accountNames[account.name] == id { accountNames[account.name] = nil }
        if skeletons[account.skeleton] == id { skeletons[account.skeleton] = nil }
        for device in account.devices { certificates[device.key] = nil }
        change(id) { $0.erase() }
        for ending in casesEnding(with: id) {
            close(ending.room)
            cases[ending.room] = nil
            covered.remove(ending.room)
            keeping.end(ending.room)
        }
        for room in cases.keys.sorted() {
            cases[room]?.forget(id)
            if cases[room]?.cover == nil { covered.remove(room) }
        }
        let person = PersonID(id)
        for room in rooms.keys.sorted() { forget(person, in: room) }
        for room in meetings.keys.sorted() { changeMeetings(of: room) { $0.erase(id) } }
        whereabouts[person] = nil
        reports.forget(person)
        invitations.forget(id)
        access.forget(id)
        sent.forget(id)
        keeping.wishes.removeAll { $0.account == id }
        if !keeping.erasing.contains(id) { keeping.erasing.append(id) }
    }

    private mutating func forget(_ person: PersonID, in id: RoomID) {
        let here = position
        rooms[id]?.forget(person, at: here)
        rooms[id]?.noteGuard()
        noteTicking(id)
    }
}

extension Account {
    fileprivate mutating func erase() {
        isErased = true
        name = NameKey(high: 0, low: 0)
        skeleton = NameKey(high: 0, low: 0)
        roles = []
        passwordAt = nil
        scramAt = nil
        devices = []
        language = nil
        persistence = nil
    }
}

extension Case {
    fileprivate mutating func forget(_ account: AccountID) {
        carers.removeAll { $0.account == account }
        seen.removeAll { $0.account == account }
        if handover?.to == account { handover = nil }
        guard worker != account else { return }
        dismiss(account)
        if cover?.account == account { cover = nil }
    }
}

extension Room {
    /// Somebody belongs here no more, and what they wrote over the door is theirs to take.
    fileprivate mutating func forget(_ person: PersonID, at position: Position) {
        members.removeAll { $0.person == person }
        stays.removeAll { $0.account == person.account }
        enrolled.removeAll { $0.account == person.account }
        invited.removeAll { $0 == person }
        masks.removeAll { $0.by == person }
        if topic?.by == person { topic = nil }
        circle.forget(person)
        auditorium.forget(person)
        if settings[.standIn].map({ AccountID($0) }) == person.account {
            settings.set(.standIn, to: 0, at: position)
        }
    }
}

extension Circle {
    fileprivate mutating func forget(_ person: PersonID) {
        hands.removeAll { $0.person == person }
        if floor?.person == person { floor = nil }
        round?.roster.removeAll { $0 == person }
        round?.heard.removeAll { $0 == person }
        restraints.forget(person)
        holding.forget(person)
        asides.forget(person)
    }
}

extension Holding {
    fileprivate mutating func forget(_ person: PersonID) {
        texts.removeAll { $0.saying.by == person }
        known.removeAll { $0 == person }
    }
}

extension Asides {
    fileprivate mutating func forget(_ person: PersonID) {
        now.removeAll { $0.person == person || $0.with == person }
    }
}

extension Restraints {
    fileprivate mutating func forget(_ person: PersonID) {
        mutes.removeAll { $0.person == person }
        bans.removeAll { PersonID($0.account) == person }
        spoken.removeAll { $0.person == person }
    }
}

extension Reports {
    /// A report is the room's and the lead's: it stays, and tells nothing of who it was.
    fileprivate mutating func forget(_ person: PersonID) {
        for index in open.indices {
            if open[index].author == person { open[index].author = PersonID(.gone) }
            if open[index].by == person { open[index].by = PersonID(.gone) }
        }
    }
}

extension Meetings {
    /// Whether they came, said that they would, how they were: all of it goes.
    fileprivate mutating func erase(_ account: AccountID) {
        forget(account)
        let person = PersonID(account)
        denied.removeAll { $0 == person }
        accepted.removeAll { $0.account == account }
        owed.removeAll { one in
            if case .absence(_, account, _) = one.notice { return true }
            return one.account == account
        }
        if standingIn?.account == account { standingIn = nil }
        for index in sessions.indices {
            sessions[index].atDoor.removeAll { $0 == account }
            sessions[index].answers.removeAll { $0.account == account }
            sessions[index].attendances.removeAll { $0.account == account }
            sessions[index].moods.removeAll { $0.account == account }
        }
    }
}
