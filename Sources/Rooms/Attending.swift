/// What people say of a session themselves, and the room's ground rules.
extension Centre {
    /// The session that somebody means who says whether they come, and not to which: the open one,
    /// unless they were there, or else the next.
    public func answerable(_ id: RoomID, by actor: Actor) -> Session? {
        guard let own = meetings[id], let account = actor.person.account else { return nil }
        if let open = own.open, open.attendance(of: account) == nil { return open }
        return own.planned.first
    }

    /// Whether somebody on the list comes; also to the one that is open.
    public func answer(
        _ coming: Coming, to number: UInt32, in id: RoomID, by actor: Actor
    ) throws(Refusal) -> Fact {
        let account = try listed(actor, id)
        guard let session = meetings[id]?.session(number),
            session.stage == .planned || session.stage == .open
        else { throw .session(.none) }
        guard session.answer(of: account) != coming else { throw .alreadyThere }
        return Fact(.meeting(id, .answered(number, account, coming)))
    }

    /// How somebody is, once coming in and once going out. It cannot be changed: from two figures
    /// the change could be told.
    public func feel(
        _ value: UInt8, in id: RoomID, by actor: Actor, at now: Moment
    ) throws(Refusal) -> Fact {
        let account = try listed(actor, id)
        guard let room = rooms[id], let session = mooded(id, at: now),
            room.member(actor.person) != nil || isWaiting(actor.person, in: id)
        else { throw .session(.notOpen) }
        // Whoever sees the figure and knows what went into it knows the rest.
        guard !isStaff(actor, of: room) else { throw .session(.moodOfStaff) }
        let isOut = session.isGoingOut(at: now)
        guard !session.moods.contains(where: { $0.account == account && $0.isOut == isOut })
        else { throw .session(.moodSaid) }
        return Fact(.meeting(id, .felt(session.plan.number, account, value)))
    }

    /// The session whose moods are asked for now: the open one, the one that was just closed, or
    /// the one before which people wait, once its lobby is open.
    public func mooded(_ id: RoomID, at now: Moment) -> Session? {
        guard let own = meetings[id], let room = rooms[id] else { return nil }
        let lobby = DoorSpans(room.settings).lobby
        return own.open ?? own.closing
            ?? own.planned.first { $0.plan.start.advanced(seconds: -lobby) <= now }
    }

    /// A note on the session that is open or was last, to all on the list.
    public func summarise(
        _ text: [UInt8], in id: RoomID, by actor: Actor
    ) throws(Refusal) -> Fact {
        _ = try runnable(id, actor)
        let own = meetings[id]
        guard let session = own?.open ?? own?.last else { throw .session(.none) }
        return Fact(
            .meeting(id, .summarised(session.plan.number, by: actor.person)), words: text)
    }

    /// What this account is yet to be told, room by room in the order of their numbers.
    public func owed(to account: AccountID) -> [(room: RoomID, notice: Notice)] {
        let rooms = meetings.keys.filter { meetings[$0]?.owed.isEmpty == false }.sorted()
        return rooms.flatMap { id in
            (meetings[id]?.owed ?? []).filter { $0.account == account }.map { (id, $0.notice) }
        }
    }

    // MARK: Ground rules

    /// New rules, which everyone accepts anew; or, in a language, those that hold.
    public func setRules(
        _ text: [UInt8], language: Language?, of id: RoomID, by actor: Actor
    ) throws(Refusal) -> Fact {
        try maySetRules(of: id, by: actor)
        let version = meetings[id]?.rulesVersion ?? 0
        guard language == nil || version > 0 else { throw .session(.noRules) }
        let next = language == nil ? version + 1 : version
        return Fact(.meeting(id, .rulesSet(next, language, by: actor.person)), words: text)
    }

    /// Refuses whoever may not set the rules; for those who may not see the room there is none.
    public func maySetRules(of id: RoomID, by actor: Actor) throws(Refusal) {
        guard let room = rooms[id] else { throw .noSuchRoom }
        guard may(actor, .enrol, in: room) else {
            throw may(actor, .seeRoom, in: room) ? .notAllowed(.runSession) : .noSuchRoom
        }
    }

    /// Accepts the rules of this version, once.
    public func acceptRules(
        _ version: UInt32, of id: RoomID, by actor: Actor
    ) throws(Refusal) -> Fact {
        let account = try listed(actor, id)
        guard let own = meetings[id], own.rulesVersion > 0 else { throw .session(.noRules) }
        guard own.rulesVersion == version else { throw .session(.otherRules(own.rulesVersion)) }
        guard !own.accepts(account) else { throw .alreadyThere }
        return Fact(.meeting(id, .rulesAccepted(account, version)))
    }

    /// The account, of those who may come to the room.
    private func listed(_ actor: Actor, _ id: RoomID) throws(Refusal) -> AccountID {
        guard let room = rooms[id], may(actor, .seeRoom, in: room),
            let account = actor.person.account
        else { throw .noSuchRoom }
        return account
    }
}
