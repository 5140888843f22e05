/// Whether those in a room see each other there.
public enum PresenceRule: UInt32, Sendable {
    /// Everyone sees everyone.
    case shown = 1
    /// Parents see staff, and whoever has shown themselves.
    case hidden = 2
}

/// Who has shown themselves in a room where presence is hidden: by words to all, by a topic, by
/// taking back a text, or by a sign. Like words they are of the room and not of who hears them:
/// whoever has spoken is seen by those too who come later, until they go out.
public struct Auditorium: Equatable, Sendable {
    /// Whether presence is hidden now.
    public internal(set) var isOn = false
    /// Whether it ever was: then comings and goings are in no parent's history.
    public internal(set) var wasOn = false
    /// Ordered; empty while presence is shown.
    var shown: [PersonID] = []

    /// Whoever is there already stays seen, for they have been seen.
    mutating func set(_ rule: PresenceRule, _ members: [Room.Member]) {
        guard isOn != (rule == .hidden) else { return }
        isOn = rule == .hidden
        wasOn = wasOn || isOn
        shown = isOn ? members.map(\.person) : []
    }

    mutating func show(_ person: PersonID) {
        guard !shown.contains(person) else { return }
        shown.append(person)
        shown.sort()
    }

    mutating func forget(_ person: PersonID) { shown.removeAll { $0 == person } }
}

extension Centre {
    /// Whether somebody in a room is not seen there by its parents.
    public func hides(_ person: PersonID, in id: RoomID) -> Bool {
        guard auditoria.contains(id), let room = rooms[id] else { return false }
        return !isShown(person, in: room)
    }

    /// Whether one of those in a room sees another there.
    public func sees(_ one: PersonID, _ other: PersonID, in id: RoomID) -> Bool {
        guard one != other, auditoria.contains(id), let room = rooms[id] else { return true }
        return isShown(other, in: room) || isStaff(one, of: room)
    }

    /// Those in a room who see this person there, who is one of them.
    public func witnesses(of person: PersonID, in id: RoomID) -> [PersonID] {
        let members = rooms[id]?.members.map(\.person) ?? []
        guard hides(person, in: id) else { return members }
        return members.filter { sees($0, person, in: id) }
    }

    /// Who of a room somebody sees who is in it.
    public func visible(to person: PersonID, in room: Room) -> [Room.Member] {
        guard room.auditorium.isOn, !isStaff(person, of: room) else { return room.members }
        return room.members.filter { $0.person == person || isShown($0.person, in: room) }
    }

    private func isShown(_ person: PersonID, in room: Room) -> Bool {
        guard room.auditorium.isOn else { return true }
        return room.auditorium.shown.contains(person)
            || room.member(person)?.prefixes.isEmpty == false || isStaff(person, of: room)
    }

    /// Who of a room is of the staff, and who is seen by all.
    public func sight(in id: RoomID) -> Sight {
        guard let room = rooms[id] else { return Sight(room: id, staff: [], shown: []) }
        let members = room.members.map(\.person)
        return Sight(
            room: id, staff: Set(members.filter { isStaff($0, of: room) }),
            shown: Set(members.filter { isShown($0, in: room) }))
    }

    /// The rooms where an event may bring somebody into the sight of others, or out of it, besides
    /// by coming and going.
    public func changesSight(_ event: Event) -> [RoomID] {
        switch event {
        case .said(let id, let saying) where !saying.isToStaff:
            hides(saying.by, in: id) ? [id] : []
        case .topicSet(let id, let by), .redacted(let id, _, let by):
            hides(by, in: id) ? [id] : []
        case .prefixesSet(let id, _, _, _), .enrolled(let id, _, _, _), .unenrolled(let id, _, _),
            .roomSet(let id, .presence, _, _):
            auditoria.contains(id) ? [id] : []
        case .rolesSet(let account, _):
            rooms(of: PersonID(account)).filter { auditoria.contains($0) }
        default: []
        }
    }

    /// Writes down who shows themselves by an event, and who is there no more. To be called before
    /// it is applied, for who was of the staff has been seen.
    mutating func noteShown(before event: Event) {
        switch event {
        case .entered(let id, let person, _):
            // Who comes back to a kept place has been seen there, or not, as before.
            if meetings[id]?.place(of: person)?.isInside != true { forgetShown(person, in: id) }
        case .left(let id, let person, _), .removed(let id, let person, _),
            .meeting(let id, .presence(let person, .placeLost)):
            forgetShown(person, in: id)
        case .said(let id, let saying) where !saying.isToStaff: show(saying.by, in: id)
        case .topicSet(let id, let by), .redacted(let id, _, let by): show(by, in: id)
        case .prefixesSet(let id, let person, _, _): show(person, in: id)
        case .enrolled(let id, let account, _, _), .unenrolled(let id, let account, _):
            showStaff(PersonID(account), in: id)
        case .rolesSet(let account, _):
            let person = PersonID(account)
            for id in rooms(of: person) { showStaff(person, in: id) }
        default: break
        }
    }

    /// Notes whether presence is hidden in a room.
    mutating func noteAuditorium(_ id: RoomID) {
        if rooms.look(id, { $0.auditorium.isOn }) == true {
            auditoria.insert(id)
        } else {
            auditoria.remove(id)
        }
    }

    /// The server came up: of those who were seen, whose place is kept is so still.
    mutating func keepShownAtPlaces(of id: RoomID) {
        let places = meetings[id]?.places.filter(\.isInside).map(\.person) ?? []
        rooms[id]?.auditorium.shown.removeAll { !places.contains($0) }
    }

    private mutating func show(_ person: PersonID, in id: RoomID) {
        guard auditoria.contains(id), rooms[id]?.member(person) != nil else { return }
        rooms[id]?.auditorium.show(person)
    }

    private mutating func showStaff(_ person: PersonID, in id: RoomID) {
        guard auditoria.contains(id), let room = rooms[id], isStaff(person, of: room) else {
            return
        }
        show(person, in: id)
    }

    private mutating func forgetShown(_ person: PersonID, in id: RoomID) {
        if auditoria.contains(id) { rooms[id]?.auditorium.forget(person) }
    }
}

/// Who of those in a room sees whom at a moment.
public struct Sight: Equatable, Sendable {
    /// The room where it was looked; it tells nothing of others.
    public let room: RoomID
    let staff: Set<PersonID>
    let shown: Set<PersonID>

    /// Whether one of those in the room saw another there.
    public func sees(_ one: PersonID, _ other: PersonID) -> Bool {
        one == other || shown.contains(other) || staff.contains(one)
    }
}

// MARK: Snapshot

extension Centre {
    func writeAuditoria(to out: inout ByteWriter) {
        out.list(rooms.values.filter(\.auditorium.wasOn).sorted { $0.id < $1.id }) {
            $0.put($1.id)
            $0.put($1.auditorium.isOn)
            $0.list($1.auditorium.shown) { $0.put($1) }
        }
    }

    /// The rooms where presence is hidden or was, as they are to be once there are rooms.
    static func readAuditoria(
        from: inout ByteReader
    ) throws(CodingError) -> [(RoomID, Auditorium)] {
        try from.list { from throws(CodingError) in
            let id = try from.room()
            let isOn = try from.flag()
            let shown = try from.list { from throws(CodingError) in try from.person() }
            return (id, Auditorium(isOn: isOn, wasOn: true, shown: shown))
        }
    }

    mutating func take(_ auditoria: [(RoomID, Auditorium)]) {
        for (id, own) in auditoria {
            rooms[id]?.auditorium = own
            noteAuditorium(id)
        }
    }
}
