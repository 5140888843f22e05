/// Somebody of a room and one of its staff, in a side room for a while.
public struct Aside: Equatable, Sendable {
    /// Who was taken aside: an account that does not lead the room.
    public let person: PersonID
    /// Who took them aside: one of those who moderate the room.
    public let with: PersonID
    /// The side room.
    public let room: RoomID
}

/// The side rooms of a room, and who is in them.
public struct Asides: Equatable, Sendable {
    /// In the order in which they began.
    public internal(set) var now: [Aside] = []
    /// Every side room that was made, the first first; each is used again.
    public internal(set) var rooms: [RoomID] = []
    /// Where the staff of its sessions talk; nil: no two of them were ever there.
    public internal(set) var backChannel: RoomID?

    /// The aside that somebody is in.
    public func of(_ person: PersonID) -> Aside? { now.first { $0.person == person } }

    mutating func apply(_ event: CircleEvent) {
        switch event {
        case .asideBegun(let person, let with, let room, _):
            now.removeAll { $0.person == person }
            now.append(Aside(person: person, with: with, room: room))
            if !rooms.contains(room) { rooms.append(room) }
        case .asideEnded(let person, _): now.removeAll { $0.person == person }
        case .backChannelMade(let room): backChannel = room
        default: break
        }
    }

    func write(to out: inout ByteWriter) {
        out.list(now) {
            $0.put($1.person)
            $0.put($1.with)
            $0.put($1.room)
        }
        out.list(rooms) { $0.put($1) }
        out.list([backChannel].compactMap(\.self)) { $0.put($1) }
    }

    init() {}

    init(from: inout ByteReader) throws(CodingError) {
        now = try from.list { from throws(CodingError) in
            Aside(person: try from.person(), with: try from.person(), room: try from.room())
        }
        rooms = try from.list { from throws(CodingError) in try from.room() }
        backChannel = try from.list { from throws(CodingError) in try from.room() }.first
    }
}

extension Centre {
    /// Takes somebody aside. Their place in the room stays: they are in it, and read along.
    ///
    /// - Parameter names: what a side room may be called where another is needed; the first that is
    ///   free is taken.
    public func beginAside(
        with person: PersonID, in id: RoomID, names: [Named], by actor: Actor
    ) throws(Refusal) -> [Fact] {
        let room = try moderatedRoom(id, actor)
        guard room.member(person) != nil else { throw .otherNotInRoom }
        guard room.kind == .group, home(ofSide: id) == nil, let own = actor.person.account else {
            throw .notAllowed(.remove)
        }
        guard let theirs = person.account, !leadsTalk(in: room, person) else {
            throw .circle(.notAside)
        }
        guard room.circle.asides.of(person) == nil else { throw .alreadyThere }
        let taken = room.circle.asides.now.map(\.room)
        let free = room.circle.asides.rooms.first { !taken.contains($0) && isEmptySide($0) }
        var facts: [Fact] = []
        let side: RoomID
        if let free {
            side = free
            facts = renamed(side, names, by: actor.person)
        } else {
            guard taken.count < Limit.asides else { throw .full }
            side = RoomID(nextRoom)
            facts = try makeSide(side, names, by: actor)
        }
        facts.append(Fact(.enrolled(side, own, .operator_, by: actor.person)))
        facts.append(Fact(.enrolled(side, theirs, [], by: actor.person)))
        // Whoever is taken aside in their turn is asked again.
        if room.circle.floor?.person == person {
            facts = endFloor(in: room, .aside, by: actor.person) + facts
        }
        return facts
            + [Fact(.circle(id, .asideBegun(person, with: actor.person, side, by: actor.person)))]
    }

    private func isEmptySide(_ id: RoomID) -> Bool {
        rooms[id].map { $0.members.isEmpty && $0.enrolled.isEmpty } ?? false
    }

    /// A room that only those two see, of which nothing is shown again.
    private func makeSide(
        _ side: RoomID, _ names: [Named], by actor: Actor
    ) throws(Refusal) -> [Fact] {
        guard let name = names.first(where: { room(named: $0.key) == nil }),
            rooms.count < Limit.rooms
        else { throw .nameTaken }
        let none = UInt32(HistoryRule.none.rawValue)
        return [
            Fact(
                .roomMade(side, .group, name: name.key, Self.sideModes, by: actor.person),
                words: name.bytes),
            Fact(.roomSet(side, .history, none, by: actor.person)),
            Fact(.roomSet(side, .between, Between.open.rawValue, by: actor.person)),
        ]
    }

    /// Both go out of the side room.
    ///
    /// - Throws: `circle(.noAside)` where they are in none.
    public func endAside(
        of person: PersonID, in id: RoomID, by actor: Actor
    ) throws(Refusal) -> [Fact] {
        let room = try moderatedRoom(id, actor)
        guard let aside = room.circle.asides.of(person) else { throw .circle(.noAside) }
        return end(aside, in: id, by: actor.person)
    }

    /// The same, without a question who may: one of the two goes, or the room is over.
    public func end(_ aside: Aside, in id: RoomID, by person: PersonID) -> [Fact] {
        var facts = [Fact(.circle(id, .asideEnded(aside.person, by: person)))]
        for one in [aside.person, aside.with] {
            if rooms[aside.room]?.member(one) != nil {
                facts.append(Fact(.removed(aside.room, one, by: person)))
            }
            if let account = one.account, rooms[aside.room]?.enrolment(of: account) != nil {
                facts.append(Fact(.unenrolled(aside.room, account, by: person)))
            }
        }
        return facts
    }

    /// The asides that are over when this happens: one of the two goes out of the room for good.
    public func asidesEnding(with event: Event) -> [Aside] {
        switch event {
        case .left(let id, let person, .parted), .left(let id, let person, .sentHome),
            .removed(let id, let person, _):
            (rooms.look(id) { $0.circle.asides.now } ?? []).filter {
                $0.person == person || $0.with == person
            }
        default: []
        }
    }
}
