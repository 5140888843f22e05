import Rooms
import Wire

/// MARKREAD: how far somebody has read, shared by all their connections and told to nobody else.
///
/// - Source: IRCv3 read-marker (draft).
extension House {
    /// `MARKREAD <target> [timestamp=<time>]`
    static func markread(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        guard turn.held.contains(.readMarker) else {
            return turn.numeric(.unknownCommand, "MARKREAD", .unknownCommand)
        }
        guard let given = turn.message.text(0), !given.isEmpty else {
            return turn.refuseMark("NEED_MORE_PARAMS", .needMoreParameters)
        }
        let person = house.asking(turn)
        let (target, name) = house.markTarget(given, for: person)
        guard let text = turn.message.text(1) else {
            return house.tellMark(name, target, to: person.id, &turn)
        }
        guard let moment = Self.moment(text), let target else {
            let wrong = target == nil ? given : text
            return turn.refuseMark("INVALID_PARAMS \(Shown.middle(wrong))", .invalidMark)
        }
        let read = min(moment, turn.now)
        let rows = house.notes(of: person.id).markers.rows(
            marking: target, by: person.id, at: read)
        do throws(Refusal) {
            for row in rows { try house.keep(row, of: person.id, &turn) }
        } catch {
            return turn.refuseMark("INTERNAL_ERROR \(Line(name))", .storageFull)
        }
        house.tellMark(name, target, to: person.id, &turn)
        if !rows.isEmpty { house.tellMarkElsewhere(name, target, to: person, &turn) }
    }

    /// How far the one who has come in has read there.
    func writeMark(_ room: Room, _ turn: inout Turn) {
        guard turn.held.contains(.readMarker), let person = turn.person else { return }
        tellMark(name(of: room), markTarget(room), to: person, &turn)
    }

    // MARK: Targets

    /// What a name means for somebody, and how it is called.
    ///
    /// Where there is nothing of this name for them the `open` policy keeps a marker under the
    /// name itself, so that it tells nothing of what is hidden; `support` has none.
    private func markTarget(
        _ name: ArraySlice<UInt8>, for person: Person
    ) -> (Markers.Target?, [UInt8]) {
        let key = key(name)
        if name.first == UInt8(ascii: "#") || name.first == UInt8(ascii: "&") {
            if let id = centre.room(named: key), let room = centre.rooms[id],
                centre.may(actor(person.id), .seeRoom, in: room)
            {
                return (markTarget(room), self.name(of: room))
            }
        } else if let other = people.person(nicked: key), sees(person, other) {
            return (other.id.account == nil ? .name(key) : .person(other.id), other.nick)
        } else if welcome.policy == .open, let account = centre.account(named: key) {
            return (.person(PersonID(account.id)), Shown.middle(name))
        }
        return (welcome.policy == .open ? .name(key) : nil, Shown.middle(name))
    }

    /// A channel that goes with the last who leaves has its markers under its name: who comes
    /// back finds them.
    private func markTarget(_ room: Room) -> Markers.Target {
        room.kind == .channel ? .name(room.name) : .room(room.id)
    }

    /// `timestamp=2026-11-21T18:30:00.000Z`, and nothing else.
    private static func moment(_ text: ArraySlice<UInt8>) -> Moment? {
        let lead = Array("timestamp=".utf8)
        guard text.starts(with: lead) else { return nil }
        return Timestamp.parse(text.dropFirst(lead.count)).map { Moment(milliseconds: $0) }
    }

    // MARK: Telling

    private func tellMark(
        _ name: [UInt8], _ target: Markers.Target?, to person: PersonID, _ turn: inout Turn
    ) {
        turn.say(":\(welcome.server) \(markLine(name, target, person))")
    }

    private func tellMarkElsewhere(
        _ name: [UInt8], _ target: Markers.Target, to person: Person, _ turn: inout Turn
    ) {
        let line = Line(":\(welcome.server) \(markLine(name, target, person.id))\r\n")
        for connection in person.connections
        where connection != turn.connection && holds(connection, .readMarker) {
            turn.deliveries.append(.send(line.bytes, to: connection))
        }
    }

    private func markLine(
        _ name: [UInt8], _ target: Markers.Target?, _ person: PersonID
    ) -> Line {
        guard let target, let mark = notes(of: person).markers.mark(of: person, in: target)
        else { return "MARKREAD \(name) *" }
        var time: [UInt8] = []
        Timestamp.write(milliseconds: mark.milliseconds, to: &time)
        return "MARKREAD \(name) timestamp=\(time)"
    }
}

extension Turn {
    /// - Parameter code: with what stands behind it.
    fileprivate mutating func refuseMark(_ code: Line, _ phrase: Phrase) {
        demanded("MARKREAD \(code)", phrase, by: .readMarker)
    }
}
