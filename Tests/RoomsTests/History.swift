import Rooms
import Wire

/// People who do whatever the dice say, as far as they are let.
struct History {
    var town: Town
    var dice: Dice
    private var actors: [Actor] = []
    private var rooms = 0

    init(seed: UInt64) {
        dice = Dice(seed: seed)
        town = Town(dice.oneIn(2) ? .open : .support)
    }

    /// Somebody of each role, a room that the facilitator leads, a family and its worker.
    mutating func begin() throws {
        for (role, name) in Roles.each { actors.append(try town.account(name, role)) }
        let room = try town.room("#0", by: actors[1])
        rooms = 2
        for actor in actors {
            if actor != actors[1] {
                town.make(
                    try town.centre.enrol(actor.account, in: room, as: nil, by: actors[1]))
            }
            try town.enter(room, actor)
        }
        town.make(
            try town.centre.openCase(
                Town.named("&1"), parent: actors[0].account, worker: actors[2].account,
                by: actors[2]))
    }

    mutating func run(steps: Int) {
        for _ in 0..<steps {
            town.now = Moment(
                milliseconds: town.now.milliseconds + Int64(dice.within(-500...4000)))
            do {
                try step()
            } catch {
                continue
            }
        }
    }

    mutating func somebody() -> Actor {
        if dice.oneIn(8) { return Actor(person: PersonID(guest: dice.next() % 9)) }
        return actors[dice.below(min(actors.count, 12))]
    }

    /// Mostly the first few rooms, so that people meet.
    mutating func somewhere() -> RoomID {
        RoomID(UInt32(dice.within(0...(dice.oneIn(4) ? rooms + 1 : 4))))
    }

    private mutating func step() throws {
        switch dice.below(9) {
        case 7, 8: try gather()
        case 0: try staff()
        case 6: try know()
        case 1, 2: try move()
        case 3: try moderate()
        default: try speak()
        }
    }

    private mutating func staff() throws {
        let all: [Roles] = [.parent, .facilitator, .worker, .administrator, .lead]
        switch dice.below(6) {
        case 0:
            actors.append(try town.account("a\(actors.count)", all[dice.below(all.count)]))
        case 1:
            let kind: Room.Kind = town.centre.policy == .open ? .channel : .group
            rooms += 1
            _ = try town.room("#\(rooms)", kind: kind, by: somebody())
        case 2:
            let account = AccountID(UInt32(dice.within(0...actors.count)))
            town.make(
                try town.centre.enrol(account, in: somewhere(), as: nil, by: somebody()))
        case 3:
            let account = AccountID(UInt32(dice.within(0...actors.count)))
            town.make(try town.centre.unenrol(account, from: somewhere(), by: somebody()))
        case 4:
            let (parent, worker) = (somebody(), somebody())
            town.make(
                try town.centre.openCase(
                    Town.named("&\(parent.account.number)"), parent: parent.account,
                    worker: worker.account, by: worker))
            rooms += 1
        default:
            if dice.oneIn(10) { town.make(Fact(.restarted)) }
            let account = AccountID(UInt32(dice.within(1...actors.count + 1)))
            town.make(Fact(.passwordSet(account), words: [1]))
        }
    }

    /// Certificates come and go, and guests turn out to be accounts.
    private mutating func know() throws {
        let (actor, device) = (somebody(), Town.named("certificate \(dice.below(4))").key)
        switch dice.below(3) {
        case 0:
            town.make(try town.centre.bind(device, fingerprint: [1], to: actor.account))
        case 1: town.make(try town.centre.drop(device, of: actor.account))
        default:
            let guest = Actor(person: PersonID(guest: dice.next() % 9))
            town.make(town.centre.identify(guest.person, as: actors[0].account))
        }
    }

    private mutating func move() throws {
        let (actor, room) = (somebody(), somewhere())
        if dice.oneIn(3) {
            town.make(try town.centre.leave(room, by: actor, how: .parted, reason: nil))
        } else {
            try town.enter(room, actor)
        }
    }

    private mutating func moderate() throws {
        let (actor, other, room) = (somebody(), somebody(), somewhere())
        let centre = town.centre
        switch dice.below(8) {
        case 6:
            let name = Town.named("#\(dice.below(6))")
            town.make(try centre.rename(room, to: name, by: actor))
        case 0: town.make(try centre.remove(other.person, from: room, by: actor, reason: nil))
        case 1: town.make(try centre.invite(other.person, to: room, by: actor))
        case 2: town.make(try centre.setTopic(of: room, to: [1], signed: [2], by: actor))
        case 3:
            let modes = RoomModes(rawValue: UInt16(dice.below(64)))
            town.make(try centre.setModes(of: room, on: modes, off: [], by: actor))
        case 4:
            town.make(
                try centre.setPrefix(
                    .voice, of: other.person, in: room, on: dice.oneIn(2), by: actor))
        case 5: town.make(try centre.setLimit(of: room, to: UInt32(dice.below(9)), by: actor))
        default:
            town.make(try centre.addMask([1], to: .bans, of: room, signed: [2], by: actor))
            town.make(try centre.setKey(of: room, to: [3], by: actor))
        }
    }

    private mutating func speak() throws {
        let (actor, other, room) = (somebody(), somebody(), somewhere())
        let saying = Saying(
            by: actor.person, id: MessageID(bits: dice.next()), manner: .message)
        if dice.oneIn(4) {
            town.make(
                try town.centre.whisper(saying, words: [1], to: other.person, by: actor))
        } else {
            town.make(
                try town.centre.speak(in: room, saying, words: [1], by: actor, door: Door()))
        }
    }
}
