public import Wire

/// Messages that have come and that nobody has taken yet, in order.
struct Inbox {
    private var messages: [Message] = []
    private var taken = 0
    /// Reading stops at so many.
    let capacity: Int

    init(capacity: Int) {
        self.capacity = max(1, capacity)
    }

    var count: Int { messages.count - taken }
    var isFull: Bool { count >= capacity }

    mutating func append(_ message: Message) {
        messages.append(message)
    }

    mutating func takeFirst() -> Message? {
        guard taken < messages.count else { return nil }
        let message = messages[taken]
        taken += 1
        if taken == messages.count {
            messages.removeAll(keepingCapacity: taken < 4_096)
            taken = 0
        } else if taken >= 4_096, taken > messages.count / 2 {
            messages.removeFirst(taken)
            taken = 0
        }
        return message
    }

    mutating func takeAll() -> [Message] {
        let all = taken == 0 ? messages : Array(messages[taken...])
        messages = []
        taken = 0
        return all
    }
}

/// One line of a conversation, for tests that judge it afterwards.
public struct TranscriptLine: Sendable {
    /// Which way a line went.
    public enum Event: Equatable, Sendable {
        /// As it went to the outbox, without its ending.
        case sent([UInt8])
        case received(Message)
        /// Something came that is no line.
        case broken(LineError)
    }

    /// When it went out or came, by a clock that is never set.
    public var at: ContinuousClock.Instant
    /// What it was.
    public var event: Event
}

extension TranscriptLine: CustomStringConvertible {
    /// `> JOIN #tue-circle` or `< :lola JOIN #tue-circle`.
    public var description: String {
        switch event {
        case .sent(let bytes): "> " + String(decoding: bytes, as: UTF8.self)
        case .received(let message): "< " + String(decoding: message.bytes, as: UTF8.self)
        case .broken(let error): "< ?? \(error)"
        }
    }
}
