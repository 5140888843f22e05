/// Something that happens by itself when its time has come.
public enum Due: Equatable, Sendable {
    /// A stand-in's time in a worker channel is over.
    case coverEnds(RoomID)
    case meeting(RoomID, MeetingDue)
    /// Something in a room where a group is run.
    case circle(RoomID, CircleDue)
}

extension Centre {
    /// The soonest moment at which something happens by itself, or nil when nothing will.
    ///
    /// It may be past: then it is to happen at once.
    public var nextDue: Moment? {
        let cover = covered.isEmpty ? nil : covers.compactMap(\.cover?.until).min()
        return [cover, soonestMeeting, nextInCircles].compactMap(\.self).min()
    }

    /// What is to happen by now, the oldest first.
    public func due(at now: Moment) -> [Due] {
        covers.filter { ($0.cover?.until ?? now) <= now }
            .sorted { ($0.cover?.until ?? now, $0.room) < ($1.cover?.until ?? now, $1.room) }
            .map { .coverEnds($0.room) } + meetingsDue(at: now) + dueInCircles(at: now)
    }

    private var covers: [Case] { covered.compactMap { cases[$0] } }
}
