/// How many columns of a terminal letters take.
enum Columns {
    static func width(of text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + width(of: $1) }
    }

    static func width(of letter: Character) -> Int {
        // Joined emoji are drawn as one by some terminals and apart by others; two is the middle.
        min(2, letter.unicodeScalars.reduce(0) { $0 + width(of: $1) })
    }

    private static func width(of scalar: Unicode.Scalar) -> Int {
        if isMark(scalar) { return 0 }
        return isWide(scalar.value) ? 2 : 1
    }

    /// The line in rows of a terminal, broken between words. A word longer than a row is left to
    /// the terminal, so that it can be copied whole. What follows the first row stands under the
    /// words, where there is room for that.
    ///
    /// - Parameter columns: the terminal's width; the last one stays free, for some terminals wrap
    ///   as soon as it is filled.
    static func folded(_ line: String, to columns: Int) -> String {
        let room = max(1, columns - 1)
        guard width(of: line) > room else { return line }
        let indent = columns < 40 ? 0 : hanging(line)
        var (rows, used, isEmpty) = ("", 0, true)
        for word in line.split(separator: " ", omittingEmptySubsequences: false) {
            let wide = width(of: String(word))
            // Of several spaces none begins a row.
            if word.isEmpty, !isEmpty, used + 1 > room { continue }
            if isEmpty {
                used += wide
            } else if used + 1 + wide <= room {
                rows += " "
                used += 1 + wide
            } else {
                rows += "\n" + String(repeating: " ", count: indent)
                used = indent + wide
            }
            rows += word
            isEmpty = false
            // What is left of a long word in its last row.
            if used > room { used %= columns }
        }
        return rows
    }

    /// Text of several lines in rows of a terminal. Where a line is too long for one the next goes
    /// on with it, as far as it is not moved in, so that no short rest is left between them.
    static func flowed(_ text: String, to columns: Int) -> String {
        var lines: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if let last = lines.last, width(of: last) >= columns, last.contains(" "),
                last.first != " ", !line.isEmpty, line.first != " "
            {
                lines[lines.count - 1] = last + " " + line
            } else {
                lines.append(String(line))
            }
        }
        return lines.map { folded($0, to: columns) }.joined(separator: "\n")
    }

    /// Where the words of a line begin: behind the time of day, or where it was moved in to.
    private static func hanging(_ line: String) -> Int {
        let start = Array(line.utf8.prefix(6))
        let isTimed = start.count == 6 && start[2] == UInt8(ascii: ":") && start[5] == 0x20
        return isTimed ? start.count : line.prefix { $0 == " " }.count
    }

    /// Whether it is drawn onto the letter before it.
    static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x300 else { return false }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return true
        default: return false
        }
    }

    /// East Asian wide letters and emoji (UAX #11), as ranges wide enough for a prompt.
    private static func isWide(_ value: UInt32) -> Bool {
        switch value {
        case 0x1100...0x115f, 0x2e80...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f,
            0xff00...0xff60, 0xffe0...0xffe6, 0x1f300...0x1f64f, 0x1f680...0x1f6ff,
            0x1f900...0x1f9ff, 0x20000...0x3fffd:
            true
        default: false
        }
    }
}
