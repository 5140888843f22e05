/// Where what happens in a centre is written down for its sessions.
extension Centre {
    mutating func apply(_ event: MeetingEvent, in id: RoomID) {
        guard let room = rooms[id] else { return }
        var scene = scene(of: room)
        if case .absent(_, let family) = event { scene.workers = workers(of: family) }
        changeMeetings(of: id) { $0.apply(event, scene) }
    }

    /// What other events say of who is there.
    ///
    /// - Parameter before: the time of the event before this one.
    mutating func noteMeeting(_ event: Event, before: Moment) {
        guard !meetings.isEmpty else { return }
        let now = time
        switch event {
        case .said(let id, let saying):
            guard saying.above.isEmpty, let index = meetings.index(forKey: id) else { return }
            meetings.values[index].speak(saying.by)
        case .circle(let id, .floorEnded(let person, .passed, _)) where meetings[id] != nil:
            changeMeetings(of: id) { $0.pass(person) }
        case .entered(let id, let person, let prefixes) where meetings[id] != nil:
            changeMeetings(of: id) { $0.come(person, prefixes, at: now) }
        case .left(let id, let person, _) where meetings[id] != nil,
            .removed(let id, let person, _) where meetings[id] != nil:
            // Who was let in once and is taken out does not come back by it.
            let isGuest = person.account.flatMap { rooms[id]?.enrolment(of: $0) } == nil
            let isRemoved = if case .removed = event { true } else { false }
            changeMeetings(of: id) {
                $0.go(person, at: now)
                if isGuest, isRemoved { $0.admitted.removeAll { $0 == person } }
            }
        case .prefixesSet(let id, let person, let prefixes, let by) where meetings[id] != nil:
            noteStandingIn(person, prefixes, by: by, in: id)
            if prefixes.moderates { changeMeetings(of: id) { $0.attend() } }
        case .unenrolled(let id, let account, _) where meetings[id] != nil:
            changeMeetings(of: id) { $0.forget(account) }
        case .circle(let id, .banned(let account, _, _, _)) where meetings[id] != nil:
            changeMeetings(of: id) { $0.forget(account) }
        case .roomSet(let id, _, _, _): refreshDue(id)
        case .roomClosed(let id):
            meetings[id] = nil
            refreshDue(id)
        default: break
        }
    }

    /// The server came up: to be called while the rooms still hold who was there.
    mutating func restartMeetings(before: Moment) {
        for id in meetings.keys.sorted() {
            guard let room = rooms[id] else { continue }
            let scene = scene(of: room)
            changeMeetings(of: id) { $0.restart(scene, before: before) }
        }
    }

    /// Which rooms somebody waits to come into, in the order of their numbers.
    public func lobbies(of person: PersonID) -> [RoomID] { lobbies[person] ?? [] }

    /// Builds what follows from the rooms' meetings.
    mutating func indexMeetings() {
        for id in meetings.keys.sorted() {
            changeMeetings(of: id, noting: []) { _ in }
        }
    }

    private func scene(of room: Room) -> MeetingScene {
        let standIn = room.settings[.standIn].flatMap { $0 == 0 ? nil : AccountID($0) }
        return MeetingScene(
            position: position, time: time, members: room.members,
            listed: room.enrolled.map(\.account).filter { !isKeptOut(PersonID($0), of: room) },
            standIn: standIn)
    }

    /// The workers who answer for a family, and who stand in for them; ordered.
    private func workers(of family: AccountID) -> [AccountID] {
        Set(
            cases.values.filter { $0.family.contains(family) }.flatMap { $0.readers.map(\.account) }
        )
        .sorted()
    }

    mutating func changeMeetings(
        of id: RoomID, noting known: [Meetings.Waiting]? = nil,
        _ change: (inout Meetings) -> Void
    ) {
        let before = known ?? meetings[id]?.waiting ?? []
        change(&meetings[id, default: Meetings(room: id)])
        let after = meetings[id]?.waiting ?? []
        if before != after {
            for one in before {
                lobbies[one.person]?.removeAll { $0 == id }
                if lobbies[one.person]?.isEmpty == true { lobbies[one.person] = nil }
            }
            for one in after { lobbies[one.person] = ((lobbies[one.person] ?? []) + [id]).sorted() }
        }
        refreshDue(id)
    }

    /// Notes when the next thing happens by itself in a room.
    private mutating func refreshDue(_ id: RoomID) {
        let due = rooms[id].flatMap { room in
            meetings[id]?.dues(DoorSpans(room.settings)).map(\.at).min()
        }
        guard meetingDue[id] != due else { return }
        meetingDue[id] = due
        soonestMeeting = meetingDue.values.min()
    }
}

extension Meetings {
    /// An account may not come any more, or not for now.
    mutating func forget(_ account: AccountID) {
        waiting.removeAll { $0.person == PersonID(account) }
        places.removeAll { $0.person == PersonID(account) }
        admitted.removeAll { $0 == PersonID(account) }
        owed.removeAll { $0.account == account && !$0.notice.isOfCasework }
    }
}

extension Notice {
    /// Whether it goes to a family's worker or to a stand-in, whether or not they come to the room.
    public var isOfCasework: Bool {
        switch self {
        case .absence, .page: true
        default: false
        }
    }
}
