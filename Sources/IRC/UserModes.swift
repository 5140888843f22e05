import Rooms
import Wire

/// What somebody has set on themselves by `MODE <nick>`.
public struct UserModes: OptionSet, Hashable, Sendable {
    /// A bit for each mode. It is neither logged nor stored.
    public let rawValue: UInt8

    /// Takes any bits; one that is no mode below has no letter and does nothing.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// `i`: not listed to those who share no room.
    public static let invisible = UserModes(rawValue: 1 << 0)
    /// `B`: a program, not a person (IRCv3 bot mode).
    public static let bot = UserModes(rawValue: 1 << 1)
    /// `o`: has said OPER; given by OPER alone.
    public static let operator_ = UserModes(rawValue: 1 << 2)
    /// `w`: hears WALLOPS.
    public static let wallops = UserModes(rawValue: 1 << 3)

    /// In the order in which they are written.
    private static let each: [(letter: UInt8, mode: UserModes)] = [
        (UInt8(ascii: "B"), .bot), (UInt8(ascii: "i"), .invisible),
        (UInt8(ascii: "o"), .operator_), (UInt8(ascii: "w"), .wallops),
    ]

    /// What may be set: where there are no operators, nobody speaks to all either.
    static func offered(_ policy: Policy) -> UserModes {
        policy == .open ? [.bot, .invisible, .operator_, .wallops] : [.bot, .invisible]
    }

    /// The mode of this letter.
    static func named(_ letter: UInt8) -> UserModes? {
        each.first { $0.letter == letter }?.mode
    }

    /// Their letters, without a sign.
    var letters: [UInt8] { Self.each.filter { contains($0.mode) }.map(\.letter) }
}

extension House {
    /// `MODE <nick> [<modes>]`: one's own.
    mutating func userMode(_ nick: ArraySlice<UInt8>, _ turn: inout Turn) {
        let person = asking(turn)
        guard let other = people.person(nicked: key(nick)), sees(person, other) else {
            return turn.numeric(.noSuchNick, Line(Shown.middle(nick)), .noSuchNick)
        }
        guard other.id == person.id else {
            return turn.numeric(.usersDontMatch, .usersDontMatch)
        }
        guard let modes = turn.message.text(1) else {
            return turn.numeric(.userModeIs, "+\(person.modes.letters)")
        }
        var changes = ModeChanges()
        let changed = changed(person.modes, by: modes, &changes, &turn)
        if changed != person.modes { move(.modesSet(person.id, changed), &turn) }
        tellOwnModes(changes, of: person, &turn)
    }

    private func changed(
        _ old: UserModes, by letters: ArraySlice<UInt8>, _ changes: inout ModeChanges,
        _ turn: inout Turn
    ) -> UserModes {
        var modes = old
        var on = true
        for letter in letters {
            if letter == UInt8(ascii: "+") || letter == UInt8(ascii: "-") {
                on = letter == UInt8(ascii: "+")
                continue
            }
            guard let mode = UserModes.named(letter),
                UserModes.offered(welcome.policy).contains(mode)
            else {
                if changes.mayAnswer("?") { turn.numeric(.unknownUserMode, .unknownUserMode) }
                continue
            }
            // Nobody makes themselves an operator; to stop being one, no one need be asked.
            if modes.contains(mode) == on || on && mode == .operator_ { continue }
            if on { modes.insert(mode) } else { modes.remove(mode) }
            changes.note(Character(Unicode.Scalar(letter)), on: on)
        }
        return modes
    }

    /// Tells somebody what has changed of their own modes, at all their connections.
    func tellOwnModes(_ changes: ModeChanges, of person: Person, _ turn: inout Turn) {
        for line in changes.lines(within: Limit.userModeBytes) {
            let body = Line(":\(source(person)) MODE \(person.nick) \(line)\r\n").bytes
            let tags = tags(of: person, turn)
            tell(audience(of: [person.id]), tags, body, &turn)
            tellOwn(tags, body, &turn)
        }
    }
}
