import Rooms
import Wire

/// WHO: who is in a room, or whom a mask means.
extension House {
    /// `WHO <mask> [o][%<fields>[,<token>]]`
    static func who(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let mask = turn.message.text(0) ?? [UInt8(ascii: "*")]
        let query = WhoQuery(turn.message.text(1) ?? [])
        let own = house.asking(turn)
        if mask.first == UInt8(ascii: "#") || mask.first == UInt8(ascii: "&") {
            // As NAMES: a room that is not theirs has nobody in it.
            if let room = try? house.room(mask, for: house.actor(own.id)) {
                house.writeWho(room, query, &turn)
            }
        } else if let other = house.people.person(nicked: house.key(mask)),
            house.sees(own, other)
        {
            house.writeWho(other, in: nil, query, &turn)
        } else {
            house.writeWho(matching: mask, query, &turn)
        }
        turn.numeric(.endOfWho, Line(Shown.middle(mask)), .endOfWho)
    }

    private func writeWho(_ room: Room, _ query: WhoQuery, _ turn: inout Turn) {
        let waits = turn.person.map { centre.isWaiting($0, in: room.id) } ?? false
        let inside = waits || turn.person.map { room.member($0) != nil } ?? false
        let own = waits ? turn.person : nil
        for id in visible(in: room, to: turn.person).map(\.person) + (own.map { [$0] } ?? []) {
            guard let person = people.persons[id] else { continue }
            guard inside || welcome.policy == .open && !person.invisible else { continue }
            guard !turn.isFull else { return turn.tellCut() }
            writeWho(person, in: room, query, &turn)
        }
    }

    private func writeWho(
        matching mask: ArraySlice<UInt8>, _ query: WhoQuery, _ turn: inout Turn
    ) {
        // RFC 1459 has `0` for everyone.
        let mask = mask.elementsEqual([UInt8(ascii: "0")]) ? [UInt8(ascii: "*")] : mask
        let own = asking(turn)
        let rooms = Set(centre.rooms(of: own.id))
        for person in people.persons.values.sorted(by: { $0.id < $1.id }) {
            guard sees(own, person), isMeant(person, by: mask) else { continue }
            let shares = !rooms.isDisjoint(with: centre.rooms(of: person.id))
            guard !person.invisible || shares || person.id == own.id else { continue }
            guard !turn.isFull else { return turn.tellCut() }
            writeWho(person, in: nil, query, &turn)
        }
    }

    /// In the `support` policy only by the nickname: user, host and real name are not shown.
    private func isMeant(_ person: Person, by mask: ArraySlice<UInt8>) -> Bool {
        if Glob.matches(mask, person.nick[...]) { return true }
        guard welcome.policy == .open else { return false }
        return [person.user, welcome.host, welcome.server, person.realName ?? []].contains {
            Glob.matches(mask, $0[...])
        }
    }

    private func writeWho(
        _ person: Person, in room: Room?, _ query: WhoQuery, _ turn: inout Turn
    ) {
        if query.operatorsOnly, !person.modes.contains(.operator_) { return }
        let channel = room.map(name(of:)) ?? [UInt8(ascii: "*")]
        let flags = flags(of: person, in: room, turn)
        let realName = person.realName ?? person.nick
        guard query.fields != nil else {
            return turn.numeric(
                .whoReply,
                "\(channel) \(person.user) \(welcome.host) \(welcome.server) \(person.nick) "
                    + "\(flags) :0 \(realName)")
        }
        let own = asking(turn)
        // The order is the specification's, whatever the order of the letters.
        let all: [(letter: Character, value: [UInt8])] = [
            ("t", query.token), ("c", channel), ("u", person.user),
            ("i", address(of: person, shownTo: own)), ("h", welcome.host),
            ("s", welcome.server), ("n", person.nick), ("f", flags),
            ("d", [UInt8(ascii: "0")]), ("l", Line("\(idleSeconds(person, turn.now))").bytes),
            ("a", account(of: person, shownTo: own) ?? [UInt8(ascii: "0")]),
            ("o", Array("n/a".utf8)), ("r", [UInt8(ascii: ":")] + realName),
        ]
        let fields = all.filter { query.wants($0.letter) }.map(\.value)
        guard !fields.isEmpty else { return }
        let row = Array(fields.joined(separator: [UInt8(ascii: " ")]))
        // The real name stands last: with the longest of all names it is what is cut.
        let around = Line(":\(welcome.server) 354 \(turn.nick) ").bytes.count
        let kept = Shown.cut(row[...], to: Wire.Limit.contentBytes - around)
        turn.numeric(.whoSpecialReply, Line(kept))
    }

    /// Here or away, operator, sign in the room, program.
    private func flags(of person: Person, in room: Room?, _ turn: Turn) -> [UInt8] {
        var flags = [UInt8(ascii: person.away == nil ? "H" : "G")]
        if person.modes.contains(.operator_) { flags.append(UInt8(ascii: "*")) }
        if let prefixes = room?.member(person.id)?.prefixes {
            flags += PrefixSign.signs(prefixes, all: turn.held.contains(.multiPrefix))
        }
        if person.modes.contains(.bot) { flags.append(UInt8(ascii: "B")) }
        return flags
    }
}

/// What one person may know of another besides the nickname.
extension House {
    /// The address, for oneself and for operators; to others it is none of their concern.
    func address(of person: Person, shownTo own: Person) -> [UInt8] {
        let address = addresses(of: person, shownTo: own).first ?? []
        return address.isEmpty ? Array("255.255.255.255".utf8) : address
    }

    /// From where each of a person's connections comes; empty where that is not to be known. In
    /// the `support` policy nobody is shown one, not even their own: telephones are shared.
    func addresses(of person: Person, shownTo own: Person) -> [[UInt8]] {
        guard welcome.policy == .open, person.id == own.id || own.modes.contains(.operator_)
        else { return [] }
        return person.connections.compactMap { people.clients[$0]?.peer.address }.map { address in
            // A parameter may not begin with a colon.
            address.first == UInt8(ascii: ":") ? [UInt8(ascii: "0")] + address : address
        }
    }

    /// The account as this asker may know it: in the `support` policy staff see accounts, others
    /// a parent's nickname in its place.
    func account(of person: Person, shownTo own: Person) -> [UInt8]? {
        let knows = person.id == own.id || roles(of: own.id).isStaff
        return knows ? person.account : shownAccount(of: person)
    }

    /// Seconds since somebody last wrote; 0 in the `support` policy, where nobody is to count how
    /// long another has been silent.
    func idleSeconds(_ person: Person, _ now: Moment) -> Int {
        guard welcome.policy == .open else { return 0 }
        let last = max(person.signedOn, spoke[person.id] ?? person.signedOn)
        return Int(max(0, now.milliseconds - last.milliseconds) / 1000)
    }
}
