public import Wire

/// Puts longer texts together again that come as batches of lines (IRCv3 `draft/multiline`).
public struct Gathering: Sendable {
    fileprivate struct Text: Sendable {
        let opening: Message
        /// The first line, for its source, command and target.
        var first: Message?
        /// The lines as they were written, each put together from its pieces.
        var lines: [[UInt8]] = []
        var bytes = 0
    }

    private var open: [[UInt8]: Text] = [:]

    /// No text is open.
    public init() {}

    /// Takes a message as it came.
    ///
    /// - Returns: what it makes whole: itself, nothing yet, or a longer text as one message for
    ///   each of its lines. These may be longer than a line of the wire; the first has the batch's
    ///   tags.
    public mutating func take(_ message: Message) -> [Message] {
        if message.command == "BATCH", let name = message.text(0) {
            return take(batch: message, Array(name.dropFirst()), isEnd: name.first == 0x2d)
        }
        guard !open.isEmpty, message.hasTags, let reference = message.tag("batch"),
            open[reference] != nil
        else { return [message] }
        add(message, to: reference)
        return []
    }

    private mutating func take(
        batch message: Message, _ reference: [UInt8], isEnd: Bool
    ) -> [Message] {
        if isEnd { return open.removeValue(forKey: reference)?.messages ?? [message] }
        guard message.text(1)?.elementsEqual("draft/multiline".utf8) == true,
            open.count < Limits.openBatches
        else { return [message] }
        open[reference] = Text(opening: message)
        return []
    }

    private mutating func add(_ message: Message, to reference: [UInt8]) {
        guard let words = message.text(1), var text = open.removeValue(forKey: reference) else {
            return
        }
        text.add(message, words)
        open[reference] = text
    }
}

extension Gathering.Text {
    fileprivate mutating func add(_ message: Message, _ words: ArraySlice<UInt8>) {
        bytes += words.count
        // No server that keeps to what it offers comes near it.
        guard bytes <= Limits.gatheredBytes, lines.count < Limits.gatheredLines else { return }
        if first == nil { first = message }
        if message.tag("draft/multiline-concat") != nil, !lines.isEmpty {
            lines[lines.count - 1] += words
        } else {
            lines.append(Array(words))
        }
    }

    fileprivate var messages: [Message] {
        guard let first else { return [] }
        var time: [UInt8] = []
        if let stamp = opening.tag("time") {
            time.write("time=")
            time.write(escapingTag: stamp)
        }
        return lines.enumerated().compactMap { index, line in
            var bytes: [UInt8] = []
            let tags = index == 0 ? Array(opening.rawTags ?? []) : time
            if !tags.isEmpty { bytes += [0x40] + tags + [0x20] }
            if let source = first.source { bytes += [0x3a] + source + [0x20] }
            bytes += first.commandBytes + [0x20] + (first.text(0) ?? []) + [0x20, 0x3a] + line
            // Its parts were parsed before, so that the whole can be, too.
            return try? Message(parsing: bytes, lineBytes: Limits.gatheredBytes + 1_024)
        }
    }
}
