import Rooms
import Wire

/// What everyone is told alike, put together once for each welcome.
struct CommonRows: Sendable {
    /// The rows of 005 behind the nickname.
    let supported: [Line]
    /// The same where there are no worker channels.
    let supportedAlone: [Line]
    private let openings: [Opening]

    init(_ welcome: Welcome) {
        supported = Supported.rows(welcome)
        supportedAlone = Supported.rows(welcome, channelTypes: "#")
        openings = Language.allCases.map { Opening(welcome, $0) }
    }

    func opening(_ language: Language) -> Opening {
        // Their numbers go from 1, in the order of the cases.
        openings[Int(language.rawValue) - 1]
    }
}

/// What everyone reads alike on coming in, in one language.
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

    init(_ welcome: Welcome, _ language: Language) {
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
