import Testing
import Wire

@Suite struct LengthTests {
    @Test(arguments: [
        ("45s", 45 as Int64), ("20m", 1200), ("48h", 172_800), ("7d", 604_800), ("2w", 1_209_600),
        ("3H", 10_800), ("3660d", Length.longest),
    ])
    func `a length of time is a number and a unit`(text: String, seconds: Int64) {
        #expect(Length.seconds(Array(text.utf8)[...]) == seconds)
    }

    @Test(arguments: [
        "", "m", "10", "0m", "-5m", "+5m", "1.5h", "5 m", "5min", "3661d", "9999999999s",
    ])
    func `anything else is none`(text: String) {
        #expect(Length.seconds(Array(text.utf8)[...]) == nil)
    }

    @Test(arguments: ["1s", "59s", "1m", "90m", "1d", "3d", "2w", "0s"])
    func `a length is written in the largest unit that divides it`(text: String) {
        let seconds = text == "0s" ? 0 : Length.seconds(Array(text.utf8)[...]) ?? -1
        #expect(String(decoding: Length.text(seconds: seconds), as: UTF8.self) == text)
    }
}
