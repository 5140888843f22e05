import SandaliKit
import Wire

/// Makes a line that a person can read out of a line of the protocol.
struct Telling {
    var language: Language
    /// One's own nickname.
    var nickname: String
    /// The room that is spoken in; others are named before what is said there.
    var room: String?
    /// Whether `+` is the floor here, in rooms where people speak in turns (Sandali, `support`).
    var knowsTurns = false
    /// Local time for a moment, as `18:30`.
    let clock: (_ milliseconds: Int64?) -> String

    /// What to print, line by line; none for what a person need not know.
    func lines(for message: Message) -> [String] {
        guard let told = told(message), !told.isEmpty else { return [] }
        // What comes late says when it was typed.
        let stamp = message.tag("+sandali.chat/written") ?? message.tag("time")
        let time = clock(stamp.flatMap { Timestamp.parse($0[...]) })
        return told.split(separator: "\n").map { "\(time) \($0)" }
    }

    private func told(_ message: Message) -> String? {
        switch message.command {
        case "PRIVMSG": said(message)
        case "NOTICE": noticed(message)
        case "JOIN", "PART", "QUIT", "KICK", "NICK", "TOPIC", "MODE", "INVITE",
            "REDACT":
            moved(message)
        case "FAIL", "WARN", "NOTE": answered(message)
        case "ERROR", "PING", "PONG", "CAP", "BATCH", "TAGMSG", "AWAY", "ACCOUNT", "ACK",
            "AUTHENTICATE":
            nil
        default: message.isNumeric ? numeric(message) : unknown(message)
        }
    }

    func text(_ phrase: Phrase) -> String { phrase.text(language) }

    func isMe(_ name: String) -> Bool { Self.same(name, nickname) }

    /// Whether two names are one to the server.
    static func same(_ one: String, _ other: String) -> Bool {
        Name.folded(Array(one.utf8)[...]) == Name.folded(Array(other.utf8)[...])
    }
}

/// What people say.
extension Telling {
    private func said(_ message: Message) -> String? {
        guard let words = message.text(1) else { return nil }
        if words.first == 1 { return acted(message, words) }
        return "\(place(message))<\(message.sender)> \(Neutral.text(words))"
    }

    /// ACTION is told; other requests of CTCP are answered by nobody here.
    private func acted(_ message: Message, _ words: ArraySlice<UInt8>) -> String? {
        let action = Array("\u{01}ACTION ".utf8)
        guard words.starts(with: action) else { return nil }
        var text = words.dropFirst(action.count)
        if text.last == 1 { text.removeLast() }
        return "\(place(message))* \(message.sender) \(Neutral.text(text))"
    }

    private func noticed(_ message: Message) -> String? {
        guard let words = message.text(1), words.first != 1 else { return nil }
        let who = message.isFromServer ? "" : "-\(message.sender)- "
        return place(message) + who + Neutral.text(words)
    }

    /// Where it was said, unless that is the room spoken in: `#other `, `lola → you: `.
    private func place(_ message: Message) -> String {
        let target = message.part(0)
        if target.first == "%" || target.first == "@" || target.first == "+" {
            let name = String(target.drop { !TypedLine.isChannel(String($0)) })
            return "\(name) (\(text(.toStaff))) "
        }
        if TypedLine.isChannel(target) {
            return room.map { Self.same($0, target) } == true ? "" : target + " "
        }
        if message.command == "NOTICE" { return "" }
        return isMe(message.sender) ? "\(text(.you)) → \(target): " : "→ \(text(.you)): "
    }
}

/// What else happens.
extension Telling {
    private func moved(_ message: Message) -> String? {
        let who = message.sender
        let first = message.part(0)
        let last = message.count > 1 ? message.part(message.count - 1) : ""
        switch message.command {
        case "JOIN": return isMe(who) ? nil : text(.came(who: who, room: first))
        case "PART": return text(.left(who: who, room: first, words: last))
        case "QUIT": return text(.quit(who: who, words: first))
        case "NICK": return text(.renamed(who: who, to: first))
        case "TOPIC": return text(.topicSet(who: who, room: first, topic: last))
        // The words themselves are not said again.
        case "REDACT":
            return place(message)
                + text(.takenBack(by: who, words: message.count > 2 ? last : ""))
        case "INVITE": return text(.invited(by: who, room: message.part(1)))
        case "KICK":
            let words = message.count > 2 ? last : ""
            return text(.removed(who: message.part(1), by: who, room: first, words: words))
        default: return modeSet(message)
        }
    }

    private func modeSet(_ message: Message) -> String? {
        let changes = ModeChange.list(message)
        if knowsTurns, !changes.isEmpty, changes.allSatisfy({ $0.letter == "v" }) {
            // To whom it comes and from whom it goes the server says so in words of its own.
            return changes.filter { !isMe($0.who) }.map { change in
                place(message)
                    + text(change.isOn ? .turnBegins(who: change.who) : .turnEnds(who: change.who))
            }.joined(separator: "\n")
        }
        // What the server itself sets only repeats who leads, which the list of names shows.
        if message.isFromServer { return nil }
        let modes = message.rest(from: 1)
        return text(.modeSet(who: message.sender, target: message.part(0), modes: modes))
    }

    /// A standard reply: its sentence where it has one, else its facts; a list's end is silent.
    private func answered(_ message: Message) -> String? {
        guard message.count > 1 else { return nil }
        if message.part(1) == "END" { return emptiness(message) }
        let sign = message.command == "FAIL" ? "! " : ""
        if message.endsInSentence {
            let about = message.count > 3 ? message.part(2) + ": " : ""
            let sentence = message.part(message.count - 1)
            let isNamed = !TypedLine.isChannel(about) || sentence.hasPrefix(about)
            return sign + (isNamed ? "" : about) + sentence
        }
        return sign + message.part(0) + " " + message.rest(from: 2)
    }

    /// What the end of a list says where it is the whole answer, so that it has a label itself.
    private func emptiness(_ message: Message) -> String? {
        guard message.tag("label") != nil else { return nil }
        guard message.isNumeric else {
            let about = message.count > 3 ? " " + message.part(2) : ""
            return text(.emptyList(of: "/" + message.part(0).lowercased() + about))
        }
        return text(.nobodyFound(name: message.part(1)))
    }

    private func unknown(_ message: Message) -> String {
        "\(message.sender) \(Neutral.text(message.commandBytes)) \(message.rest(from: 0))"
    }

    private func numeric(_ message: Message) -> String? {
        let (one, two) = (message.part(1), message.part(2))
        let last = message.count > 0 ? message.part(message.count - 1) : ""
        switch message.command {
        case "001", "002", "003", "004", "005", "221", "251", "252", "253", "254", "255", "265",
            "266",
            "333", "329", "375", "376", "422", "318", "321", "323", "366", "368", "347", "349",
            "706", "903":
            return nil
        case "315": return emptiness(message)
        // Whoever knocks comes with user and host.
        case "710": return "\(one): \(two.prefix { $0 != "!" }) \(last)"
        case "301": return text(.isAway(who: one, words: last))
        case "311": return "\(one) (\(last))"
        case "312": return nil
        case "330": return "\(one) \(last) \(two)"
        case "322": return text(.listed(room: one, people: two, topic: last))
        case "331": return text(.noTopic(room: one))
        case "332": return text(.topicIs(room: one, topic: last))
        case "352": return found(message, last)
        case "353": return text(.peopleIn(room: two, names: last))
        // Servers begin each line of it so.
        case "372": return last.hasPrefix("- ") ? String(last.dropFirst(2)) : last
        case "305", "306", "704", "705", "900": return last
        default: return refusal(message) ?? message.rest(from: 1)
        }
    }

    /// Whom WHO has found: where, and by which name, as far as that says more than the nickname.
    private func found(_ message: Message, _ last: String) -> String {
        let (nick, room) = (message.part(5), message.part(1))
        let name = last.drop { $0 != " " }.dropFirst()
        return [nick, room == "*" ? "" : room, name == nick ? "" : String(name)]
            .filter { !$0.isEmpty }.joined(separator: " · ")
    }

    /// Numerics of errors: what it is about, and the server's sentence.
    private func refusal(_ message: Message) -> String? {
        let first = message.commandBytes.first
        guard first == UInt8(ascii: "4") || first == UInt8(ascii: "5") else { return nil }
        let subject = message.count > 2 ? message.part(1) + ": " : ""
        return "! " + subject + message.part(message.count - 1)
    }
}

/// One change of a MODE that is about somebody.
private struct ModeChange {
    var letter: Character
    var isOn: Bool
    var who: String

    /// All the changes of a line; none where one of them is about nobody.
    static func list(_ message: Message) -> [ModeChange] {
        var changes: [ModeChange] = []
        var isOn = true
        for letter in message.part(1) {
            if letter == "+" || letter == "-" {
                isOn = letter == "+"
            } else {
                let who = message.part(2 + changes.count)
                changes.append(ModeChange(letter: letter, isOn: isOn, who: who))
            }
        }
        return changes.contains { $0.who.isEmpty } ? [] : changes
    }
}

extension Message {
    /// The nickname that the line comes from, neutral; empty when it names nobody.
    var sender: String {
        Neutral.text((source ?? []).prefix { $0 != UInt8(ascii: "!") })
    }

    /// Servers have a dot in their names, which nicknames cannot have.
    var isFromServer: Bool { sender.contains(".") || sender.isEmpty }

    /// A parameter, neutral; empty when there is none.
    func part(_ index: Int) -> String { Neutral.text(text(index) ?? []) }

    func rest(from index: Int) -> String {
        index < count ? (index..<count).map(part).joined(separator: " ") : ""
    }

    var isNumeric: Bool {
        commandBytes.count == 3 && commandBytes.allSatisfy { 0x30...0x39 ~= $0 }
    }

    /// Whether the last parameter was written with a colon, as words for people are.
    var endsInSentence: Bool {
        guard count > 0 else { return false }
        let start = self[count - 1].startIndex
        return start > 0 && bytes[start - 1] == UInt8(ascii: ":")
    }
}
