import Rooms
import Wire

/// The stand-in gives `@` back.
extension House {
    /// Takes `@` from the stand-in once somebody is there whose work it is to lead, or the session
    /// is over.
    mutating func relieveStandIn(
        in id: RoomID, isOver: Bool = false, _ turn: inout Turn
    ) throws(Refusal) {
        guard let fact = centre.relief(in: id, isOver: isOver),
            case .prefixesSet(_, let who, let left, _) = fact.event
        else { return }
        let had = centre.rooms[id]?.member(who)?.prefixes ?? []
        try commit(fact, &turn)
        guard let person = people.persons[who] else { return }
        var changes = ModeChanges()
        for sign in PrefixSign.each where had.contains(sign.prefix) && !left.contains(sign.prefix) {
            changes.note(sign.letter, on: false, person.nick)
        }
        tellModes(changes, in: id, by: nil, &turn)
        let name = name(of: id)
        announce(to: [who], "RELIEVED", Line(name), .youAreRelieved, &turn) { _ in [name] }
        if !isOver { try lookAfter(id, &turn) }
    }

    /// Those who came for one session alone, without being on the room's list, go with it.
    func guests(of room: Room) -> [PersonID] {
        guard welcome.policy == .support, room.kind == .group else { return [] }
        return room.members.map(\.person).filter { person in
            person.account.flatMap { room.enrolment(of: $0) } == nil
        }
    }
}
