/// The bottom row of the terminal: the prompt, and as much of the typed line as fits around the
/// cursor.
struct PromptLine: Equatable {
    /// What stands in the row.
    var text: String
    /// The cursor's column, from 0.
    var column: Int

    /// Columns that a question leaves for its answer.
    private static let answer = 12

    /// - Parameters:
    ///   - columns: the terminal's width; the last column stays free, for some terminals wrap as
    ///     soon as it is filled.
    ///   - isQuestion: whether the prompt is to be read whole, and the answer is short.
    init(prompt: String, editor: LineEditor, columns: Int, isQuestion: Bool = false) {
        let room = max(1, columns - 1)
        let most = isQuestion ? max(room / 2, room - Self.answer) : room / 2
        let prompt = Self.cut(Array(prompt), to: most)
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

    /// A question in rows; the last one is the prompt, behind which the answer is typed.
    static func rows(of question: String, columns: Int) -> [String] {
        let room = max(1, columns - 1)
        let most = max(room / 2, room - answer)
        return Columns.folded(question, to: most).split(separator: "\n").map { row in
            row.last == " " ? String(row) : row + " "
        }
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
