import Wire

/// A name in Cyrillic letters as it would be written in Latin ones.
///
/// The two usual ways of the region: `Ҳаким` and `Хуршед` as `Hakim` and `Khurshed`, or as `Hakim`
/// and `Hurshed`. It does not have to be right, only to find who could be meant.
enum Transliteration {
    /// The spellings; none where there is no Cyrillic letter, or one that is not known.
    static func latin(_ name: [UInt8]) -> [[UInt8]] {
        let text = String(decoding: Name.folded(name[...]), as: UTF8.self).lowercased()
        guard text.unicodeScalars.contains(where: { $0.value >= 0x400 }) else { return [] }
        return [0, 1].compactMap { way in
            var spelling = ""
            for scalar in text.unicodeScalars {
                if scalar.isASCII {
                    spelling.unicodeScalars.append(scalar)
                } else if let forms = letters[scalar] {
                    spelling += forms[min(way, forms.count - 1)]
                } else {
                    return nil
                }
            }
            return Array(spelling.utf8)
        }
    }

    // swift-format-ignore
    private static let letters: [Unicode.Scalar: [String]] = [
        "а": ["a"], "б": ["b"], "в": ["v"], "г": ["g"], "д": ["d"], "е": ["e"], "ё": ["yo"],
        "ж": ["zh", "j"], "з": ["z"], "и": ["i"], "й": ["y", "i"], "к": ["k"], "л": ["l"],
        "м": ["m"], "н": ["n"], "о": ["o"], "п": ["p"], "р": ["r"], "с": ["s"], "т": ["t"],
        "у": ["u"], "ф": ["f"], "х": ["kh", "h"], "ц": ["ts"], "ч": ["ch"], "ш": ["sh"],
        "щ": ["shch"], "ъ": [""], "ы": ["y"], "ь": [""], "э": ["e"], "ю": ["yu"], "я": ["ya"],
        "ғ": ["gh", "g"], "ӣ": ["i"], "қ": ["q", "k"], "ӯ": ["u", "o"], "ҳ": ["h"],
        "ҷ": ["j"], "ў": ["o", "u"],
    ]
}
