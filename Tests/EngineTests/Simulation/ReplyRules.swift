/// What answers what: the last line of a reply tells which command it belongs to.
enum ReplyRules {
    private static let endings: [String: Set<String>] = [
        "PING": ["PONG"], "JOIN": ["366"], "PART": ["PART"], "PRIVMSG": ["PRIVMSG", "301", "706"],
        "NOTICE": ["NOTICE"], "TAGMSG": ["TAGMSG"], "TOPIC": ["TOPIC", "331", "332", "333"],
        "MARKREAD": ["MARKREAD"], "NAMES": ["366"], "LIST": ["323"], "WHO": ["315"],
        "WHOIS": ["318"],
        "LUSERS": ["266"], "MOTD": ["376", "422"], "HELP": ["706"], "AWAY": ["305", "306"],
        "NICK": ["NICK"], "INVITE": ["341", "301", "337"], "KICK": ["KICK"],
        "MODE": ["MODE", "329", "368", "221"], "ROOM": ["NOTE"], "ENROL": ["NOTE"],
        "UNENROL": ["NOTE"], "CASE": ["NOTE", "366"], "WHOREADS": ["NOTE"],
        "CODE": ["NOTE"], "DEVICE": ["NOTE", "ERROR"], "TOKEN": ["NOTE"],
        "AUTHENTICATE": ["AUTHENTICATE", "903", "904"], "REGISTER": ["REGISTER"],
        "HAND": ["NOTE"], "HANDS": ["NOTE"], "FLOOR": ["NOTE", "MODE"], "ROUND": ["MODE", "NOTE"],
        "PHASE": ["NOTE", "TOPIC"], "CHATHISTORY": ["BATCH"], "QUIT": ["ERROR"], "CAP": ["CAP"],
        "BROKEN": [], "HUM": [],
    ]
    /// What may go unanswered when all went well.
    private static let quiet: Set<String> = [
        "JOIN", "PRIVMSG", "NOTICE", "TAGMSG", "NICK", "MODE",
    ]

    /// Whether these lines can be the answer to this command.
    static func fits(_ verb: String, _ argument: String, _ reply: [Heard]) -> Bool {
        guard let last = reply.last else { return quiet.contains(verb) }
        if verb == "PING" { return reply.count == 1 && last.parameters.last == argument }
        return last.isRefusal || endings[verb]?.contains(last.command) == true
    }

    /// Takes the label, the batch and the ACK off a labelled reply.
    ///
    /// - Returns: nil when the label is not on it exactly once.
    static func unlabelled(_ reply: [Heard], _ label: String) -> [Heard]? {
        guard let first = reply.first, first.tags["label"] == label else { return nil }
        if reply.dropFirst().contains(where: { $0.tags["label"] != nil }) { return nil }
        if first.command == "ACK" { return reply.count == 1 ? [] : nil }
        if first.command == "BATCH", first.parameters.last != "labeled-response" { return reply }
        guard first.command == "BATCH" else { return reply.count == 1 ? reply : nil }
        guard let end = reply.last, end.command == "BATCH", reply.count > 2 else { return nil }
        let reference = first.parameters[0].dropFirst()
        let inside = reply.dropFirst().dropLast()
        let whole =
            end.parameters[0].dropFirst() == reference
            && inside.allSatisfy { $0.tags["batch"] == String(reference) }
        return whole ? Array(inside) : nil
    }
}
