import Rooms
import Wire

/// WHOIS: what one may know about somebody who is here.
extension House {
    /// `WHOIS [<server or nick>] <nick>{,<nick>}`
    static func whois(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let own = house.asking(turn)
        let given = turn.message.text(1) ?? turn.message[0]
        let nicks = given.split(separator: UInt8(ascii: ","))
        guard !nicks.isEmpty else { return turn.numeric(.noNicknameGiven, .noNicknameGiven) }
        if turn.message.count > 1, !house.isHere(turn.message[0], own) {
            return turn.numeric(
                .noSuchServer, Line(Shown.middle(turn.message[0])), .noSuchServer)
        }
        // As the Modern document has it, targets past TARGMAX are dropped in silence.
        for nick in nicks.prefix(Limit.targets) {
            if let other = house.people.person(nicked: house.key(nick)), house.sees(own, other) {
                house.writeWhois(other, to: own, &turn)
            } else {
                turn.numeric(.noSuchNick, Line(Shown.middle(nick)), .noSuchNick)
            }
            turn.numeric(.endOfWhoIs, Line(Shown.middle(nick)), .endOfWhoIs)
        }
    }

    private func writeWhois(_ other: Person, to own: Person, _ turn: inout Turn) {
        let nick = other.nick
        turn.numeric(
            .whoIsUser,
            "\(nick) \(other.user) \(welcome.host) * :\(other.realName ?? nick)")
        writeWhoisChannels(other, to: own, &turn)
        turn.numeric(.whoIsServer, "\(nick) \(welcome.server) :\(about(turn))")
        writeAway(of: other, &turn)
        if other.modes.contains(.operator_) {
            turn.numeric(.whoIsOperator, Line(nick), .isOperator)
        }
        if other.modes.contains(.bot) { turn.numeric(.whoIsBot, Line(nick), .isBot) }
        writeWhoisIdle(other, &turn)
        let staffAsks = roles(of: own.id).isStaff
        if let account = other.account, welcome.policy == .open || staffAsks || other.id == own.id {
            turn.numeric(.whoIsAccount, "\(nick) \(account)", .signedInAs)
        }
        // Of who is cut off there is nothing to say.
        let isSecure = other.connections.allSatisfy { people.clients[$0]?.peer.secure ?? false }
        if isSecure, !other.connections.isEmpty {
            turn.numeric(.whoIsSecure, Line(nick), .secureConnection)
        }
        writeWhoisPrivate(other, to: own, &turn)
        writeWhoisMetadata(other, to: own, &turn)
    }

    private func writeWhoisChannels(_ other: Person, to own: Person, _ turn: inout Turn) {
        // Whoever is invisible shows others only the rooms that they share.
        let isShown = welcome.policy == .open && !other.invisible
        let all = turn.held.contains(.multiPrefix)
        let names = centre.rooms(of: other.id).compactMap { id -> [UInt8]? in
            guard let room = centre.rooms[id],
                room.member(own.id) != nil || centre.isWaiting(own.id, in: id)
                    || isShown && !room.modes.contains(.secret),
                visible(in: room, to: own.id).contains(where: { $0.person == other.id })
            else { return nil }
            let prefixes = room.member(other.id)?.prefixes ?? []
            return PrefixSign.signs(prefixes, all: all) + name(of: room)
        }
        if !names.isEmpty { turn.list(.whoIsChannels, "\(other.nick) ", names) }
    }

    /// Not in the `support` policy: how long somebody has been silent is nobody's concern.
    private func writeWhoisIdle(_ other: Person, _ turn: inout Turn) {
        guard welcome.policy == .open else { return }
        let since = Int(other.signedOn.milliseconds / 1000)
        turn.numeric(
            .whoIsIdle, "\(other.nick) \(idleSeconds(other, turn.now)) \(since)", .idleTime)
    }

    /// What only oneself and operators see.
    private func writeWhoisPrivate(_ other: Person, to own: Person, _ turn: inout Turn) {
        let addresses = addresses(of: other, shownTo: own)
        for address in addresses.prefix(Limit.addressesShown) {
            turn.numeric(
                .whoIsActually, "\(other.nick) \(other.user)@\(welcome.host) \(address)",
                .connectsFrom)
        }
        guard !addresses.isEmpty else { return }
        turn.numeric(.whoIsModes, Line(other.nick), .usingModes, other.modes.letters)
        for connection in other.connections.prefix(Limit.addressesShown) {
            guard let print = people.clients[connection]?.peer.certificate, !print.isEmpty
            else { continue }
            turn.numeric(
                .whoIsCertificate, Line(other.nick), .certificateIs, Shown.hexadecimal(print))
        }
    }
}
