/// Private words between a parent and one of the staff who share an open session. They are that
/// room's words: its time of keeping is theirs. Only the two read them again, as long as they are
/// in the room and until the session is sealed.
extension Centre {
    /// The room whose open session two people share, and the session's number.
    public func sharedSession(
        _ one: PersonID, _ other: PersonID
    ) -> (room: RoomID, number: UInt32)? {
        for id in rooms(of: one) {
            guard let session = meetings[id]?.open, let room = rooms[id],
                room.member(other) != nil
            else { continue }
            return (id, session.plan.number)
        }
        return nil
    }

    /// Whether two are in a room whose session is open: then a parent and staff may write to each
    /// other.
    public func shareOpenSession(_ one: PersonID, _ other: PersonID) -> Bool {
        sharedSession(one, other) != nil
    }

    /// Private words as they are written down: of the session that a parent and staff share, else
    /// between two.
    func whispered(_ saying: Saying, to other: PersonID) -> Event {
        let isStaff = [saying.by, other].map { roles(of: $0).isStaff }
        guard policy == .support, isStaff[0] != isStaff[1],
            let shared = sharedSession(saying.by, other)
        else { return .whispered(to: other, saying) }
        return .confided(shared.room, session: shared.number, to: other, saying)
    }

    /// Whether somebody may read again what was confided in a session, who is one of the two.
    func readsConfided(in id: RoomID, session number: UInt32, _ person: PersonID) -> Bool {
        guard let room = rooms[id], room.settings.history != .none, room.member(person) != nil,
            let stage = meetings[id]?.session(number)?.stage
        else { return false }
        return stage == .open || stage == .closed
    }

    /// The threads in which one person finds what they and another have confided to each other.
    public func confidences(of person: PersonID, with other: PersonID) -> [ThreadID] {
        unsealed(for: person).map { ThreadID(person, other, in: $0.room, session: $0.number) }
    }

    /// The same with everyone with whom there may be any.
    public func confidences(of person: PersonID) -> [TargetRequest.Confidence] {
        let isStaff = roles(of: person).isStaff
        return unsealed(for: person).flatMap { id, number in
            (rooms[id]?.members ?? []).map(\.person).filter { other in
                roles(of: other).isStaff != isStaff
            }.map {
                TargetRequest.Confidence(
                    with: $0, thread: ThreadID(person, $0, in: id, session: number))
            }
        }
    }

    /// Where somebody finds whatever was confided to them or by them in a room.
    public func confidences(of person: PersonID, in id: RoomID) -> [ThreadID] {
        unsealed(for: person).filter { $0.room == id }
            .map { ThreadID(id, session: $0.number, confidedWith: person) }
    }

    /// Where texts stand that somebody may report as long as they are kept, though nobody reads
    /// them again: what was confided, and what was said in the room's side rooms.
    public func reportable(of person: PersonID, in id: RoomID) -> [ThreadID] {
        let confided = (meetings[id]?.sessions ?? []).filter { $0.stage != .planned }
            .map { ThreadID(id, session: $0.plan.number, confidedWith: person) }
        let sides = home(ofSide: id) == nil ? sides(of: id) : [id]
        return confided + sides.map { ThreadID($0) }
    }

    /// Whether somebody may report this: what they heard or may read, and what was confided to them
    /// or by them, as long as it is kept.
    public func mayReport(_ event: Event, at position: Position, by actor: Actor) -> Bool {
        switch event {
        case .confided(_, _, let to, let saying):
            to == actor.person || saying.by == actor.person
        default: hasHeard(event, at: position, by: actor)
        }
    }

    /// Where it stands whatever somebody has confided, as long as it is kept: to take it back they
    /// need not be there any more.
    public func confidedEver(by person: PersonID) -> [ThreadID] {
        guard let account = person.account else { return [] }
        return meetings.keys.sorted().flatMap { id in
            (meetings[id]?.sessions ?? []).filter { $0.attendance(of: account) != nil }
                .map { ThreadID(id, session: $0.plan.number, confidedWith: person) }
        }
    }

    /// Whether this was confided by somebody: theirs to take back.
    public func hasConfided(_ event: Event, _ actor: Actor) -> Bool {
        if case .confided(_, _, _, let saying) = event { saying.by == actor.person } else { false }
    }

    /// The sessions that are not sealed in the rooms where somebody is.
    private func unsealed(for person: PersonID) -> [(room: RoomID, number: UInt32)] {
        rooms(of: person).flatMap { id in
            (meetings[id]?.sessions ?? []).map(\.plan.number).filter {
                readsConfided(in: id, session: $0, person)
            }.map { (id, $0) }
        }
    }
}

extension Event {
    /// What was said in a room, to all or to one alone, with the room.
    public var sayingInRoom: (room: RoomID, saying: Saying)? {
        switch self {
        case .said(let id, let saying), .confided(let id, _, _, let saying): (id, saying)
        default: nil
        }
    }

    /// Whether two texts of a room were said to it, or by the same two to each other.
    public func sharesConversation(with other: Event) -> Bool {
        switch (self, other) {
        case (.said(let room, _), .said(let another, _)): room == another
        case (.confided(_, _, let to, let one), .confided(_, _, let others, let another)):
            Set([to, one.by]) == Set([others, another.by])
        default: false
        }
    }
}

extension ThreadID {
    /// What two people have confided to each other in a session, whoever is named first.
    init(_ one: PersonID, _ other: PersonID, in room: RoomID, session: UInt32) {
        let pair = ThreadID(one, other).number
        number = Self.mixed(pair, UInt64(room.number) << 32 | UInt64(session))
    }

    /// Whatever was confided in a session to this person, and by them.
    init(_ room: RoomID, session: UInt32, confidedWith person: PersonID) {
        let place = Self.mixed(UInt64(room.number), UInt64(session))
        number = Self.mixed(place, person.number)
    }
}
