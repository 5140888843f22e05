import Rooms
import Wire

/// Somebody who has asked to come into a room that is not theirs.
struct Knock: Equatable, Sendable {
    let person: PersonID
    let at: Moment
}

/// KNOCK, for those who are not on a room's list. A room that one cannot see answers as one that is
/// not there: nothing is written down for either.
extension House {
    /// `KNOCK <room> [:<text>]`; the text is not passed on.
    static func knock(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let person = house.asking(turn)
        let given = turn.message[0]
        let name = Shown.middle(given)
        // What cannot be the name of a room is no secret.
        guard let first = given.first, "#&".utf8.contains(first) else { throw .noSuchRoom }
        let id = house.centre.room(named: house.key(given))
        let actor = house.actor(person.id)
        let found = id.flatMap { house.centre.rooms[$0] }
        if let room = found, house.centre.knows(actor, room) {
            let isIn = room.member(person.id) != nil
            let waits = house.centre.isWaiting(person.id, in: room.id)
            if isIn || waits {
                return turn.numeric(.knockOnChannel, Line(name), .knockOnChannel)
            }
            let asks = try house.centre.asksToCome(actor, room)
            guard asks || room.modes.contains(.inviteOnly) else {
                return turn.numeric(.channelIsOpen, Line(name), .channelIsOpen)
            }
        }
        let since = turn.now.advanced(seconds: -Limit.knockSeconds)
        let times = (house.people.knockTimes[person.id] ?? []).filter { $0 > since }
        guard times.count < Limit.knocks else {
            return turn.numeric(.tooManyKnocks, Line(name), .tooManyKnocks)
        }
        let heard = found.flatMap { house.hearsKnocks($0, of: person.id) ? $0 : nil }
        house.move(.knocked(person.id, times + [turn.now], at: heard?.id), &turn)
        turn.numeric(.knockDelivered, Line(name), .knockDelivered)
        if let room = heard { house.tellKnock(of: person, at: room, &turn) }
    }

    /// Whether a knock is passed on: nobody can be let into a worker channel by it, and whoever is
    /// kept out of a room was told so.
    private func hearsKnocks(_ room: Room, of person: PersonID) -> Bool {
        room.kind != .worker && !centre.isKeptOut(person, of: room)
    }

    private func tellKnock(of person: Person, at room: Room, _ turn: inout Turn) {
        for id in leaders(of: room.id) {
            guard let leader = people.persons[id] else { continue }
            let text = Phrase.knock.text(language(of: id))
            let from = Line(":\(welcome.server) \(Numeric.knock.text) \(leader.nick)")
            let line: Line = "\(from) \(name(of: room)) \(source(person)) :\(text)"
            for connection in leader.connections { send(line, to: connection, &turn) }
        }
    }

    mutating func forgetKnock(of person: PersonID, at room: RoomID, _ turn: inout Turn) {
        move(.knockAnswered(person, at: room), &turn)
    }
}

extension People {
    /// Writes down that somebody knocked; of a room's knocks the oldest go first.
    mutating func knock(_ person: PersonID, _ times: [Moment], at room: RoomID?) {
        knockTimes[person] = times
        guard let room, let now = times.last else { return }
        knocks[room, default: []].removeAll { $0.person == person }
        knocks[room, default: []].append(Knock(person: person, at: now))
        if let count = knocks[room]?.count, count > Limit.knocksKept {
            knocks[room]?.removeFirst()
        }
    }

    mutating func answerKnock(of person: PersonID, at room: RoomID) {
        knocks[room]?.removeAll { $0.person == person }
        if knocks[room]?.isEmpty == true { knocks[room] = nil }
    }

    mutating func forgetKnocks(of person: PersonID) {
        // How often somebody knocked is not forgotten by coming anew.
        for room in knocks.keys.sorted() { answerKnock(of: person, at: room) }
    }
}
