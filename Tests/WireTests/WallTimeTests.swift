import Testing
import Wire

@Suite struct WallTimeTests {
    @Test(
        arguments: [
            ("2026-12-01T18:30+05:00", Int64(1_796_149_800_000), 300),
            ("2026-12-01T18:30:15+05:00", 1_796_149_815_000, 300),
            ("2026-12-01t18:30Z", 1_796_149_800_000, 0),
            ("2026-12-01T18:30-0330", 1_796_149_800_000, -210),
            ("2026-12-01T18:30+05", 1_796_149_800_000, 300),
            ("2026-12-01T18:30", 1_796_149_800_000, nil),
            ("1970-01-01T00:00+00:00", 0, 0),
        ] as [(String, Int64, Int?)])
    func `a time is read as it stands on the wall, with its distance from UTC`(
        text: String, milliseconds: Int64, minutesEast: Int?
    ) throws {
        let time = try #require(WallTime(Array(text.utf8)[...]))
        #expect(time.milliseconds == milliseconds)
        #expect(time.minutesEast == minutesEast)
    }

    @Test(arguments: [
        "", "2026-12-01", "2026-12-01T18", "2026-12-01 18:30", "2026-13-01T18:30",
        "2026-02-30T18:30", "2026-12-00T18:30", "2026-12-01T24:00", "2026-12-01T18:60",
        "2026-12-01T18:30:60", "2026-12-01T18:30:", "2026-12-01T18:30+5", "2026-12-01T18:30+15:00",
        "2026-12-01T18:30+05:60", "2026-12-01T18:30+0a:00", "2026-12-01T18:30+05:00 ",
        "2026-12-01T18:30*05:00", "2026-12-01T18:30+:0500", "20x6-12-01T18:30",
    ])
    func `what is no time is none`(text: String) {
        #expect(WallTime(Array(text.utf8)[...]) == nil)
    }
}
