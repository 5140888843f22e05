/// The proleptic Gregorian calendar: days since 1970-01-01 and dates, both ways.
///
/// A cycle of 400 years has 146,097 days. Years are taken to begin in March, so that a leap day is
/// the last of its year and months have a simple rule: 153 days in five from March on.
enum Calendar {
    /// Quotient towards the past and a remainder that is never negative.
    static func split(_ value: Int64, by divisor: Int64) -> (quotient: Int64, rest: Int64) {
        let (quotient, rest) = value.quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? (quotient - 1, rest + divisor) : (quotient, rest)
    }

    static func day(ofYear year: Int64, month: Int64, day: Int64) -> Int64 {
        let monthFromMarch = (month + 9) % 12
        let (cycle, yearOfCycle) = split(month <= 2 ? year - 1 : year, by: 400)
        let daysBefore = yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        return cycle * daysOfCycle + daysBefore + dayOfYear - epoch
    }

    static func date(ofDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (cycle, rest) = split(day + epoch, by: daysOfCycle)
        // Leap days before this day of the cycle are taken out, then years have 365 days each.
        let yearOfCycle = (rest - rest / 1460 + rest / 36_524 - rest / 146_096) / 365
        let dayOfYear = rest - (yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (cycle * 400 + yearOfCycle + (month <= 2 ? 1 : 0), month, dayOfMonth)
    }

    static func days(ofMonth month: Int64, year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static let daysOfCycle: Int64 = 146_097
    /// Days from 0000-03-01 to 1970-01-01.
    private static let epoch: Int64 = 719_468
}
