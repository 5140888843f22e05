/// What may be done with a worker channel: handing it over, standing in, closing it.
extension Centre {
    /// Asks another worker to take the channel over. The family is told by the caller.
    public func handOver(
        _ id: RoomID, to worker: AccountID, by actor: Actor
    ) throws(Refusal) -> CaseEvent {
        let own = try runCase(id, actor)
        try mayRead(worker, own)
        guard own.worker != worker, own.handover?.to != worker else { throw .alreadyThere }
        return .handoverAsked(to: worker, by: actor.person)
    }

    /// Takes a channel over that one was asked to take. Whoever had it goes out of it.
    public func acceptHandover(of id: RoomID, by actor: Actor) throws(Refusal) -> [Fact] {
        let own = try askedFor(id, actor)
        var facts = [Fact(.casework(id, .handoverAccepted(by: actor.person)))]
        if rooms[id]?.member(PersonID(own.worker)) != nil {
            facts.append(Fact(.removed(id, PersonID(own.worker), by: actor.person)))
        }
        return facts
    }

    /// Does not take a channel over that one was asked to take.
    public func rejectHandover(
        of id: RoomID, reason: [UInt8]?, by actor: Actor
    ) throws(Refusal) -> Fact {
        _ = try askedFor(id, actor)
        return Fact(.casework(id, .handoverDropped(by: actor.person)), words: reason)
    }

    /// Says, as the parent, whether a reader may read what was written before their time.
    ///
    /// - Parameter reader: nil: the one whom it is most about, which is who was asked to take over,
    ///   else the stand-in, else the worker.
    public func consent(
        in id: RoomID, to reader: AccountID?, _ agrees: Bool, by actor: Actor
    ) throws(Refusal) -> CaseEvent {
        let own = try mayConsent(in: id, by: actor)
        let meant = reader ?? own.handover?.to ?? own.cover?.account ?? own.worker
        guard own.handover?.to == meant || (own.includes(meant) && own.parent != meant) else {
            throw .noSuchAccount
        }
        return .consented(reader: meant, agrees, by: actor.person)
    }

    /// The worker channel, for the parent whose consent it needs.
    @discardableResult
    public func mayConsent(in id: RoomID, by actor: Actor) throws(Refusal) -> Case {
        guard let own = cases[id], may(actor, .seeRoom, in: rooms[id]) else { throw .noSuchRoom }
        guard may(actor, .consent, in: rooms[id]) else { throw .notAllowed(.consent) }
        return own
    }

    /// Somebody stands in for the worker until then.
    public func cover(
        _ id: RoomID, by account: AccountID, until: Moment, actor: Actor
    ) throws(Refusal) -> CaseEvent {
        let own = try runCase(id, actor)
        try mayRead(account, own)
        guard own.worker != account else { throw .alreadyThere }
        return .covered(account, until: until, by: actor.person)
    }

    /// Nobody stands in any more; whoever did goes out of the channel.
    ///
    /// - Parameter actor: nil: the time is over.
    public func endCover(of id: RoomID, by actor: Actor?) throws(Refusal) -> [Fact] {
        let own = if let actor { try runCase(id, actor) } else { cases[id] }
        guard let own, own.cover != nil else { throw .alreadyThere }
        return coverEnd(of: own, by: actor?.person)
    }

    /// Another carer of the same child may read and write from now on.
    public func addCarer(
        _ carer: AccountID, to id: RoomID, by actor: Actor
    ) throws(Refusal) -> CaseEvent {
        let own = try runCase(id, actor)
        guard let account = account(carer) else { throw .noSuchAccount }
        guard account.roles.contains(.parent) else { throw .wrongRole(needed: .parent) }
        guard !own.includes(carer) else { throw .alreadyThere }
        guard own.carers.count < Limit.carers else { throw .full }
        return .carerAdded(carer, by: actor.person)
    }

    /// A carer is one no more, and goes out of the channel. The parent stays.
    public func removeCarer(
        _ carer: AccountID, from id: RoomID, by actor: Actor
    ) throws(Refusal) -> [Fact] {
        let own = try runCase(id, actor)
        guard own.carers.contains(where: { $0.account == carer }) else { throw .noSuchAccount }
        var facts = [Fact(.casework(id, .carerRemoved(carer, by: actor.person)))]
        if rooms[id]?.member(PersonID(carer)) != nil {
            facts.append(Fact(.removed(id, PersonID(carer), by: actor.person)))
        }
        return facts
    }

    /// The work has ended for now; it goes on when somebody writes.
    public func closeCase(_ id: RoomID, by actor: Actor) throws(Refusal) -> CaseEvent {
        guard !(try runCase(id, actor).isClosed) else { throw .alreadyThere }
        return .closed(by: actor.person)
    }

    /// What comes before words in a worker channel: a closed one wakes, so that whoever answers
    /// there is in it when they are heard.
    public func beforeWords(in id: RoomID) -> CaseEvent? {
        cases[id]?.isClosed == true ? .woken : nil
    }

    /// What comes after them: the family is told who stands in, once a day.
    public func afterWords(in id: RoomID, by person: PersonID, at now: Moment) -> CaseEvent? {
        guard let own = cases[id] else { return nil }
        let isFamily = person.account.map(own.family.contains) ?? false
        let rests = own.answered.map { now < $0.advanced(seconds: 86_400) } ?? false
        return own.cover != nil && isFamily && !rests ? .answered : nil
    }

    /// How many worker channels, closed ones too, this account answers for. As long as there are
    /// any it stays a worker.
    public func charges(of worker: AccountID) -> Int {
        cases.values.count { $0.worker == worker }
    }

    /// The end of whatever an account does in worker channels as somebody who answers for none:
    /// standing in, and being asked to take one over.
    public func endReading(of account: AccountID, by actor: Actor) -> [Fact] {
        cases.values.sorted { $0.room < $1.room }.flatMap { own in
            var facts: [Fact] = []
            if own.cover?.account == account {
                facts += coverEnd(of: own, by: actor.person)
            }
            if own.handover?.to == account {
                facts.append(Fact(.casework(own.room, .handoverDropped(by: actor.person))))
            }
            return facts
        }
    }

    private func coverEnd(of own: Case, by person: PersonID?) -> [Fact] {
        guard let cover = own.cover else { return [] }
        let reader = PersonID(cover.account)
        let isInside = rooms[own.room]?.member(reader) != nil
        return [Fact(.casework(own.room, .coverEnded(by: person)))]
            + (isInside
                ? [Fact(.removed(own.room, reader, by: person ?? Actor.machine.person))] : [])
    }

    // MARK: Who

    /// The channel, for its worker and for administrators; for others there is none, but those in
    /// it hear that it is not theirs to say.
    @discardableResult
    public func runCase(_ id: RoomID, _ actor: Actor) throws(Refusal) -> Case {
        guard let own = cases[id] else { throw .noSuchRoom }
        if may(actor, .runCase, in: rooms[id]) { return own }
        throw may(actor, .seeRoom, in: rooms[id]) ? .notAllowed(.runCase) : .noSuchRoom
    }

    private func askedFor(_ id: RoomID, _ actor: Actor) throws(Refusal) -> Case {
        guard let own = cases[id], let asked = own.handover?.to, actor.person == PersonID(asked)
        else { throw .noSuchRoom }
        // They may have lost the role since they were asked, or become one of the family.
        do throws(Refusal) {
            try mayRead(asked, own)
        } catch {
            throw .noSuchRoom
        }
        return own
    }

    private func mayRead(_ worker: AccountID, _ own: Case) throws(Refusal) {
        guard let account = account(worker) else { throw .noSuchAccount }
        guard account.roles.contains(.worker), !own.family.contains(worker) else {
            throw .wrongRole(needed: .worker)
        }
    }
}
