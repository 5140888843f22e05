/// Texts that need several lines, sent as one (IRCv3 `draft/multiline`).
public enum LongText {
    /// What a server takes of one text.
    public struct Bounds: Equatable, Sendable {
        /// At most so many bytes, line breaks counted.
        public var bytes: Int
        /// At most so many lines.
        public var lines: Int

        /// As the server's `max-bytes` and `max-lines` say (IRCv3 `draft/multiline`).
        public init(bytes: Int, lines: Int) {
            self.bytes = bytes
            self.lines = lines
        }

        /// Nil where the server takes none. What Sandali offers, and what others offer at least.
        public init?(capabilities: Set<String>) {
            guard capabilities.isSuperset(of: ["batch", "draft/multiline"]) else { return nil }
            self =
                capabilities.contains("sandali.chat/id")
                ? Bounds(bytes: 16_384, lines: 100) : Bounds(bytes: 4_096, lines: 24)
        }
    }

    /// The lines to send, one list for each message.
    ///
    /// - Parameters:
    ///   - lines: `PRIVMSG <target> :<piece>`, whose pieces make up one line of text.
    ///   - bounds: nil where each line is a message of its own.
    public static func messages(
        _ lines: [String], to target: String, within bounds: Bounds?
    ) -> [[String]] {
        guard let bounds, lines.count > 1, !lines.contains(where: { $0.contains("\u{1}") }) else {
            return lines.map { [$0] }
        }
        var groups: [[String]] = []
        var bytes = 0
        for line in lines {
            let length = line.utf8.count
            let isFull = groups.last.map { $0.count == bounds.lines } ?? true
            if isFull || bytes + length > bounds.bytes {
                groups.append([])
                bytes = 0
            }
            groups[groups.count - 1].append(line)
            bytes += length
        }
        return groups.map { $0.count == 1 ? $0 : batch($0, to: target) }
    }

    private static func batch(_ lines: [String], to target: String) -> [String] {
        let inside = lines.enumerated().map { index, line in
            "@batch=1\(index > 0 ? ";draft/multiline-concat" : "") \(line)"
        }
        return ["BATCH +1 draft/multiline \(target)"] + inside + ["BATCH -1"]
    }
}
