import Wire

/// A line that a client got, taken apart.
struct Heard {
    let text: String
    let nick: String
    let command: String
    let parameters: [String]
    let tags: [String: String]
    /// The numbered texts that stand in it: `` `17` ``.
    let words: [Int]

    /// - Throws: `LineError` when no client could read it.
    init(_ line: [UInt8]) throws(LineError) {
        let message = try Message(parsing: line)
        text = String(decoding: line, as: UTF8.self)
        command = message.command.text
        let source = message.source.map { String(decoding: $0, as: UTF8.self) } ?? ""
        nick = String(source.prefix { $0 != "!" })
        parameters = (0..<message.count).map { String(decoding: message[$0], as: UTF8.self) }
        var tags: [String: String] = [:]
        message.forEachTag { key, value in
            let name = String(decoding: key, as: UTF8.self)
            tags[name] = value.map { String(decoding: $0, as: UTF8.self) } ?? ""
        }
        self.tags = tags
        words = Self.words(in: line)
    }

    /// The numbers between backticks.
    static func words(in line: [UInt8]) -> [Int] {
        guard line.contains(0x60) else { return [] }
        let parts = line.split(separator: 0x60, omittingEmptySubsequences: false)
        return parts.dropFirst().compactMap { Int(String(decoding: $0, as: UTF8.self)) }
    }

    /// Whether it begins what a parent is told who wrote where nobody of the staff is there.
    var isOfAbsence: Bool {
        if command == "NOTE" { return parameters[1] == "NOBODY_HERE" }
        return command == "NOTICE" && nick == "Host"
            && parameters.last?.hasPrefix("Nobody of the staff") == true
    }

    /// Whether it says for how long a room keeps its words, on coming in.
    var isOfKeeping: Bool {
        guard command == "NOTICE", nick == "Host", let text = parameters.last else { return false }
        return text.contains(": texts are ")
    }

    /// Whether it says that something was not done.
    var isRefusal: Bool {
        if command == "FAIL" || command == "NOTICE" && nick == "Host" { return true }
        guard let number = Int(command) else { return false }
        return 400..<600 ~= number || number == 696
    }
}

extension Heard {
    /// Whether it tells of the floor somebody who did not ask.
    var isOfTurns: Bool {
        let codes: Set = ["UP", "FREE", "YOURS", "UNSAID", "SOON", "OVER", "RESTING", "LEFT"]
        if command == "NOTE" { return parameters.count > 1 && codes.contains(parameters[1]) }
        guard command == "NOTICE", nick == "Host", let text = parameters.last else { return false }
        let parts = [
            "It is your turn to speak", "Half a minute is left", "Your turn is over",
            "What you wrote before", "raised a hand in", "is done", "would rather not speak",
            "The turn of", "was cut off and has", "The round has come", "left",
        ]
        return parts.contains { text.contains($0) }
    }
}
