import Rooms
import Wire

/// Which keys a connection follows, and what it is told of them.
///
/// - Source: IRCv3 metadata (draft/metadata-3), "Notifications", "Automatic synchronization".
extension House {
    /// SUB, UNSUB and SUBS.
    mutating func subscribe(
        _ verb: ArraySlice<UInt8>, _ keys: [[UInt8]], _ turn: inout Turn
    ) {
        let before = people.clients[turn.connection]?.follows ?? []
        switch CommandName(verb) {
        case "SUB":
            var follows = MetadataFollows(keys: before)
            follows.add(keys, &turn)
            guard follows.keys != before else { return }
            move(.followsSet(turn.connection, follows.keys), &turn)
            turn.syncLater("*ALL")
        case "UNSUB":
            var follows = MetadataFollows(keys: before)
            follows.remove(keys, &turn)
            if follows.keys != before { move(.followsSet(turn.connection, follows.keys), &turn) }
        default:
            turn.enclose("metadata-subs") { $0.rows(.metadataSubs, before) }
        }
    }

    // MARK: Telling at once

    /// Tells a change to those who follow the key: in the room, or in the rooms of the person, by
    /// watching the person, and at the person's own other connections.
    func tellFollowers(
        of subject: MetadataSubject, _ key: [UInt8], _ value: [UInt8]?, _ turn: inout Turn
    ) {
        for connection in followers(of: subject.target).sorted() {
            guard connection != turn.connection, let client = people.clients[connection],
                client.held.followMetadata, client.follows.contains(key),
                shows(key, of: subject.target, to: client.person)
            else { continue }
            tell(connection, client, &turn) { $0.announce(key, value, of: subject, &$1) }
        }
    }

    private func followers(of target: Metadata.Target) -> Set<ConnectionID> {
        switch target {
        case .room(let id):
            return Set(connections(of: centre.rooms[id]?.members.map(\.person) ?? []))
        case .person(let id):
            guard let person = people.persons[id] else { return [] }
            let others = witnesses(of: id, in: centre.rooms(of: id))
            return Set(connections(of: Set(others + [id]).sorted()) + watchers(of: person))
        }
    }

    /// Lines for another connection, shaped as its own.
    private func tell(
        _ connection: ConnectionID, _ client: Client, _ turn: inout Turn,
        _ write: (House, inout Turn) -> Void
    ) {
        var other = Turn(
            now: turn.now, dice: turn.dice, server: turn.server,
            language: language(of: client.person))
        other.begin(connection, Turn.nothing)
        other.person = client.person
        other.held = client.held
        other.nick = people.persons[client.person]?.nick ?? other.nick
        write(self, &other)
        turn.deliveries.append(.send(other.own, to: connection))
    }

    // MARK: Catching up

    /// What one follows of a room and of everyone in it, or of one person.
    func sync(_ subject: MetadataSubject, _ turn: inout Turn) {
        var subjects = [subject]
        if case .room(let id) = subject.target { subjects += here(in: id, turn) }
        write(subjects, about: subject.name, &turn)
    }

    /// What one follows of all that one sees changes of.
    func syncAll(_ turn: inout Turn) {
        let person = asking(turn)
        let rooms = centre.rooms(of: person.id)
        var subjects = rooms.compactMap { centre.rooms[$0].map(subject) }
        var known: Set<Metadata.Target> = []
        let watched = people.clients[turn.connection]?.watches ?? []
        let others = watched.compactMap { people.person(nicked: $0.key) }
            .filter { sees(person, $0) }
        for other in rooms.flatMap({ here(in: $0, turn) }) + [subject(person)] + others.map(subject)
        where known.insert(other.target).inserted { subjects.append(other) }
        write(subjects, about: Array("*ALL".utf8), &turn)
    }

    private func here(in id: RoomID, _ turn: Turn) -> [MetadataSubject] {
        guard let room = centre.rooms[id] else { return [] }
        return visible(in: room, to: turn.person).compactMap {
            people.persons[$0.person].map(subject)
        }
    }

    private func write(
        _ subjects: [MetadataSubject], about name: [UInt8], _ turn: inout Turn
    ) {
        let keys = people.clients[turn.connection]?.follows ?? []
        turn.enclose("metadata \(name)") { turn in
            for subject in subjects {
                let values = metadata(of: subject.target)
                guard values.count(of: subject.target) > 0 else { continue }
                for key in keys where shows(key, of: subject.target, to: turn.person ?? .nobody) {
                    guard let value = values.value(of: subject.target, key) else { continue }
                    announce(key, value, of: subject, &turn)
                }
            }
        }
    }

    /// After a JOIN: the same, or in a big room a word that it is to be asked for.
    func writeRoomMetadata(_ room: Room, _ turn: inout Turn) {
        guard turn.held.followMetadata else { return }
        if visible(in: room, to: turn.person).count > Limit.metadataMembers {
            turn.syncLater(Line(name(of: room)))
        } else {
            sync(subject(room), &turn)
        }
    }

    /// After 730: what those who watch somebody follow of them.
    func tellMetadata(of person: Person, to connections: [ConnectionID], _ turn: inout Turn) {
        for connection in connections {
            guard let client = people.clients[connection], client.held.followMetadata else {
                continue
            }
            tell(connection, client, &turn) { $0.sync($0.subject(person), &$1) }
        }
    }
}

/// The keys that a connection follows, in the order in which it named them.
struct MetadataFollows: Equatable, Sendable {
    var keys: [[UInt8]] = []

    mutating func add(_ wanted: [[UInt8]], _ turn: inout Turn) {
        var taken: [[UInt8]] = []
        var isFull: [UInt8]?
        for key in wanted where isFull == nil {
            guard MetadataRules.isKey(key[...]) else {
                turn.warnMetadataKey(key)
                continue
            }
            guard keys.contains(key) || keys.count < Limit.metadataSubscriptions else {
                isFull = key
                continue
            }
            if !keys.contains(key) { keys.append(key) }
            if !taken.contains(key) { taken.append(key) }
        }
        if !taken.isEmpty { turn.rows(.metadataSubOK, taken) }
        if let isFull {
            let most = Line("\(Limit.metadataSubscriptions)")
            turn.refuseMetadata("LIMIT_REACHED \(isFull) \(most)", .metadataFull, most.bytes)
        }
    }

    mutating func remove(_ given: [[UInt8]], _ turn: inout Turn) {
        var taken: [[UInt8]] = []
        for key in given {
            guard MetadataRules.isKey(key[...]) else {
                turn.warnMetadataKey(key)
                continue
            }
            keys.removeAll { $0 == key }
            if !taken.contains(key) { taken.append(key) }
        }
        if !taken.isEmpty { turn.rows(.metadataUnsubOK, taken) }
    }
}

extension Turn {
    /// 774: what there is can be asked for with METADATA SYNC, at once.
    mutating func syncLater(_ target: Line) {
        numeric(.metadataSyncLater, "\(target) 0", .metadataSyncLater)
    }

    /// Keys as parameters, in as many lines as they need.
    mutating func rows(_ number: Numeric, _ keys: [[UInt8]]) {
        var row: [UInt8] = []
        for key in keys {
            if !row.isEmpty, row.count + 1 + key.count > Limit.supportedBytes {
                numeric(number, Line(row))
                row = []
            }
            if !row.isEmpty { row.append(UInt8(ascii: " ")) }
            row += key
        }
        if !row.isEmpty { numeric(number, Line(row)) }
    }
}
