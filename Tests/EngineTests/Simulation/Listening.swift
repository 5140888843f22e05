import IRC
import Rooms
import Wire

@testable import Engine

/// Somebody who was there when the effects of a step were carried out.
struct Presence {
    let seat: Int
    let serial: Int
    let who: String
}

/// What the devices hear, and whether they should.
extension Evening {
    mutating func hear(_ deliveries: [Delivery]) {
        for delivery in disturbed(deliveries) {
            switch delivery {
            case .send(let bytes, let id): hearReply(bytes, id)
            case .fanOut(let variants, let audience, let except):
                for group in audience.groups {
                    let lines = parse(variants[group.variant], group.connections[0])
                    for id in group.connections where id != except {
                        mark(variants[group.variant], id)
                        hearOthers(lines, id)
                    }
                }
            case .registered(let id):
                guard let seat = seats[id] else { continue }
                if clients[seat].link?.isRegistered == false { complain("let in unwelcomed") }
            case .speaks, .watched: break
            case .close(let id):
                guard let seat = seats[id] else { continue }
                story.tell("close \(clients[seat].link?.serial ?? 0)")
                clients[seat].link?.isClosing = true
            case .answered(let id, let lines):
                for _ in 0..<lines { finishReply(id) }
            }
        }
    }

    private mutating func parse(_ bytes: [UInt8], _ id: ConnectionID) -> [Heard] {
        var lines: [Heard] = []
        if bytes.suffix(2) != [13, 10] { complain("a line without its ending") }
        for line in bytes.split(separator: 10) {
            do throws(LineError) {
                lines.append(try Heard(Array(line.dropLast())))
            } catch {
                complain("a line that cannot be read: \(error)")
            }
        }
        return lines
    }

    private mutating func mark(_ bytes: [UInt8], _ id: ConnectionID) {
        guard var print = fingerprint else { return }
        print = (print ^ id.bits) &* 0x100_0000_01b3
        for byte in bytes { print = (print ^ UInt64(byte)) &* 0x100_0000_01b3 }
        fingerprint = print
    }

    private mutating func hearReply(_ bytes: [UInt8], _ id: ConnectionID) {
        mark(bytes, id)
        guard let seat = seats[id], let link = clients[seat].link else { return }
        let lines = parse(bytes, id)
        let isIn = link.isRegistered
        if link.isClosing { complain("a reply after the end: \(lines[0].text)") }
        for line in lines {
            if line.command == "001" { register(seat) }
            let isRefusal = ["433", "464", "904", "ERROR", "FAIL"].contains(line.command)
            if !isIn, isRefusal { clients[seat].link?.wasRefused = true }
            listen(line, seat)
        }
        if isIn { clients[seat].link?.replies.append(lines) }
    }

    private mutating func register(_ seat: Int) {
        guard let link = clients[seat].link else { return }
        if link.isRegistered { complain("\(link.serial) is welcomed twice") }
        let person = engine.people.clients[link.id]?.person
        // In the open policy a wrong password makes a guest.
        let who = isOpen ? person.map { scribe.name($0) } : clients[seat].account
        clients[seat].link?.isRegistered = true
        clients[seat].link?.who = who
        guard let who else { return }
        present.append(Presence(seat: seat, serial: link.serial, who: who))
    }

    private mutating func hearOthers(_ lines: [Heard], _ id: ConnectionID) {
        guard let seat = seats[id], clients[seat].link?.isClosing == false else { return }
        for line in lines { listen(line, seat) }
    }

    // MARK: One line

    private mutating func listen(_ line: Heard, _ seat: Int) {
        guard let link = clients[seat].link else { return }
        story.tell("\(link.serial) \(clients[seat].nick) < \(line.text)")
        checkTags(line, link)
        noteCode(line, link)
        if isPast(line, seat) { return checkPast(line, seat) }
        if clients[seat].link?.roster.take(line) == false, !link.hasQuit {
            complain("\(link.serial) has not seen \(line.nick) come in: \(line.text)")
        }
        guard let who = link.who else {
            let mayHear = line.words.isEmpty || link.hasQuit
            return mayHear ? () : complain("\(link.serial) heard \(line.text) as nobody")
        }
        for word in line.words { hear(word, in: line, who, seat) }
        checkNames(line, who, link)
        checkPlace(line, who)
        if line.command == "MARKREAD" { checkMark(line, who, link) }
    }

    /// A code that somebody was given is handed over, and used or not.
    private mutating func noteCode(_ line: Heard, _ link: Link) {
        guard line.command == "NOTE", line.parameters[1] == "CODE_MADE" else { return }
        let code = line.parameters[3].filter { $0 != "-" }
        let words = link.unanswered.first?.line.split(separator: " ").map(String.init) ?? []
        if words.count > 2, words[1] == "RECOVER" {
            recoveries[words[2]] = code
        } else {
            codes.append(code)
        }
    }

    private mutating func checkTags(_ line: Heard, _ link: Link) {
        let wanted = [
            "time": "server-time", "msgid": "message-tags", "account": "account-tag",
            "label": "labeled-response", "batch": "batch", "+typing": "message-tags",
            "+sandali.chat/id": "message-tags", "sandali.chat/phase": "message-tags",
            "sandali.chat/phase-ends": "message-tags",
        ]
        for tag in line.tags.keys where !link.capabilities.contains(wanted[tag] ?? "") {
            complain("\(link.serial) never asked for \(tag): \(line.text)")
        }
    }

    private mutating func hear(_ word: Int, in line: Heard, _ who: String, _ seat: Int) {
        guard words.indices.contains(word), let link = clients[seat].link else {
            return complain("nobody has written \(line.text)")
        }
        reached[word, default: []].insert(link.serial)
        if presentWhenHeard[word] == nil { presentWhenHeard[word] = present.count }
        let known = words[word]
        switch known.verb {
        case "TAGMSG":
            let name = Link.bare(known.target[...])
            let isPlace = name.hasPrefix("#") || name.hasPrefix("&")
            if isPlace, !isOpen, !ledger.wasInside(who, name) {
                complain("\(who) heard tags from \(name)")
            }
        case "TOPIC":
            guard let place = ledger.topics[word] else {
                return complain("topic \(word) is not in the log, and was heard")
            }
            let name = ledger.places[place]?.name ?? ""
            if !ledger.mayKnow(who, name) { complain("\(who) saw the topic of \(name)") }
        default:
            guard let hearers = ledger.words[word] else {
                return complain("text \(word) is not in the log, and was heard by \(who)")
            }
            let mayHear = hearers.contains(who) || ledger.writers[word] == who
            if !mayHear { complain("\(who) heard \(line.text)") }
        }
        checkOrder(word, known, line, seat)
    }

    private mutating func checkOrder(_ word: Int, _ known: Word, _ line: Heard, _ seat: Int) {
        if let id = line.tags["msgid"] {
            if let other = known.id, other != id { complain("text \(word) has two ids") }
            words[word].id = id
        }
        // The service shows a topic anew when a phase begins or ends.
        guard line.command == known.verb, line.nick != "Host", var link = clients[seat].link
        else { return }
        // What one says to oneself comes besides its echo.
        let isOwn = line.parameters[0] == line.nick
        if !link.heardWords.insert(word).inserted, !isOwn {
            complain("\(link.serial) heard \(word) twice")
        }
        if !known.isAgain {
            if let last = link.lastWord[known.serial], last > word {
                complain("\(link.serial) heard \(word) after \(last)")
            }
            link.lastWord[known.serial] = word
        }
        clients[seat].link = link
    }

    /// No name of a room that this person may not know of, unless they typed it themselves.
    private mutating func checkNames(_ line: Heard, _ who: String, _ link: Link) {
        for parameter in line.parameters {
            for word in parameter.split(whereSeparator: { $0 == " " || $0 == "," }) {
                let name = Link.bare(word)
                guard name.hasPrefix("#") || name.hasPrefix("&"), !link.named.contains(name)
                else { continue }
                if !ledger.mayKnow(who, name) { complain("\(who) was told of \(name)") }
            }
        }
    }

    /// What happens in a room is told inside, and only once it is in the log.
    private mutating func checkPlace(_ line: Heard, _ who: String) {
        let told: Set<String> = ["JOIN", "PART", "KICK", "TOPIC", "MODE"]
        let name = line.parameters.first ?? ""
        if told.contains(line.command), name.hasPrefix("#") || name.hasPrefix("&"),
            !ledger.wasInside(who, name)
        {
            complain("\(who) was told outside \(name): \(line.text)")
        }
        guard line.command == "NOTE", line.parameters.count > 3 else { return }
        if line.parameters[1] == "ENROLLED",
            !ledger.wasEnrolled(line.parameters[3], line.parameters[2])
        {
            complain("\(line.text) is not in the log")
        }
    }
}
