import Testing

@testable import sandali

struct LineEditorTests {
    private static let up = "\u{1b}[A", down = "\u{1b}[B", right = "\u{1b}[C", left = "\u{1b}[D"

    /// Types bytes as a terminal sends them; `‸` in the answer stands where the cursor is.
    private func type(_ text: String, into editor: inout LineEditor) -> [LineEditor.Outcome] {
        var reader = KeyReader()
        return reader.read(text.utf8).map { editor.press($0) }
    }

    private func shown(_ text: String) -> String {
        var editor = LineEditor()
        _ = type(text, into: &editor)
        return shown(editor)
    }

    private func shown(_ editor: LineEditor) -> String {
        String(editor.letters[..<editor.cursor]) + "‸" + String(editor.letters[editor.cursor...])
    }

    @Test(arguments: [
        ("салом\u{7f}\u{7f}", "сал‸"),
        ("мо\(left)\(left)са", "са‸мо"),
        ("Тоҷикӣ\u{08}", "Тоҷик‸"),
        ("ҷи\(left)\(left)\u{1b}[3~", "‸и"),
        ("один два  три\u{17}\u{17}", "один ‸"),
        ("один два\u{01}\u{1b}[1;5C", "один‸ два"),
        ("один два\u{1b}b", "один ‸два"),
        ("один два\u{1b}b\u{15}", "‸два"),
        ("один два\u{1b}b\u{0b}", "один ‸"),
        ("a\(left)\(left)\(left)b\(right)\(right)c", "bac‸"),
        ("x\u{1b}OHy\u{1b}[4~z", "yxz‸"),
    ])
    func `keys change the line as a person expects`(typed: String, line: String) {
        #expect(shown(typed) == line)
    }

    @Test(arguments: ["и\u{306}", "👩‍👧", "🇹🇯", "e\u{301}\u{323}"])
    func `one backspace takes what looks like one letter`(letter: String) {
        #expect(shown("а" + letter) == "а" + letter + "‸")
        #expect(shown("а" + letter + "\u{7f}") == "а‸")
    }

    @Test func `letters may come byte by byte`() {
        var reader = KeyReader()
        var editor = LineEditor()
        for byte in Array("Салом, 👋!\u{1b}[D".utf8) {
            for key in reader.read([byte]) { _ = editor.press(key) }
        }
        #expect(shown(editor) == "Салом, 👋‸!")
    }

    @Test func `bytes that are no letters leave no trace`() {
        var reader = KeyReader()
        let noise: [UInt8] = [
            0xff, 0xc3, 0x28, 0x80, 0x00, 0x1b, 0x5b, 0x32, 0x30, 0x30, 0x7e, 0xc2, 0x9b,
        ]
        #expect(reader.read(noise + [0x61]) == [.letter("a")])
    }

    @Test func `endless sequences are dropped`() {
        var reader = KeyReader()
        let keys = reader.read([0x1b, 0x5b] + [UInt8](repeating: 0x31, count: 100))
        #expect(!keys.contains { if case .letter("1") = $0 { false } else { true } })
        #expect(reader.read("я".utf8) == [.letter("я")])
    }

    @Test func `Enter gives the line and starts a new one`() {
        var editor = LineEditor()
        #expect(type("салом\r", into: &editor).last == .line("салом"))
        #expect(shown(editor) == "‸")
    }

    @Test func `the arrows bring earlier lines back, and the unfinished one at the end`() {
        var editor = LineEditor()
        for line in ["один", "два", "два", ""] { editor.remember(line) }
        _ = type("тр" + Self.up + Self.up, into: &editor)
        #expect(shown(editor) == "один‸")
        _ = type(Self.up + Self.down + Self.down + "и", into: &editor)
        #expect(shown(editor) == "три‸")
        #expect(type(Self.down, into: &editor) == [.nothing])
    }

    @Test func `only what it is told to is remembered, and so many lines`() {
        var editor = LineEditor()
        _ = type("хлеб\r" + Self.up, into: &editor)
        #expect(shown(editor) == "‸")
        for line in 0...LineEditor.historyMax { editor.remember("\(line)") }
        for _ in 0...LineEditor.historyMax { _ = type(Self.up, into: &editor) }
        #expect(shown(editor) == "1‸")
        editor.forget()
        _ = type(Self.up, into: &editor)
        #expect(shown(editor) == "‸")
    }

    @Test func `Ctrl-D ends an empty line only`() {
        var editor = LineEditor()
        #expect(
            type("я\u{01}\u{04}\u{04}\u{03}", into: &editor).suffix(3) == [
                .edited, .endOfInput, .interrupt,
            ])
    }

    @Test func `a line that could not be sent comes back unless another was begun`() {
        var editor = LineEditor()
        editor.restore("салом")
        editor.restore("other")
        #expect(shown(editor) == "салом‸")
    }

    @Test func `a line does not grow past its limit`() {
        var editor = LineEditor()
        for _ in 0..<LineEditor.lettersMax + 10 { _ = editor.press(.letter("я")) }
        for _ in 0..<100 { _ = editor.press(.letter("\u{301}")) }
        #expect(editor.letters.count == LineEditor.lettersMax)
        #expect(editor.text.unicodeScalars.count < LineEditor.lettersMax + 20)
    }
}

struct PromptLineTests {
    private func row(_ typed: String, left: Int = 0, columns: Int) -> PromptLine {
        var editor = LineEditor()
        for scalar in typed.unicodeScalars { _ = editor.press(.letter(scalar)) }
        for _ in 0..<left { _ = editor.press(.left) }
        return PromptLine(prompt: "#a> ", editor: editor, columns: columns)
    }

    @Test func `a short line stands after the prompt`() {
        #expect(row("салом", columns: 80).text == "#a> салом")
        #expect(row("салом", columns: 80).column == 9)
        #expect(row("салом", left: 2, columns: 80).column == 7)
    }

    @Test func `a long line shows what is around the cursor and never fills the last column`() {
        for left in 0...30 {
            let row = row("абвгдежзийклмнопрстуфхцчшщъыьэ", left: left, columns: 20)
            #expect(Columns.width(of: row.text) <= 19)
            #expect((4...18).contains(row.column))
        }
        #expect(row("абвгдежзийклмнопрст", columns: 12).text == "#a> нопрст")
    }

    @Test func `wide letters take two columns and marks none`() {
        #expect(row("漢и\u{306}", columns: 80).column == 7)
    }

    @Test func `any width is survived`() {
        for columns in 0...6 { #expect(row("漢漢", columns: columns).column >= 0) }
    }
}

struct ColumnsTests {
    @Test(arguments: [
        ("12:00 <lola> снег", 20, "12:00 <lola> снег"),
        ("12:00 <lola> снегопад", 20, "12:00 <lola>\nснегопад"),
        (
            "12:00 <lola> the road over the pass is closed today", 40,
            "12:00 <lola> the road over the pass is\n      closed today"
        ),
        (
            "    a list of words that goes on and on, and on", 41,
            "    a list of words that goes on and on,\n    and on"
        ),
        (
            "see https://example.org/a-long-way-to-go now", 24,
            "see\nhttps://example.org/a-long-way-to-go now"
        ),
        ("日本語 日本語 日本語", 15, "日本語 日本語\n日本語"),
        ("word", 1, "word"), ("one    two    six", 9, "one   \ntwo   \nsix"),
    ])
    func `a line is broken between words, and those stay whole`(
        line: String, columns: Int, rows: String
    ) {
        #expect(Columns.folded(line, to: columns) == rows)
    }

    @Test func `nothing but spaces is lost in breaking a line`() {
        let line = "12:00 <lola>  a  b " + String(repeating: "щи да каша ", count: 40)
        for columns in 1...100 {
            let rows = Columns.folded(line, to: columns)
            #expect(rows.filter { !$0.isWhitespace } == line.filter { !$0.isWhitespace })
            let widths = rows.split(separator: "\n").map { Columns.width(of: String($0)) }
            if columns > 20 { #expect(widths.allSatisfy { $0 < columns }) }
        }
    }

    @Test func `a text of several lines is broken between words on a narrow screen`() {
        let text = "one two three four five\nsix seven\n  2F:3E:4D\neight"
        #expect(Columns.flowed(text, to: 80) == text)
        let narrow = "one two three\nfour five six\nseven\n  2F:3E:4D\neight"
        #expect(Columns.flowed(text, to: 15) == narrow)
    }

    @Test(arguments: Language.allCases)
    func `a question is read whole on a narrow screen, and leaves room for its answer`(
        language: Language
    ) {
        for columns in [30, 45, 80] {
            let rows = PromptLine.rows(of: Phrase.askTrust.text(language), columns: columns)
            let row = PromptLine(
                prompt: rows.last ?? "", editor: LineEditor(), columns: columns, isQuestion: true)
            #expect(row.text == rows.last)
            #expect(rows.joined() == Phrase.askTrust.text(language))
            #expect(row.column < columns - 5)
        }
    }
}
