/// A date and a time of day as people write them when they plan: `2026-12-01T18:30+05:00`.
///
/// - Source: ISO 8601-1:2019 §5.4.2, extended format; seconds and the distance from UTC may be
///   missing.
public struct WallTime: Equatable, Sendable {
    /// Milliseconds from 1970-01-01T00:00 by the same clock.
    public let milliseconds: Int64
    /// How far the clock is ahead of UTC; nil where nothing was said.
    public let minutesEast: Int?

    /// Nil for what is no such time.
    public init?(_ text: ArraySlice<UInt8>) {
        let bytes = Array(text)
        guard bytes.count >= 16,
            let year = Self.number(bytes[0..<4]), bytes[4] == UInt8(ascii: "-"),
            let month = Self.number(bytes[5..<7]), 1...12 ~= month,
            bytes[7] == UInt8(ascii: "-"), let day = Self.number(bytes[8..<10]), day >= 1,
            day <= Calendar.days(ofMonth: month, year: year),
            bytes[10] | 0x20 == UInt8(ascii: "t"),
            let hour = Self.number(bytes[11..<13]), hour < 24, bytes[13] == .colon,
            let minute = Self.number(bytes[14..<16]), minute < 60
        else { return nil }
        var rest = bytes[16...]
        var second: Int64 = 0
        if rest.first == .colon {
            guard rest.count >= 3, let given = Self.number(rest.dropFirst().prefix(2)), given < 60
            else { return nil }
            second = given
            rest = rest.dropFirst(3)
        }
        guard let offset = Self.offset(rest) else { return nil }
        minutesEast = offset.minutes
        let days = Calendar.day(ofYear: year, month: month, day: day)
        milliseconds = ((days * 24 + hour) * 60 + minute) * 60_000 + second * 1000
    }

    /// Whether a text is written as such a time, whatever its digits are.
    public static func isForm(_ text: ArraySlice<UInt8>) -> Bool {
        let bytes = Array(text)
        guard bytes.count >= 16, bytes[10] | 0x20 == UInt8(ascii: "t") else { return false }
        let marks: [(Int, UInt8)] = [(4, 0x2d), (7, 0x2d), (13, .colon)]
        let digits = (0..<16).filter { ![4, 7, 10, 13].contains($0) }
        return marks.allSatisfy { bytes[$0] == $1 }
            && digits.allSatisfy { 0x30...0x39 ~= bytes[$0] }
    }

    /// `Z`, `+05:00`, `-0330`, `+05` or nothing.
    private static func offset(_ text: ArraySlice<UInt8>) -> (minutes: Int?, Void)? {
        guard let sign = text.first else { return (nil, ()) }
        if text.count == 1, sign | 0x20 == UInt8(ascii: "z") { return (0, ()) }
        let digits = text.dropFirst().filter { $0 != .colon }
        let isWhole = text.count == 6 ? text[text.startIndex + 3] == .colon : text.count <= 5
        guard isWhole, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
            digits.count == 2 || digits.count == 4, let hours = number(digits.prefix(2)),
            let minutes = digits.count == 4 ? number(digits.suffix(2)) : 0,
            hours <= 14, minutes < 60
        else { return nil }
        let east = Int(hours * 60 + minutes)
        return (sign == UInt8(ascii: "+") ? east : -east, ())
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        var value: Int64 = 0
        for digit in digits {
            guard 0x30...0x39 ~= digit else { return nil }
            value = value * 10 + Int64(digit) - 0x30
        }
        return value
    }
}
