import Wire

/// Batches around some of the lines that answer a command.
extension Turn {
    /// Puts what `body` says to this connection into a batch.
    ///
    /// - Precondition: the client has `batch`.
    /// - Parameter kind: the batch's type and its parameters.
    mutating func enclose(_ kind: Line, _ body: (inout Turn) -> Void) {
        let before = own
        own = []
        body(&self)
        let lines = own.split(separator: UInt8(ascii: "\n"))
        own = before
        // Every batch ends where it began: a number in this answer tells it from those inside.
        batches += 1
        let reference = Line("\(batches)").bytes
        say(":\(server) BATCH +\(reference) \(kind)")
        let tag = Line("batch=\(reference)").bytes
        for line in lines {
            own += (Self.isEnclosed(line) ? Array(line) : Self.tagged(line, tag)) + [10]
        }
        say(":\(server) BATCH -\(reference)")
    }

    /// Whether lines are one batch from the first to the last: then the label stands on its
    /// beginning.
    ///
    /// - Source: IRCv3 labeled-response, "Batches".
    static func areOneBatch(_ lines: [ArraySlice<UInt8>]) -> Bool {
        guard lines.count > 1, let opened = reference(lines[0], UInt8(ascii: "+")),
            let closed = reference(lines[lines.count - 1], UInt8(ascii: "-"))
        else { return false }
        return opened == closed
    }

    /// The reference of `:server BATCH +reference …` that stands in no other batch.
    private static func reference(_ line: ArraySlice<UInt8>, _ sign: UInt8) -> [UInt8]? {
        if isEnclosed(line) { return nil }
        let isTagged = line.first == UInt8(ascii: "@")
        let body = isTagged ? line.drop { $0 != 32 }.dropFirst() : line
        let words = body.split(maxSplits: 3) { $0 == 32 || $0 == 13 }
        guard words.count > 2, body.first == UInt8(ascii: ":"),
            words[1].elementsEqual("BATCH".utf8), words[2].first == sign
        else { return nil }
        return Array(words[2].dropFirst())
    }

    /// Whether a line stands in a batch already: a batch around that one tags only its ends.
    static func isEnclosed(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.first == UInt8(ascii: "@") else { return false }
        let tags = line.dropFirst().prefix { $0 != 32 }
        return tags.split(separator: UInt8(ascii: ";")).contains {
            $0.starts(with: Array("batch=".utf8))
        }
    }
}
