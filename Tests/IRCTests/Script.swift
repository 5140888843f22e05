import Rooms

@testable import IRC

/// In which letters a language is written.
enum Script {
    /// What is wrong with the letters of a text.
    static func faults(of text: String, in language: Language) -> [String] {
        guard language != .english else {
            return text.unicodeScalars.allSatisfy(\.isASCII) ? [] : ["letters that are not ASCII"]
        }
        var faults: Set<String> = []
        for word in words(text) {
            if isToken(word) { continue }
            for letter in word.unicodeScalars where letter.properties.isAlphabetic {
                if isCyrillic(letter) == (language == .uzbek) {
                    faults.insert("letters of another script")
                } else if foreign(to: language).contains(Character(letter)) {
                    faults.insert("a letter of another language")
                }
            }
        }
        if language == .uzbek { faults.formUnion(apostrophes(text)) }
        return faults.sorted()
    }

    /// Commands and the like: capitals and digits alone, or one of a few.
    private static func isToken(_ word: Substring) -> Bool {
        CatalogueTests.tokens.contains(String(word))
            || word.unicodeScalars.allSatisfy { $0.isASCII && !("a"..."z").contains($0) }
    }

    private static func words(_ text: String) -> [Substring] {
        text.split { !$0.isLetter && !$0.isNumber && $0 != "ʻ" && $0 != "ʼ" }
    }

    private static func isCyrillic(_ letter: Unicode.Scalar) -> Bool {
        (0x400...0x4ff).contains(letter.value)
    }

    /// Letters of the same script that this language does not write with.
    private static func foreign(to language: Language) -> Set<Character> {
        switch language {
        case .english: []
        case .russian: Set("ғӣқӯҳҷўҒӢҚӮҲҶЎ")
        case .tajik: Set("щыьцўЩЫЬЦЎ")
        case .uzbek: Set("wW")
        case .uzbekCyrillic: Set("щыӣӯҷЩЫӢӮҶ")
        }
    }

    /// oʻ and gʻ have U+02BB, and the sign after a vowel is U+02BC; nothing else stands for them.
    private static func apostrophes(_ text: String) -> [String] {
        let scalars = Array(text.unicodeScalars)
        var faults: [String] = []
        for (index, scalar) in scalars.enumerated() {
            let before = index > 0 ? Character(scalars[index - 1]).lowercased() : ""
            switch scalar {
            case "'", "`", "\u{2018}", "\u{2019}": faults.append("an apostrophe of another kind")
            case "\u{2bb}" where !["o", "g"].contains(before):
                faults.append("an apostrophe in the wrong place")
            case "\u{2bc}" where ["o", "g"].contains(before):
                faults.append("an apostrophe in the wrong place")
            default: break
            }
        }
        return faults
    }
}
