import Rooms
import Wire

/// METADATA before registration: what is set and followed waits until it is known who it is.
///
/// - Source: IRCv3 metadata (draft/metadata-3), `before-connect`.
struct EarlyMetadata: Equatable, Sendable {
    private(set) var values: [[UInt8]: [UInt8]] = [:]
    private(set) var follows = MetadataFollows()

    /// Takes one METADATA command; only one's own (`*`) can be meant.
    mutating func take(_ message: Message, _ turn: inout Turn) {
        guard let name = message.text(0), let verb = message.text(1) else {
            return turn.refuseMetadata("INVALID_PARAMS *", .metadataForm)
        }
        guard name.elementsEqual([UInt8(ascii: "*")]) else {
            return turn.refuseMetadataTarget(name)
        }
        let keys = (2..<max(2, message.count)).map { Array(message[$0]) }
        switch (CommandName(verb), keys.count) {
        case ("SET", 1...2): set(keys, &turn)
        case ("SUB", 1...): follows.add(keys, &turn)
        case ("UNSUB", 1...): follows.remove(keys, &turn)
        case ("SUBS", 0):
            turn.enclose("metadata-subs") { turn in turn.rows(.metadataSubs, follows.keys) }
        case ("GET", 1...): list(keys, &turn)
        case ("LIST", 0), ("SYNC", 0): list(values.keys.sorted(by: Self.precedes), &turn)
        case ("CLEAR", 0):
            let gone = values.keys.sorted(by: Self.precedes)
            values = [:]
            list(gone, &turn)
        default: turn.refuseMetadata("INVALID_PARAMS \(Turn.middle(verb))", .metadataForm)
        }
    }

    /// In the order of the keys.
    var sorted: [(key: [UInt8], value: [UInt8])] {
        values.sorted { Self.precedes($0.key, $1.key) }.map { (key: $0.key, value: $0.value) }
    }

    private static func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.lexicographicallyPrecedes(right)
    }

    private mutating func set(_ parts: [[UInt8]], _ turn: inout Turn) {
        let key = parts[0]
        let value = parts.count > 1 && !parts[1].isEmpty ? parts[1] : nil
        guard MetadataRules.isKey(key[...]) else {
            return turn.refuseMetadata(
                "INVALID_KEY \(Turn.middle(key[...]))", .invalidMetadataKey,
                Line("\(Limit.metadataKeyBytes)").bytes)
        }
        guard (value?.count ?? 0) <= Limit.metadataValueBytes else {
            return turn.refuseMetadata(
                "INVALID_VALUE \(key)", .invalidMetadataValue,
                Line("\(Limit.metadataValueBytes)").bytes)
        }
        guard value == nil || values[key] != nil || values.count < Limit.metadataKeys else {
            let most = Line("\(Limit.metadataKeys)")
            return turn.refuseMetadata("LIMIT_REACHED * \(most)", .metadataFull, most.bytes)
        }
        values[key] = value
        say(key, &turn)
    }

    private func list(_ keys: [[UInt8]], _ turn: inout Turn) {
        turn.enclose("metadata *") { turn in
            for key in keys {
                if MetadataRules.isKey(key[...]) {
                    say(key, &turn)
                } else {
                    turn.warnMetadataKey(key)
                }
            }
        }
    }

    private func say(_ key: [UInt8], _ turn: inout Turn) {
        guard let value = values[key] else {
            return turn.numeric(.keyNotSet, "* \(key)", .keyNotSet)
        }
        turn.numeric(.keyValue, "* \(key) * :\(value)")
    }
}

extension Greeting {
    mutating func takeMetadata(_ message: Message, _ replies: inout [UInt8]) {
        var turn = turn()
        metadata.take(message, &turn)
        replies += turn.own
    }
}

extension House {
    /// Makes so what was set before registration, as far as there is room, and tells of it.
    mutating func takeEarly(_ early: EarlyMetadata, _ person: Person, _ turn: inout Turn) {
        let subject = subject(person)
        for (key, value) in early.sorted {
            let known = metadata(of: subject.target)
            let isNew = known.value(of: subject.target, key) == nil
            if isNew, known.count(of: subject.target) >= Limit.metadataKeys { continue }
            do throws(Refusal) {
                try change(key, to: value, of: subject, &turn)
            } catch {
                // A full disk: the batch that follows shows what is set and what is not.
                return
            }
        }
    }

    /// All that is set of whoever comes in, before the message of the day.
    func writeOwnMetadata(_ turn: inout Turn) {
        guard turn.held.followMetadata else { return }
        list(subject(asking(turn)), &turn)
    }
}
