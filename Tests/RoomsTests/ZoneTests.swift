import Rooms
import Testing

@Suite struct ZoneTests {
    /// One hour ahead, two from 2026-03-29T01:00Z to 2026-10-25T01:00Z.
    private static let summer = Moment(milliseconds: 1_774_746_000_000)
    private static let winter = Moment(milliseconds: 1_792_890_000_000)
    private static let zone = Zone(
        minutesEast: 60,
        changes: [
            Zone.Change(at: summer, minutesEast: 120), Zone.Change(at: winter, minutesEast: 60),
        ])

    @Test func `a week later is the same time by the clock on the wall`() {
        // 18:30 in winter, on the Tuesday before the clocks are put forward.
        let tuesday = Moment(milliseconds: 1_774_373_400_000)
        let next = Self.zone.advanced(tuesday, days: 7)
        #expect(next.milliseconds - tuesday.milliseconds == (7 * 24 - 1) * 3_600_000)
        let fixed = Zone(minutesEast: 300).advanced(tuesday, days: 7)
        #expect(fixed.milliseconds - tuesday.milliseconds == 7 * 24 * 3_600_000)
    }

    @Test func `the clock changes at the moment of the change, not before`() {
        let before = Moment(milliseconds: Self.summer.milliseconds - 1)
        #expect(Self.zone.minutesEast(at: before) == 60)
        #expect(Self.zone.minutesEast(at: Self.summer) == 120)
        #expect(Self.zone.minutesEast(at: Self.winter) == 60)
    }

    @Test func `of an hour that comes twice the first is meant, and one left out is later`() {
        // 02:30 comes twice on 2026-10-25, and is left out on 2026-03-29.
        let twice = Self.zone.moment(showing: 1_792_895_400_000)
        #expect(twice.milliseconds == 1_792_895_400_000 - 7_200_000)
        let never = Self.zone.moment(showing: 1_774_751_400_000)
        #expect(never.milliseconds == 1_774_751_400_000 - 3_600_000)
        #expect(Self.zone.minutesEast(at: never) == 120)
    }
}
