import Rooms
import Wire

/// `RULES`: a room's ground rules, which everyone accepts before coming in.
extension House {
    /// `RULES <room>`, `RULES OK <room> <version>`, `RULES SET <room> [<language>] :<text>`
    static func rules(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        switch (CommandName(turn.message[0]), turn.message.count) {
        case ("OK", 3...): house.aboutRules(&turn, House.acceptRules)
        case ("SET", 3...): house.aboutRules(&turn, House.setRules)
        case ("OK", _), ("SET", _): turn.refuseMissing("RULES")
        default:
            let actor = house.actor(house.asking(turn).id)
            guard let id = house.centre.room(named: house.key(turn.message[0])),
                let room = house.centre.rooms[id], room.kind == .group,
                house.centre.may(actor, .seeRoom, in: room)
                    || house.centre.may(actor, .enrol, in: room)
            else { throw .noSuchRoom }
            house.showRules(of: room, &turn)
        }
    }

    private mutating func aboutRules(
        _ turn: inout Turn,
        _ deed: (inout House, RoomID, Actor, inout Turn) throws(Refusal) -> Void
    ) {
        let given = turn.message[1]
        attempt(given, &turn) { house, turn throws(Refusal) in
            guard let id = house.centre.room(named: house.key(given)) else { throw .noSuchRoom }
            try deed(&house, id, house.actor(house.asking(turn).id), &turn)
        }
    }

    private func showRules(of room: Room, _ turn: inout Turn) {
        let name = name(of: room)
        guard let own = centre.meetings[room.id], let at = own.rules(in: turn.language) else {
            return turn.standard(.note, "NONE", Line(name), .rulesNone)
        }
        let version = Line("\(Int(own.rulesVersion))").bytes
        turn.standard(.note, "RULES", "\(name) \(version)", .rulesText, words(at), version)
        let accepts = turn.person?.account.map { own.accepts($0) } ?? true
        guard !accepts else { return }
        turn.standard(.note, "ACCEPT", "\(name) \(version)", .rulesAsk, name, version)
    }

    private static func setRules(
        _ house: inout House, _ id: RoomID, _ actor: Actor, _ turn: inout Turn
    ) throws(Refusal) {
        // A room that is hidden answers as one that is not there, whatever else is wrong.
        try house.centre.maySetRules(of: id, by: actor)
        let known = house.welcome.language(named: turn.message[2])?.language
        if known == nil, turn.isMarked(3) {
            return turn.standard(
                .fail, "NO_SUCH_LANGUAGE", Line(Shown.middle(turn.message[2])), .languageUnknown)
        }
        let language = turn.message.count > 3 && !turn.isMarked(2) ? known : nil
        let given = turn.rest(from: language == nil ? 2 : 3)
        let isLanguageAlone = known != nil && turn.message.count == 3 && !turn.isMarked(2)
        guard !given.isEmpty, !isLanguageAlone else { return turn.refuseMissing("RULES") }
        let text = Shown.cut(given[...], to: Limit.noteBytes)
        let fact = try house.centre.setRules(text, language: language, of: id, by: actor)
        _ = turn.kept(given[...], atMost: Limit.noteBytes)
        try house.commit(fact, &turn)
        let version = Line("\(Int(house.centre.meetings[id]?.rulesVersion ?? 0))").bytes
        let name = house.name(of: id)
        turn.standard(
            .note, "RULES_SET", "\(name) \(version)", language == nil ? .rulesSet : .rulesToo,
            name, version)
    }

    private static func acceptRules(
        _ house: inout House, _ id: RoomID, _ actor: Actor, _ turn: inout Turn
    ) throws(Refusal) {
        let version = number(turn.message[2]) ?? 0
        try house.commit(
            try house.centre.acceptRules(version, of: id, by: actor), &turn)
        let name = house.name(of: id)
        turn.standard(
            .note, "ACCEPTED", "\(name) \(Int(version))", .rulesAccepted, name,
            Line("\(Int(version))").bytes)
        guard let room = house.centre.rooms[id], house.centre.isWaiting(actor.person, in: id)
        else { return }
        guard house.centre.wait(of: actor, in: room, at: turn.now) == nil else { return }
        try house.bringInside(actor.person, to: id, &turn)
    }
}
