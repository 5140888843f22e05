public import Rooms
import Wire

/// Numbers as a language writes them, and the form that a word takes beside them.
extension Language {
    /// How many forms a counted word has in the catalogue.
    ///
    /// - Source: CLDR, plural rules: one and other; in Russian one, few, many and other. CLDR has
    ///   none for Tajik, which counts as Persian does: the word stays as it is after a number.
    var countedForms: Int { self == .russian ? 4 : 2 }

    /// Which of those forms stands beside this number.
    func countedForm(of number: UInt64) -> Int {
        guard self == .russian else { return number == 1 ? 0 : 1 }
        // The fourth form is for fractions.
        switch (number % 10, number % 100) {
        case (1, let tens) where tens != 11: return 0
        case (2...4, let tens) where !(12...14).contains(tens): return 1
        default: return 2
        }
    }

    /// A whole number with its thousands apart: `12,000`, `12 000` (with U+00A0).
    public func number(_ value: Int) -> [UInt8] {
        var digits: [UInt8] = []
        digits.write(decimal: UInt64(value.magnitude))
        let gap = Array((self == .english ? "," : "\u{a0}").utf8)
        var out: [UInt8] = value < 0 ? [UInt8(ascii: "-")] : []
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { out += gap }
            out.append(digit)
        }
        return out
    }

    /// A span in its two largest units: `2 hours 5 minutes`.
    public func span(seconds: Int) -> [UInt8] {
        let parts = [
            (seconds / 86_400, Phrase.days), (seconds / 3600 % 24, .hours),
            (seconds / 60 % 60, .minutes), (seconds % 60, .seconds),
        ]
        guard let start = parts.firstIndex(where: { $0.0 > 0 }) else {
            return Phrase.seconds.text(self, [number(0)]).bytes
        }
        let shown = parts[start...].prefix(2).filter { $0.0 > 0 }
        return Array(
            shown.map { $0.1.text(self, [number($0.0)]).bytes }.joined(separator: [32]))
    }

    /// `one, two and three`.
    public func list(_ items: [[UInt8]]) -> [UInt8] {
        guard items.count > 1, let last = items.last else { return items.first ?? [] }
        let comma = Array(", ".utf8)
        let before = Array(items.dropLast().joined(separator: comma))
        return Phrase.andLast.text(self, [before, last]).bytes
    }
}
