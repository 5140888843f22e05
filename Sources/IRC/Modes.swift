import Rooms
import Wire

/// Which letter is which mode without a parameter.
enum ModeLetter {
    static let flags: [(letter: Character, mode: RoomModes)] = [
        ("C", .noCTCP), ("i", .inviteOnly), ("m", .moderated), ("n", .noExternal),
        ("s", .secret), ("t", .topicLocked),
    ]

    static func letters(_ modes: RoomModes) -> String {
        String(flags.filter { modes.contains($0.mode) }.map(\.letter))
    }
}

/// What MODE has changed so far, for the lines that tell it.
struct ModeChanges {
    private struct Change {
        let letter: Character
        let on: Bool
        let parameter: [UInt8]?
    }

    private var all: [Change] = []
    /// What became of the floor, to be told behind those lines.
    var floor: [Event] = []
    /// Whether somebody may lead no more.
    var isLeft = false
    /// Letters about which something has been said.
    private var answered: Set<Character> = []

    var isEmpty: Bool { all.isEmpty }
    var isOne: Bool { all.count == 1 }
    /// Whether one MODE has changed as much as it may.
    var isFull: Bool { all.count >= Limit.modeChangesInAll }

    mutating func note(_ letter: Character, on: Bool, _ parameter: [UInt8]? = nil) {
        all.append(Change(letter: letter, on: on, parameter: parameter))
    }

    /// Whether something may be said about a letter: once a line, so that one line of letters does
    /// not bring hundreds of answers.
    mutating func mayAnswer(_ letter: Character) -> Bool {
        answered.count < Limit.modeAnswers && answered.insert(letter).inserted
    }

    /// `+ov-m lina lina`, in as many pieces as are needed to stay within `bytes` each.
    func lines(within bytes: Int) -> [Line] {
        var lines: [Line] = []
        var (letters, parameters) = (Line(""), Line(""))
        var sign: Bool?
        for change in all {
            let size = 6 + (change.parameter?.count ?? 0)
            if !letters.bytes.isEmpty, letters.bytes.count + parameters.bytes.count + size > bytes {
                lines.append(letters + parameters)
                (letters, parameters, sign) = ("", "", nil)
            }
            if sign != change.on { letters.bytes.append(UInt8(ascii: change.on ? "+" : "-")) }
            sign = change.on
            letters.bytes += String(change.letter).utf8
            if let parameter = change.parameter { parameters = "\(parameters) \(parameter)" }
        }
        return all.isEmpty ? [] : lines + [letters + parameters]
    }
}

extension House {
    /// `MODE <target> [<modes> [<parameters>…]]`
    static func mode(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let target = turn.message[0]
        guard target.first == UInt8(ascii: "#") || target.first == UInt8(ascii: "&") else {
            return house.userMode(target, &turn)
        }
        let actor = house.actor(house.asking(turn).id)
        let room = try house.room(target, for: actor)
        guard let modes = turn.message.text(1) else { return house.showModes(room, &turn) }
        house.changeModes(room.id, modes, actor, &turn)
    }

    private func showModes(_ room: Room, _ turn: inout Turn) {
        let inside = turn.person.map { room.member($0) != nil } ?? false
        var letters = ModeLetter.letters(room.modes)
        var parameters = ""
        if room.keyAt != nil {
            letters.append("k")
            parameters += " " + (inside ? String(decoding: words(room.keyAt), as: UTF8.self) : "*")
        }
        if room.limit > 0 {
            letters.append("l")
            parameters += " \(room.limit)"
        }
        turn.numeric(.channelModeIs, "\(name(of: room)) +\(letters)\(parameters)")
        turn.numeric(
            .creationTime, "\(name(of: room)) \(Int(room.made.milliseconds / 1000))")
    }

    // MARK: Changing

    private mutating func changeModes(
        _ id: RoomID, _ modes: ArraySlice<UInt8>, _ actor: Actor, _ turn: inout Turn
    ) {
        var changes = ModeChanges()
        var next = 2
        var taken = 0
        var on = true
        var refused = false
        for scalar in String(decoding: modes, as: UTF8.self).unicodeScalars {
            let letter = Character(scalar)
            if letter == "+" || letter == "-" {
                on = letter == "+"
                continue
            }
            // Each change is an event in the log, and a line has room for hundreds of letters.
            if changes.isFull { break }
            var parameter: ArraySlice<UInt8>?
            if Self.wantsParameter(letter, on: on), next < turn.message.count {
                guard taken < Limit.modeChanges else { continue }
                parameter = turn.message[next]
                next += 1
                taken += 1
            }
            do throws(Refusal) {
                try change(letter, on: on, parameter, in: id, actor, &changes, &turn)
            } catch {
                // One answer is enough for a line of modes that all lack the same right.
                if !refused { turn.refuse(error, about: Array(turn.message[0])) }
                refused = true
            }
        }
        tell(changes, in: id, &turn)
        for event in changes.floor { tellFloor(event, in: id, &turn) }
        // A full disk: what is next happens when it is well.
        if !changes.floor.isEmpty { try? goOn(id, &turn) }
        if changes.isLeft { try? lookAfter(id, &turn) }
    }

    private mutating func tell(_ changes: ModeChanges, in id: RoomID, _ turn: inout Turn) {
        let person = asking(turn)
        let lead = Line("MODE \(name(of: id)) ")
        let around = source(person).count + lead.bytes.count + 2
        // One line about several events is none of them.
        let position = changes.isOne ? centre.position : nil
        for line in changes.lines(within: Wire.Limit.contentBytes - around) {
            tellRoom(id, from: person, lead + line, &turn, event: position)
        }
    }

    private static func wantsParameter(_ letter: Character, on: Bool) -> Bool {
        switch letter {
        case "b", "e", "I", "o", "h", "v", "k": true
        case "l": on
        default: false
        }
    }

    private mutating func change(
        _ letter: Character, on: Bool, _ parameter: ArraySlice<UInt8>?, in id: RoomID,
        _ actor: Actor, _ changes: inout ModeChanges, _ turn: inout Turn
    ) throws(Refusal) {
        if let flag = ModeLetter.flags.first(where: { $0.letter == letter }) {
            let fact = try centre.setModes(
                of: id, on: on ? flag.mode : [], off: on ? [] : flag.mode, by: actor)
            guard let fact else { return }
            try commit(fact, &turn)
            return changes.note(letter, on: on)
        }
        switch letter {
        case "o", "h", "v":
            try changePrefix(letter, on: on, parameter, in: id, actor, &changes, &turn)
        case "k": try changeKey(on: on, parameter, in: id, actor, &changes, &turn)
        case "l": try changeLimit(on: on, parameter, in: id, actor, &changes, &turn)
        case "b", "e", "I":
            try changeMask(letter, on: on, parameter, in: id, actor, &changes, &turn)
        default:
            guard changes.mayAnswer(letter) else { return }
            turn.numeric(.unknownMode, Line(String(letter)), .unknownMode)
        }
    }

    private mutating func changePrefix(
        _ letter: Character, on: Bool, _ nick: ArraySlice<UInt8>?, in id: RoomID,
        _ actor: Actor, _ changes: inout ModeChanges, _ turn: inout Turn
    ) throws(Refusal) {
        guard let nick, let sign = PrefixSign.each.first(where: { $0.letter == letter }) else {
            return changes.mayAnswer(letter) ? turn.refuseMissing("MODE") : ()
        }
        guard let other = people.person(nicked: key(nick)), sees(asking(turn), other) else {
            return turn.numeric(.noSuchNick, Line(Shown.middle(nick)), .noSuchNick)
        }
        do throws(Refusal) {
            if letter == "v", centre.rooms[id]?.settings.hasTurns == true {
                return try changeFloor(
                    to: other.id, on: on, in: id, actor, &changes, &turn)
            }
            guard
                let fact = try centre.setPrefix(
                    sign.prefix, of: other.id, in: id, on: on, by: actor)
            else { return }
            try commit(fact, &turn)
            changes.note(letter, on: on, other.nick)
            if !on { changes.isLeft = true }
        } catch Refusal.otherNotInRoom {
            turn.numeric(
                .userNotInChannel, "\(other.nick) \(name(of: id))", .userNotInChannel)
        }
    }

    private mutating func changeKey(
        on: Bool, _ given: ArraySlice<UInt8>?, in id: RoomID, _ actor: Actor,
        _ changes: inout ModeChanges, _ turn: inout Turn
    ) throws(Refusal) {
        guard on else {
            if let fact = try centre.setKey(of: id, to: nil, by: actor) {
                try commit(fact, &turn)
                changes.note("k", on: false, [UInt8(ascii: "*")])
            }
            return
        }
        guard let given else {
            return changes.mayAnswer("k") ? turn.refuseMissing("MODE") : ()
        }
        let unfit = given.contains { $0 <= 32 || $0 == UInt8(ascii: ",") }
        guard !given.isEmpty, given.count <= Limit.keyBytes, !unfit,
            given.first != UInt8(ascii: ":")
        else {
            return turn.numeric(
                .invalidModeParameter, "\(name(of: id)) k *", .invalidKey,
                Line("\(Limit.keyBytes)").bytes)
        }
        if let fact = try centre.setKey(of: id, to: Array(given), by: actor) {
            try commit(fact, &turn)
            changes.note("k", on: true, Array(given))
        }
    }

    private mutating func changeLimit(
        on: Bool, _ given: ArraySlice<UInt8>?, in id: RoomID, _ actor: Actor,
        _ changes: inout ModeChanges, _ turn: inout Turn
    ) throws(Refusal) {
        var most: UInt32 = 0
        if on {
            guard let given else {
                return changes.mayAnswer("l") ? turn.refuseMissing("MODE") : ()
            }
            guard let number = UInt32(String(decoding: given, as: UTF8.self)), number > 0 else {
                let shown = Shown.middle(given)
                let text = Phrase.invalidLimit.text(turn.language)
                return turn.numeric(
                    .invalidModeParameter, "\(name(of: id)) l \(shown) :\(text)")
            }
            most = number
        }
        if let fact = try centre.setLimit(of: id, to: most, by: actor) {
            try commit(fact, &turn)
            changes.note("l", on: on, on ? Line("\(Int(most))").bytes : nil)
        }
    }
}
