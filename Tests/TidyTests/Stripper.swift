/// Takes comments and string literals out of Swift, a line at a time, so that a word in a sentence
/// is not mistaken for a word of code.
///
/// Good enough for this repository: block comments do not nest here (swift-format refuses them),
/// and what stands in an interpolation counts as part of its string.
struct Stripper {
    private var insideBlock = false
    private var insideText = false
    private let quote = UInt8(ascii: "\"")
    private let slash = UInt8(ascii: "/")

    mutating func strip(_ line: String) -> String {
        let isPlain = !insideText && !insideBlock
        if isPlain, !line.utf8.contains(where: { $0 == quote || $0 == slash }) { return line }
        var rest = Substring(line)
        var kept = ""
        while !rest.isEmpty {
            if insideText {
                if skip(past: "\"\"\"", in: &rest) { insideText = false }
            } else if insideBlock {
                if skip(past: "*/", in: &rest) { insideBlock = false }
            } else if !takeOpening(&rest, &kept) {
                kept.append(rest.removeFirst())
            }
        }
        return kept
    }

    /// Handles what opens a comment or a string; false when the next character opens neither.
    private mutating func takeOpening(_ rest: inout Substring, _ kept: inout String) -> Bool {
        if rest.hasPrefix("//") {
            rest = ""
        } else if rest.hasPrefix("/*") {
            insideBlock = true
            rest.removeFirst(2)
        } else if rest.hasPrefix("\"\"\"") {
            insideText = true
            rest.removeFirst(3)
            kept += "\"\""
        } else if let hashes = rawOpening(rest) {
            rest.removeFirst(hashes + 1)
            _ = skip(past: "\"" + String(repeating: "#", count: hashes), in: &rest)
            kept += "\"\""
        } else if rest.hasPrefix("\"") {
            skipString(&rest)
            kept += "\"\""
        } else {
            return false
        }
        return true
    }

    /// Whether `end` was found in what is left of the line.
    private func skip(past end: String, in rest: inout Substring) -> Bool {
        while !rest.isEmpty {
            if rest.hasPrefix(end) {
                rest.removeFirst(end.count)
                return true
            }
            rest.removeFirst()
        }
        return false
    }

    /// How many `#` open a raw string here, or nil when none does.
    private func rawOpening(_ rest: Substring) -> Int? {
        let hashes = rest.prefix { $0 == "#" }.count
        return hashes > 0 && rest.dropFirst(hashes).hasPrefix("\"") ? hashes : nil
    }

    private func skipString(_ rest: inout Substring) {
        rest.removeFirst()
        while let character = rest.popFirst(), character != "\"" {
            if character == "\\" { rest = rest.dropFirst() }
        }
    }
}
