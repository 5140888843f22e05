/// Who is in which room, as a client works it out from the lines that it gets.
struct Roster {
    private(set) var rooms: [String: Set<String>] = [:]
    private(set) var own = ""

    /// Takes a line to account.
    ///
    /// - Returns: false when somebody speaks in a room where nobody has seen them come in.
    mutating func take(_ line: Heard) -> Bool {
        let first = line.parameters.first ?? ""
        switch line.command {
        case "001": own = first
        case "JOIN" where line.nick == own: rooms[first, default: []].insert(own)
        case "JOIN": rooms[first]?.insert(line.nick)
        case "353" where line.parameters.count > 3: addNames(line.parameters)
        case "PART": leave(first, line.nick)
        case "KICK": leave(first, line.parameters[1])
        case "QUIT": for name in rooms.keys { leave(name, line.nick) }
        case "NICK": rename(line.nick, first)
        // What one has said before comes back wherever one is.
        case "PRIVMSG", "NOTICE", "TAGMSG":
            let isEcho = line.nick == own && line.tags["+sandali.chat/id"] != nil
            return isEcho || isKnown(line.nick, Link.bare(first[...]))
        default: break
        }
        return true
    }

    private func isKnown(_ nick: String, _ name: String) -> Bool {
        // The service is in no room and speaks to all of one.
        guard name.hasPrefix("#") || name.hasPrefix("&"), nick != "Host" else { return true }
        return rooms[name]?.contains(nick) ?? false
    }

    private mutating func addNames(_ parameters: [String]) {
        guard rooms[parameters[2]] != nil else { return }
        for name in parameters[3].split(separator: " ") {
            rooms[parameters[2]]?.insert(Link.bare(name))
        }
    }

    private mutating func leave(_ name: String, _ nick: String) {
        if nick == own { rooms[name] = nil } else { rooms[name]?.remove(nick) }
    }

    private mutating func rename(_ nick: String, _ other: String) {
        if nick == own { own = other }
        for name in rooms.keys where rooms[name]?.remove(nick) != nil {
            rooms[name]?.insert(other)
        }
    }
}
