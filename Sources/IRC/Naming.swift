import Rooms
import Wire

extension House {
    /// `NAMES [<channel>{,<channel>}]`
    static func names(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let given = turn.message.text(0)?.split(separator: UInt8(ascii: ",")) ?? []
        guard !given.isEmpty else {
            return turn.numeric(.endOfNames, "*", .endOfNames)
        }
        guard given.count <= Limit.channelTargets else {
            return turn.refuseTargets(Limit.channelTargets)
        }
        let actor = house.actor(house.asking(turn).id)
        for name in given {
            do throws(Refusal) {
                house.writeNames(try house.room(name, for: actor), &turn)
            } catch {
                // What is not yours does not exist, and has no names.
                turn.numeric(.endOfNames, Line(Shown.middle(name)), .endOfNames)
            }
        }
    }

    /// 353 and 366.
    func writeNames(_ room: Room, _ turn: inout Turn) {
        let name = name(of: room)
        let inside = turn.person.map { room.member($0) != nil } ?? false
        let all = turn.held.contains(.multiPrefix)
        var items: [[UInt8]] = []
        for member in room.members {
            guard let person = people.persons[member.person] else { continue }
            guard inside || welcome.policy == .open && !person.invisible else { continue }
            items.append(PrefixSign.signs(member.prefixes, all: all) + person.nick)
        }
        let symbol = room.modes.contains(.secret) ? "@" : "="
        if !items.isEmpty { turn.list(.nameReply, "\(symbol) \(name) ", items) }
        turn.numeric(.endOfNames, Line(name), .endOfNames)
    }

    /// `WHO <mask>`
    static func who(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let mask = turn.message.text(0) ?? [UInt8(ascii: "*")]
        let person = house.asking(turn)
        if mask.first == UInt8(ascii: "#") || mask.first == UInt8(ascii: "&") {
            // As NAMES: a room that is not theirs has nobody in it.
            if let room = try? house.room(mask, for: house.actor(person.id)) {
                house.writeWho(room, &turn)
            }
        } else if let other = house.people.person(nicked: house.key(mask)),
            house.sees(person, other)
        {
            house.writeWho(other, in: nil, &turn)
        } else if mask.contains(UInt8(ascii: "*")) || mask.contains(UInt8(ascii: "?")) {
            house.writeWho(matching: mask, &turn)
        }
        turn.numeric(.endOfWho, Line(Shown.middle(mask)), .endOfWho)
    }

    private func writeWho(_ room: Room, _ turn: inout Turn) {
        let inside = turn.person.map { room.member($0) != nil } ?? false
        for member in room.members {
            guard let person = people.persons[member.person] else { continue }
            if inside || !person.invisible { writeWho(person, in: room, &turn) }
        }
    }

    private func writeWho(matching mask: ArraySlice<UInt8>, _ turn: inout Turn) {
        let own = asking(turn)
        let rooms = Set(centre.rooms(of: own.id))
        for person in people.persons.values.sorted(by: { $0.id < $1.id }) {
            guard Glob.matches(mask, person.nick[...]), sees(own, person) else { continue }
            let shares = !rooms.isDisjoint(with: centre.rooms(of: person.id))
            if !person.invisible || shares || person.id == own.id {
                writeWho(person, in: nil, &turn)
            }
        }
    }

    private func writeWho(_ person: Person, in room: Room?, _ turn: inout Turn) {
        var flags: [UInt8] = [UInt8(ascii: person.away == nil ? "H" : "G")]
        if let prefixes = room?.member(person.id)?.prefixes {
            flags += PrefixSign.signs(prefixes, all: turn.held.contains(.multiPrefix))
        }
        let channel = room.map(name(of:)) ?? [UInt8(ascii: "*")]
        turn.numeric(
            .whoReply,
            "\(channel) \(person.user) \(welcome.host) \(welcome.server) \(person.nick) "
                + "\(flags) :0 \(person.realName ?? person.nick)")
    }

    /// `WHOIS [<server>] <nick>`
    static func whois(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let nick = turn.message.text(1) ?? turn.message[0]
        let own = house.asking(turn)
        if let other = house.people.person(nicked: house.key(nick)), house.sees(own, other) {
            house.writeWhois(other, to: own, &turn)
        } else {
            turn.numeric(.noSuchNick, Line(Shown.middle(nick)), .noSuchNick)
        }
        turn.numeric(.endOfWhoIs, Line(Shown.middle(nick)), .endOfWhoIs)
    }

    private func writeWhois(_ other: Person, to own: Person, _ turn: inout Turn) {
        let open = welcome.policy == .open
        turn.numeric(
            .whoIsUser,
            "\(other.nick) \(other.user) \(welcome.host) * :\(other.realName ?? other.nick)")
        let shared = centre.rooms(of: other.id).filter { id in
            centre.rooms[id].map { room in
                room.member(own.id) != nil || open && !room.modes.contains(.secret)
            } ?? false
        }
        let names = shared.compactMap { id in
            centre.rooms[id].map { room in
                PrefixSign.signs(
                    room.member(other.id)?.prefixes ?? [],
                    all: turn.held.contains(.multiPrefix)) + name(of: room)
            }
        }
        if !names.isEmpty { turn.list(.whoIsChannels, "\(other.nick) ", names) }
        turn.numeric(.whoIsServer, "\(other.nick) \(welcome.server)", .serverInfo)
        if let away = other.away { turn.numeric(.away, "\(other.nick) :\(away)") }
        let staffAsks = roles(of: own.id).isStaff
        if let account = other.account, open || staffAsks || other.id == own.id {
            turn.numeric(.whoIsAccount, "\(other.nick) \(account)", .signedInAs)
        }
        if other.connections.allSatisfy({ people.clients[$0]?.peer.secure ?? false }) {
            turn.numeric(.whoIsSecure, Line(other.nick), .secureConnection)
        }
    }
}
