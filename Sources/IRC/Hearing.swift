import Rooms
import Wire

/// What stands before a line for those who asked for it.
struct LineTags {
    var time: Moment
    var id: MessageID?
    /// The sender's account, where others may see it.
    var account: [UInt8]?
    /// Whether the sender is a program (IRCv3 bot mode).
    var bot = false
    /// Client-only tags as the sender wrote them, without `@`.
    var client: ArraySlice<UInt8> = []

    /// `@time=…;msgid=… ` as far as these capabilities go; empty where they hold none.
    func write(for held: Capabilities, to line: inout [UInt8]) {
        let start = line.count
        if held.contains(.serverTime) {
            line.write("@time=")
            Timestamp.write(milliseconds: time.milliseconds, to: &line)
        }
        if held.contains(.messageTags), let id {
            line.write(line.count == start ? "@msgid=" : ";msgid=")
            Base32.write(id.bits, to: &line)
        }
        if held.contains(.accountTag), let account {
            line.write(line.count == start ? "@account=" : ";account=")
            line.write(escapingTag: account)
        }
        if held.contains(.messageTags), bot { line.write(line.count == start ? "@bot" : ";bot") }
        if held.contains(.messageTags), !client.isEmpty {
            line.write(line.count == start ? "@" : ";")
            line.write(client)
        }
        if line.count > start { line.append(UInt8(ascii: " ")) }
    }
}

extension House {
    /// Everyone in a room, ready for the event loops.
    mutating func audience(_ id: RoomID) -> Audience {
        if let known = audiences[id] { return known }
        let persons = centre.rooms[id]?.members.map(\.person) ?? []
        let made = audience(of: persons)
        audiences[id] = made
        return made
    }

    /// The connections of these persons, grouped by loop and by what shapes a line for them.
    func audience(of persons: [PersonID]) -> Audience {
        audience(of: connections(of: persons), shapedBy: .shaping)
    }

    func connections(of persons: [PersonID]) -> [ConnectionID] {
        persons.flatMap { people.persons.look($0) { $0.connections } ?? [] }
    }

    /// These connections, each at most once, grouped by loop and by which of the capabilities in
    /// `mask` they hold.
    func audience(of connections: [ConnectionID], shapedBy mask: Capabilities) -> Audience {
        // Mostly all of them are one group, and need not be told apart.
        if let first = connections.first.flatMap({ place(of: $0, mask) }),
            connections.allSatisfy({ place(of: $0, mask) == first })
        {
            return Audience(groups: [first.group(0, connections)], shapes: [first.shape])
        }
        var groups: [(place: HearingPlace, connections: [ConnectionID])] = []
        for connection in connections {
            guard let place = place(of: connection, mask) else { continue }
            // There are few.
            if let known = groups.firstIndex(where: { $0.place == place }) {
                groups[known].connections.append(connection)
            } else {
                groups.append((place, [connection]))
            }
        }
        groups.sort { $0.place.key < $1.place.key }
        var shapes: [Capabilities] = []
        var made: [Audience.Group] = []
        made.reserveCapacity(groups.count)
        for (place, connections) in groups {
            let variant = shapes.firstIndex(of: place.shape) ?? shapes.count
            if variant == shapes.count { shapes.append(place.shape) }
            made.append(place.group(variant, connections))
        }
        return Audience(groups: made, shapes: shapes)
    }

    /// Nil where nobody is there any more.
    private func place(of connection: ConnectionID, _ mask: Capabilities) -> HearingPlace? {
        people.clients.look(connection) {
            HearingPlace(connection.loop, $0.held.intersection(mask))
        }
    }

    /// One line for an audience: encoded once for each shape, then shared.
    ///
    /// The asking connection is left out: what it is to see stands in `turn.own`.
    func tell(_ audience: Audience, _ tags: LineTags, _ body: [UInt8], _ turn: inout Turn) {
        guard audience.count > 0 else { return }
        let variants = audience.shapes.map { shape in
            // Who asked for no tags reads what stands here already.
            if shape.isEmpty { return body }
            var line: [UInt8] = []
            line.reserveCapacity(body.count + 96 + tags.client.count)
            tags.write(for: shape, to: &line)
            line.write(body)
            return line
        }
        turn.deliveries.append(
            .fanOut(variants: variants, audience, except: turn.connection))
    }

    /// One line for the asking connection, with the tags that it asked for.
    func tellOwn(_ tags: LineTags, _ body: [UInt8], _ turn: inout Turn) {
        tags.write(for: turn.held, to: &turn.own)
        turn.own.write(body)
    }

    /// One line for a room and for the one who caused it.
    ///
    /// - Parameters:
    ///   - other: whom it is about, where that is not who caused it: who does not see them there
    ///     does not hear it.
    ///   - position: that of the event which it tells, now or with the next commit; from it the
    ///     line has its id.
    mutating func tellRoom(
        _ id: RoomID, from person: Person, _ rest: Line, _ turn: inout Turn, own: Bool = true,
        about other: PersonID? = nil, event position: Position? = nil
    ) {
        let body = Line(":\(source(person)) \(rest)\r\n").bytes
        var tags = tags(of: person, turn)
        tags.id = position.map { self.id(of: $0, at: turn.now) }
        tell(audience(id, seeing: other ?? person.id), tags, body, &turn)
        if own, turn.person != nil { tellOwn(tags, body, &turn) }
    }

    /// The tags of a line that a person causes now.
    func tags(of person: Person, _ turn: Turn) -> LineTags {
        LineTags(
            time: turn.now, account: shownAccount(of: person), bot: person.modes.contains(.bot))
    }

    /// What others may see of a person's account: in the `support` policy a parent's nickname.
    func shownAccount(of person: Person) -> [UInt8]? {
        guard let account = person.account else { return nil }
        let hides = welcome.policy == .support && !roles(of: person.id).isStaff
        return hides ? person.nick : account
    }
}

/// Where a connection hears from and what shapes its lines: who agrees in both shares a group.
private struct HearingPlace: Equatable {
    /// The highest byte is the loop, the rest the capabilities.
    let key: UInt64

    init(_ loop: UInt8, _ shape: Capabilities) { key = UInt64(loop) << 56 | shape.rawValue }

    var shape: Capabilities { Capabilities(rawValue: key & ~(0xff << 56)) }

    func group(_ variant: Int, _ connections: [ConnectionID]) -> Audience.Group {
        Audience.Group(
            loop: UInt8(truncatingIfNeeded: key >> 56), variant: variant, connections: connections)
    }
}
