/// What a client keeps at most.
public enum Limits {
    /// Bytes waiting to be sent; past it the connection is dropped. A script of 30,000 full lines.
    public static let outboxBytes = 16 << 20
    /// Lines that a failed wait quotes: enough to see what happened, short enough to read.
    public static let seenLines = 50
    /// Messages that may wait to come back: as many tokens as the server keeps of an account.
    public static let unheardMessages = 2_000
    /// After how long words that nobody has answered are shown as waiting: a slow line that works
    /// takes no longer.
    static let lateAfter = Duration.seconds(4)
    /// After how long a silence of the server is something to act on.
    static let silences: [(after: Duration, step: Silence.Step)] = [
        (.seconds(8), .ping), (.seconds(15), .tell), (.seconds(30), .giveUp),
    ]
    /// Texts that one question for what was missed brings: what servers give at once.
    static let missedTexts = 100
    /// Texts whose ids are known as shown: what is said in a room during one cut, several times.
    static let shownTexts = 1_000
    /// Longer texts that may come at once.
    static let openBatches = 8
    /// Bytes of one longer text that are taken together, and its lines.
    static let gatheredBytes = 40_000
    static let gatheredLines = 1_000
    /// Bytes read or written at once: one TLS record.
    static let ioBytes = 16 << 10
    /// Reads in one go before lines that wait to be sent get their turn.
    static let readsAtOnce = 64
}
