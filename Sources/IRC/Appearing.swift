import Rooms
import Wire

/// Tells those who watch a nickname when its bearer comes and goes (730 and 731).
extension House {
    /// The connections that watch this person and may see them.
    func watchers(of person: Person) -> [ConnectionID] {
        guard let all = people.watchers[person.key] else { return [] }
        return all.filter { connection in
            people.clients[connection].flatMap { people.persons[$0.person] }
                .map { sees($0, person) } ?? false
        }
    }

    func tellOnline(_ person: Person, to connections: [ConnectionID], _ turn: inout Turn) {
        tell(.monitorOnline, source(person), connections, &turn)
        tellMetadata(of: person, to: connections, &turn)
    }

    func tellOffline(_ person: Person, to connections: [ConnectionID], _ turn: inout Turn) {
        tell(.monitorOffline, person.nick, connections, &turn)
    }

    private func tell(
        _ number: Numeric, _ text: [UInt8], _ connections: [ConnectionID], _ turn: inout Turn
    ) {
        for connection in connections {
            guard let client = people.clients[connection],
                let nick = people.persons[client.person]?.nick
            else { continue }
            let line = Line(":\(welcome.server) \(number.text) \(nick) :\(text)\r\n")
            turn.deliveries.append(.send(line.bytes, to: connection))
        }
    }

    // MARK: Coming into sight

    /// In the `support` policy people see each other by sharing a room: a fact about who is where
    /// may bring somebody into another's sight, or out of it.
    func noteSight(_ event: Event, since before: Sight?, _ turn: inout Turn) {
        guard welcome.policy == .support, !people.watchers.isEmpty else { return }
        switch event {
        case .entered(let room, let id, _): compare(id, in: room, cameIn: true, before, &turn)
        case .left(let room, let id, _), .removed(let room, let id, _):
            compare(id, in: room, cameIn: false, before, &turn)
        default: break
        }
    }

    private func compare(
        _ id: PersonID, in room: RoomID, cameIn: Bool, _ before: Sight?, _ turn: inout Turn
    ) {
        guard let person = people.persons[id] else { return }
        for member in centre.rooms[room]?.members ?? [] where member.person != id {
            guard let other = people.persons[member.person] else { continue }
            for (watcher, watched) in [(person, other), (other, person)] {
                let watching = (people.watchers[watched.key] ?? []).filter {
                    people.clients[$0]?.person == watcher.id
                }
                guard !watching.isEmpty, !seesElsewhere(watcher.id, watched.id, besides: room)
                else { continue }
                if cameIn, centre.sees(watcher.id, watched.id, in: room) {
                    tellOnline(watched, to: watching, &turn)
                } else if !cameIn, before?.sees(watcher.id, watched.id) ?? true {
                    tellOffline(watched, to: watching, &turn)
                }
            }
        }
    }
}
