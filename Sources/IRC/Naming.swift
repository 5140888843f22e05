import Rooms
import Wire

extension House {
    /// `NAMES [<channel>{,<channel>}]`: each room once, and one end for all that was asked.
    ///
    /// - Source: RFC 1459 §4.2.5, RFC 2812 §3.2.5.
    static func names(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let given = turn.message.text(0)?.split(separator: UInt8(ascii: ",")) ?? []
        guard !given.isEmpty else { return house.writeAllNames(&turn) }
        guard given.count <= Limit.channelTargets else {
            return turn.refuseTargets(Limit.channelTargets)
        }
        let actor = house.actor(house.asking(turn).id)
        var named: Set<NameKey> = []
        var shown = Shown.middle(turn.message[0])
        for name in given where named.insert(house.key(name)).inserted {
            // What is not yours does not exist, and has no names.
            guard let room = try? house.room(name, for: actor) else { continue }
            if given.count == 1 { shown = house.name(of: room) }
            guard house.writeNameRows(room, &turn) else { break }
        }
        turn.numeric(.endOfNames, Line(shown), .endOfNames)
    }

    /// `NAMES` alone: every room that is there for the asker, under one end. Those who are in none
    /// of them are not listed: who is here at all is WHO's to say.
    ///
    /// - Source: RFC 2812 §3.2.5.
    private func writeAllNames(_ turn: inout Turn) {
        let actor = actor(asking(turn).id)
        let rooms = centre.rooms.values.sorted { $0.id < $1.id }.lazy.filter {
            centre.may(actor, .seeRoom, in: $0)
        }
        for (index, room) in rooms.enumerated() {
            guard index < Limit.roomsNamed else {
                turn.tellCut()
                break
            }
            guard writeNameRows(room, &turn) else { break }
        }
        turn.numeric(.endOfNames, "*", .endOfNames)
    }

    /// 353 and 366.
    func writeNames(_ room: Room, _ turn: inout Turn) {
        _ = writeNameRows(room, &turn)
        turn.numeric(.endOfNames, Line(name(of: room)), .endOfNames)
    }

    /// - Returns: whether there was room for it; if not, that was said.
    private func writeNameRows(_ room: Room, _ turn: inout Turn) -> Bool {
        let name = name(of: room)
        let waits = turn.person.map { centre.isWaiting($0, in: room.id) } ?? false
        let inside = waits || turn.person.map { room.member($0) != nil } ?? false
        let all = turn.held.contains(.multiPrefix)
        var items: [[UInt8]] = []
        guard !turn.isFull else {
            turn.tellCut()
            return false
        }
        let own = waits ? turn.person : nil
        let shown = visible(in: room, to: turn.person).map { ($0.person, $0.prefixes) }
        for (id, prefixes) in shown + (own.map { [($0, Prefixes())] } ?? []) {
            guard let person = people.persons[id] else { continue }
            guard inside || welcome.policy == .open && !person.invisible else { continue }
            let name = turn.held.contains(.userhostInNames) ? source(person) : person.nick
            items.append(PrefixSign.signs(prefixes, all: all) + name)
        }
        let symbol = room.modes.contains(.secret) ? "@" : "="
        if !items.isEmpty { turn.list(.nameReply, "\(symbol) \(name) ", items) }
        return true
    }
}
