import Rooms
import Wire

/// Rooms where presence is hidden: a JOIN comes late, before the first that is seen of somebody,
/// so that every client can follow; of whoever was never seen nothing is told but to staff.
extension House {
    /// Those in a room who see this person there, ready for the event loops.
    mutating func audience(_ id: RoomID, seeing person: PersonID) -> Audience {
        guard centre.hides(person, in: id) else { return audience(id) }
        return audience(of: centre.witnesses(of: person, in: id))
    }

    /// Those who see this person in any of these rooms.
    func witnesses(of person: PersonID, in rooms: [RoomID]) -> [PersonID] {
        rooms.flatMap { centre.witnesses(of: person, in: $0) }
    }

    // MARK: Into sight and out of it

    /// Who sees whom in the rooms where an event may change that; to be asked before it is so.
    func sights(before event: Event) -> [Sight] {
        guard !centre.auditoria.isEmpty else { return [] }
        switch event {
        case .left(let id, _, _), .removed(let id, _, _):
            // Those who watch a nickname hear of its bearer's going only where they saw them.
            guard !people.watchers.isEmpty, centre.auditoria.contains(id) else { return [] }
            return [centre.sight(in: id)]
        default: return centre.changesSight(event).map { centre.sight(in: $0) }
        }
    }

    /// Tells who has come into others' sight, and who has gone out of it though both are there.
    mutating func tellSights(since before: [Sight], _ event: Event, _ turn: inout Turn) {
        switch event {
        case .left, .removed: return
        default: break
        }
        for sight in before {
            let members = centre.rooms[sight.room]?.members.map(\.person) ?? []
            for member in members {
                guard let person = people.persons[member] else { continue }
                let see = members.filter { centre.sees($0, member, in: sight.room) }
                let saw = members.filter { sight.sees($0, member) }
                show(person, in: sight.room, to: see.filter { !saw.contains($0) }, &turn)
                hide(person, in: sight.room, from: saw.filter { !see.contains($0) }, &turn)
            }
        }
    }

    private func show(
        _ person: Person, in id: RoomID, to hearers: [PersonID], _ turn: inout Turn
    ) {
        guard !hearers.isEmpty else { return }
        tellJoin(of: person, to: hearers, id, &turn)
        tellAway(of: person, to: hearers, &turn)
        if let asker = turn.person, hearers.contains(asker),
            let away = person.away.map({ awayShown($0, of: person.id, turn) }),
            turn.held.contains(.awayNotify)
        {
            let body = Line(":\(source(person)) AWAY :\(away)\r\n").bytes
            tellOwn(tags(of: person, turn), body, &turn)
        }
        tellOnline(person, to: watching(person, of: hearers, besides: id), &turn)
    }

    /// Whoever was of the staff and is so no more does not see everyone any more.
    private func hide(
        _ person: Person, in id: RoomID, from hearers: [PersonID], _ turn: inout Turn
    ) {
        guard !hearers.isEmpty else { return }
        let body = Line(":\(source(person)) PART \(name(of: id))\r\n").bytes
        tell(audience(of: hearers), tags(of: person, turn), body, &turn)
        if let asker = turn.person, hearers.contains(asker) {
            tellOwn(tags(of: person, turn), body, &turn)
        }
        tellOffline(person, to: watching(person, of: hearers, besides: id), &turn)
    }

    /// The connections of these people that watch somebody whom they see nowhere but in one room.
    private func watching(
        _ person: Person, of hearers: [PersonID], besides id: RoomID
    ) -> [ConnectionID] {
        (people.watchers[person.key] ?? []).filter { connection in
            guard let watcher = people.clients[connection]?.person, hearers.contains(watcher)
            else { return false }
            return !seesElsewhere(watcher, person.id, besides: id)
        }
    }

    /// Whether one person sees another without this room.
    func seesElsewhere(_ one: PersonID, _ other: PersonID, besides id: RoomID) -> Bool {
        if roles(of: one).isStaff, roles(of: other).isStaff { return true }
        let own = centre.rooms(of: one)
        return centre.rooms(of: other).contains {
            $0 != id && own.contains($0) && centre.sees(one, other, in: $0)
        }
    }

    // MARK: In words

    /// Tells a parent who has come in where presence is hidden who sees them.
    func notePresence(_ id: RoomID, to person: PersonID, _ turn: inout Turn) {
        guard centre.auditoria.contains(id), let room = centre.rooms[id],
            !centre.isStaff(person, of: room)
        else { return }
        let text = Phrase.presenceHidden.text(language(of: person))
        for connection in people.persons[person]?.connections ?? [] {
            send(":\(Service.source) NOTICE \(name(of: room)) :\(text)", to: connection, &turn)
        }
    }

    /// Tells a room that presence is hidden from now on, or shown.
    mutating func tellPresence(of room: Room, _ turn: inout Turn) {
        let phrase: Phrase = room.auditorium.isOn ? .presenceHidden : .presenceShown
        noticeRoom(room.id, &turn) { phrase.text($0) }
    }
}
