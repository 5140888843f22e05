/// Lines for the server out of what a person typed: a text of several words stays one parameter.
enum ServerLine {
    /// Commands whose last parameter is a text, and how many words stand before it.
    private static let texts = [
        "AWAY": 0, "NICK": 0, "SETNAME": 0, "WALLOPS": 0, "PASS": 0,
        "PART": 1, "NOTICE": 1, "PRIVMSG": 1, "KILL": 1, "KNOCK": 1, "SUMMARY": 1, "ROUND": 1,
        "OPER": 1, "KICK": 2, "RENAME": 2, "REDACT": 2, "REMOVE": 2, "DENY": 2, "REGISTER": 2,
        "MUTE": 3, "REPORT": 3,
        // By the word that chooses the form.
        "ROOM NEW": 2, "CASE REJECT": 2, "HOLD NO": 3, "HOLD WORDS": 2, "ERASE NOW": 1,
        "EXPORT NOW": 1, "METADATA SET": 3,
    ]

    /// The command and what was typed behind it. A colon stands before the text where it has
    /// several words, so that the server takes them all; whoever typed one gets no second.
    static func line(_ verb: String, _ rest: String) -> String {
        let words = rest.split(separator: " ")
        let forms = [verb] + words.prefix(2).map { "\(verb) \($0.uppercased())" }
        let before = forms.lazy.compactMap { texts[$0] }.first
        guard let before, !words.prefix(before).contains(where: { $0.first == ":" }) else {
            return rest.isEmpty ? verb : "\(verb) \(rest)"
        }
        let parts = rest.split(separator: " ", maxSplits: before)
        guard parts.count > before, needsColon(parts[before]) else {
            return rest.isEmpty ? verb : "\(verb) \(rest)"
        }
        let text = parts[before].drop { $0 == " " }
        return ([verb[...]] + parts[..<before] + [":" + text]).joined(separator: " ")
    }

    /// A colon that is typed before a word is the protocol's own; in `:)` it is part of the text.
    private static func needsColon(_ text: Substring) -> Bool {
        let text = text.drop { $0 == " " }
        guard text.first == ":" else { return text.contains(" ") }
        return text.dropFirst().first.map { !$0.isLetter && !$0.isNumber && $0 != " " } ?? false
    }
}
