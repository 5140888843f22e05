/// A line that is being typed: letters (what a person takes for one), a place in it, and the lines
/// before it. Keys in; what became of them out. Draws nothing.
struct LineEditor {
    /// What a key brought about.
    enum Outcome: Equatable {
        case edited
        case nothing
        case line(String)
        case redraw
        case interrupt
        case endOfInput
    }

    /// Letters that a line may have; a server takes far fewer bytes, so long words are sent in
    /// pieces.
    static let lettersMax = 4_000
    /// Lines that are remembered.
    static let historyMax = 500

    private(set) var letters: [Character] = []
    /// How many letters stand before the cursor.
    private(set) var cursor = 0

    private var history: [[Character]] = []
    /// Where in the history the shown line is; its count for the line being typed.
    private var shown = 0
    /// The line being typed, while an older one is shown.
    private var draft: [Character] = []

    var text: String { String(letters) }

    mutating func press(_ key: Key) -> Outcome {
        switch key {
        case .letter(let scalar): return insert(scalar)
        case .enter: return finish()
        case .backspace: return erase(max(0, cursor - 1)..<cursor)
        case .delete: return erase(cursor..<min(letters.count, cursor + 1))
        case .eraseWord: return erase(wordStart..<cursor)
        case .eraseToStart: return erase(0..<cursor)
        case .eraseToEnd: return erase(cursor..<letters.count)
        case .left: return move(to: cursor - 1)
        case .right: return move(to: cursor + 1)
        case .wordLeft: return move(to: wordStart)
        case .wordRight: return move(to: wordEnd)
        case .home: return move(to: 0)
        case .end: return move(to: letters.count)
        case .up: return recall(shown - 1)
        case .down: return recall(shown + 1)
        case .redraw: return .redraw
        case .interrupt: return .interrupt
        case .endOfInput:
            return letters.isEmpty
                ? .endOfInput : erase(cursor..<min(letters.count, cursor + 1))
        }
    }

    /// Lets the arrow keys bring a line back.
    mutating func remember(_ line: String) {
        guard !line.isEmpty, history.last != Array(line) else { return }
        if history.count >= Self.historyMax { history.removeFirst() }
        history.append(Array(line))
        shown = history.count
    }

    /// Brings none of the lines back any more.
    mutating func forget() {
        history = []
        clear()
    }

    /// Empties the line, as after an interrupt.
    mutating func clear() {
        letters = []
        cursor = 0
        shown = history.count
        draft = []
    }

    /// Puts a line back that could not be sent, unless something else has been typed.
    mutating func restore(_ line: String) {
        guard letters.isEmpty else { return }
        letters = Array(line)
        cursor = letters.count
    }

    /// A mark, a joiner or the second half of a flag becomes one with the letter before it.
    private mutating func insert(_ scalar: Unicode.Scalar) -> Outcome {
        if cursor > 0 {
            var joined = String(letters[cursor - 1])
            joined.unicodeScalars.append(scalar)
            if joined.count == 1 {
                // One letter of endless marks would be a line of endless length.
                guard joined.unicodeScalars.count <= 16 else { return .nothing }
                letters[cursor - 1] = Character(joined)
                return .edited
            }
        }
        guard letters.count < Self.lettersMax else { return .nothing }
        letters.insert(Character(scalar), at: cursor)
        cursor += 1
        return .edited
    }

    private mutating func erase(_ range: Range<Int>) -> Outcome {
        guard !range.isEmpty else { return .nothing }
        letters.removeSubrange(range)
        cursor = range.lowerBound
        return .edited
    }

    private mutating func move(to place: Int) -> Outcome {
        guard (0...letters.count).contains(place), place != cursor else { return .nothing }
        cursor = place
        return .edited
    }

    private var wordStart: Int {
        var place = cursor
        while place > 0, letters[place - 1] == " " { place -= 1 }
        while place > 0, letters[place - 1] != " " { place -= 1 }
        return place
    }

    private var wordEnd: Int {
        var place = cursor
        while place < letters.count, letters[place] == " " { place += 1 }
        while place < letters.count, letters[place] != " " { place += 1 }
        return place
    }

    private mutating func recall(_ place: Int) -> Outcome {
        guard (0...history.count).contains(place), place != shown else { return .nothing }
        if shown == history.count { draft = letters }
        shown = place
        letters = place == history.count ? draft : history[place]
        cursor = letters.count
        return .edited
    }

    private mutating func finish() -> Outcome {
        defer { clear() }
        return .line(text)
    }
}
