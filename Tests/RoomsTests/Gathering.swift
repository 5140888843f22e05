import Rooms
import Wire

/// Sessions and their doors, as the dice say.
extension History {
    mutating func gather() throws {
        let (actor, other, id) = (somebody(), somebody(), somewhere())
        let (centre, now) = (town.centre, town.now)
        let own = centre.meetings[id]
        let number = UInt32(dice.below(6))
        switch dice.below(16) {
        case 0:
            let wish = Centre.Wish(
                start: now.advanced(seconds: Int64(dice.within(1...90_000))),
                seconds: Int64(dice.within(200...40_000)), weeks: UInt8(dice.below(3)))
            town.make(try centre.plan(wish, in: id, by: actor, zone: Zone(), at: now))
        case 1: town.make(try centre.openSession(in: id, seconds: nil, by: actor, at: now))
        case 2:
            if dice.oneIn(3) {
                town.make(try centre.closeSession(in: id, by: actor, zone: Zone(), at: now))
            }
        case 3:
            let start = now.advanced(seconds: Int64(dice.within(1...90_000)))
            town.make(try centre.move(number, in: id, to: start, by: actor, at: now))
        case 4: town.make(try centre.skip(number, in: id, by: actor, zone: Zone(), at: now))
        case 5: town.make(try centre.lock(dice.oneIn(2), id, by: actor))
        case 6: town.make(try centre.admit(other.person, to: id, by: actor))
        case 7: town.make(try centre.deny(other.person, from: id, reason: nil, by: actor))
        case 8:
            let language = dice.oneIn(2) ? nil : Language.tajik
            town.make(try centre.setRules([1], language: language, of: id, by: actor))
        case 9: town.make(try centre.acceptRules(own?.rulesVersion ?? 1, of: id, by: actor))
        case 10:
            let coming = Coming.allCases[dice.below(3)]
            town.make(try centre.answer(coming, to: number, in: id, by: actor))
        case 11:
            let value = UInt8(dice.within(1...5))
            town.make(try centre.feel(value, in: id, by: actor, at: now))
        case 12: town.make(try centre.summarise([1], in: id, by: actor))
        case 13:
            let value = UInt32(dice.within(1...2))
            let settings: [(RoomSetting, UInt32)] = [
                (.between, value), (.seats, 3), (.presence, value),
            ]
            let setting = settings[dice.below(3)]
            town.make(try centre.set([setting], of: id, by: actor))
        case 14:
            for room in centre.keepsPlaces(of: actor.person) {
                town.make(Fact(.meeting(room, .presence(actor.person, .cutOff))))
            }
        default: ring(at: now)
        }
    }

    /// What is due is done, as a house would do it.
    private mutating func ring(at now: Moment) {
        for case .meeting(let id, let due) in town.centre.due(at: now) {
            switch due {
            case .reminder(let number): town.make(Fact(.meeting(id, .rung(.reminder, number))))
            case .lobby(let number): town.make(Fact(.meeting(id, .rung(.lobby, number))))
            case .begins(let number): town.make(Fact(.meeting(id, .rung(.begins, number))))
            case .timeUp(let number): town.make(Fact(.meeting(id, .rung(.timeUp, number))))
            case .unopened(let number):
                town.make(Fact(.meeting(id, .rung(.unopened, number))))
            case .seals(let number): town.make(Fact(.meeting(id, .rung(.sealed, number))))
            case .lapses(let number):
                town.make(town.centre.lapse(number, in: id, zone: Zone(), at: now))
            case .cuts: town.make(Fact(.meeting(id, .rung(.cuts, 0))))
            case .placeEnds(let person):
                town.make(Fact(.meeting(id, .presence(person, .placeLost))))
            case .closesUnattended: town.make(Fact(.meeting(id, .told([AccountID(1)]))))
            }
        }
    }
}
