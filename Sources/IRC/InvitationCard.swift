import Rooms
import Wire

/// An invitation to be printed and handed over, or read out.
extension House {
    /// The rows of the card, 58 columns wide at most, in the reader's language.
    func card(_ code: IssuedCode, _ language: Language) -> [[UInt8]] {
        func text(_ phrase: Phrase, _ facts: [UInt8]...) -> [UInt8] {
            phrase.text(language, facts).bytes
        }
        let way = welcome.invitation
        let rule = [UInt8](repeating: UInt8(ascii: "-"), count: Card.columns)
        let expires = code.invitation.expires
        let until = language.time(expires, minutesEast: welcome.zone.minutesEast(at: expires))
        let isNew = if case .account = code.invitation.purpose { true } else { false }
        var rows = [rule]
        rows += Card.wrapped(
            isNew
                ? text(.cardInvites, welcome.network)
                : text(.cardRecovers, welcome.network))
        rows += [[], text(.cardCode, SpokenCode.grouped(code.digits))]
        rows += Card.wrapped(text(.cardOnce, until))
        if !way.address.isEmpty { rows += [[], text(.cardServer, way.address)] }
        if !way.fingerprint.isEmpty {
            rows += [text(.cardFingerprint)] + Card.pairs(way.fingerprint)
        }
        if !way.address.isEmpty {
            rows += [[]] + Card.wrapped(text(.cardSandali))
            rows.append(Line("  sandali --server \(way.address) --code").bytes)
        }
        rows += Card.wrapped(text(.cardOther))
        if way.centre.isEmpty {
            rows.append(Array("  /msg Host register ********".utf8))
        } else {
            rows.append(Line("  /msg Host register NAME@\(way.centre) ********").bytes)
            rows += [[]] + Card.wrapped(text(.cardCentre, Line("NAME@\(way.centre)").bytes))
        }
        rows += [[]] + Card.wrapped(text(.cardSecret)) + [rule]
        return rows
    }
}

/// What a printed card says of the way here.
public struct Invited: Equatable, Sendable {
    /// Host and port as people are told them; empty: left out.
    let address: [UInt8]
    /// The certificate's SHA-256 in 64 digits; empty: left out.
    let fingerprint: [UInt8]
    /// What has to stand behind the name's `@`; empty: nothing.
    let centre: [UInt8]

    /// Texts as the card is to show them; what is empty is left out.
    public init(address: String = "", fingerprint: String = "", centre: String = "") {
        self.address = Array(address.utf8)
        self.fingerprint = Array(fingerprint.utf8)
        self.centre = Array(centre.utf8)
    }
}

/// How a card is set.
enum Card {
    /// What a narrow till roll and a phone's terminal still hold.
    static let columns = 58

    /// Text in rows of at most `columns` letters, cut between words; a longer word has a row of its
    /// own.
    static func wrapped(_ text: [UInt8]) -> [[UInt8]] {
        var rows: [[UInt8]] = []
        var row: [UInt8] = []
        for word in text.split(separator: UInt8(ascii: " ")) {
            if !row.isEmpty, width(row) + 1 + width(Array(word)) > columns {
                rows.append(row)
                row = []
            }
            if !row.isEmpty { row.append(UInt8(ascii: " ")) }
            row += word
        }
        return row.isEmpty ? rows : rows + [row]
    }

    /// 64 digits as `3A:F0:…`, sixteen pairs a row.
    static func pairs(_ digits: [UInt8]) -> [[UInt8]] {
        stride(from: 0, to: digits.count, by: 32).map { start in
            let row = digits[start..<min(start + 32, digits.count)]
            var out = Array("  ".utf8)
            for (place, digit) in row.enumerated() {
                if place > 0, place % 2 == 0 { out.append(UInt8(ascii: ":")) }
                out.append(digit >= UInt8(ascii: "a") ? digit - 32 : digit)
            }
            return out
        }
    }

    /// Letters of Latin and Cyrillic take one column each.
    static func width(_ text: [UInt8]) -> Int {
        String(decoding: text, as: UTF8.self).unicodeScalars.count
    }
}
