public import Wire

/// Words that went out and have not come back yet: each has a token, by which a server that offers
/// `sandali.chat/id` knows it when it is sent again, so that a cut neither loses nor doubles it.
///
///     let line = unheard.mark("PRIVMSG #tue-circle :салом", at: now)   // goes out
///     unheard.hear(message)                                           // its echo: forgotten
///     for line in unheard.again { client.send(line) }                 // after a cut
public struct Unheard: Sendable {
    fileprivate struct Words: Sendable {
        let token: String
        /// The lines as they were typed: several where they are one message.
        let lines: [String]
        let written: Int64
        /// Whether doing it twice may do harm: it is never sent again.
        let isCommand: Bool
        /// What stands for a command that is no words to anybody.
        var typed: String?
        /// When it went out, over the connection that there is.
        var since = ContinuousClock.now
        /// Whether it has been shown as waiting.
        var isTold = false
    }

    private var waiting: [Words] = []
    private let newToken: @Sendable () -> String

    /// - Parameter newToken: makes tokens that have not been used in seven days.
    public init(
        newToken: @escaping @Sendable () -> String = {
            String(UInt64.random(in: .min ... .max), radix: 36)
        }
    ) {
        self.newToken = newToken
    }

    /// Whether this connection's server knows words that are sent again.
    public static func works(with capabilities: Set<String>) -> Bool {
        capabilities.isSuperset(of: needed)
    }

    /// The capabilities that it takes.
    public static let needed: Set<String> = [
        "sandali.chat/id", "message-tags", "echo-message", "labeled-response", "batch",
    ]

    /// How many messages have not come back.
    public var count: Int { waiting.count }

    /// The line with a token and a label, to be sent now; kept until it comes back.
    ///
    /// - Parameters:
    ///   - line: a PRIVMSG or NOTICE without tags.
    ///   - written: milliseconds since 1970.
    public mutating func mark(_ line: String, at written: Int64) -> String {
        mark([line], at: written)[0]
    }

    /// The same for lines that are one message: the first gets the token.
    ///
    /// - Parameter isCommand: true for words to a service, which does what they say: they get a
    ///   label alone, and `takeCommands` gives them instead of `again`.
    public mutating func mark(
        _ lines: [String], at written: Int64, isCommand: Bool = false
    ) -> [String] {
        // A server keeps no more than so many, so older ones could come twice.
        if waiting.count >= Limits.unheardMessages { waiting.removeFirst() }
        let words = Words(
            token: newToken(), lines: lines, written: written, isCommand: isCommand)
        waiting.append(words)
        return words.tagged()
    }

    /// A command of any kind with a label, to be sent now; kept until something answers it, and
    /// never sent again.
    ///
    /// - Parameter typed: what `takeTyped` gives for it.
    public mutating func mark(_ command: String, at written: Int64, typed: String) -> String {
        let lines = mark([command], at: written, isCommand: true)
        waiting[waiting.count - 1].typed = typed
        return lines[0]
    }

    /// Forgets what comes back: as an echo, or with whatever else answers it.
    public mutating func hear(_ message: Message) {
        guard message.hasTags, !waiting.isEmpty else { return }
        for key in ["label", "+sandali.chat/id"] {
            guard let value = message.tag(key) else { continue }
            let token = String(decoding: value, as: UTF8.self)
            waiting.removeAll { $0.token == token }
        }
    }

    /// Everything that has not come back, in the order in which it was typed, to be sent again.
    public var again: [String] { waiting.filter { !$0.isCommand }.flatMap(\.late) }

    /// The words to a service that nothing has answered, to be told after a cut; forgotten here.
    ///
    /// - Parameter nickname: one's own.
    public mutating func takeCommands(of nickname: String) -> [Message] {
        defer { waiting.removeAll { $0.isCommand && $0.typed == nil } }
        return Self.messages(waiting.filter(\.isCommand), nickname)
    }

    /// The other commands that nothing has answered, as they were typed; forgotten here.
    public mutating func takeTyped() -> [String] {
        defer { waiting.removeAll { $0.typed != nil } }
        return waiting.compactMap(\.typed)
    }

    /// All words that have not come back, as they would have come, longer texts in one.
    ///
    /// - Parameter nickname: one's own.
    public func messages(of nickname: String) -> [Message] { Self.messages(waiting, nickname) }

    /// Since when the oldest of it waits.
    public var oldest: ContinuousClock.Instant? { waiting.map(\.since).min() }

    /// The connection is a new one, over which all of it goes out now.
    public mutating func restart(at now: ContinuousClock.Instant) {
        for index in waiting.indices { waiting[index].since = now }
    }

    /// What has waited for some seconds: words, and commands as they were typed; each once.
    ///
    /// - Parameter nickname: one's own.
    public mutating func takeLate(
        of nickname: String, at now: ContinuousClock.Instant
    ) -> (messages: [Message], typed: [String]) {
        let late = waiting.indices.filter { index in
            !waiting[index].isTold
                && waiting[index].since.duration(to: now) >= Limits.lateAfter
        }
        for index in late { waiting[index].isTold = true }
        let words = late.map { waiting[$0] }
        return (Self.messages(words, nickname), words.compactMap(\.typed))
    }

    private static func messages(_ words: [Words], _ nickname: String) -> [Message] {
        var gathering = Gathering()
        return words.filter { $0.typed == nil }.flatMap(\.late).flatMap { line in
            let tags = line.hasPrefix("@") ? line.prefix { $0 != " " } + " " : ""
            let rest = line.dropFirst(tags.count)
            // What cannot be parsed was no message either.
            return (try? Message("\(tags):\(nickname) \(rest)")).map { gathering.take($0) } ?? []
        }
    }
}

extension Unheard.Words {
    fileprivate func tagged(_ more: String = "") -> [String] {
        guard let first = lines.first else { return [] }
        let id = isCommand ? "" : ";+sandali.chat/id=\(token)"
        return ["@label=\(token)\(id)\(more) \(first)"] + lines.dropFirst()
    }

    /// With the time when it was typed.
    fileprivate var late: [String] {
        var time: [UInt8] = []
        Timestamp.write(milliseconds: written, to: &time)
        return tagged(";+sandali.chat/written=" + String(decoding: time, as: UTF8.self))
    }
}
