import Wire

/// What a line means that a person typed.
enum TypedLine: Equatable {
    /// Lines for the server.
    case send([String])
    /// Words for a person or a room, as lines of a length that the server takes.
    case speak(to: String, lines: [String])
    /// Into rooms: those where one is already only become the one spoken in.
    case join([String], line: String)
    case rooms
    /// Everything that is one's own, into a file; a password that was not typed is asked for.
    case export(path: String, password: String?)
    /// A line that lacks its last word, a password.
    case lacksPassword(line: String, account: String?)
    case help
    /// Nothing of what was said stays on the screen.
    case clear
    case quit(words: String)
    /// Something is missing: the phrase says what.
    case trouble(Phrase)
    case nothing

    /// - Parameter room: the room that is spoken in, or nil.
    init(_ text: String, room: String?) {
        guard text.contains(where: { $0 != " " }) else {
            self = .nothing
            return
        }
        guard text.first == "/" else {
            self = Self.speak(text, in: room)
            return
        }
        if text.hasPrefix("//") {
            self = Self.speak(String(text.dropFirst()), in: room)
            return
        }
        let parts = text.dropFirst().split(separator: " ", maxSplits: 1)
        let rest = parts.count > 1 ? parts[1].trimmingSpaces : ""
        self = Self.command(parts.first.map { $0.lowercased() } ?? "", String(rest), room)
    }

    private static func speak(_ text: String, in room: String?) -> TypedLine {
        guard let room else { return .trouble(.noRoomYet) }
        return .speak(to: room, lines: privmsg(to: room, text))
    }

    private static func command(_ verb: String, _ rest: String, _ room: String?) -> TypedLine {
        switch verb {
        case "": .nothing
        case "help", "?": rest.isEmpty ? .help : .send(["HELP \(rest)"])
        case "quit", "exit": .quit(words: rest)
        case "rooms": .rooms
        case "clear": .clear
        case "raw", "quote": rest.isEmpty ? .nothing : .send([rest])
        case "join": join(rest, room)
        case "part", "leave": part(rest, room)
        case "msg", "query": message(rest)
        case "me": act(rest, room)
        case "topic": topic(rest, room)
        case "export": export(rest)
        case "erase" where rest.lowercased() == "now":
            .lacksPassword(line: "ERASE NOW", account: nil)
        case "oper" where !rest.isEmpty && !rest.contains(" "):
            .lacksPassword(line: "OPER \(rest)", account: rest)
        case "names", "who", "whoreads": .send([about(verb, rest, room)])
        case "hand", "hands", "floor", "phase", "mood", "rsvp", "attend", "hold":
            inRoom(verb, rest, room)
        case "rules" where rest.isEmpty: inRoom(verb, rest, room)
        default: .send([ServerLine.line(verb.uppercased(), rest)])
        }
    }

    private static func join(_ rest: String, _ room: String?) -> TypedLine {
        let words = rest.split(separator: " ", maxSplits: 1)
        guard let names = words.first else {
            return .trouble(room == nil ? .noRoomYet : .tooFewWords(command: "/join"))
        }
        let rooms = names.split(separator: ",").map { name in
            isChannel(name) ? String(name) : "#" + name
        }
        let key = words.count > 1 ? " " + words[1] : ""
        return .join(rooms, line: "JOIN " + rooms.joined(separator: ",") + key)
    }

    private static func part(_ rest: String, _ room: String?) -> TypedLine {
        let (named, words) = target(of: rest, or: room)
        guard let named else { return .trouble(.noRoomYet) }
        return .send(["PART \(named)" + (words.isEmpty ? "" : " :" + words)])
    }

    private static func message(_ rest: String) -> TypedLine {
        let parts = rest.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { return .trouble(.tooFewWords(command: "/msg")) }
        let target = String(parts[0])
        return .speak(to: target, lines: privmsg(to: target, String(parts[1].trimmingSpaces)))
    }

    private static func act(_ rest: String, _ room: String?) -> TypedLine {
        guard let room else { return .trouble(.noRoomYet) }
        guard !rest.isEmpty else { return .trouble(.tooFewWords(command: "/me")) }
        return .speak(
            to: room,
            lines: pieces(of: rest, besides: room.utf8.count + 10).map {
                "PRIVMSG \(room) :\u{01}ACTION \($0)\u{01}"
            })
    }

    /// What is about a room is about the one spoken in, where none is named.
    private static func inRoom(_ verb: String, _ rest: String, _ room: String?) -> TypedLine {
        let (named, words) = target(of: rest, or: room)
        let rest = [named ?? "", words].filter { !$0.isEmpty }.joined(separator: " ")
        return .send([ServerLine.line(verb.uppercased(), rest)])
    }

    private static func topic(_ rest: String, _ room: String?) -> TypedLine {
        let (named, words) = target(of: rest, or: room)
        guard let named else { return .trouble(.noRoomYet) }
        return .send(["TOPIC \(named)" + (words.isEmpty ? "" : " :" + words)])
    }

    /// `/export FILE`, with the password behind or without it; without a file it goes to the server
    /// as it is.
    private static func export(_ rest: String) -> TypedLine {
        let parts = rest.split(separator: " ", maxSplits: 1)
        guard let first = parts.first else { return .trouble(.tooFewWords(command: "/export")) }
        let own = ["NOW", "MORE", "CANCEL", "CONFIRM"].contains(first.uppercased())
        if own { return .send(["EXPORT \(rest)"]) }
        return .export(path: String(first), password: parts.count > 1 ? String(parts[1]) : nil)
    }

    private static func about(_ verb: String, _ rest: String, _ room: String?) -> String {
        let subject = rest.isEmpty ? room ?? "" : rest
        return verb.uppercased() + (subject.isEmpty ? "" : " " + subject)
    }

    /// A room that is named first, else the one spoken in; and the words after it.
    private static func target(of rest: String, or room: String?) -> (String?, String) {
        let parts = rest.split(separator: " ", maxSplits: 1)
        guard let first = parts.first, isChannel(first) else { return (room, rest) }
        return (String(first), parts.count > 1 ? String(parts[1].trimmingSpaces) : "")
    }

    /// Whether the service is among those spoken to: it does what is said to it.
    static func isService(_ target: String) -> Bool {
        target.split(separator: ",").contains { Telling.same(String($0), "Host") }
    }

    static func isChannel(_ name: some StringProtocol) -> Bool {
        name.first == "#" || name.first == "&"
    }
}

/// Words that are longer than a line.
extension TypedLine {
    static func privmsg(to target: String, _ text: String) -> [String] {
        pieces(of: text, besides: target.utf8.count).map { "PRIVMSG \(target) :\($0)" }
    }

    /// A server puts the sender's name and host before the words when it passes them on, so some
    /// room is left for these.
    private static let sourceBytes = 120

    /// Cuts between words where there are any near the end, else between letters. Nothing is left
    /// out: a space stays at the end of its piece.
    private static func pieces(of text: String, besides bytes: Int) -> [String] {
        let limit = max(64, Limit.lineBytes - "PRIVMSG  :\r\n".utf8.count - bytes - sourceBytes)
        var rest = Array(text.utf8)[...]
        var pieces: [String] = []
        while rest.count > limit {
            var end = rest.startIndex + max(1, Letters.cut(rest, atMost: limit))
            if let space = rest[..<end].lastIndex(of: 0x20), space - rest.startIndex > limit / 2 {
                end = space + 1
            }
            pieces.append(String(decoding: rest[..<end], as: UTF8.self))
            rest = rest[end...]
        }
        return pieces + [String(decoding: rest, as: UTF8.self)]
    }
}

extension Substring {
    fileprivate var trimmingSpaces: Substring {
        var text = self.drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return text
    }
}
