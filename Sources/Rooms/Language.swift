/// A language that sentences can be read in. Its number stands in the log for ever.
public enum Language: UInt8, CaseIterable, Sendable {
    case english = 1
    case russian = 2
    /// In Cyrillic.
    case tajik = 3
    /// In Latin.
    case uzbek = 4
    case uzbekCyrillic = 5

    /// The tag of BCP 47 that it is named by, in commands and in the configuration.
    public var code: String {
        switch self {
        case .english: "en"
        case .russian: "ru"
        case .tajik: "tg"
        case .uzbek: "uz"
        case .uzbekCyrillic: "uz-Cyrl"
        }
    }

    /// What it is called by those who speak it.
    public var name: String {
        switch self {
        case .english: "English"
        case .russian: "Русский"
        case .tajik: "Тоҷикӣ"
        case .uzbek: "Oʻzbekcha"
        case .uzbekCyrillic: "Ўзбекча (кирилл)"
        }
    }

    /// The language that a tag means: `tg`, `tg-TJ`, `uz-Latn`, `UZ-cyrl`.
    ///
    /// - Source: RFC 5646 §2.1: case does not matter; a region changes nothing here.
    public init?(code text: String) {
        let parts = text.lowercased().split(separator: "-", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty }) else { return nil }
        let script = parts.dropFirst().first { $0.count == 4 }
        switch (parts.first, script) {
        case ("en", nil), ("en", "latn"): self = .english
        case ("ru", nil), ("ru", "cyrl"): self = .russian
        case ("tg", nil), ("tg", "cyrl"): self = .tajik
        case ("uz", nil), ("uz", "latn"): self = .uzbek
        case ("uz", "cyrl"): self = .uzbekCyrillic
        default: return nil
        }
    }
}
