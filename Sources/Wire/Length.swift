/// Lengths of time as people write them: `45s`, `20m`, `48h`, `7d`, `2w`.
public enum Length {
    /// The longest that is taken: ten years of 366 days, in seconds.
    public static let longest: Int64 = 3660 * 86_400

    /// The seconds that a text means, at least one and at most `longest`; nil for anything else.
    ///
    /// One number in decimal digits and one letter; a number without a letter is not a length.
    public static func seconds(_ text: ArraySlice<UInt8>) -> Int64? {
        guard let letter = text.last, let unit = unit(of: letter) else { return nil }
        let digits = text.dropLast()
        guard 1...9 ~= digits.count else { return nil }
        var number: Int64 = 0
        for digit in digits {
            guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= digit else { return nil }
            number = number * 10 + Int64(digit - UInt8(ascii: "0"))
        }
        let seconds = number * unit
        return 1...longest ~= seconds ? seconds : nil
    }

    /// The shortest text that means so many seconds, in the largest unit that divides them.
    public static func text(seconds: Int64) -> [UInt8] {
        for (letter, unit) in units where seconds >= unit && seconds % unit == 0 {
            return Array("\(seconds / unit)".utf8) + [letter]
        }
        return Array("\(seconds)s".utf8)
    }

    private static let units: [(letter: UInt8, seconds: Int64)] = [
        (UInt8(ascii: "w"), 604_800), (UInt8(ascii: "d"), 86_400), (UInt8(ascii: "h"), 3600),
        (UInt8(ascii: "m"), 60), (UInt8(ascii: "s"), 1),
    ]

    private static func unit(of letter: UInt8) -> Int64? {
        units.first { $0.letter == letter | 0x20 }?.seconds
    }
}
