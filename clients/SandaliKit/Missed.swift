public import Wire

/// What was said while this device's line was cut, though another one of the same account was
/// there: the server counts what was missed for each account, so this device asks for its own part.
///
///     missed.reset()                          // connected again
///     let line = missed.ask(for: "#a")        // back in the room: goes out
///     missed.take(message)                    // each message, before it is shown
public struct Missed: Sendable {
    /// What to do about a message.
    public enum Outcome: Equatable, Sendable {
        /// It is shown as any other.
        case shown
        /// It waits for the rest, or was shown before.
        case kept
        /// The room has been caught up with: what is new of it, in order, what else waited for it,
        /// and the line that asks on where there is more.
        case whole(room: String, texts: [Message], others: [Message], more: String?)
    }

    private struct Asked {
        let room: String
        let label: String
        var texts: [Message] = []
        /// How many texts the answer itself has brought.
        var count = 0
        var others: [Message] = []
        var skipsNotice = false
        /// The last that was said there meanwhile.
        var next: String?
    }

    /// By folded name, behind which text or time the next question begins.
    private var bounds: [[UInt8]: String] = [:]
    /// Rooms that have not been asked for since the cut.
    private var behind: Set<[UInt8]> = []
    private var asked: [Asked] = []
    private var open: [[UInt8]: (label: String, isAnswer: Bool)] = [:]
    private var recent: [[UInt8]] = []
    private var number = 0

    /// Nothing was shown yet.
    public init() {}

    /// Whether the server knows such questions where nobody asks for a capability.
    public static func works(with capabilities: Set<String>) -> Bool {
        Unheard.works(with: capabilities)
    }

    /// The connection is a new one: every room is behind.
    public mutating func reset() {
        // What has not been shown is asked for again.
        (asked, open) = ([], [:])
        behind = Set(bounds.keys)
    }

    /// The line that asks for what was said in a room since the last of it that was shown; nil
    /// where nothing was shown there before the cut, or the question is asked already.
    public mutating func ask(for room: String) -> String? {
        guard behind.remove(Self.key(room)) != nil else { return nil }
        return line(for: room)
    }

    private mutating func line(for room: String) -> String? {
        guard let bound = bounds[Self.key(room)] else { return nil }
        number += 1
        asked.append(Asked(room: room, label: "h\(number)"))
        return "@label=h\(number) CHATHISTORY AFTER \(room) \(bound) \(Limits.missedTexts)"
    }

    private static func key(_ room: String) -> [UInt8] { Name.folded(Array(room.utf8)[...]) }
}

/// Hearing.
extension Missed {
    /// Takes a message as it came, longer texts put together (see `Gathering`).
    ///
    /// - Parameter rest: the further lines of such a text, which go the way of the first.
    public mutating func take(
        _ message: Message, with rest: ArraySlice<Message> = []
    ) -> Outcome {
        switch message.command {
        case "BATCH":
            if let outcome = take(batch: message) { return outcome }
        case "FAIL":
            if let label = label(of: message) { return finish(label) }
        default:
            if keep(message, rest) { return .kept }
        }
        note(message)
        return .shown
    }

    private mutating func take(batch message: Message) -> Outcome? {
        guard let name = message.text(0) else { return nil }
        let reference = Array(name.dropFirst())
        if name.first == 0x2d {
            guard let ended = open.removeValue(forKey: reference) else { return nil }
            return ended.isAnswer ? finish(ended.label) : .kept
        }
        guard message.text(1)?.elementsEqual("chathistory".utf8) == true,
            let room = message.text(2),
            let index = asked.firstIndex(where: { Self.key($0.room) == Name.folded(room) })
        else { return nil }
        let isAnswer = label(of: message) != nil
        open[reference] = (asked[index].label, isAnswer)
        // The server shows by itself what the account has missed, between two notices.
        if !isAnswer {
            _ = asked[index].others.popLast()
            asked[index].skipsNotice = true
        }
        return .kept
    }

    /// The label of the question that it answers.
    private func label(of message: Message) -> String? {
        guard let tag = message.tag("label") else { return nil }
        return asked.first { $0.label.utf8.elementsEqual(tag) }?.label
    }

    private mutating func keep(_ message: Message, _ rest: ArraySlice<Message>) -> Bool {
        guard !asked.isEmpty else { return false }
        if let reference = message.tag("batch"), let batch = open[reference],
            let index = asked.firstIndex(where: { $0.label == batch.label })
        {
            asked[index].texts += [message] + rest
            if batch.isAnswer, message.tag("msgid") != nil { asked[index].count += 1 }
            return true
        }
        guard message.command == "NOTICE", message.tag("msgid") == nil, let room = message.text(0),
            let index = asked.firstIndex(where: { Self.key($0.room) == Name.folded(room) })
        else { return false }
        if asked[index].skipsNotice {
            asked[index].skipsNotice = false
        } else {
            asked[index].others.append(message)
        }
        return true
    }

    private mutating func finish(_ label: String) -> Outcome {
        guard let index = asked.firstIndex(where: { $0.label == label }) else { return .shown }
        let done = asked.remove(at: index)
        let groups = Self.groups(done.texts).filter { group in
            guard let id = group.first?.tag("msgid") else { return true }
            return remember(id)
        }
        let ids = groups.compactMap { $0.first?.tag("msgid") }
        let last = done.next ?? ids.last.map { "msgid=" + String(decoding: $0, as: UTF8.self) }
        let isFull = done.count >= Limits.missedTexts && !ids.isEmpty
        if let id = ids.last, isFull {
            bounds[Self.key(done.room)] = "msgid=" + String(decoding: id, as: UTF8.self)
        } else if let last {
            bounds[Self.key(done.room)] = last
        }
        return .whole(
            room: done.room, texts: groups.flatMap(\.self), others: done.others,
            more: isFull ? line(for: done.room) : nil)
    }

    /// Texts by their time, each with its further lines.
    private static func groups(_ texts: [Message]) -> [[Message]] {
        var groups: [[Message]] = []
        for message in texts {
            if message.tag("msgid") == nil, !groups.isEmpty {
                groups[groups.count - 1].append(message)
            } else {
                groups.append([message])
            }
        }
        func time(_ group: [Message]) -> Int64 {
            group.first?.tag("time").flatMap { Timestamp.parse($0[...]) } ?? 0
        }
        return groups.enumerated()
            .sorted { (time($0.element), $0.offset) < (time($1.element), $1.offset) }
            .map(\.element)
    }

    /// Notes what is shown in a room, and where nothing was yet, since when one is there.
    private mutating func note(_ message: Message) {
        guard let name = message.text(0) else { return }
        let room = name.drop { $0 == 0x25 || $0 == 0x40 || $0 == 0x2b }
        guard room.first == 0x23 || room.first == 0x26 else { return }
        let key = Name.folded(room)
        switch message.command {
        case "JOIN":
            guard bounds[key] == nil, let time = message.tag("time") else { return }
            bounds[key] = "timestamp=" + String(decoding: time, as: UTF8.self)
        case "PRIVMSG", "NOTICE":
            guard let id = message.tag("msgid") else { return }
            _ = remember(id)
            let bound = "msgid=" + String(decoding: id, as: UTF8.self)
            if let index = asked.firstIndex(where: { Self.key($0.room) == key }) {
                asked[index].next = bound
            } else if !behind.contains(key) {
                bounds[key] = bound
            }
        default: break
        }
    }

    /// - Returns: whether it is new.
    private mutating func remember(_ id: [UInt8]) -> Bool {
        guard !recent.contains(id) else { return false }
        recent.append(id)
        if recent.count > Limits.shownTexts { recent.removeFirst() }
        return true
    }
}
