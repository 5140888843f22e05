import Rooms
import Wire

/// One condition of LIST.
///
/// - Source: Modern IRC, "ELIST Parameter".
enum ListCondition {
    /// Members: more than (`>n`) or fewer than (`<n`).
    case members(Side, Int)
    /// Minutes since the room was made: `C>n`, `C<n`.
    case made(Side, Int)
    /// Minutes since the topic was set: `T>n`, `T<n`. A room without a topic meets neither.
    case topic(Side, Int)
    /// A mask of names, or `!` and one that is not to fit.
    case named([UInt8], fits: Bool)

    enum Side {
        case above
        case below

        func holds(_ value: Int, _ bound: Int) -> Bool {
            self == .above ? value > bound : value < bound
        }
    }

    /// - Parameter text: not empty. What is no other condition is a name.
    init(_ text: ArraySlice<UInt8>) {
        if let (side, number) = Self.bound(text) {
            self = .members(side, number)
        } else if let first = text.first, let (side, number) = Self.bound(text.dropFirst()),
            let kind = Self.kind(first)
        {
            self = kind == UInt8(ascii: "C") ? .made(side, number) : .topic(side, number)
        } else if text.first == UInt8(ascii: "!") {
            self = .named(Array(text.dropFirst()), fits: false)
        } else {
            self = .named(Array(text), fits: true)
        }
    }

    /// `C` or `T`, in either case.
    private static func kind(_ letter: UInt8) -> UInt8? {
        switch letter & 0xdf {
        case UInt8(ascii: "C"): UInt8(ascii: "C")
        case UInt8(ascii: "T"): UInt8(ascii: "T")
        default: nil
        }
    }

    /// `>12` or `<12`.
    private static func bound(_ text: ArraySlice<UInt8>) -> (Side, Int)? {
        guard let sign = text.first,
            let number = Int(String(decoding: text.dropFirst(), as: UTF8.self))
        else { return nil }
        switch sign {
        case UInt8(ascii: ">"): return (.above, number)
        case UInt8(ascii: "<"): return (.below, number)
        default: return nil
        }
    }
}

extension House {
    /// `LIST [<name or mask>{,…}] [<condition>{,…}]`: rooms of any of the names, for which all
    /// conditions hold, as far as they are there for the one who asks.
    static func list(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let actor = house.actor(house.asking(turn).id)
        let conditions = (0..<turn.message.count).flatMap {
            turn.message[$0].split(separator: UInt8(ascii: ",")).map { ListCondition($0) }
        }
        let (name, users) = (Phrase.listName, Phrase.listUsers)
        turn.numeric(.listStart, "\(name.text(turn.language)) :\(users.text(turn.language))")
        for room in house.centre.rooms.values.sorted(by: { $0.id < $1.id }) {
            guard house.centre.may(actor, .seeRoom, in: room) else { continue }
            // Whoever waits in the lobby is no member, and sees themselves there.
            let here =
                house.seen(in: room, by: actor.person).count
                + (house.centre.isWaiting(actor.person, in: room.id) ? 1 : 0)
            let readsTopic = house.readsTopic(of: room, actor.person)
            guard house.meets(room, here, readsTopic, conditions, turn.now) else { continue }
            if turn.isFull {
                turn.tellCut()
                break
            }
            let topic = readsTopic ? Words.unpack(house.words(room.topic?.at)).last : nil
            let shown = topic ?? house.words(room.titleAt)
            turn.numeric(.list, "\(house.name(of: room)) \(here) :\(shown)")
        }
        turn.numeric(.listEnd, .endOfList)
    }

    /// Those whose number is told: before a shut door, and in the lobby, staff alone.
    private func seen(in room: Room, by asker: PersonID) -> [Room.Member] {
        let here = room.members.filter {
            people.persons[$0.person] != nil && centre.sees(asker, $0.person, in: room.id)
        }
        guard room.member(asker) == nil, !centre.isShut(room) || centre.meetings[room.id] != nil,
            centre.meetings[room.id]?.open != nil || centre.isShut(room)
        else { return here }
        return here.filter { centre.isStaff($0.person, of: room) }
    }

    private func meets(
        _ room: Room, _ here: Int, _ readsTopic: Bool, _ conditions: [ListCondition],
        _ now: Moment
    ) -> Bool {
        var isNamed: Bool?
        let name = Name.folded(name(of: room)[...])
        for condition in conditions {
            switch condition {
            case .members(let side, let bound):
                if !side.holds(here, bound) { return false }
            case .made(let side, let bound):
                if !side.holds(Self.minutes(from: room.made, to: now), bound) { return false }
            case .topic(let side, let bound):
                guard readsTopic, let topic = room.topic, !topicText(room).isEmpty,
                    side.holds(Self.minutes(from: topic.time, to: now), bound)
                else { return false }
            case .named(let mask, let fits):
                let matches = Glob.matches(Name.folded(mask[...])[...], name[...])
                if !fits, matches { return false }
                if fits { isNamed = (isNamed ?? false) || matches }
            }
        }
        return isNamed ?? true
    }

    private static func minutes(from: Moment, to: Moment) -> Int {
        Int(max(0, to.milliseconds - from.milliseconds) / 60_000)
    }
}
