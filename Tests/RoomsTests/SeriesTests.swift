import Rooms
import Testing

/// What follows in a series of sessions.
@Suite struct SeriesTests {
    /// Warsaw: an hour is left out in the night of 28 March 2027.
    private static let warsaw = Zone(
        minutesEast: 60,
        changes: [Zone.Change(at: Moment(milliseconds: 1806195600000), minutesEast: 120)])

    private func weekly(_ group: inout MeetingTests.Group, from start: Moment, _ weeks: UInt8)
        throws
    {
        group.town.make(
            try group.town.centre.plan(
                Centre.Wish(start: start, seconds: 3600, weeks: weeks), in: group.room,
                by: group.zarina, zone: Self.warsaw, at: group.town.now))
    }

    private func skip(_ number: UInt32, _ group: inout MeetingTests.Group) throws {
        group.town.make(
            try group.town.centre.skip(
                number, in: group.room, by: group.zarina, zone: Self.warsaw,
                at: group.town.now))
    }

    @Test func `a series that falls into an hour that is left out goes on at its own time`() throws
    {
        var group = try MeetingTests.Group()
        group.town.now = Moment(milliseconds: 1803859200000)
        try weekly(&group, from: Moment(milliseconds: 1804383000000), 1)
        try skip(1, &group)
        // 4 April, half past two by the clock on the wall.
        #expect(group.own?.session(5)?.plan.start == Moment(milliseconds: 1806798600000))
    }

    @Test func `the next of a series is not planned over another session`() throws {
        var group = try MeetingTests.Group()
        group.town.now = Moment(milliseconds: 1803859200000)
        try weekly(&group, from: Moment(milliseconds: 1804383000000), 1)
        try weekly(&group, from: Moment(milliseconds: 1806798600000 + 600_000), 0)
        try skip(1, &group)
        let starts = group.own?.planned.map(\.plan.start) ?? []
        #expect(starts.count == 5)
        #expect(
            group.own?.session(6)?.plan.start == Moment(milliseconds: 1806798600000 + 604_800_000))
    }
}
