import Wire

/// Looks for what families should not find in a room by chance: telephone numbers, links, words of
/// a list. One pass over the bytes, and no pattern that could run away.
enum Screening {
    /// Whether nine digits stand together, or seven behind a `+`; spaces, `-`, `.`, `/`, brackets
    /// and dashes may stand between them, and the digits may be of another script.
    static func hasNumber(_ text: ArraySlice<UInt8>) -> Bool {
        var digits = 0
        var isForeign = false
        for byte in plain(text) {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digits += 1
                if digits >= (isForeign ? 7 : 9) { return true }
            case UInt8(ascii: "+"):
                digits = 0
                isForeign = true
            case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "("),
                UInt8(ascii: ")"), UInt8(ascii: "/"), 10, 13:
                break
            default:
                digits = 0
                isForeign = false
            }
        }
        return false
    }

    /// Digits of Arabic and Persian and wide ones as those of ASCII, and the dashes and spaces of
    /// books as `-`.
    private static func plain(_ text: ArraySlice<UInt8>) -> [UInt8] {
        guard text.contains(where: { $0 >= 0x80 }) else { return Array(text) }
        var out: [UInt8] = []
        for letter in String(decoding: text, as: UTF8.self).unicodeScalars {
            switch letter.value {
            case 0x660...0x669: out.append(UInt8(0x30 + letter.value - 0x660))
            case 0x6F0...0x6F9: out.append(UInt8(0x30 + letter.value - 0x6F0))
            case 0xFF10...0xFF19: out.append(UInt8(0x30 + letter.value - 0xFF10))
            case 0xFF0B: out.append(UInt8(ascii: "+"))
            case 0xA0, 0x2000...0x2015, 0x202F, 0x2212: out.append(UInt8(ascii: "-"))
            default: out += String(letter).utf8
            }
        }
        return out
    }

    /// `https://…`, `www.…`, `t.me/…`, `example.tj`.
    static func hasLink(_ text: ArraySlice<UInt8>) -> Bool {
        let folded = Name.folded(text)
        if contains(folded, Array("://".utf8)) || contains(folded, Array("www.".utf8)) {
            return true
        }
        return folded.split { !isOfAddress($0) }.contains(where: isAddress)
    }

    /// The part of a word before a `/` has a dot, and behind its last dot one of the common
    /// endings.
    private static func isAddress(_ word: ArraySlice<UInt8>) -> Bool {
        let host = word.prefix { $0 != UInt8(ascii: "/") }
        let trimmed = host.reversed().drop { $0 == UInt8(ascii: ".") }.reversed()
        let parts = Array(trimmed).split(separator: UInt8(ascii: "."))
        guard parts.count > 1, let last = parts.last else { return false }
        return endings.contains(Array(last))
    }

    private static let endings: Set<[UInt8]> = Set(
        [
            "com", "net", "org", "info", "me", "tj", "uz", "ru", "kg", "kz", "af", "su", "io",
            "be", "ly", "app", "link", "site", "online",
        ].map { Array($0.utf8) })

    private static func isOfAddress(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// Whether one of the words stands in the text, whatever the case of its letters.
    static func has(_ words: [[UInt8]], _ text: ArraySlice<UInt8>) -> Bool {
        let lowered = lowered(text)
        return words.contains { contains(lowered, Self.lowered($0[...])) }
    }

    static func lowered(_ text: ArraySlice<UInt8>) -> [UInt8] {
        Array(String(decoding: text, as: UTF8.self).lowercased().utf8)
    }

    private static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
        guard let first = part.first, part.count <= text.count else { return false }
        var at = 0
        while at + part.count <= text.count {
            if text[at] == first, text[at..<at + part.count].elementsEqual(part) { return true }
            at += 1
        }
        return false
    }
}
