/// Moments as text: `2026-11-21T18:30:00.123Z`, always UTC, in the proleptic Gregorian calendar.
///
/// - Source: IRCv3 server-time, "Time format"; ISO 8601-1:2019 §5.4.
public enum Timestamp {
    /// Appends the 24 letters of a moment. Moments outside the years 0 to 9999 are written as the
    /// nearest one inside.
    ///
    /// - Parameter milliseconds: since 1970-01-01T00:00:00Z, without leap seconds.
    public static func write(milliseconds: Int64, to bytes: inout [UInt8]) {
        let moment = min(max(milliseconds, first), last)
        let (days, time) = Calendar.split(moment, by: millisecondsOfDay)
        let date = Calendar.date(ofDay: days)
        append(date.year, 4, UInt8(ascii: "-"), to: &bytes)
        append(date.month, 2, UInt8(ascii: "-"), to: &bytes)
        append(date.day, 2, UInt8(ascii: "T"), to: &bytes)
        append(time / 3_600_000, 2, .colon, to: &bytes)
        append(time / 60_000 % 60, 2, .colon, to: &bytes)
        append(time / 1000 % 60, 2, UInt8(ascii: "."), to: &bytes)
        append(time % 1000, 3, UInt8(ascii: "Z"), to: &bytes)
    }

    /// The moment that a text means in milliseconds since 1970, or nil.
    ///
    /// The fraction may be missing or have one to nine digits; what is finer than a millisecond is
    /// cut off. A leap second (`23:59:60`) is the second after it.
    public static func parse(_ bytes: ArraySlice<UInt8>) -> Int64? {
        var reader = Reader(rest: bytes)
        guard let year = reader.number(4), reader.take("-"),
            let month = reader.number(2), 1...12 ~= month, reader.take("-"),
            let day = reader.number(2), day >= 1, reader.take("T"),
            day <= Calendar.days(ofMonth: month, year: year),
            let hour = reader.number(2), hour < 24, reader.take(":"),
            let minute = reader.number(2), minute < 60, reader.take(":"),
            let second = reader.number(2), second <= 60,
            let fraction = reader.fraction(), reader.take("Z"), reader.rest.isEmpty
        else { return nil }
        let days = Calendar.day(ofYear: year, month: month, day: day)
        return days * millisecondsOfDay + (hour * 60 + minute) * 60_000 + second * 1000 + fraction
    }

    private static let millisecondsOfDay: Int64 = 86_400_000
    private static let first = Calendar.day(ofYear: 0, month: 1, day: 1) * millisecondsOfDay
    private static let last =
        Calendar.day(ofYear: 10_000, month: 1, day: 1) * millisecondsOfDay - 1

    private static func append(
        _ value: Int64, _ width: Int, _ mark: UInt8, to bytes: inout [UInt8]
    ) {
        // The last digit first: to divide by a power that is not known before costs many times as
        // much as to divide by ten.
        var digits = InlineArray<4, UInt8>(repeating: 0)
        var rest = UInt32(truncatingIfNeeded: value)
        for place in 0..<width {
            digits[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        for place in (0..<width).reversed() { bytes.append(digits[place]) }
        bytes.append(mark)
    }

    /// Takes a text apart from its front.
    private struct Reader {
        var rest: ArraySlice<UInt8>

        mutating func take(_ mark: Unicode.Scalar) -> Bool {
            guard let byte = rest.first, Unicode.Scalar(byte) == mark else { return false }
            rest.removeFirst()
            return true
        }

        mutating func digit() -> Int64? {
            guard let byte = rest.first, 0x30...0x39 ~= byte else { return nil }
            rest.removeFirst()
            return Int64(byte) - 0x30
        }

        mutating func number(_ digits: Int) -> Int64? {
            var value: Int64 = 0
            for _ in 0..<digits {
                guard let digit = digit() else { return nil }
                value = value * 10 + digit
            }
            return value
        }

        /// Milliseconds; 0 when there is no fraction, nil when it has no or too many digits.
        mutating func fraction() -> Int64? {
            guard take(".") else { return 0 }
            var value: Int64 = 0
            var count = 0
            while let digit = digit() {
                count += 1
                if count <= 3 { value = value * 10 + digit }
            }
            guard 1...9 ~= count else { return nil }
            for _ in min(count, 3)..<3 { value *= 10 }
            return value
        }
    }
}
