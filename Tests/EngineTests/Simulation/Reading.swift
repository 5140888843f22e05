/// Who may read again what was said, written once more in plain words.
extension Ledger {
    /// Where and when a text was written, and for whom.
    struct Text {
        var place: Int?
        var position: Int
        var by: String
        /// The sign that one needs to hear it; empty: none.
        var above = ""
        /// The two whose private words it is.
        var pair: Set<String> = []
    }

    /// How a place stood, as far as reading goes.
    struct Past {
        /// The rules of history and since when each was in force.
        var rules: [(from: Int, rule: String)] = []
        /// Since when somebody is on the list.
        var listed: [String: Int] = [:]
        /// Since when somebody is inside.
        var since: [String: Int] = [:]
        var visits: [String: [(from: Int, to: Int)]] = [:]
        /// Who was put out and has not come in again.
        var putOut: Set<String> = []
        /// Between being put out and coming in again; the end is nil until they have.
        var outside: [String: [(from: Int, to: Int?)]] = [:]
        /// Counts what changes who may read.
        var version = 0

        /// Whether somebody was inside at this position.
        func was(_ who: String, at position: Int) -> Bool {
            if let from = since[who], from < position { return true }
            return visits[who]?.contains { $0.from < position && position <= $0.to } ?? false
        }

        /// Whether somebody had been put out and not come in again at this position.
        func wasOut(_ who: String, at position: Int) -> Bool {
            outside[who]?.contains { $0.from < position && position <= $0.to ?? .max } ?? false
        }

        fileprivate mutating func putOut(_ who: String, at position: Int) {
            putOut.insert(who)
            outside[who, default: []].append((position, nil))
        }

        fileprivate mutating func come(_ who: String, at position: Int) {
            since[who] = position
            for index in outside[who]?.indices ?? 0..<0 where outside[who]?[index].to == nil {
                outside[who]?[index].to = position
            }
        }

        fileprivate mutating func end(_ who: String, at position: Int) {
            if let from = since.removeValue(forKey: who) {
                visits[who, default: []].append((from, position))
            }
        }
    }

    /// How often it has changed who may read in the place of this name.
    func version(of name: String) -> Int {
        places.values.first { $0.name == name }?.past.version ?? 0
    }

    /// Whether somebody may have read this text at some moment of this step.
    func mayRead(_ who: String, _ word: Int) -> Bool {
        moments(word).contains { reads(who, word, $0) }
    }

    /// Whether somebody could read it all the time.
    func mustRead(_ who: String, _ word: Int) -> Bool {
        moments(word).allSatisfy { reads(who, word, $0) }
    }

    /// Whether it was heard when it was said, or written.
    func wasThere(_ who: String, _ word: Int) -> Bool {
        guard let text = texts[word], let place = text.place.flatMap({ places[$0] }) else {
            return false
        }
        return place.past.was(who, at: text.position)
    }

    private func moments(_ word: Int) -> [Place] {
        guard let text = texts[word] else { return [] }
        return text.place.map { recentPlaces[$0] ?? [] } ?? [Place.nowhere]
    }

    private func reads(_ who: String, _ word: Int, _ place: Place) -> Bool {
        guard let text = texts[word] else { return false }
        guard text.place != nil else { return text.pair.contains(who) }
        guard readsPlace(who, text.position, place) else { return false }
        if text.above.isEmpty || text.by == who { return true }
        let sign = place.members[who] ?? ""
        return isStaff(who) && Self.height(sign) >= Self.height(text.above)
    }

    private func readsPlace(_ who: String, _ position: Int, _ place: Place) -> Bool {
        if place.kind == .worker { return who == place.parent || who == place.worker }
        let isInside = place.members[who] != nil
        let rules = place.past.rules
        let standard = place.kind == .channel ? "all" : "attended"
        let now = rules.last?.rule ?? standard
        let then = rules.last { $0.from < position }?.rule ?? standard
        if now == "none" || then == "none" { return false }
        if place.kind == .channel { return isInside }
        let isListed = place.enrolled[who] != nil
        if !isInside, !isListed || place.past.putOut.contains(who) { return false }
        if place.past.was(who, at: position) { return true }
        guard let listed = place.past.listed[who] else { return false }
        return now == "all" && then == "all" && listed < position
            && !place.past.wasOut(who, at: position)
    }

    // MARK: Writing down

    mutating func remember(_ entry: Entry) {
        let here = position
        func change(_ id: Int, _ body: (inout Past) -> Void) {
            body(&places[id, default: .nowhere].past)
            places[id]?.past.version += 1
        }
        switch entry {
        case .restarted:
            for id in places.keys {
                for who in places[id]?.past.since.keys.sorted() ?? [] {
                    change(id) {
                        $0.end(who, at: here)
                        $0.putOut.remove(who)
                    }
                }
            }
        case .enrolled(let id, let who, _, _):
            change(id) { $0.listed[who] = $0.listed[who] ?? here }
        case .unenrolled(let id, let who, _): change(id) { $0.listed[who] = nil }
        case .entered(let id, let who, _): change(id) { $0.come(who, at: here) }
        case .left(let id, let who, let word):
            change(id) {
                $0.end(who, at: here)
                $0.putOut.remove(who)
            }
            if let word { texts[word] = Text(place: id, position: here, by: who) }
        case .removed(let id, let who, let by, let word):
            change(id) {
                $0.end(who, at: here)
                $0.putOut(who, at: here)
            }
            if let word { texts[word] = Text(place: id, position: here, by: by) }
        case .rule(let id, let rule, _): change(id) { $0.rules.append((here, rule)) }
        case .signs(let id, _, _, _): change(id) { _ in }
        case .topic(let id, let by, let word):
            if let word { texts[word] = Text(place: id, position: here, by: by) }
        case .said(let id, let who, let above, let word):
            texts[word] = Text(place: id, position: here, by: who, above: above)
        case .whispered(let to, let who, let word):
            texts[word] = Text(position: here, by: who, pair: [to, who])
        default: break
        }
    }
}

extension Ledger.Place {
    static let nowhere = Ledger.Place(name: "", kind: .channel, maker: "")
}

/// What a connection is shown of the past, and whether it should.
extension Evening {
    /// Whether a line is of the past. A batch says so, or the service's sentences around it.
    mutating func isPast(_ line: Heard, _ seat: Int) -> Bool {
        guard var link = clients[seat].link else { return false }
        defer { clients[seat].link = link }
        let last = line.parameters.last ?? ""
        if line.command == "BATCH", let first = line.parameters.first {
            if line.parameters.count > 1, line.parameters[1] == "chathistory" {
                link.pastBatch = String(first.dropFirst())
                link.pastWords = []
            } else if link.pastBatch == String(first.dropFirst()) {
                link.pastBatch = nil
            }
            return false
        }
        if line.nick == "Host", last.hasPrefix("Written here while you were away") {
            link.isCatchingUp = last.hasSuffix(":")
            link.pastWords = []
            return false
        }
        if line.nick == "Host", last.hasPrefix("Up to here you were away") {
            link.isCatchingUp = false
            return false
        }
        let isInBatch = link.pastBatch != nil && line.tags["batch"] == link.pastBatch
        return isInBatch || link.isCatchingUp
    }

    mutating func checkPast(_ line: Heard, _ seat: Int) {
        guard var link = clients[seat].link, let who = link.who else { return }
        defer { clients[seat].link = link }
        let texts: Set<String> = ["PRIVMSG", "NOTICE"]
        if !texts.contains(line.command), !link.capabilities.contains("draft/event-playback") {
            complain("\(link.serial) was shown again what it never asked for: \(line.text)")
        }
        for word in line.words {
            guard words.indices.contains(word) else { return complain("nobody wrote \(line.text)") }
            if !ledger.mayRead(who, word) { complain("\(who) read \(line.text)") }
            if !link.pastWords.insert(word).inserted { complain("\(who) read \(word) twice") }
            if link.isCatchingUp, ledger.wasThere(who, word) {
                complain("\(who) heard \(word), and was shown it as missed")
            }
            guard texts.contains(line.command), let id = line.tags["msgid"] else { continue }
            if let known = words[word].id, known != id { complain("text \(word) has two ids") }
            words[word].id = id
        }
    }

    /// What LATEST has shown is all that could be read, from the newest on.
    mutating func checkWhole(_ typed: Typed, _ reply: [Heard], _ who: String) {
        guard typed.verb == "CHATHISTORY", reply.first?.command == "BATCH",
            let place = ledger.places.first(where: { $0.value.name == typed.argument }),
            place.value.past.version == typed.version,
            let limit = typed.line.split(separator: " ").last.flatMap({ Int($0) })
        else { return }
        let lines = reply.filter { $0.command != "BATCH" }
        let shown = Set(lines.flatMap(\.words))
        let oldest = lines.count < limit ? 0 : shown.compactMap { ledger.texts[$0]?.position }.min()
        for (word, text) in ledger.texts where text.place == place.key {
            guard let oldest, text.position > oldest, text.position <= typed.logged,
                !shown.contains(word), ledger.mustRead(who, word),
                ["PRIVMSG", "NOTICE"].contains(words[word].verb)
            else { continue }
            return complain("\(who) should have read \(word): \(typed.line)")
        }
    }
}
