public import Wire

/// What was said while this device's line was cut, though another one of the same account was
/// there: the server counts what was missed for each account, so this device asks for its own part.
/// What the server shows by itself comes before the answer to anything that is asked after JOIN: so
/// a PING finds out whether there is something to ask for, and nothing comes twice.
///
///     missed.reset()                          // connected again
///     let line = missed.enter("#a")           // back in the room: goes out
///     missed.take(message)                    // each message, before it is shown
public struct Missed: Sendable {
    /// What to do about a message.
    public enum Outcome: Equatable, Sendable {
        /// It is shown as any other.
        case shown
        /// It waits for the rest, or was shown before.
        case kept
        /// The lines that ask for what the server did not show by itself.
        case asks([String])
        /// The room has been caught up with: what is new of it, in order, and the line that asks on
        /// where there is more.
        case whole(room: String, texts: [Message], more: String?)
    }

    private struct Asked {
        let room: String
        let label: String
        var texts: [Message] = []
        /// How many texts the answer itself has brought.
        var count = 0
        /// The last that was said there meanwhile.
        var next: String?
    }

    /// By folded name, behind which text or time the next question begins.
    private var bounds: [[UInt8]: String] = [:]
    /// Rooms of which nothing that was missed has been shown since the cut.
    private var behind: Set<[UInt8]> = []
    /// Rooms that one is back in.
    private var entered: [String] = []
    private var asked: [Asked] = []
    /// The answers that are coming, by their batch.
    private var open: [[UInt8]: String] = [:]
    private var recent: [[UInt8]] = []
    private var number = 0

    /// Nothing was shown yet.
    public init() {}

    /// The connection is a new one: every room is behind.
    public mutating func reset() {
        // What has not been shown is asked for again.
        (asked, open, entered) = ([], [:], [])
        behind = Set(bounds.keys)
    }

    /// One is back in a room.
    ///
    /// - Returns: the line that finds out whether the server shows by itself what was missed; nil
    ///   where nothing was shown there before the cut, or it is under way.
    public mutating func enter(_ room: String) -> String? {
        guard behind.contains(Self.key(room)) else { return nil }
        entered.append(room)
        return entered.count == 1 ? "PING :" + Self.mark : nil
    }

    private static let mark = "missed"

    private mutating func askForRest() -> [String] {
        defer { entered = [] }
        return entered.compactMap { room in
            behind.remove(Self.key(room)) == nil ? nil : line(for: room)
        }
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
        case "PONG" where message.text(1)?.elementsEqual(Self.mark.utf8) == true:
            return .asks(askForRest())
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
            return open.removeValue(forKey: reference).map { finish($0) }
        }
        guard message.text(1)?.elementsEqual("chathistory".utf8) == true,
            let room = message.text(2)
        else { return nil }
        guard let label = label(of: message) else {
            // The server shows by itself what the account has missed.
            behind.remove(Name.folded(room))
            return nil
        }
        open[reference] = label
        return .kept
    }

    /// The label of the question that it answers.
    private func label(of message: Message) -> String? {
        guard let tag = message.tag("label") else { return nil }
        return asked.first { $0.label.utf8.elementsEqual(tag) }?.label
    }

    private mutating func keep(_ message: Message, _ rest: ArraySlice<Message>) -> Bool {
        guard !asked.isEmpty else { return false }
        guard let reference = message.tag("batch"), let label = open[reference],
            let index = asked.firstIndex(where: { $0.label == label })
        else { return false }
        asked[index].texts += [message] + rest
        if message.tag("msgid") != nil { asked[index].count += 1 }
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
            room: done.room, texts: groups.flatMap(\.self),
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
