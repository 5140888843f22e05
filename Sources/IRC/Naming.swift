import Rooms
import Wire

extension House {
    /// `NAMES [<channel>{,<channel>}]`
    static func names(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let given = turn.message.text(0)?.split(separator: UInt8(ascii: ",")) ?? []
        guard !given.isEmpty else { return house.writeAllNames(&turn) }
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

    /// `NAMES` alone: every room that is there for the asker, then in the `open` policy those who
    /// are in none of them, under one end.
    ///
    /// - Source: RFC 2812 §3.2.5.
    private func writeAllNames(_ turn: inout Turn) {
        let actor = actor(asking(turn).id)
        var named: Set<PersonID> = []
        let rooms = centre.rooms.values.sorted { $0.id < $1.id }.lazy.filter {
            centre.may(actor, .seeRoom, in: $0)
        }
        for room in rooms.prefix(Limit.roomsNamed) {
            named.formUnion(room.members.map(\.person))
            writeNameRows(room, &turn)
        }
        if welcome.policy == .open {
            let others = people.persons.values.filter { !$0.invisible && !named.contains($0.id) }
            let names = others.sorted { $0.id < $1.id }.prefix(Limit.namesAlone).map(\.nick)
            if !names.isEmpty { turn.list(.nameReply, "* * ", Array(names)) }
        }
        turn.numeric(.endOfNames, "*", .endOfNames)
    }

    /// 353 and 366.
    func writeNames(_ room: Room, _ turn: inout Turn) {
        writeNameRows(room, &turn)
        turn.numeric(.endOfNames, Line(name(of: room)), .endOfNames)
    }

    private func writeNameRows(_ room: Room, _ turn: inout Turn) {
        let name = name(of: room)
        let inside = turn.person.map { room.member($0) != nil } ?? false
        let all = turn.held.contains(.multiPrefix)
        var items: [[UInt8]] = []
        for member in room.members {
            guard let person = people.persons[member.person] else { continue }
            guard inside || welcome.policy == .open && !person.invisible else { continue }
            let name = turn.held.contains(.userhostInNames) ? source(person) : person.nick
            items.append(PrefixSign.signs(member.prefixes, all: all) + name)
        }
        let symbol = room.modes.contains(.secret) ? "@" : "="
        if !items.isEmpty { turn.list(.nameReply, "\(symbol) \(name) ", items) }
    }
}
