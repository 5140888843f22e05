/// The keys that a person presses, in order, whoever asks for them.
actor Keyboard {
    private let input = Input()
    private var reader = KeyReader()
    private var waiting: [Key] = []

    /// The keys pressed since the last time, or nil when the terminal is gone.
    func keys() async -> [Key]? {
        while waiting.isEmpty {
            guard let bytes = await input.next() else { return nil }
            waiting += reader.read(bytes)
        }
        defer { waiting = [] }
        return waiting
    }

    /// Asks for one line; what was typed ahead stays for later.
    ///
    /// - Parameter hidden: true for a password: nothing of it is drawn, not even its length.
    /// - Returns: nil when the person gave up.
    func ask(_ prompt: String, hidden: Bool = false) async -> String? {
        Terminal.makeRaw()
        var editor = LineEditor()
        let rows = PromptLine.rows(of: prompt, columns: Terminal.columns)
        Standard.write(rows.dropLast().map { $0 + "\n" }.joined())
        while true {
            let shown = hidden ? LineEditor() : editor
            Standard.write(
                PromptLine(
                    prompt: rows.last ?? "", editor: shown, columns: Terminal.columns,
                    isQuestion: true
                ).drawing)
            guard var pressed = await keys()?[...] else { return nil }
            while let key = pressed.popFirst() {
                switch editor.press(key) {
                case .line(let line):
                    waiting = Array(pressed)
                    Standard.write("\n")
                    return line
                case .interrupt, .endOfInput:
                    Standard.write("\n")
                    return nil
                case .edited, .nothing, .redraw: break
                }
            }
        }
    }
}
