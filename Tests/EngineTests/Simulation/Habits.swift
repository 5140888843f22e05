import Wire

/// What people do of an evening.
struct Habits {
    let isOpen: Bool
    var rooms: [String]
    let accounts: [String]
    /// Whether this client can tell what it reads of the past from what is said now.
    var reads = false

    /// The next command of somebody.
    func command(_ own: String, word: Int, _ dice: inout Dice) -> Typed {
        switch dice.below(100) {
        case 0..<40: talk(own, word, &dice)
        case 40..<56: enter(word, &dice)
        case 56..<64: ping(word)
        case 64..<76: ask(own, &dice)
        case 76..<78: isOpen ? ask(own, &dice) : invite(own, &dice)
        case 78..<94: moderate(own, word, &dice)
        default: odd(own, word, &dice)
        }
    }

    func ping(_ word: Int) -> Typed {
        Typed(verb: "PING", argument: "p\(word)", line: "PING p\(word)")
    }

    private func room(_ dice: inout Dice) -> String {
        // The first is where most people meet.
        dice.oneIn(2) ? rooms[0] : rooms[dice.below(rooms.count)]
    }

    private func someone(_ dice: inout Dice) -> String { accounts[dice.below(accounts.count)] }

    private func talk(_ own: String, _ word: Int, _ dice: inout Dice) -> Typed {
        let target =
            switch dice.below(8) {
            case 0: someone(&dice)
            case 1: "@" + room(&dice)
            default: room(&dice)
            }
        switch dice.below(8) {
        case 0:
            return Typed(
                verb: "NOTICE", argument: target, line: "NOTICE \(target) :`\(word)`", word: word)
        case 1:
            return Typed(
                verb: "TAGMSG", argument: target, line: "@+typing=`\(word)` TAGMSG \(target)",
                word: word)
        default:
            return Typed(
                verb: "PRIVMSG", argument: target, line: "PRIVMSG \(target) :`\(word)` салом",
                word: word)
        }
    }

    private func enter(_ word: Int, _ dice: inout Dice) -> Typed {
        let name = room(&dice)
        switch dice.below(6) {
        case 0:
            return Typed(
                verb: "PART", argument: name, line: "PART \(name) :`\(word)`", word: word)
        case 1:
            let other = room(&dice)
            return Typed(verb: "JOIN", argument: name, line: "JOIN \(name),\(other)")
        default: return Typed(verb: "JOIN", argument: name, line: "JOIN \(name)")
        }
    }

    private func ask(_ own: String, _ dice: inout Dice) -> Typed {
        let name = room(&dice)
        let other = someone(&dice)
        if reads, dice.oneIn(3) { return history(dice.oneIn(6) ? other : name, &dice) }
        let lines = [
            "NAMES \(name)", "TOPIC \(name)", "WHO \(name)", "WHO \(other)", "WHOIS \(other)",
            "LIST", "MODE \(name)", "MODE \(name) b", "LUSERS", "MOTD", "HELP JOIN", "WHO *",
            "WHOREADS &\(own)", "CASE LIST", "CAP LIST", "INVITE",
        ]
        return Self.plain(lines[dice.below(lines.count)])
    }

    private func history(_ name: String, _ dice: inout Dice) -> Typed {
        let line = "CHATHISTORY LATEST \(name) * \(dice.oneIn(2) ? 100 : 3)"
        return Typed(verb: "CHATHISTORY", argument: name, line: line)
    }

    private func moderate(_ own: String, _ word: Int, _ dice: inout Dice) -> Typed {
        let name = room(&dice)
        let other = someone(&dice)
        switch dice.below(18) {
        case 14...17: return turns(name, other, &dice)
        case 12, 13:
            let rule = ["all", "all", "attended", "none"][dice.below(4)]
            return Typed(
                verb: "ROOM", argument: name, line: "ROOM SET \(name) history=\(rule)")
        case 0:
            return Typed(
                verb: "TOPIC", argument: name, line: "TOPIC \(name) :`\(word)`", word: word)
        case 1, 2:
            return Typed(
                verb: "KICK", argument: name, line: "KICK \(name) \(other) :`\(word)`",
                word: word)
        case 3: return Self.plain("INVITE \(other) \(name)")
        case 4, 5: return Self.plain("ENROL \(name) \(other)")
        case 6: return Self.plain("UNENROL \(name) \(other)")
        case 7: return Self.plain("ROOM NEW #new\(word % 5) :Title")
        case 8: return Self.plain("CASE NEW \(other) \(someone(&dice))")
        default: return Self.plain("MODE \(name) " + modes(other, &dice))
        }
    }

    /// Codes, devices and tokens; mostly by those who may not.
    private func invite(_ own: String, _ dice: inout Dice) -> Typed {
        let name = room(&dice)
        let other = someone(&dice)
        let lines = [
            "CODE NEW parent", "CODE NEW parent \(name)", "CODE NEW parent worker=\(other)",
            "CODE NEW parent \(name) worker=\(other) for=5m", "CODE NEW worker", "CODE LIST",
            "CODE REVOKE 1", "CODE REVOKE \(other)/1", "CODE RECOVER \(other)",
            "CODE RECOVER \(own)", "DEVICE ADD", "DEVICE LIST", "DEVICE DROP 6465", "TOKEN NEW",
            "AUTHENTICATE PLAIN", "REGISTER \(own) * secret-secret",
        ]
        return Self.plain(lines[dice.below(lines.count)])
    }

    private func turns(_ name: String, _ other: String, _ dice: inout Dice) -> Typed {
        let lines = [
            "ROOM SET \(name) speak=\(dice.oneIn(3) ? "turns" : "open")", "HAND \(name)",
            "HAND \(name) down", "HANDS \(name)", "FLOOR \(name) next",
            "FLOOR \(name) give \(other)", "FLOOR \(name) take", "FLOOR \(name) pass",
            "ROUND \(name) :how?", "PHASE \(name) talk 20m",
        ]
        return Self.plain(lines[dice.below(lines.count)])
    }

    private func modes(_ other: String, _ dice: inout Dice) -> String {
        let changes = [
            "+m", "-m", "+t", "-t", "+o \(other)", "-o \(other)", "+v \(other)", "-v \(other)",
            "+h \(other)", "+b \(other)", "-b \(other)", "+l 3", "-l", "+s", "-s", "-i", "+x",
        ]
        return changes[dice.below(isOpen ? changes.count : changes.count - 1)]
    }

    private func odd(_ own: String, _ word: Int, _ dice: inout Dice) -> Typed {
        let lines = [
            "NICK \(own)\(word % 3)", "NICK \(someone(&dice))", "AWAY :soup", "AWAY", "HUM \(own)",
            "JOIN", "PRIVMSG Host :help", "MODE \(own) -i", "NICK \(own)",
        ]
        if dice.oneIn(4) { return mark(word, &dice) }
        if dice.oneIn(6) { return Typed(verb: "BROKEN", line: "") }
        if dice.oneIn(6) { return Typed(verb: "QUIT", line: "QUIT :good night") }
        return Self.plain(lines[dice.below(lines.count)])
    }

    /// The time says which line it was that set the marker.
    private func mark(_ word: Int, _ dice: inout Dice) -> Typed {
        var time: [UInt8] = []
        Timestamp.write(milliseconds: Int64(word), to: &time)
        let set = dice.oneIn(3) ? "" : " timestamp=" + String(decoding: time, as: UTF8.self)
        return Self.plain("MARKREAD \(dice.oneIn(4) ? someone(&dice) : room(&dice))\(set)")
    }

    static func plain(_ line: String) -> Typed {
        let words = line.split(separator: " ")
        let verb = String(words[0])
        let at = verb == "CASE" || verb == "ROOM" ? 2 : 1
        return Typed(
            verb: verb, argument: words.count > at ? String(words[at]) : "", line: line)
    }
}
