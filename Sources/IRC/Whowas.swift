import Rooms
import Wire

/// Somebody who had a nickname and has it no more.
public struct Past: Equatable, Sendable {
    let nick: [UInt8]
    let key: NameKey
    let user: [UInt8]
    let realName: [UInt8]
    let account: [UInt8]?
    /// When the nickname was given up.
    let until: Moment
}

extension People {
    /// Keeps who had a nickname, and forgets the oldest of those who had one.
    mutating func remember(_ one: Past) {
        past.append(one)
        // Trimmed in one go now and then, so that a departure does not move the whole list.
        if past.count >= 2 * Limit.pastNames { past.removeFirst(past.count - Limit.pastNames) }
    }

    /// Those who had this nickname, the latest first.
    func past(nicked key: NameKey) -> [Past] {
        past.suffix(Limit.pastNames).reversed().filter { $0.key == key }
    }
}

extension House {
    /// `WHOWAS <nick> [<count>]`
    ///
    /// In the `support` policy nothing is remembered of who was here, and so nobody ever was.
    static func whowas(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let nick = turn.message[0]
        guard !nick.isEmpty else { return turn.numeric(.noNicknameGiven, .noNicknameGiven) }
        let shown = Shown.middle(nick)
        let count = turn.message.text(1).flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 0
        let found = house.people.past(nicked: house.key(nick))
        for one in found.prefix(count > 0 ? count : Limit.pastShown) {
            house.writeWhowas(one, &turn)
        }
        if found.isEmpty { turn.numeric(.wasNoSuchNick, Line(shown), .wasNoSuchNick) }
        turn.numeric(.endOfWhoWas, Line(shown), .endOfWhoWas)
    }

    private func writeWhowas(_ one: Past, _ turn: inout Turn) {
        turn.numeric(
            .whoWasUser, "\(one.nick) \(one.user) \(welcome.host) * :\(one.realName)")
        var until: [UInt8] = []
        Timestamp.write(milliseconds: one.until.milliseconds, to: &until)
        turn.numeric(.whoIsServer, "\(one.nick) \(welcome.server) :\(until)")
        if let account = one.account {
            turn.numeric(.whoIsAccount, "\(one.nick) \(account)", .signedInAs)
        }
    }

    /// Notes that a person gives up a nickname, where that may be known.
    mutating func remember(_ person: Person, _ turn: inout Turn) {
        guard welcome.policy == .open else { return }
        let past = Past(
            nick: person.nick, key: person.key, user: person.user,
            realName: person.realName ?? person.nick, account: person.account, until: turn.now)
        move(.remembered(past), &turn)
    }
}
