import Rooms

/// Puts the log's records into plain words for the ledger, through their real encoding.
struct Transcriber {
    private var names: [AccountID: String] = [:]

    func name(_ person: PersonID) -> String {
        guard let account = person.account else { return "guest \(person.guest ?? 0)" }
        return account.number == 0 ? "machine" : names[account] ?? "nobody"
    }

    func name(_ account: AccountID) -> String { name(PersonID(account)) }

    mutating func entry(_ record: Record) throws(CodingError) -> Entry {
        let event = try Event(
            kind: record.kind, version: record.version, encoded: record.payload)
        let words = record.words ?? []
        switch event {
        case .restarted: return .restarted
        case .accountMade(let id, _, _, let roles):
            names[id] = String(decoding: words, as: UTF8.self)
            return .account(name(id), roles: Self.names(of: roles))
        case .whispered(let to, let saying), .confided(_, _, let to, let saying):
            guard let word = Heard.words(in: words).first else { return .other }
            return .whispered(to: name(to), by: name(saying.by), word: word)
        default: return inRoom(event, words)
        }
    }

    private func inRoom(_ event: Event, _ words: [UInt8]) -> Entry {
        let id = Int(event.room.number)
        let word = Heard.words(in: words).last
        switch event {
        case .roomMade(_, let kind, _, let modes, let by):
            let text = String(decoding: words, as: UTF8.self)
            return .made(
                id, Self.kind(kind), name: text, modes: Self.letters(modes), by: name(by))
        case .roomClosed: return .closed(id)
        case .enrolled(_, let account, let given, let by):
            return .enrolled(id, name(account), signs: Self.signs(given), by: name(by))
        case .unenrolled(_, let account, let by):
            return .unenrolled(id, name(account), by: name(by))
        case .caseOpened(_, let parent, let worker, let by):
            return .family(id, parent: name(parent), worker: name(worker), by: name(by))
        case .entered(_, let person, let given):
            return .entered(id, name(person), signs: Self.signs(given))
        case .left(_, let person, let how):
            return .left(id, name(person), word: how == .parted ? word : nil)
        case .removed(_, let person, let by):
            return .removed(id, name(person), by: name(by), word: word)
        case .invited(_, let person, let by): return .invited(id, name(person), by: name(by))
        default: return saidOrSet(event, id, word)
        }
    }

    private func saidOrSet(_ event: Event, _ id: Int, _ word: Int?) -> Entry {
        switch event {
        case .topicSet(_, let by): return .topic(id, by: name(by), word: word)
        case .modesSet(_, let on, let off, let by):
            return .modes(id, on: Self.letters(on), off: Self.letters(off), by: name(by))
        case .prefixesSet(_, let person, let given, let by):
            return .signs(id, name(person), Self.signs(given), by: name(by))
        case .roomSet(_, .history, let value, let by):
            return .rule(id, ["", "all", "attended", "none"][Int(value)], by: name(by))
        case .roomSet(_, .speak, let value, let by):
            return .turns(id, value == 2, by: name(by))
        case .circle(_, .floorGiven(let who, _, let by)):
            return .floor(id, name(who), by: by.map { name($0) })
        case .circle(_, .floorEnded(_, _, let by)):
            return .floor(id, nil, by: by.map { name($0) })
        case .said(_, let saying):
            guard let word else { return .other }
            return .said(id, by: name(saying.by), above: Self.signs(saying.above), word: word)
        default: return .other
        }
    }

    // MARK: Small things

    static func signs(_ given: Prefixes) -> String {
        var signs = ""
        if given.contains(.operator_) { signs += "@" }
        if given.contains(.halfOperator) { signs += "%" }
        if given.contains(.voice) { signs += "+" }
        return signs
    }

    private static func names(of roles: Roles) -> Set<String> {
        Set(Roles.each.filter { roles.contains($0.role) }.map(\.name))
    }

    private static func letters(_ modes: RoomModes) -> Set<Character> {
        let known: [(RoomModes, Character)] = [
            (.inviteOnly, "i"), (.moderated, "m"), (.noExternal, "n"), (.secret, "s"),
            (.topicLocked, "t"), (.noCTCP, "C"),
        ]
        return Set(known.filter { modes.contains($0.0) }.map(\.1))
    }

    static func kind(_ kind: Room.Kind) -> Ledger.Kind {
        switch kind {
        case .group: .group
        case .worker: .worker
        case .channel: .channel
        }
    }

    /// The places of a centre as the ledger would have them, without what the log does not say.
    func places(_ centre: Centre) -> [Int: (members: [String: String], enrolled: [String: String])]
    {
        var places: [Int: (members: [String: String], enrolled: [String: String])] = [:]
        for room in centre.rooms.values {
            var members: [String: String] = [:]
            for member in room.members {
                members[name(member.person)] = Self.signs(member.prefixes)
            }
            var enrolled: [String: String] = [:]
            for one in room.enrolled { enrolled[name(one.account)] = Self.signs(one.prefixes) }
            places[Int(room.id.number)] = (members, enrolled)
        }
        return places
    }
}
