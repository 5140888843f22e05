public import Rooms
import Wire

/// Days and times as people read them, by the clock on their own wall.
extension Language {
    /// `24 November 2026, 18:50`
    ///
    /// - Parameter minutesEast: how far the centre's clock is ahead of UTC.
    public func time(_ moment: Moment, minutesEast: Int) -> [UInt8] {
        let at = CivilTime(milliseconds: moment.milliseconds, minutesEast: minutesEast)
        return Line("\(date(at)), \(clock(at))").bytes
    }

    /// `Tuesday, 24 November 2026`
    public func day(_ moment: Moment, minutesEast: Int) -> [UInt8] {
        let at = CivilTime(milliseconds: moment.milliseconds, minutesEast: minutesEast)
        return Line("\(weekdays[at.weekday - 1]), \(date(at))").bytes
    }

    /// `18:50`
    public func clock(_ moment: Moment, minutesEast: Int) -> [UInt8] {
        clock(CivilTime(milliseconds: moment.milliseconds, minutesEast: minutesEast))
    }

    private func clock(_ at: CivilTime) -> [UInt8] {
        var text: [UInt8] = []
        text.write(decimal: at.hour, width: 2)
        text.append(UInt8(ascii: ":"))
        text.write(decimal: at.minute, width: 2)
        return text
    }

    private func date(_ at: CivilTime) -> Line {
        let month = months[at.month - 1]
        return switch self {
        case .english, .russian, .tajik: "\(at.day) \(month) \(at.year)"
        case .uzbek: "\(at.year)-yil \(at.day)-\(month)"
        case .uzbekCyrillic: "\(at.year) йил \(at.day) \(month)"
        }
    }

    /// From January on, in the form that stands behind a day.
    var months: [String] {
        switch self {
        case .english:
            [
                "January", "February", "March", "April", "May", "June", "July", "August",
                "September", "October", "November", "December",
            ]
        case .russian:
            [
                "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа",
                "сентября", "октября", "ноября", "декабря",
            ]
        case .tajik:
            [
                "январи", "феврали", "марти", "апрели", "майи", "июни", "июли", "августи",
                "сентябри", "октябри", "ноябри", "декабри",
            ]
        case .uzbek:
            [
                "yanvar", "fevral", "mart", "aprel", "may", "iyun", "iyul", "avgust",
                "sentabr", "oktabr", "noyabr", "dekabr",
            ]
        case .uzbekCyrillic:
            [
                "январ", "феврал", "март", "апрел", "май", "июн", "июл", "август",
                "сентябр", "октябр", "ноябр", "декабр",
            ]
        }
    }

    /// From Monday on.
    var weekdays: [String] {
        switch self {
        case .english:
            ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        case .russian:
            [
                "понедельник", "вторник", "среда", "четверг", "пятница", "суббота",
                "воскресенье",
            ]
        case .tajik:
            ["душанбе", "сешанбе", "чоршанбе", "панҷшанбе", "ҷумъа", "шанбе", "якшанбе"]
        case .uzbek:
            ["dushanba", "seshanba", "chorshanba", "payshanba", "juma", "shanba", "yakshanba"]
        case .uzbekCyrillic:
            ["душанба", "сешанба", "чоршанба", "пайшанба", "жума", "шанба", "якшанба"]
        }
    }
}
