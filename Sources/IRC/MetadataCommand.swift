import Rooms
import Wire

/// METADATA: what people say of themselves and of rooms, in keys and values.
///
/// - Source: IRCv3 metadata (draft/metadata-3).
extension House {
    /// `METADATA <target> <subcommand> [<parameter>…]`
    static func metadata(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        guard turn.held.followMetadata else {
            return turn.numeric(.unknownCommand, "METADATA", .unknownCommand)
        }
        guard let name = turn.message.text(0), !name.isEmpty,
            let verb = turn.message.text(1)
        else { return turn.refuseMetadata("INVALID_PARAMS *", .metadataForm) }
        let person = house.asking(turn)
        let keys = (2..<max(2, turn.message.count)).map { Array(turn.message[$0]) }
        switch (CommandName(verb), keys.count) {
        case ("SUB", 1...), ("UNSUB", 1...), ("SUBS", 0):
            guard house.subject(name, for: person)?.target == .person(person.id) else {
                return turn.refuseMetadataTarget(name)
            }
            house.subscribe(verb, keys, &turn)
        case ("SYNC", 0) where name.elementsEqual("*ALL".utf8): house.syncAll(&turn)
        case ("GET", 1...), ("LIST", 0), ("SYNC", 0), ("SET", 1...2), ("CLEAR", 0):
            guard let subject = house.subject(name, for: person) else {
                return turn.refuseMetadataTarget(name)
            }
            switch CommandName(verb) {
            case "GET": house.get(keys, of: subject, &turn)
            case "LIST": house.list(subject, &turn)
            case "SYNC": house.sync(subject, &turn)
            case "SET": try house.set(keys, of: subject, by: person, &turn)
            default: try house.clear(subject, by: person, &turn)
            }
        default:
            turn.refuseMetadata("INVALID_PARAMS \(Turn.middle(verb))", .metadataForm)
        }
    }

    // MARK: Reading

    private func get(_ keys: [[UInt8]], of subject: MetadataSubject, _ turn: inout Turn) {
        let values = metadata(of: subject.target)
        turn.enclose("metadata \(subject.name)") { turn in
            for key in keys {
                guard MetadataRules.isKey(key[...]) else {
                    turn.warnMetadataKey(key)
                    continue
                }
                let isSeen = shows(key, of: subject.target, to: turn.person ?? .nobody)
                let value = isSeen ? values.value(of: subject.target, key) : nil
                say(key, value, of: subject, &turn)
            }
        }
    }

    /// All that one may read of it.
    func list(_ subject: MetadataSubject, _ turn: inout Turn) {
        turn.enclose("metadata \(subject.name)") { turn in
            for (key, value) in metadata(of: subject.target).all(of: subject.target)
            where shows(key, of: subject.target, to: turn.person ?? .nobody) {
                say(key, value, of: subject, &turn)
            }
        }
    }

    /// 761, or 766 where there is no value.
    func say(
        _ key: [UInt8], _ value: [UInt8]?, of subject: MetadataSubject, _ turn: inout Turn
    ) {
        guard let value else {
            return turn.numeric(.keyNotSet, "\(subject.name) \(key)", .keyNotSet)
        }
        turn.numeric(.keyValue, "\(subject.name) \(key) \(visibility(key, subject)) :\(value)")
    }

    /// The same unasked: clients of the older draft read METADATA there.
    func announce(
        _ key: [UInt8], _ value: [UInt8]?, of subject: MetadataSubject, _ turn: inout Turn
    ) {
        guard !turn.held.contains(.metadata) else { return say(key, value, of: subject, &turn) }
        let rest: Line = value.map { " :\($0)" } ?? ""
        turn.say(
            ":\(welcome.server) METADATA \(subject.name) \(key) "
                + "\(visibility(key, subject))\(rest)")
    }

    private func visibility(_ key: [UInt8], _ subject: MetadataSubject) -> Line {
        isShared(key, of: subject.target) ? "*" : "self"
    }

    /// 760, in WHOIS.
    func writeWhoisMetadata(_ other: Person, to own: Person, _ turn: inout Turn) {
        guard turn.held.followMetadata else { return }
        let subject = subject(other)
        for (key, value) in metadata(of: subject.target).all(of: subject.target)
        where shows(key, of: subject.target, to: own.id) {
            turn.numeric(
                .whoIsKeyValue, "\(other.nick) \(key) \(visibility(key, subject)) :\(value)")
        }
    }

    // MARK: Writing

    /// `SET <key> [:<value>]`; without a value, or with an empty one, the key is removed.
    private mutating func set(
        _ parts: [[UInt8]], of subject: MetadataSubject, by person: Person, _ turn: inout Turn
    ) throws(Refusal) {
        let key = parts[0]
        let value = parts.count > 1 && !parts[1].isEmpty ? parts[1] : nil
        guard MetadataRules.isKey(key[...]) else {
            return turn.refuseMetadata(
                "INVALID_KEY \(Turn.middle(key[...]))", .invalidMetadataKey,
                Line("\(Limit.metadataKeyBytes)").bytes)
        }
        guard maySet(key, of: subject.target, person) else {
            return turn.refuseMetadata(
                "KEY_NO_PERMISSION \(subject.name) \(key)", .metadataNotYours)
        }
        if let value, value.count > Limit.metadataValueBytes {
            return turn.refuseMetadata(
                "INVALID_VALUE \(key)", .invalidMetadataValue,
                Line("\(Limit.metadataValueBytes)").bytes)
        }
        let known = metadata(of: subject.target)
        if value != nil, known.value(of: subject.target, key) == nil,
            known.count(of: subject.target) >= Limit.metadataKeys
        {
            let most = Line("\(Limit.metadataKeys)")
            return turn.refuseMetadata(
                "LIMIT_REACHED \(subject.name) \(most)", .metadataFull, most.bytes)
        }
        try change(key, to: value, of: subject, &turn)
        say(key, value, of: subject, &turn)
    }

    /// Makes a value so and tells whoever follows it; nothing when it is so already.
    mutating func change(
        _ key: [UInt8], to value: [UInt8]?, of subject: MetadataSubject, _ turn: inout Turn
    ) throws(Refusal) {
        guard metadata(of: subject.target).value(of: subject.target, key) != value else { return }
        let row = Metadata.row(subject.target, key, value)
        switch subject.target {
        case .person(let id): try keep(row, of: id, &turn)
        case .room: try keep(row, &turn)
        }
        tellFollowers(of: subject, key, value, &turn)
    }

    private mutating func clear(
        _ subject: MetadataSubject, by person: Person, _ turn: inout Turn
    ) throws(Refusal) {
        // Of a room, whoever may set one key that is shared may clear them all.
        let example = Array("display-name".utf8)
        guard maySet(example, of: subject.target, person) else {
            return turn.refuseMetadata("KEY_NO_PERMISSION \(subject.name) *", .metadataNotYours)
        }
        let keys = metadata(of: subject.target).all(of: subject.target).map(\.key)
        for key in keys { try change(key, to: nil, of: subject, &turn) }
        turn.enclose("metadata \(subject.name)") { turn in
            for key in keys { say(key, nil, of: subject, &turn) }
        }
    }
}

extension PersonID {
    /// Stands for whoever is not here yet: an account of no one.
    static let nobody = PersonID(AccountID(0))
}

extension Turn {
    mutating func refuseMetadata(_ code: Line, _ phrase: Phrase, _ facts: [UInt8]...) {
        say(":\(server) FAIL METADATA \(code) :\(phrase.text(language, facts))")
    }

    mutating func refuseMetadataTarget(_ name: ArraySlice<UInt8>) {
        refuseMetadata("INVALID_TARGET \(Shown.middle(name))", .invalidMetadataTarget)
    }

    mutating func warnMetadataKey(_ key: [UInt8]) {
        let facts = [Line("\(Limit.metadataKeyBytes)").bytes]
        let text = Phrase.invalidMetadataKey.text(language, facts)
        say(":\(server) WARN METADATA INVALID_KEY \(Self.middle(key[...])) :\(text)")
    }

    /// What was given, or `*` where it cannot stand as a middle parameter.
    static func middle(_ given: ArraySlice<UInt8>) -> [UInt8] {
        let shown = Shown.middle(given)
        return shown.elementsEqual(given) ? shown : [UInt8(ascii: "*")]
    }
}
