public import Rooms
import Wire

/// What was said while somebody was away, shown on coming in, within a budget of bytes.
///
/// Clients of `draft/chathistory` ask for it themselves and are shown nothing but what was written
/// to the staff of a room, by those in its lobby above all, while one of the staff was not there.
extension House {
    /// What this connection is to be shown of a room that the person is about to enter.
    func missed(by person: Person, in id: RoomID, _ turn: Turn) -> TargetRequest.Place? {
        guard turn.person == person.id else { return nil }
        return missed(by: person, in: id, asksItself: turn.held.contains(.chathistory))
    }

    /// What each connection of somebody is to be shown of a room that they are about to be let
    /// into, whoever lets them in.
    func missedByAll(of person: Person, in id: RoomID) -> [Turn.Missed] {
        person.connections.compactMap { connection in
            let held = people.clients[connection]?.held ?? []
            return missed(by: person, in: id, asksItself: held.contains(.chathistory)).map {
                Turn.Missed(connection: connection, place: $0)
            }
        }
    }

    private func missed(
        by person: Person, in id: RoomID, asksItself: Bool
    ) -> TargetRequest.Place? {
        guard welcome.policy == .support, welcome.catchUpBytes > 0 else { return nil }
        let actor = actor(person.id)
        let within = asksItself ? [] : centre.missed(by: actor, in: id)
        let toStaff = [ThreadID(id, above: .halfOperator), ThreadID(id, above: .operator_)]
        let gap = centre.missedByStaff(actor, in: id)
        if within.isEmpty {
            return gap.map { TargetRequest.Place(room: id, threads: toStaff, within: [$0]) }
        }
        // What somebody wrote to staff themselves, from the lobby, they have not missed.
        let own = ThreadID(id, by: person.id)
        let threads = centre.threads(of: id, for: actor).filter { $0 != own }
        return TargetRequest.Place(
            room: id, threads: threads + (gap == nil ? [] : toStaff), within: within)
    }

    /// Asks the log for what was missed in the rooms that were entered in this turn.
    func askForMissed(_ turn: inout Turn) {
        guard !turn.missed.isEmpty else { return }
        let request = MissedRequest(places: turn.missed, bytes: welcome.catchUpBytes)
        turn.asks.append(.read(turn.connection, .missed(request)))
    }

    /// What others are to be shown of rooms that they were let into in this turn, by connection.
    public func missedElsewhere(in turn: Turn) -> [(ConnectionID, MissedRequest)] {
        var requests: [(ConnectionID, MissedRequest)] = []
        for missed in turn.missedElsewhere {
            if let index = requests.firstIndex(where: { $0.0 == missed.connection }) {
                requests[index].1.places.append(missed.place)
            } else {
                let request = MissedRequest(places: [missed.place], bytes: welcome.catchUpBytes)
                requests.append((missed.connection, request))
            }
        }
        return requests
    }

    func showMissed(_ found: [MissedRequest.Found], _ turn: inout Turn) {
        let reader = asking(turn)
        for missed in found where centre.rooms[missed.room]?.member(reader.id) != nil {
            let lines = missed.records.compactMap { record -> Spoken? in
                let conversation = conversation(of: record, reader.id) ?? .room(missed.room)
                guard
                    case .words(let spoken) = heard(record, in: conversation, by: reader, turn)
                else { return nil }
                return Self.asksSomething(spoken.text ?? []) ? nil : spoken
            }
            show(lines, of: missed, &turn)
        }
    }

    /// What was missed cannot be read: nobody is to think that there was nothing.
    func tellUnread(_ request: MissedRequest, _ turn: inout Turn) {
        let reader = asking(turn).id
        for room in request.places.map(\.room)
        where centre.rooms[room]?.member(reader) != nil || centre.isWaiting(reader, in: room) {
            note(Phrase.missedUnread.text(turn.language), in: name(of: room), &turn)
        }
    }

    /// The other one of two people, where a text was written to one of them alone.
    private func conversation(of record: Record, _ reader: PersonID) -> Conversation? {
        // What cannot be decoded has no words for anybody.
        switch record.event {
        case .whispered(let to, let saying), .confided(_, _, let to, let saying):
            return .person(to == reader ? saying.by : to)
        default: return nil
        }
    }

    private func show(
        _ lines: [Spoken], of missed: MissedRequest.Found, _ turn: inout Turn
    ) {
        let name = name(of: missed.room)
        let isAll = missed.count <= lines.count
        let count = missed.count < MissedRequest.counted ? "\(missed.count)" : "\(missed.count)+"
        let head: Phrase = lines.isEmpty ? .missedNone : isAll ? .missedAll : .missedSome
        let facts = [Array(count.utf8), Array("\(lines.count)".utf8)]
        note(head.text(turn.language, facts), in: name, &turn)
        if lines.isEmpty { return }
        turn.encloseIfHeld("chathistory \(name)") { turn in
            for line in lines {
                var bytes: [UInt8] = []
                let isTimed = turn.held.contains(.serverTime)
                (isTimed ? line : stamped(line, turn)).write(for: turn.held, to: &bytes)
                turn.add(bytes)
            }
        }
        note(Phrase.missedEnd.text(turn.language), in: name, &turn)
    }

    private func note(_ text: Line, in room: [UInt8], _ turn: inout Turn) {
        tellOwn(
            LineTags(time: turn.now),
            Line(":\(Service.source) NOTICE \(room) :\(text)\r\n").bytes, &turn)
    }

    /// Whether a client would answer it by itself: a CTCP that is no action.
    private static func asksSomething(_ text: ArraySlice<UInt8>) -> Bool {
        text.first == 1 && !text.dropFirst().starts(with: Array("ACTION ".utf8))
    }

    /// With the time before the words, for clients that are told it by no tag; where that would be
    /// too long, without.
    private func stamped(_ spoken: Spoken, _ turn: Turn) -> Spoken {
        guard let text = spoken.text else { return spoken }
        let time = spoken.tags.time
        let language = turn.language
        let east = welcome.zone.minutesEast(at: time)
        let today = welcome.zone.minutesEast(at: turn.now)
        let isToday =
            language.day(time, minutesEast: east) == language.day(turn.now, minutesEast: today)
        let shown =
            isToday ? language.clock(time, minutesEast: east) : localTime(time, turn)
        let stamp = Line("[\(shown)] ").bytes
        let action = [1] + Array("ACTION ".utf8)
        let lead = text.starts(with: action) ? text.prefix(action.count) : []
        var stamped = spoken
        stamped.text = (lead + stamp + text.dropFirst(lead.count))[...]
        return stamped.fits ? stamped : spoken
    }
}
