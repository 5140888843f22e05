@_spi(_Unicode) import Swift

extension Name {
    /// What a name looks like at a glance: two names with one skeleton may be taken for each other.
    /// It is a key, never shown.
    ///
    ///     Lola, IoIa, l0la → lola        coca, СОСА, Соса → coca
    ///
    /// Case and marks go; Cyrillic letters, Tajik and Uzbek ones too, become the Latin letters that
    /// they resemble in either case; 0 and 1 become o and l, as does i for the sake of `I`; rn and
    /// vv become m and w. Names of one `folded` key have one skeleton.
    ///
    /// - Source: the idea of Unicode TR 39 §4, with a table of our own for two scripts.
    public static func skeleton(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var skeleton: [UInt8] = []
        skeleton.reserveCapacity(bytes.count)
        if bytes.allSatisfy({ $0 < 0x80 }) {
            for byte in bytes { appendLikeness(of: Unicode.Scalar(byte), to: &skeleton) }
        } else {
            let text = String(decoding: bytes, as: UTF8.self).lowercased()
            for letter in text._nfd where !isMark(letter) {
                appendLikeness(of: letter, to: &skeleton)
            }
        }
        joinPairs(&skeleton)
        return skeleton
    }

    private static func isMark(_ letter: Unicode.Scalar) -> Bool {
        switch letter.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: true
        default: letter == "\u{2bb}" || letter == "\u{2bc}"
        }
    }

    private static func appendLikeness(of letter: Unicode.Scalar, to skeleton: inout [UInt8]) {
        if letter.isASCII {
            skeleton.append(likeness(ofASCII: UInt8(truncatingIfNeeded: letter.value)))
        } else if let likeness = likenesses[letter] {
            skeleton.write(likeness)
        } else {
            skeleton.append(contentsOf: UTF8.encode(letter) ?? UTF8.encodedReplacementCharacter)
        }
    }

    private static func likeness(ofASCII byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "0"): UInt8(ascii: "o")
        case UInt8(ascii: "1"), UInt8(ascii: "|"): UInt8(ascii: "l")
        case UInt8(ascii: "i"), UInt8(ascii: "I"): UInt8(ascii: "l")
        case 0x41...0x5a: byte | 0x20
        default: byte
        }
    }

    /// Two letters that run into one another become the one that they look like.
    private static func joinPairs(_ skeleton: inout [UInt8]) {
        var kept = 0
        for index in skeleton.indices {
            let byte = skeleton[index]
            let before = kept > 0 ? skeleton[kept - 1] : 0
            if byte == UInt8(ascii: "n"), before == UInt8(ascii: "r") {
                skeleton[kept - 1] = UInt8(ascii: "m")
            } else if byte == UInt8(ascii: "v"), before == byte {
                skeleton[kept - 1] = UInt8(ascii: "w")
            } else {
                skeleton[kept] = byte
                kept += 1
            }
        }
        skeleton.removeLast(skeleton.count - kept)
    }

    /// Lower-case letters without marks, and what they resemble in lower or upper case.
    // swift-format-ignore
    private static let likenesses: [Unicode.Scalar: String] = [
        // Latin beyond ASCII.
        "ı": "l", "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ŧ": "t", "ŋ": "n", "ƒ": "f",
        "æ": "ae", "œ": "oe", "ß": "b", "ð": "d", "þ": "p", "ĸ": "k",
        // Cyrillic of all: the resemblance is of А В Е К М Н О Р С Т У Х as much as of а е о р с у
        // х.
        "а": "a", "в": "b", "г": "r", "е": "e", "з": "3", "к": "k", "м": "m", "н": "h",
        "о": "o", "п": "n", "р": "p", "с": "c", "т": "t", "у": "y", "х": "x", "ь": "b",
        "ъ": "b", "ы": "bl", "щ": "ш", "ц": "u", "и": "u",
        // Tajik, Uzbek and their neighbours; ӣ, ӯ, ў and й lose their marks before.
        "ғ": "r", "ҕ": "r", "ҙ": "3", "қ": "k", "ҝ": "k", "ҟ": "k", "ҡ": "k", "ӄ": "k",
        "ң": "h", "ҥ": "h", "ӈ": "h", "ө": "o", "ҫ": "c", "ҭ": "t", "ү": "y", "ұ": "y",
        "ҳ": "x", "ҷ": "ч", "ҹ": "ч", "ӌ": "ч", "һ": "h", "ӏ": "l", "ә": "ə",
        // Ukrainian, Serbian and others.
        "і": "l", "ј": "j", "ѕ": "s", "ґ": "r", "є": "e", "ђ": "h", "ћ": "h", "ԁ": "d",
        "ԛ": "q", "ԝ": "w",
    ]
}
