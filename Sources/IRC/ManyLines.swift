import Wire

/// A text of several lines, in the pieces in which it was sent (IRCv3 `draft/multiline`).
///
/// It is kept as one text: LF stands before a piece that begins a line, CR before one that goes on
/// with the line before it. Neither can stand in a line of the wire, so a text that has one is a
/// text of several lines.
///
///     hello / how is / + everyone?   →   "hello\nhow is \reveryone?"
struct ManyLines: Equatable, Sendable {
    /// What one line of the wire carries.
    struct Piece: Equatable, Sendable {
        var text: [UInt8]
        /// Whether it goes on with the line before it (`draft/multiline-concat`).
        var goesOn: Bool
    }

    private(set) var pieces: [Piece] = []
    /// Bytes of the whole text, its line breaks counted.
    private(set) var bytes = 0

    private static var newLine: UInt8 { 10 }
    private static var sameLine: UInt8 { 13 }

    init() {}

    /// Reads what `stored` wrote; nil for a text of one line.
    init?(_ stored: ArraySlice<UInt8>) {
        guard Text.hasLineBreak(stored.span) else { return nil }
        var goesOn = false
        var start = stored.startIndex
        for index in stored.indices where stored[index] == 10 || stored[index] == 13 {
            append(Piece(text: Array(stored[start..<index]), goesOn: goesOn))
            goesOn = stored[index] == Self.sameLine
            start = index + 1
        }
        // A single piece is marked by a CR that nothing follows.
        if goesOn, start == stored.endIndex { return }
        append(Piece(text: Array(stored[start...]), goesOn: goesOn))
    }

    /// As one text, for the log.
    var stored: [UInt8] {
        var stored: [UInt8] = []
        for (index, piece) in pieces.enumerated() {
            if index > 0 { stored.append(piece.goesOn ? Self.sameLine : Self.newLine) }
            stored += piece.text
        }
        if pieces.count == 1 { stored.append(Self.sameLine) }
        return stored
    }

    mutating func append(_ piece: Piece) {
        bytes += piece.text.count + (pieces.isEmpty || piece.goesOn ? 0 : 1)
        pieces.append(piece)
    }

    /// Whether no piece says anything.
    var isBlank: Bool { pieces.allSatisfy(\.text.isEmpty) }
}
