/// Who may read again what was said: the one place that decides it.
extension Centre {
    /// The whole log.
    public static let everything = Position.start.next...Position(.max)

    /// The stretches of the log whose words to this room somebody may read, ascending; none where
    /// there is nothing for them, or no such room that they may know of.
    ///
    /// In the `open` policy a member reads what was said since the channel was made. In a worker
    /// channel the parent reads all of it, and everyone else what was said in their time, or all of
    /// it where the parent agrees. In a group's room an account reads what was said while it was
    /// there, as long as it may come; who has been removed reads nothing before coming in again.
    public func readable(by actor: Actor, in id: RoomID) -> [ClosedRange<Position>] {
        guard let room = rooms[id], may(actor, .seeRoom, in: room) else { return [] }
        switch room.kind {
        case .worker:
            let since = actor.person.account.flatMap { cases[id]?.reads($0) }
            return since.map { [$0.next...Self.everything.upperBound] } ?? []
        case .channel: return room.member(actor.person) == nil ? [] : [Self.everything]
        case .group where policy == .open:
            return room.member(actor.person) == nil ? [] : [Self.everything]
        case .group: return room.attended(by: actor.person)
        }
    }

    /// The threads of a room that somebody may read, within what `readable` says.
    ///
    /// What was said to those who reach a sign is read by whoever said it, and by staff who reach
    /// the sign now: who reached it then is not remembered.
    public func threads(of id: RoomID, for actor: Actor) -> [ThreadID] {
        var threads = [ThreadID(id), ThreadID(id, by: actor.person)]
        for sign in [Prefixes.voice, .halfOperator, .operator_]
        where reaches(sign, actor, in: id) {
            threads.append(ThreadID(id, above: sign))
        }
        return threads
    }

    /// Whether somebody may read the words of this event, which stands at `position`.
    public func mayRead(_ event: Event, at position: Position, by actor: Actor) -> Bool {
        switch event {
        case .said(let room, let saying):
            guard readable(by: actor, in: room).contains(where: { $0.contains(position) }) else {
                return false
            }
            return saying.above.isEmpty || saying.by == actor.person
                || reaches(saying.above, actor, in: room)
        case .whispered(let to, let saying): return to == actor.person || saying.by == actor.person
        default: return false
        }
    }

    private func reaches(_ sign: Prefixes, _ actor: Actor, in room: RoomID) -> Bool {
        guard actor.roles.isStaff, let member = rooms[room]?.member(actor.person) else {
            return false
        }
        return member.prefixes.reaches(sign)
    }
}

extension Room {
    /// A time that an account was in the room.
    public struct Stay: Equatable, Sendable {
        public var account: AccountID
        /// Coming in; what may be read begins after it.
        public var from: Position
        /// Going out.
        public var to: Position
        /// Whether somebody else ended it.
        public var wasRemoved: Bool
    }

    /// The stretches during which an account was here, the present one among them.
    func attended(by person: PersonID) -> [ClosedRange<Position>] {
        guard let account = person.account else { return [] }
        let past = stays.filter { $0.account == account }
        var ranges = past.map { $0.from.next...$0.to }
        if let member = member(person) {
            ranges.append(member.since.next...Position(.max))
        } else if past.last?.wasRemoved != false || enrolment(of: account) == nil {
            return []
        }
        return ranges
    }

    /// Where a stay that begins now begins: where the last one did, if nothing was said since it
    /// ended. A telephone that comes and goes all evening so leaves one stay, not hundreds.
    mutating func beginStay(of person: PersonID, at position: Position) -> Position {
        guard kind == .group, let account = person.account,
            let last = stays.lastIndex(where: { $0.account == account }),
            !stays[last].wasRemoved, stays[last].to >= saidAt
        else { return position }
        return stays.remove(at: last).from
    }

    /// Writes down that somebody was here. The oldest of too many stays are forgotten.
    mutating func endStay(of member: Member, at position: Position, wasRemoved: Bool) {
        guard kind == .group, let account = member.person.account else { return }
        let own = stays.filter { $0.account == account }
        if own.count >= Limit.stays, let oldest = stays.firstIndex(where: { $0 == own[0] }) {
            stays.remove(at: oldest)
        }
        stays.append(
            Stay(account: account, from: member.since, to: position, wasRemoved: wasRemoved))
    }
}
