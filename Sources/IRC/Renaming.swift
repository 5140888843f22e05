import Rooms
import Wire

/// RENAME: another name for a room, without anyone leaving it.
///
/// - Source: IRCv3 channel-rename (draft).
extension House {
    /// `RENAME <channel> <new name> [:<reason>]`
    static func rename(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let person = house.asking(turn)
        let actor = house.actor(person.id)
        let room = try house.room(turn.message[0], for: actor)
        guard room.member(person.id) != nil else { throw .notInRoom }
        let wanted = turn.message[1]
        let old = house.name(of: room)
        // A worker channel is called after its family.
        guard room.kind != .worker, wanted.first == UInt8(ascii: "#"),
            Name.channelFault(wanted) == nil, !wanted.elementsEqual(old)
        else { return turn.refuseRename("CANNOT_RENAME", old, wanted, .cannotRename) }
        let name = house.named(wanted)
        let fact: Fact
        do throws(Refusal) {
            fact = try house.centre.rename(room.id, to: name, by: actor)
        } catch .nameTaken {
            return turn.refuseRename("CHANNEL_NAME_IN_USE", old, wanted, .channelNameInUse)
        }
        let reason = turn.reason(at: 2)
        try house.commit(fact, &turn)
        house.announceRename(room, to: name, by: person, reason, &turn)
    }

    /// Tells every connection in the room; those that know no RENAME see a PART and a JOIN, unless
    /// nothing but the case is new.
    private mutating func announceRename(
        _ room: Room, to name: Named, by person: Person, _ reason: [UInt8]?, _ turn: inout Turn
    ) {
        let old = self.name(of: room)
        let line = Line(
            ":\(source(person)) RENAME \(old) \(name.bytes) :\(reason ?? [])\r\n")
        let tags = tags(of: person, turn)
        for member in room.members {
            guard let other = people.persons[member.person] else { continue }
            for connection in other.connections {
                guard let held = people.clients[connection]?.held else { continue }
                show(to: connection, held, other, &turn) { house, turn in
                    if held.contains(.channelRename) {
                        house.tellOwn(tags, line.bytes, &turn)
                    } else if name.key != room.name {
                        house.showRenamed(room.id, from: old, to: other, reason, &turn)
                    }
                }
            }
        }
    }

    /// Writes what one connection of the room reads: for the asking one into its answer, for
    /// others into a delivery.
    private mutating func show(
        to connection: ConnectionID, _ held: Capabilities, _ person: Person, _ turn: inout Turn,
        _ write: (inout House, inout Turn) -> Void
    ) {
        guard connection != turn.connection else { return write(&self, &turn) }
        var other = Turn(
            now: turn.now, dice: turn.dice, server: turn.server,
            language: language(of: person.id))
        other.begin(connection, Turn.nothing)
        other.person = person.id
        other.held = held
        other.nick = person.nick
        write(&self, &other)
        if !other.own.isEmpty { turn.deliveries.append(.send(other.own, to: connection)) }
    }

    /// - Source: IRCv3 channel-rename, "Fallback".
    private func showRenamed(
        _ id: RoomID, from old: [UInt8], to person: Person, _ reason: [UInt8]?,
        _ turn: inout Turn
    ) {
        let tags = tags(of: person, turn)
        let part = Line(":\(source(person)) PART \(old)\(Self.trailing(reason))\r\n")
        tellOwn(tags, part.bytes, &turn)
        tellOwn(tags, joinLine(id, person, for: turn.held), &turn)
        showRoom(id, &turn)
    }

    // MARK: Former names

    /// In the `support` policy, somebody who knows a room by a former name is told the new one.
    /// For whoever may not see the room it has never been renamed.
    ///
    /// - Returns: whether the JOIN is answered so.
    mutating func followRename(
        _ name: ArraySlice<UInt8>, _ person: Person, _ turn: inout Turn
    ) throws(Refusal) -> Bool {
        guard welcome.policy == .support else { return false }
        let actor = actor(person.id)
        let key = key(name)
        // A room that has the name now and is hidden from them changes nothing.
        if let id = centre.room(named: key), let room = centre.rooms[id],
            centre.may(actor, .seeRoom, in: room)
        {
            return false
        }
        guard let id = centre.room(formerly: key), let room = centre.rooms[id],
            centre.may(actor, .seeRoom, in: room)
        else { return false }
        let new = self.name(of: room)
        let names = Line("\(Shown.middle(name)) \(new)")
        guard !turn.held.contains(.channelRename) else {
            turn.demanded(
                "JOIN CHANNEL_RENAMED \(names)", .channelRenamed, new, by: .channelRename)
            return true
        }
        let text = Phrase.channelRenamed.text(turn.language, [new])
        turn.numeric(.linkChannel, "\(names) :\(text)")
        try enter(id, person, door(id, for: person), &turn)
        return true
    }
}

extension Turn {
    mutating func refuseRename(
        _ code: String, _ old: [UInt8], _ wanted: ArraySlice<UInt8>, _ phrase: Phrase
    ) {
        demanded(
            "RENAME \(code) \(old) \(Shown.middle(wanted))", phrase, by: .channelRename)
    }
}
