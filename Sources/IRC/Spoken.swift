import Rooms
import Wire

/// Words as those who hear them read them: one line, or the several of a longer text.
///
/// Who has `draft/multiline` reads a longer text as a batch; who has not, as lines of their own.
struct Spoken {
    var tags: LineTags
    /// `nick!user@host`
    var source: [UInt8]
    /// ` PRIVMSG `, with its spaces.
    var command: [UInt8]
    var target: ArraySlice<UInt8>
    /// As it is kept: see `ManyLines`. Nil for tags alone.
    var text: ArraySlice<UInt8>?

    /// Those that change how a longer text is written, besides those of every line.
    static var shaping: Capabilities { .shaping.union([.batch, .multiline]) }

    /// Whether a client with these reads a longer text as a batch.
    static func batches(for held: Capabilities) -> Bool {
        held.isSuperset(of: [.batch, .multiline])
    }

    private var many: ManyLines? { text.flatMap { ManyLines($0) } }

    /// The line without tags of a text that is one line.
    var body: [UInt8] { line(text) }

    /// Whether it needs no more bytes than lines may have; a longer text always does not.
    var fits: Bool { many != nil || body.count <= Wire.Limit.lineBytes }

    /// Writes whole lines for a client with these capabilities.
    ///
    /// - Parameter within: a tag that they carry because they stand in another batch, or empty.
    func write(for held: Capabilities, within outer: [UInt8] = [], to lines: inout [UInt8]) {
        guard let many else {
            return writeTagged(tags, body, held, outer, &lines)
        }
        if Self.batches(for: held) {
            writeBatch(many, held, outer, &lines)
        } else {
            writeApart(many, held, outer, &lines)
        }
    }

    // MARK: A longer text

    /// - Source: IRCv3 multiline, "Batch types".
    private func writeBatch(
        _ many: ManyLines, _ held: Capabilities, _ outer: [UInt8], _ lines: inout [UInt8]
    ) {
        var reference: [UInt8] = []
        Base32.write(tags.id?.bits ?? 0, to: &reference)
        let opening = Line(":\(source) BATCH +\(reference) \(Multiline.type) \(target)\r\n")
        writeTagged(tags, opening.bytes, held, outer, &lines)
        for piece in many.pieces.flatMap(fitting) {
            lines.write("@batch=")
            lines.write(reference)
            if piece.goesOn { lines.write(";\(Multiline.concat)") }
            lines.append(UInt8(ascii: " "))
            lines.write(line(piece.text[...]))
        }
        let closing = Line(":\(source) BATCH -\(reference)\r\n").bytes
        lines += Turn.tagged(closing[...], outer)
    }

    /// Blank lines are left out; the id stands on the first that is not.
    ///
    /// - Source: IRCv3 multiline, "Fallback".
    private func writeApart(
        _ many: ManyLines, _ held: Capabilities, _ outer: [UInt8], _ lines: inout [UInt8]
    ) {
        var tags = tags
        for piece in many.pieces.flatMap(fitting) where !piece.text.isEmpty {
            writeTagged(tags, line(piece.text[...]), held, outer, &lines)
            tags.id = nil
        }
    }

    /// The piece as it is, or cut between letters where source and target leave no room for it.
    private func fitting(_ piece: ManyLines.Piece) -> [ManyLines.Piece] {
        let room = max(4, Wire.Limit.lineBytes - line([]).count)
        var pieces: [ManyLines.Piece] = []
        var rest = piece.text[...]
        while rest.count > room {
            let head = rest.prefix(max(1, Letters.cut(rest, atMost: room)))
            pieces.append(.init(text: Array(head), goesOn: piece.goesOn || !pieces.isEmpty))
            rest = rest.dropFirst(head.count)
        }
        return pieces + [.init(text: Array(rest), goesOn: piece.goesOn || !pieces.isEmpty)]
    }

    // MARK: One line

    private func line(_ text: ArraySlice<UInt8>?) -> [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity((text?.count ?? 0) + target.count + source.count + 16)
        line.append(UInt8(ascii: ":"))
        line.write(source)
        line.write(command)
        line.write(target)
        if let text {
            line.write(" :")
            line.write(text)
        }
        line.endLine()
        return line
    }

    private func writeTagged(
        _ tags: LineTags, _ body: [UInt8], _ held: Capabilities, _ outer: [UInt8],
        _ lines: inout [UInt8]
    ) {
        var line: [UInt8] = []
        tags.write(for: held, to: &line)
        line.write(body)
        lines += Turn.tagged(line[...], outer)
    }
}
