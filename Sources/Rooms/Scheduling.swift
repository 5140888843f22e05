/// When sessions are: planning them, moving one, leaving one out.
extension Centre {
    /// What a session is planned from.
    public struct Wish: Equatable, Sendable {
        /// When the first begins: later than now, by at most `Limit.planningSeconds`.
        public var start: Moment
        /// How long each lasts, within `Limit.sessionSeconds`.
        public var seconds: Int64
        /// So many weeks lie between two; 0: it is once.
        public var weeks: UInt8

        /// Only says what is wished; `plan` refuses what cannot be.
        public init(start: Moment, seconds: Int64, weeks: UInt8) {
            self.start = start
            self.seconds = seconds
            self.weeks = weeks
        }
    }

    /// A session, or one every so many weeks: the next few of them, and one more whenever one is
    /// over.
    public func plan(
        _ wish: Wish, in id: RoomID, by actor: Actor, zone: Zone, at now: Moment
    ) throws(Refusal) -> [Fact] {
        _ = try runnable(id, actor)
        guard Limit.sessionSeconds.contains(wish.seconds) else { throw .session(.length) }
        try check(wish.start, now)
        let own = meetings[id]
        let first = own?.nextNumber ?? 1
        let count = wish.weeks > 0 ? Limit.sessionsAhead : 1
        guard (own?.planned.count ?? 0) + count <= Limit.sessionsPlanned else {
            throw .session(.tooMany)
        }
        var facts: [Fact] = []
        for index in 0..<count {
            let slot = zone.advanced(wish.start, days: 7 * Int(wish.weeks) * index)
            try checkFree(slot, wish.seconds, in: id)
            let plan = Session.Plan(
                number: first + UInt32(index), series: wish.weeks > 0 ? first : 0, slot: slot,
                start: slot, seconds: UInt32(wish.seconds), weeks: wish.weeks)
            facts.append(Fact(.meeting(id, .planned(plan, by: actor.person))))
        }
        return facts
    }

    /// Another date for one session.
    public func move(
        _ number: UInt32, in id: RoomID, to start: Moment, by actor: Actor, at now: Moment
    ) throws(Refusal) -> Fact {
        _ = try runnable(id, actor)
        let session = try planned(number, in: id)
        guard session.plan.start != start else { throw .alreadyThere }
        try check(start, now)
        try checkFree(start, Int64(session.plan.seconds), in: id, besides: number)
        return Fact(.meeting(id, .moved(number, to: start, by: actor.person)))
    }

    /// Leaves one session out; of a series, the next is planned at its end.
    public func skip(
        _ number: UInt32, in id: RoomID, by actor: Actor, zone: Zone, at now: Moment
    ) throws(Refusal) -> [Fact] {
        _ = try runnable(id, actor)
        let session = try planned(number, in: id)
        return [Fact(.meeting(id, .skipped(number, by: actor.person)))]
            + planAhead(after: session, in: id, zone: zone, at: now)
    }

    /// Leaves out all that are to come, and ends every series.
    public func skipAll(in id: RoomID, by actor: Actor) throws(Refusal) -> [Fact] {
        _ = try runnable(id, actor)
        let planned = meetings[id]?.planned ?? []
        guard !planned.isEmpty else { throw .session(.none) }
        return planned.map { Fact(.meeting(id, .skipped($0.plan.number, by: actor.person))) }
    }

    /// What follows when a session was never opened.
    public func lapse(_ number: UInt32, in id: RoomID, zone: Zone, at now: Moment) -> [Fact] {
        guard let session = meetings[id]?.session(number), session.stage == .planned else {
            return []
        }
        return [Fact(.meeting(id, .skipped(number, by: nil)))]
            + planAhead(after: session, in: id, zone: zone, at: now)
    }

    /// One more session of a series, at its end; none where the series has ended.
    func planAhead(after session: Session, in id: RoomID, zone: Zone, at now: Moment) -> [Fact] {
        guard session.plan.series != 0, let own = meetings[id] else { return [] }
        let series = own.planned.filter { $0.plan.series == session.plan.series }
        let others = series.filter { $0.plan.number != session.plan.number }
        guard let last = others.map(\.plan).max(by: { $0.slot < $1.slot }),
            others.count < Limit.sessionsAhead
        else { return [] }
        var next = last
        next.number = own.nextNumber
        // One that fell into an hour that was left out stands later than the series does.
        let base = ([session.plan] + others.map(\.plan)).map(\.slot)
            .min { (zone.clock(at: $0), $0) < (zone.clock(at: $1), $1) }
        guard let base else { return [] }
        for week in 1...Limit.weeksLookedAhead {
            next.slot = zone.advanced(base, days: 7 * Int(next.weeks) * week)
            guard next.slot > last.slot, next.slot.advanced(seconds: Int64(next.seconds)) > now,
                isFree(next.slot, Int64(next.seconds), in: id)
            else { continue }
            next.start = next.slot
            return [Fact(.meeting(id, .planned(next, by: Actor.machine.person)))]
        }
        return []
    }

    /// The planned session of this number.
    private func planned(_ number: UInt32, in id: RoomID) throws(Refusal) -> Session {
        guard let session = meetings[id]?.session(number), session.stage == .planned else {
            throw .session(.none)
        }
        return session
    }

    private func check(_ start: Moment, _ now: Moment) throws(Refusal) {
        guard start > now else { throw .session(.past) }
        guard start <= now.advanced(seconds: Limit.planningSeconds) else {
            throw .session(.tooFar)
        }
    }

    private func checkFree(
        _ start: Moment, _ seconds: Int64, in id: RoomID, besides number: UInt32 = 0
    ) throws(Refusal) {
        guard isFree(start, seconds, in: id, besides: number) else { throw .session(.overlaps) }
    }

    private func isFree(
        _ start: Moment, _ seconds: Int64, in id: RoomID, besides number: UInt32 = 0
    ) -> Bool {
        let end = start.advanced(seconds: seconds)
        return !(meetings[id]?.sessions ?? []).contains {
            ($0.stage == .planned || $0.stage == .open) && $0.plan.number != number
                && $0.plan.start < end && start < $0.ends
        }
    }
}
