public import Rooms
import Wire

/// What happens in a room besides words is kept with the names of then, so that clients of
/// `draft/event-playback` can be shown it again: the log itself knows only numbers.
extension House {
    /// The fact with the names of those whom it is about, before it is so.
    ///
    /// Whoever is not here any more (a leaving that was owed) has no name, and is not shown again.
    func signed(_ fact: Fact) -> Fact {
        switch fact.event {
        case .entered(_, let id, _):
            return Fact(
                fact.event,
                words: people.persons[id].map { Words.pack([name(of: $0), $0.realName ?? []]) })
        case .left(_, let id, _):
            let reason = fact.words.map { [$0] } ?? []
            return Fact(
                fact.event,
                words: people.persons[id].map { Words.pack([name(of: $0)] + reason) })
        case .modesSet(_, _, _, let by), .limitSet(_, _, let by), .keyLifted(_, let by),
            .prefixesSet(_, _, _, let by), .maskRemoved(_, _, let by):
            guard let person = people.persons[by], let change = change(fact.event) else {
                return fact
            }
            return Fact(fact.event, words: Words.pack(name(of: person), change.bytes))
        default: return fact
        }
    }

    /// `nick`, or `nick!user` where the user name is one of their own choice.
    func name(of person: Person) -> [UInt8] { signature(of: person) ?? person.nick }

    /// A change of modes as MODE writes it; nil where nothing changes.
    private func change(_ event: Event) -> Line? {
        switch event {
        case .modesSet(_, let on, let off, _):
            let sign = (on.isEmpty ? "" : "+" + ModeLetter.letters(on))
            return Line(sign + (off.isEmpty ? "" : "-" + ModeLetter.letters(off)))
        case .limitSet(_, let most, _): return Line(most == 0 ? "-l" : "+l \(most)")
        case .keyLifted: return "-k *"
        case .prefixesSet(let room, let id, let prefixes, _):
            guard let before = centre.rooms[room]?.member(id)?.prefixes,
                let other = people.persons[id],
                let sign = PrefixSign.each.first(where: {
                    before.contains($0.prefix) != prefixes.contains($0.prefix)
                })
            else { return nil }
            let on = prefixes.contains(sign.prefix)
            return Line("\(on ? "+" : "-")\(String(sign.letter)) \(other.nick)")
        case .maskRemoved(let room, let at, _):
            guard let mask = centre.rooms[room]?.masks.first(where: { $0.at == at }) else {
                return nil
            }
            let text = Words.unpack(words(at)).last ?? []
            return Line("-\(String(mask.list.letter)) \(text)")
        default: return nil
        }
    }

    /// The id of the event at a position: it has none of its own, and shows nothing of the log.
    func id(of position: Position, at time: Moment) -> MessageID {
        let milliseconds = UInt64(truncatingIfNeeded: max(0, time.milliseconds))
        return MessageID(bits: milliseconds << 16 | UInt64(keys.chance(of: position.number)))
    }

    /// Adds the threads that a durable event is found in again.
    public func list(_ event: Event, at mark: LineMark, in lines: inout [LineEntry]) {
        let chance = event.isMovement ? keys.chance(of: mark.position.number) : 0
        lines.list(event, at: mark, chance: chance)
    }

    // MARK: Shown again

    /// A movement as it was heard, for those who hold `held`; nil where its names are not there.
    func movement(
        _ event: Event, _ words: [UInt8], for held: Capabilities, in language: Language
    ) -> (by: PersonID, line: Line)? {
        let parts = Words.unpack(words)
        guard let name = parts.first, let (by, rest) = rest(event, parts, held, language) else {
            return nil
        }
        return (by, Line(":\(source(signed: name)) \(rest)\r\n"))
    }

    private func rest(
        _ event: Event, _ parts: [[UInt8]], _ held: Capabilities, _ language: Language
    ) -> (PersonID, Line)? {
        let room = name(of: event.room)
        let last = parts.count > 1 ? parts[1] : nil
        switch event {
        case .entered(_, let id, _):
            guard held.contains(.extendedJoin) else { return (id, "JOIN \(room)") }
            let nick = parts[0].prefix { $0 != UInt8(ascii: "!") }
            let account = shownAccount(of: id, called: nick) ?? [UInt8(ascii: "*")]
            let realName = last.flatMap { $0.isEmpty ? nil : $0 } ?? Array(nick)
            return (id, "JOIN \(room) \(account) :\(realName)")
        case .left(_, let id, .parted), .left(_, let id, .sentHome):
            return (id, "PART \(room)\(Self.trailing(last))")
        case .left(_, let id, let how):
            let lost = how == .cutOff ? Phrase.connectionLost : .goodbye
            return (id, "QUIT :\(last.map { Line($0) } ?? lost.text(language))")
        case .removed(_, _, let by):
            return last.map { (by, "KICK \(room) \($0) :\(parts.count > 2 ? parts[2] : parts[0])") }
        case .nickChanged(_, let id): return last.map { (id, "NICK \($0)") }
        case .topicSet(_, let by): return last.map { (by, "TOPIC \(room) :\($0)") }
        case .maskAdded(_, let list, let by):
            return last.map { (by, "MODE \(room) +\(String(list.letter)) \($0)") }
        case .modesSet(_, _, _, let by), .limitSet(_, _, let by), .keyLifted(_, let by),
            .prefixesSet(_, _, _, let by), .maskRemoved(_, _, let by):
            return last.map { (by, "MODE \(room) \($0)") }
        default: return nil
        }
    }

    /// What others may see of an account, whether or not it is here.
    func shownAccount(of id: PersonID, called nick: ArraySlice<UInt8>) -> [UInt8]? {
        guard let account = id.account else { return nil }
        let hides = welcome.policy == .support && !roles(of: id).isStaff
        return hides ? Array(nick) : name(of: account)
    }
}

extension MaskList {
    /// The mode's letter.
    var letter: Character {
        switch self {
        case .bans: "b"
        case .exceptions: "e"
        case .invitations: "I"
        }
    }
}
