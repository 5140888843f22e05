/// Opening a session, running it, closing it.
extension Centre {
    /// Opens the session whose time it is; where none is near, one that was not planned.
    ///
    /// - Parameters:
    ///   - number: the one that is meant; nil: the one that is near, if any.
    ///   - seconds: how long it is to be from now; nil: until its end as planned, or as long as is
    ///     usual.
    public func openSession(
        _ number: UInt32? = nil, in id: RoomID, seconds: Int64?, by actor: Actor, at now: Moment
    ) throws(Refusal) -> [Fact] {
        let room = try runnable(id, actor)
        let own = meetings[id]
        guard own?.open == nil else { throw .session(.open) }
        if let seconds, !Limit.sessionSeconds.contains(seconds) { throw .session(.length) }
        let early = max(DoorSpans(room.settings).lobby, Limit.openingSeconds)
        let next = own?.planned.first {
            now < $0.ends && (number == nil || number == $0.plan.number)
        }
        if let next, next.plan.start.advanced(seconds: -early) <= now {
            return opening(next, in: id, seconds: seconds, by: actor, at: now)
        }
        guard number == nil else {
            throw .session(next.map { .notYet($0.plan.start) } ?? .none)
        }
        let plan = Session.Plan(
            number: own?.nextNumber ?? 1, series: 0, slot: now, start: now,
            seconds: UInt32(seconds ?? Limit.sessionSecondsUsual), weeks: 0)
        return [
            Fact(.meeting(id, .planned(plan, by: actor.person))),
            Fact(.meeting(id, .opened(plan.number, by: actor.person))),
        ]
    }

    /// A session that was planned; with a length it ends so long after now.
    private func opening(
        _ session: Session, in id: RoomID, seconds: Int64?, by actor: Actor, at now: Moment
    ) -> [Fact] {
        let (plan, number) = (session.plan, session.plan.number)
        let opened = Fact(.meeting(id, .opened(number, by: actor.person)))
        guard let seconds else { return [opened] }
        let until = now.advanced(seconds: seconds).milliseconds - plan.start.milliseconds
        let length = max(until / 1000, Limit.sessionSeconds.lowerBound)
        let change = UInt32(truncatingIfNeeded: length - Int64(plan.seconds))
        guard change != 0 else { return [opened] }
        return [
            opened, Fact(.meeting(id, .extended(number, seconds: change, by: actor.person))),
        ]
    }

    /// Ends the session that is open. Places that are kept must have been given up before.
    ///
    /// - Parameter actor: nil: nobody of the staff was there.
    public func closeSession(
        in id: RoomID, by actor: Actor?, zone: Zone, at now: Moment
    ) throws(Refusal) -> [Fact] {
        if let actor { _ = try runnable(id, actor) }
        guard let room = rooms[id] else { throw .noSuchRoom }
        guard let session = meetings[id]?.open else { throw .session(.notOpen) }
        let number = session.plan.number
        let isEarly = actor == nil || now < session.ends
        let absent = absent(from: session, room, isEarly: isEarly)
            .map { Fact(.meeting(id, .absent(number, $0))) }
        return [Fact(.meeting(id, .closed(number, by: actor?.person)))] + absent
            + planAhead(after: session, in: id, zone: zone, at: now)
    }

    /// Those on the list who were not there and had not said so. Who was not announced is missed
    /// by nobody, and who was kept out or stood at the door did come.
    ///
    /// - Parameter isEarly: whether it ended before its time, or by itself: who would have come
    ///   late found it over.
    private func absent(
        from session: Session, _ room: Room, isEarly: Bool
    ) -> [AccountID] {
        guard session.opened != session.plan.start || session.plan.series != 0 else { return [] }
        let had: [Coming?] = isEarly ? [.no, .late] : [.no]
        return room.enrolled.map(\.account).filter { id in
            let isOfStaff = isStaff(PersonID(id), of: room)
            return !isOfStaff && session.attendance(of: id) == nil
                && !had.contains(session.answer(of: id))
                && !session.atDoor.contains(id) && !isKeptOut(PersonID(id), of: room)
        }
    }

    /// More time for the session that is open, from its end or, where that is past, from now.
    public func extend(
        by seconds: Int64, in id: RoomID, actor: Actor, at now: Moment
    ) throws(Refusal) -> Fact {
        let session = try openSession(id, actor)
        let late = max(0, now.milliseconds - session.ends.milliseconds) / 1000
        let more = late + seconds
        let all = Int64(session.plan.seconds) + more
        guard seconds > 0, all >= Limit.sessionSeconds.lowerBound else { throw .session(.length) }
        guard all <= Limit.sessionSeconds.upperBound else { throw .session(.tooLong) }
        return Fact(
            .meeting(
                id, .extended(session.plan.number, seconds: UInt32(more), by: actor.person)))
    }

    /// Lets nobody in any more, or again.
    public func lock(_ isLocked: Bool, _ id: RoomID, by actor: Actor) throws(Refusal) -> Fact {
        let session = try openSession(id, actor)
        guard session.isLocked != isLocked else { throw .alreadyThere }
        return Fact(.meeting(id, .locked(session.plan.number, isLocked, by: actor.person)))
    }

    /// The session that is open, for those who run it.
    ///
    /// - Parameter number: the one that is meant; nil: whichever is open.
    @discardableResult
    public func openSession(
        _ id: RoomID, _ actor: Actor, number: UInt32? = nil
    ) throws(Refusal) -> Session {
        _ = try runnable(id, actor)
        guard let session = meetings[id]?.open else { throw .session(.notOpen) }
        guard number == nil || number == session.plan.number else {
            throw .session(.otherOpen(session.plan.number))
        }
        return session
    }

    // MARK: Places

    /// The rooms where somebody's place is kept if their connection is lost now: while a session is
    /// open, and while one that is over can be read.
    public func keepsPlaces(of person: PersonID) -> [RoomID] {
        guard policy == .support else { return [] }
        return rooms(of: person).filter { id in
            guard let own = meetings[id] else { return false }
            return own.open != nil || own.closing != nil && rooms[id].map(isShut) == true
        }
    }

    /// Who is to lead when nobody with `@` is there: somebody who helps to lead, else somebody of
    /// the staff; nil: somebody leads, or nobody can.
    public func heir(in id: RoomID) -> Fact? {
        guard let room = rooms[id], let own = meetings[id], own.open != nil else { return nil }
        let here = staff(in: room).filter { own.place(of: $0.person) == nil }
        guard !here.contains(where: { $0.prefixes.contains(.operator_) }) else { return nil }
        let helper = here.first { $0.prefixes.contains(.halfOperator) } ?? here.first
        return helper.map {
            Fact(
                .prefixesSet(
                    id, $0.person, $0.prefixes.union(.operator_), by: Actor.machine.person))
        }
    }
}
