/// Something that happens by itself in a room's meetings.
public enum MeetingDue: Equatable, Sendable {
    /// Those on the list are told that a session is near.
    case reminder(UInt32)
    /// Staff begin to see who waits.
    case lobby(UInt32)
    /// It is time to open.
    case begins(UInt32)
    /// Nobody has opened it some minutes later.
    case unopened(UInt32)
    /// It was never opened, and its time has gone by.
    case lapses(UInt32)
    /// It is time to close.
    case timeUp(UInt32)
    /// Everyone goes out of what is over.
    case seals(UInt32)
    /// Staff are told who was cut off.
    case cuts
    /// Somebody did not come back in time.
    case placeEnds(PersonID)
    /// Nobody of the staff came back in time.
    case closesUnattended(UInt32)
}

/// How long things take at a room's door, in seconds.
struct DoorSpans {
    let lobby: Int64
    let late: Int64
    let grace: Int64

    init(_ settings: RoomSettings) {
        lobby = Int64(settings[.lobby] ?? Limit.lobbySeconds)
        late = Int64(settings[.late] ?? Limit.lateSeconds)
        grace = Int64(settings[.grace] ?? Limit.graceSeconds)
    }
}

extension Meetings {
    /// What is to happen, and when; in no order of time.
    func dues(_ spans: DoorSpans) -> [(at: Moment, what: MeetingDue)] {
        var dues: [(at: Moment, what: MeetingDue)] = []
        for session in sessions {
            let (plan, number) = (session.plan, session.plan.number)
            switch session.stage {
            case .planned:
                if !session.rung.contains(.reminder) {
                    let at = plan.start.advanced(seconds: -Limit.reminderSeconds)
                    dues.append((at, .reminder(number)))
                }
                if !session.rung.contains(.lobby) {
                    dues.append((plan.start.advanced(seconds: -spans.lobby), .lobby(number)))
                }
                if !session.rung.contains(.begins) { dues.append((plan.start, .begins(number))) }
                if !session.rung.contains(.unopened) {
                    let at = plan.start.advanced(seconds: Limit.unopenedSeconds)
                    dues.append((at, .unopened(number)))
                }
                dues.append((session.ends, .lapses(number)))
            case .open:
                if !session.rung.contains(.timeUp) { dues.append((session.ends, .timeUp(number))) }
            case .closed:
                let at = session.closed.advanced(seconds: Limit.closingSeconds)
                dues.append((at, .seals(number)))
            case .sealed: break
            }
        }
        if let cutsTold { dues.append((cutsTold, .cuts)) }
        dues += places.map {
            ($0.since.advanced(seconds: spans.grace), MeetingDue.placeEnds($0.person))
        }
        if let unattendedSince, let open {
            let at = unattendedSince.advanced(seconds: Limit.unattendedSeconds)
            dues.append((at, .closesUnattended(open.plan.number)))
        }
        return dues
    }
}

extension Centre {
    /// What is due by now in a room's meetings, the oldest first.
    func meetingsDue(at now: Moment) -> [Due] {
        guard let soonestMeeting, soonestMeeting <= now else { return [] }
        var all: [(at: Moment, room: RoomID, place: Int, what: MeetingDue)] = []
        for id in meetingDue.keys.sorted() where (meetingDue[id] ?? now) <= now {
            guard let room = rooms[id], let own = meetings[id] else { continue }
            for (place, due) in own.dues(DoorSpans(room.settings)).enumerated()
            where due.at <= now {
                all.append((due.at, id, place, due.what))
            }
        }
        return all.sorted { ($0.at, $0.room, $0.place) < ($1.at, $1.room, $1.place) }
            .map { .meeting($0.room, $0.what) }
    }
}
