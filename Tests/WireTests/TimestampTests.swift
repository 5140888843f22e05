import Testing
import Wire

private func written(_ milliseconds: Int64) -> String {
    var bytes: [UInt8] = []
    Timestamp.write(milliseconds: milliseconds, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
}

private func parsed(_ text: String) -> Int64? { Timestamp.parse(Array(text.utf8)[...]) }

@Test(
    arguments: [
        (0, "1970-01-01T00:00:00.000Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
        (1_318_990_740_419, "2011-10-19T02:19:00.419Z"),
        (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (951_868_800_000, "2000-03-01T00:00:00.000Z"),
        (4_107_542_399_999, "2100-02-28T23:59:59.999Z"),
        (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
        (1_795_285_800_123, "2026-11-21T18:30:00.123Z"),
        (-62_167_219_200_000, "0000-01-01T00:00:00.000Z"),
        (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
    ] as [(Int64, String)])
func `a moment is written and read as one text`(milliseconds: Int64, text: String) {
    #expect(written(milliseconds) == text)
    #expect(parsed(text) == milliseconds)
}

@Test func `every day of four centuries follows the one before`() {
    var wrong: [String] = []
    var before: (month: Int, day: Int)?
    for number in Int64(-11_000)...135_100 {
        let text = written(number * 86_400_000)
        let month = Int(text.dropFirst(5).prefix(2)) ?? 0
        let day = Int(text.dropFirst(8).prefix(2)) ?? 0
        let follows = before.map { follow($0, (month, day)) } ?? true
        if !follows || parsed(text) != number * 86_400_000 { wrong.append(text) }
        before = (month, day)
    }
    #expect(wrong.isEmpty)
}

/// Whether a date comes right after another, as far as can be told without the year.
private func follow(_ one: (month: Int, day: Int), _ next: (month: Int, day: Int)) -> Bool {
    if one.month == next.month { return next.day == one.day + 1 }
    return next.day == 1 && one.day >= 28 && next.month == one.month % 12 + 1
}

@Test func `a fraction may be missing, short or long, and a leap second is the second after`() {
    #expect(parsed("1970-01-01T00:00:01Z") == 1000)
    #expect(parsed("1970-01-01T00:00:01.5Z") == 1500)
    #expect(parsed("1970-01-01T00:00:01.123456789Z") == 1123)
    #expect(parsed("2012-06-30T23:59:60.419Z") == parsed("2012-07-01T00:00:00.419Z"))
}

@Test(
    arguments: [
        "", "2026", "2026-11-21", "2026-11-21T18:30:00", "2026-11-21 18:30:00Z",
        "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-02-29T00:00:00Z",
        "2100-02-29T00:00:00Z", "2026-04-31T00:00:00Z", "2026-01-00T00:00:00Z",
        "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:61Z",
        "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00.1234567890Z", "2026-01-01T00:00:00Zz",
        "2026-01-01T00:00:00+05:00", "-026-01-01T00:00:00Z", "٢٠٢٦-01-01T00:00:00Z",
    ])
func `what is no moment is refused`(text: String) {
    #expect(parsed(text) == nil)
}

@Test func `moments past the years of four digits are written as the nearest`() {
    #expect(written(.max) == "9999-12-31T23:59:59.999Z")
    #expect(written(.min) == "0000-01-01T00:00:00.000Z")
}
