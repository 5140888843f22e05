import Rooms
import Wire

/// What everyone reads alike on coming in, put together once for each language.
struct Opening: Sendable {
    /// A numeric, and what stands behind the nickname.
    struct Row: Sendable {
        let number: Numeric
        let rest: Line
    }

    /// 002 to 004.
    let server: [Row]
    /// 375, 372 and 376, or 422.
    let motd: [Row]

    static func inEveryLanguage(_ welcome: Welcome) -> [Language: Opening] {
        var openings: [Language: Opening] = [:]
        for language in Language.allCases { openings[language] = Opening(welcome, language) }
        return openings
    }

    private init(_ welcome: Welcome, _ language: Language) {
        let host = Phrase.yourHost.text(language, [welcome.server, welcome.version])
        let started = language.time(
            welcome.started, minutesEast: welcome.zone.minutesEast(at: welcome.started))
        let modes = UserModes.offered(welcome.policy).letters
        server = [
            Row(number: .yourHost, rest: ":\(host)"),
            Row(number: .created, rest: ":\(Phrase.created.text(language, [started]))"),
            Row(
                number: .myInfo,
                rest: "\(welcome.server) \(welcome.version) \(modes) beIiklmnostvhC beIklovh"),
        ]
        motd = Self.motd(welcome, language)
    }

    private static func motd(_ welcome: Welcome, _ language: Language) -> [Row] {
        guard !welcome.motd.isEmpty else {
            return [Row(number: .noMOTD, rest: ":\(Phrase.noMOTD.text(language))")]
        }
        let start = Phrase.motdStart.text(language, [welcome.server])
        var rows = [Row(number: .motdStart, rest: ":\(start) -")]
        for line in welcome.motd {
            var rest = line[...]
            repeat {
                let row = rest.prefix(Letters.cut(rest, atMost: Limit.motdBytes))
                rows.append(Row(number: .motd, rest: ":- \(row)"))
                rest = rest.dropFirst(row.count)
            } while !rest.isEmpty
        }
        rows.append(Row(number: .endOfMOTD, rest: ":\(Phrase.endOfMOTD.text(language))"))
        return rows
    }
}

extension Turn {
    /// Rows that are the same for everyone.
    mutating func numerics(_ rows: [Opening.Row]) {
        for row in rows { numeric(row.number, row.rest) }
    }
}
