import Rooms
import Wire

/// What happens by itself in a room's meetings.
extension House {
    mutating func meet(
        _ due: MeetingDue, in id: RoomID, _ turn: inout Turn
    ) throws(Refusal) {
        switch due {
        case .reminder(let number):
            try commit(Fact(.meeting(id, .rung(.reminder, number))), &turn)
            try payOwed(of: id, &turn)
        case .lobby(let number):
            try commit(Fact(.meeting(id, .rung(.lobby, number))), &turn)
            listWaiting(of: id, to: leaders(of: id), &turn)
        case .begins(let number):
            try commit(Fact(.meeting(id, .rung(.begins, number))), &turn)
            guard centre.meetings[id]?.open == nil, isToOpen(number, of: id, turn) else { return }
            tellOpeners(of: id, number, &turn)
        case .unopened(let number): try callToOpen(number, of: id, &turn)
        case .timeUp(let number):
            try commit(Fact(.meeting(id, .rung(.timeUp, number))), &turn)
            tellLeaders(of: id, "TIME_UP", number, .sessionTimeUp, &turn)
        case .lapses(let number):
            try lapse(number, of: id, &turn)
        case .seals(let number): try seal(number, of: id, &turn)
        case .cuts: try tellCuts(id, &turn)
        case .placeEnds(let person):
            try endPlace(of: person, in: id, &turn)
            try lookAfter(id, &turn)
        case .closesUnattended:
            guard centre.meetings[id]?.open != nil else { return }
            try close(id, by: nil, &turn)
        }
    }

    private func tellLeaders(
        of id: RoomID, _ code: String, _ number: UInt32, _ phrase: Phrase, _ turn: inout Turn
    ) {
        let (room, name) = (name(of: id), called(number, of: id))
        announce(to: leaders(of: id), code, Line(name), phrase, &turn) { _ in [room] }
    }
}
