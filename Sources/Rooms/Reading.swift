/// Who may read again what was said: the one place that decides it.
extension Centre {
    /// The whole log.
    public static let everything = Position.start.next...Position(.max)

    /// The stretches of the log whose words to this room somebody may read, ascending; none where
    /// there is nothing for them, or no such room that they may know of.
    ///
    /// In the `open` policy a member reads what was said since the channel was made. In a worker
    /// channel the parent reads all of it, and everyone else what was said in their time, or all of
    /// it where the parent agrees. In a group's room an account reads what
    /// the room's rule (`HistoryRule`) lets it read, as long as it may come; who has been removed
    /// reads nothing before coming in again, and never what was said between.
    ///
    /// A text stays under the stricter of two rules: that of the moment when it was said, and that
    /// of now. So nothing is opened that was said to fewer, and what is closed is closed.
    public func readable(by actor: Actor, in id: RoomID) -> [ClosedRange<Position>] {
        guard let room = rooms[id], may(actor, .seeRoom, in: room) else { return [] }
        let isInside = room.member(actor.person) != nil
        switch room.kind {
        case .worker:
            let since = actor.person.account.flatMap { cases[id]?.reads($0) }
            return since.map { [$0.next...Self.everything.upperBound] } ?? []
        case .channel: return isInside ? room.underRule([], since: .start) : []
        case .group where policy == .open:
            return isInside ? room.underRule([], since: .start) : []
        case .group:
            return room.granted(
                to: actor.person, isInside: isInside, listedUntil: sessionBegan(room, for: actor))
        }
    }

    /// Where the session began that is open in a room: what is said in it is for those who were let
    /// in. Nil where none is open, or for who is in the room or of its staff.
    private func sessionBegan(_ room: Room, for actor: Actor) -> Position? {
        guard let session = meetings[room.id]?.open, room.member(actor.person) == nil,
            !isStaff(actor, of: room)
        else { return nil }
        return session.openedAt
    }

    /// Of that, what was said while somebody was not there, since they were last: what they may
    /// want to know on coming in.
    ///
    /// To be asked before they come in, for then a short absence is forgotten.
    public func missed(by actor: Actor, in id: RoomID) -> [ClosedRange<Position>] {
        guard let account = actor.person.account, let room = rooms[id],
            room.member(actor.person) == nil
        else { return [] }
        let left = room.stays.last { $0.account == account }?.to ?? .start
        guard left < position else { return [] }
        return readable(by: actor, in: id).compactMap {
            $0.clipped(to: left.next...position)
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
            if saying.isToStaff, mayReadToStaff(saying, of: room, at: position, by: actor) {
                return true
            }
            guard readable(by: actor, in: room).contains(where: { $0.contains(position) }) else {
                return false
            }
            if saying.above.isEmpty || saying.by == actor.person { return true }
            if saying.isToStaff, isBeforeStandingIn(position, actor, in: room) { return false }
            return reaches(saying.above, actor, in: room)
        case .whispered(let to, let saying): return to == actor.person || saying.by == actor.person
        case .confided(let id, let session, let to, let saying):
            return (to == actor.person || saying.by == actor.person)
                && readsConfided(in: id, session: session, actor.person)
        case _ where event.isMovement:
            return readsMovements(of: event.room, actor)
                && readable(by: actor, in: event.room).contains { $0.contains(position) }
        default: return false
        }
    }

    /// Whether somebody may read again who came and went in a room: where presence is or ever was
    /// hidden, staff alone, and not even how often.
    public func readsMovements(of id: RoomID, _ actor: Actor) -> Bool {
        guard let room = rooms[id], room.auditorium.wasOn else { return true }
        return isStaff(actor, of: room)
    }

    /// What is written to the staff of a room that has sessions waits for them: those who lead it
    /// read it, whether or not they were there.
    private func mayReadToStaff(
        _ saying: Saying, of id: RoomID, at position: Position, by actor: Actor
    ) -> Bool {
        guard let room = rooms[id], meetings[id] != nil, room.settings.history != .none,
            let since = hearsStaff(actor, of: room)
        else { return false }
        return since < position && reaches(saying.above, actor, in: id)
    }

    /// Whether something was written before the time of somebody who only stands in.
    private func isBeforeStandingIn(
        _ position: Position, _ actor: Actor, in id: RoomID
    ) -> Bool {
        guard let own = meetings[id]?.standingIn, own.account == actor.person.account,
            let room = rooms[id], let since = hearsStaff(actor, of: room)
        else { return false }
        return position <= since
    }

    /// What was written to the staff of a room while somebody of theirs was not there.
    public func missedByStaff(_ actor: Actor, in id: RoomID) -> ClosedRange<Position>? {
        guard let room = rooms[id], meetings[id] != nil, room.member(actor.person) == nil,
            actor.roles.isStaff,
            room.enrolmentOf(actor)?.prefixes.moderates == true || standsIn(actor, room),
            let since = hearsStaff(actor, of: room)
        else { return nil }
        let left = max(since, room.stays.last { PersonID($0.account) == actor.person }?.to ?? since)
        return left < position ? left.next...position : nil
    }

    func reaches(_ sign: Prefixes, _ actor: Actor, in room: RoomID) -> Bool {
        guard actor.roles.isStaff, let member = rooms[room]?.member(actor.person) else {
            return false
        }
        return member.prefixes.reaches(sign)
    }
}

extension Saying {
    /// Whether only those hear it who lead the room.
    var isToStaff: Bool { !above.isEmpty && !above.contains(.voice) }
}

extension Room {
    fileprivate func enrolmentOf(_ actor: Actor) -> Enrolment? {
        actor.person.account.flatMap { enrolment(of: $0) }
    }

    /// A time that an account was in the room.
    public struct Stay: Equatable, Sendable {
        /// Whose stay it was; guests leave none.
        public var account: AccountID
        /// Coming in; what may be read begins after it.
        public var from: Position
        /// Going out.
        public var to: Position
        /// Whether somebody else ended it.
        public var wasRemoved: Bool
    }

    /// What this account may read of a group's room.
    ///
    /// - Parameter listedUntil: what was said after it is not read for being on the list alone.
    func granted(
        to person: PersonID, isInside: Bool, listedUntil: Position?
    ) -> [ClosedRange<Position>] {
        guard let account = person.account, circle.restraints.ban(of: account) == nil else {
            return []
        }
        let enrolment = enrolment(of: account)
        let past = stays.filter { $0.account == account }
        if !isInside, enrolment == nil || past.last?.wasRemoved == true { return [] }
        var attended = past.compactMap { $0.from < $0.to ? $0.from.next...$0.to : nil }
        if let member = member(person) { attended.append(member.since.next...Position(.max)) }
        return underRule(
            attended, since: enrolment?.since, until: listedUntil,
            out: absences(of: account, past))
    }

    /// What was said between somebody's being put out, or kept out, and their coming in again:
    /// being on the list does not let them read it later.
    private func absences(of account: AccountID, _ past: [Stay]) -> [ClosedRange<Position>] {
        let inside = member(PersonID(account))?.since
        return past.indices.compactMap { index in
            guard past[index].wasRemoved else { return nil }
            let back = index + 1 < past.count ? past[index + 1].from : inside ?? Position(.max)
            return past[index].to < back ? past[index].to.next...back : nil
        }
    }

    /// The stretches that may be read under the rules that were in force during each.
    ///
    /// - Parameters:
    ///   - attended: while somebody was here; ascending.
    ///   - since: when they were put on the list; nil for who is not on it.
    ///   - until: where being on the list ends to be enough; nil: nowhere.
    ///   - out: where it is not enough either; ascending.
    func underRule(
        _ attended: [ClosedRange<Position>], since: Position?, until: Position? = nil,
        out: [ClosedRange<Position>] = []
    ) -> [ClosedRange<Position>] {
        let now = settings.history
        var ranges: [ClosedRange<Position>] = []
        for (index, era) in settings.eras.enumerated() {
            let next = index + 1
            let end = next < settings.eras.count ? settings.eras[next].from : Position(.max)
            guard era.from < end else { continue }
            let bounds = era.from.next...end
            switch max(era.rule, now) {
            case .none: continue
            case .attended: ranges += attended.compactMap { $0.clipped(to: bounds) }
            case .all:
                // What was heard before one was put on the list; after it, everything.
                let before = Position.start.next...max(since ?? Position(.max), Position(1))
                ranges += attended.compactMap { $0.clipped(to: before)?.clipped(to: bounds) }
                let last = until ?? Position(.max)
                let listed = since.flatMap { $0 < last ? $0.next...last : nil }
                if let own = listed?.clipped(to: bounds) { ranges += own.without(out) }
                guard let until else { continue }
                let later = max(until, since ?? until).next...Position(.max)
                ranges += attended.compactMap { $0.clipped(to: later)?.clipped(to: bounds) }
            }
        }
        return ranges
    }

    /// Where a stay that begins now begins: where the last one did, if nothing was said and nobody
    /// came or went since it ended. A telephone that comes and goes all evening so leaves one stay,
    /// not hundreds.
    mutating func beginStay(of person: PersonID, at position: Position) -> Position {
        guard kind == .group, let account = person.account,
            let last = stays.lastIndex(where: { $0.account == account }),
            !stays[last].wasRemoved, stays[last].to >= saidAt
        else { return position }
        return stays.remove(at: last).from
    }

    /// Writes down that somebody was here. The oldest of too many stays are forgotten.
    mutating func endStay(of member: Member, at position: Position, wasRemoved: Bool) {
        guard kind != .channel, let account = member.person.account else { return }
        // In a worker channel only the last counts, for what is missed meanwhile.
        makeRoomForStay(of: account, most: kind == .group ? Limit.stays : 1)
        stays.append(
            Stay(account: account, from: member.since, to: position, wasRemoved: wasRemoved))
    }

    /// Writes down that an account was kept out while it was not here: a stay of no length, which
    /// somebody else ended.
    mutating func keepOut(_ account: AccountID, at position: Position) {
        guard kind == .group, member(PersonID(account)) == nil,
            stays.last(where: { $0.account == account })?.wasRemoved != true
        else { return }
        makeRoomForStay(of: account, most: Limit.stays)
        stays.append(Stay(account: account, from: position, to: position, wasRemoved: true))
    }

    /// Forgets the oldest of too many stays. That somebody was put out is remembered longest, in
    /// the end by taking two such times and what lies between for one: nothing opens by it.
    private mutating func makeRoomForStay(of account: AccountID, most: Int) {
        let own = stays.indices.filter { stays[$0].account == account }
        guard own.count >= most else { return }
        if most == 1 || own.count < 2 {
            stays.remove(at: own[0])
        } else if let oldest = own.first(where: { !stays[$0].wasRemoved }) {
            stays.remove(at: oldest)
        } else {
            let to = stays[own[0]].to
            stays[own[1]] = Stay(account: account, from: to, to: to, wasRemoved: true)
            stays.remove(at: own[0])
        }
    }
}

extension ClosedRange where Bound == Position {
    /// What is left of it.
    ///
    /// - Parameter holes: ascending.
    fileprivate func without(_ holes: [ClosedRange<Position>]) -> [ClosedRange<Position>] {
        var left: [ClosedRange<Position>] = []
        var low = lowerBound
        for hole in holes where hole.upperBound >= low && hole.lowerBound <= upperBound {
            // A hole begins behind a position, so there is one before it.
            let end = Position(hole.lowerBound.number - 1)
            if low <= end { left.append(low...end) }
            guard hole.upperBound < upperBound else { return left }
            low = hole.upperBound.next
        }
        left.append(low...upperBound)
        return left
    }

    /// What both have; nil where that is nothing.
    fileprivate func clipped(to other: ClosedRange<Position>) -> ClosedRange<Position>? {
        let low = Swift.max(lowerBound, other.lowerBound)
        let high = Swift.min(upperBound, other.upperBound)
        return low <= high ? low...high : nil
    }
}
