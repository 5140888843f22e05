/// A one-time code that can be read out over a bad telephone line: thirteen digits, and one more
/// that finds every wrong digit and every swap of two neighbours.
///
///     5720391846204 → 57203918462049, written as 572 0391 8462 049
public enum SpokenCode {
    /// What a text is, as far as it can be told without knowing any code.
    public enum Reading: Equatable, Sendable {
        /// Fourteen digits that fit together.
        case code([UInt8])
        /// Meant as a code, but a digit is wrong, missing or too many.
        case slip
        /// Something else.
        case other
    }

    /// With the check digit.
    public static let digits = 14
    /// How many numbers there are: 43 bits.
    public static let numbers: UInt64 = 10_000_000_000_000
    /// From so many digits on, a text of digits alone is meant as a code.
    public static let digitsLeast = 8

    /// The fourteen digits for a number; what is past `numbers` is taken modulo it.
    public static func digits(for number: UInt64) -> [UInt8] {
        var rest = number % numbers
        var digits = [UInt8](repeating: 0, count: Self.digits - 1)
        for place in digits.indices.reversed() {
            digits[place] = UInt8(truncatingIfNeeded: rest % 10) + zero
            rest /= 10
        }
        return digits + [checkDigit(of: digits) + zero]
    }

    /// What somebody has typed: digits, with spaces, hyphens, dashes or dots between them as they
    /// like, or as their telephone likes.
    public static func read(_ text: ArraySlice<UInt8>) -> Reading {
        var digits: [UInt8] = []
        var rest = text
        while let byte = rest.first {
            if zero...(zero + 9) ~= byte {
                digits.append(byte)
                rest.removeFirst()
            } else if let gap = gaps.first(where: { rest.starts(with: $0) }) {
                rest.removeFirst(gap.count)
            } else {
                return .other
            }
        }
        guard digits.count >= digitsLeast else { return .other }
        // The check digit takes what came before it back to nothing.
        guard digits.count == Self.digits, checkDigit(of: digits) == 0 else { return .slip }
        return .code(digits)
    }

    /// The digits in groups that a voice can carry: `572 0391 8462 049`.
    ///
    /// - Parameter gap: what stands between two groups.
    public static func grouped(_ digits: [UInt8], gap: Unicode.Scalar = " ") -> [UInt8] {
        var text: [UInt8] = []
        for (place, digit) in digits.enumerated() {
            if place == 3 || place == 7 || place == 11 { text.append(UInt8(ascii: gap)) }
            text.append(digit)
        }
        return text
    }

    private static let zero = UInt8(ascii: "0")

    /// What may stand between digits: the signs of the keyboard, the spaces that do not break, and
    /// the hyphens and dashes of Unicode, U+2010 to U+2015 and the minus.
    private static let gaps: [[UInt8]] =
        [" ", "-", ".", "\u{a0}", "\u{2009}", "\u{202f}", "\u{2212}"].map { Array($0.utf8) }
        + (0x90...0x95).map { [0xe2, 0x80, $0] }

    /// The digit that follows these.
    ///
    /// - Source: Damm, "Total anti-symmetrische Quasigruppen", 2004: a table in which no digit and
    ///   no two neighbours can be changed without changing where one comes out.
    private static func checkDigit(of digits: [UInt8]) -> UInt8 {
        digits.reduce(0) { table[Int($0) * 10 + Int($1 - zero)] }
    }

    // swift-format-ignore
    private static let table: [UInt8] = [
        0, 3, 1, 7, 5, 9, 8, 6, 4, 2,
        7, 0, 9, 2, 1, 5, 4, 8, 6, 3,
        4, 2, 0, 6, 8, 7, 1, 3, 5, 9,
        1, 7, 5, 0, 9, 8, 3, 4, 2, 6,
        6, 1, 2, 3, 0, 4, 5, 9, 7, 8,
        3, 6, 7, 4, 2, 0, 9, 5, 8, 1,
        5, 8, 6, 9, 7, 2, 0, 1, 3, 4,
        8, 9, 4, 5, 3, 6, 2, 0, 1, 7,
        9, 4, 3, 8, 6, 1, 7, 2, 0, 5,
        2, 5, 8, 1, 4, 3, 6, 7, 9, 0,
    ]
}
