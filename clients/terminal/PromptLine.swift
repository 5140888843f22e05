/// The bottom row of the terminal: the prompt, and as much of the typed line as fits around the
/// cursor.
struct PromptLine: Equatable {
    /// What stands in the row.
    var text: String
    /// The cursor's column, from 0.
    var column: Int

    /// - Parameter columns: the terminal's width; the last column stays free, for some terminals
    ///   wrap as soon as it is filled.
    init(prompt: String, editor: LineEditor, columns: Int) {
        let room = max(1, columns - 1)
        let prompt = Self.cut(Array(prompt), to: room / 2)
        let left = room - prompt.reduce(0) { $0 + Columns.width(of: $1) }
        let widths = editor.letters.map { Columns.width(of: $0) }
        var start = 0
        var before = widths[..<editor.cursor].reduce(0, +)
        // The cursor itself takes a column where it stands behind the last letter.
        while before >= left, start < editor.cursor {
            before -= widths[start]
            start += 1
        }
        let shown = Self.cut(Array(editor.letters[start...]), to: left)
        text = String(prompt + shown)
        column = room - left + before
    }

    private static func cut(_ letters: [Character], to columns: Int) -> [Character] {
        var taken = 0
        return Array(
            letters.prefix { letter in
                taken += Columns.width(of: letter)
                return taken <= columns
            })
    }

    /// The bytes that draw it over whatever is in the row.
    var drawing: String {
        let back = column > 0 ? "\u{1b}[\(column)C" : ""
        return "\r\u{1b}[K" + text + "\r" + back
    }
}
