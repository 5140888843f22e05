import Rooms
import Wire

/// One-time codes, by which accounts are made and people get back in.
extension House {
    /// `CODE NEW <role> [<room>…] [worker=<account>] [for=48h] | LIST | REVOKE <id> | RECOVER
    /// <account> [for=48h]`
    static func code(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let actor = house.actor(house.asking(turn).id)
        guard house.centre.may(actor, .inviteParent) else { throw .notAllowed(.inviteParent) }
        switch CommandName(turn.message[0]) {
        case "NEW" where turn.message.count > 1: try house.newCode(actor, &turn)
        case "RECOVER" where turn.message.count > 1: try house.recoveryCode(actor, &turn)
        case "REVOKE" where turn.message.count > 1: try house.revokeCode(actor, &turn)
        case "LIST": house.listCodes(actor, &turn)
        default: turn.refuseVerb("CODE", known: ["NEW", "LIST", "REVOKE", "RECOVER"])
        }
    }

    private mutating func newCode(_ actor: Actor, _ turn: inout Turn) throws(Refusal) {
        guard let order = CodeOrder(turn.message, lasting: welcome.codeSeconds, &turn) else {
            return
        }
        var rooms: [RoomID] = []
        for name in order.rooms {
            // What the maker does not run is answered as what is not there, if it is hidden.
            guard let id = centre.room(named: key(name)), let room = centre.rooms[id],
                centre.may(actor, .enrol, in: room) || centre.may(actor, .seeRoom, in: room)
            else { return turn.refuse(.noSuchRoom, about: Array(name)) }
            guard centre.may(actor, .enrol, in: room) else {
                return turn.refuse(.notAllowed(.enrol), about: Array(name))
            }
            if !rooms.contains(id) { rooms.append(id) }
        }
        var worker: AccountID?
        if let name = order.worker {
            // Before the account is looked up: who may not name a worker learns of none.
            guard centre.may(actor, .openCase) else { throw .notAllowed(.openCase) }
            worker = centre.account(named: key(name))?.id
            guard worker != nil else { return turn.refuse(.noSuchAccount, about: Array(name)) }
        }
        let purpose = Invitation.Purpose.account(order.roles, rooms: rooms, worker: worker)
        do throws(Refusal) {
            try tell(try issue(purpose, for: order.seconds, by: actor, &turn), &turn)
        } catch .wrongRole(let needed) {
            let lacking = needed == .parent ? turn.message[1] : order.worker ?? []
            turn.refuse(.wrongRole(needed: needed), about: Array(lacking))
        }
    }

    private mutating func recoveryCode(_ actor: Actor, _ turn: inout Turn) throws(Refusal) {
        let name = Array(turn.message[1])
        let standard = welcome.codeSeconds
        guard let seconds = CodeOrder.seconds(turn.message, lasting: standard, &turn) else {
            return
        }
        // An account that is not there is refused as one that is not the actor's to let in.
        let id = centre.account(named: key(name[...]))?.id ?? AccountID(0)
        do throws(Refusal) {
            try tell(try issue(.recovery(id), for: seconds, by: actor, &turn), &turn)
        } catch .noSuchAccount {
            let phrase: Phrase =
                centre.may(actor, .inviteStaff) ? .noSuchAccount : .notYoursToLetIn
            turn.standard(.fail, "ACCOUNT_UNKNOWN", Line(Shown.middle(name[...])), phrase)
        }
    }

    /// Draws a code and keeps its hash; the code itself is in what comes back, and nowhere else.
    mutating func issue(
        _ purpose: Invitation.Purpose, for seconds: Int64, by actor: Actor, _ turn: inout Turn
    ) throws(Refusal) -> IssuedCode {
        let expires = max(turn.now, centre.time).advanced(seconds: seconds)
        let digits = freshCode(&turn)
        let key = codeKey(digits)
        let fact: Fact
        switch purpose {
        case .account(let roles, let rooms, let worker):
            fact = try centre.invite(
                roles, to: rooms, worker: worker, key: key, expires: expires, by: actor,
                at: turn.now)
        case .recovery(let id):
            fact = try centre.recover(id, key: key, expires: expires, by: actor, at: turn.now)
        }
        try commit(fact, &turn)
        guard case .invitation(.made(let invitation)) = fact.event else { throw .noSuchCode }
        return IssuedCode(digits: digits, invitation: invitation)
    }

    /// The code once, then a card to print, row by row.
    private func tell(_ code: IssuedCode, _ turn: inout Turn) throws(Refusal) {
        let number = Line("\(Int(code.invitation.number))")
        let until = localTime(code.invitation.expires, turn)
        turn.standard(
            .note, "CODE_MADE",
            "\(number) \(SpokenCode.grouped(code.digits, gap: "-")) "
                + "\(Shown.time(code.invitation.expires))",
            .codeMade, number.bytes, SpokenCode.grouped(code.digits), until)
        for row in card(code, turn.language) { turn.row("CARD", number, row) }
        turn.standard(.note, "END", number, .endOfList)
    }

    // MARK: Listing and calling back

    private func listCodes(_ actor: Actor, _ turn: inout Turn) {
        for one in centre.invitations(for: actor, at: turn.now) {
            let id = id(of: one, for: actor)
            turn.standard(
                .note, "CODE", "\(id) \(Shown.time(one.expires))", .codeRow, id,
                describe(one.purpose), localTime(one.expires, turn))
        }
        turn.standard(.note, "END", "", .endOfList)
    }

    private mutating func revokeCode(_ actor: Actor, _ turn: inout Turn) throws(Refusal) {
        let given = Array(turn.message[1])
        do throws(Refusal) {
            try revokeCode(given, by: actor, &turn)
        } catch .noSuchCode {
            return turn.refuse(.noSuchCode, about: given)
        }
        turn.standard(.note, "CODE_REVOKED", Line(Shown.middle(given[...])), .codeRevoked)
    }

    /// - Parameter given: as `id` writes it.
    mutating func revokeCode(
        _ given: [UInt8], by actor: Actor, _ turn: inout Turn
    ) throws(Refusal) {
        let parts = given.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        var maker = actor.person.account
        if parts.count == 2 {
            maker =
                parts[0].elementsEqual(Self.machine)
                ? AccountID(0) : centre.account(named: key(parts[0]))?.id
        }
        guard parts.count <= 2, let maker, let last = parts.last,
            let number = UInt32(String(decoding: last, as: UTF8.self))
        else { throw .noSuchCode }
        try commit(try centre.revoke(number, of: maker, by: actor, at: turn.now), &turn)
    }

    /// What stands for the machine's administrator where a maker is named.
    private static let machine = Array("*".utf8)

    /// What a code is called: its number, with the maker before it where that is somebody else.
    func id(of one: Invitation, for actor: Actor) -> [UInt8] {
        if PersonID(one.by) == actor.person { return Line("\(Int(one.number))").bytes }
        let maker = one.by == AccountID(0) ? Self.machine : name(of: one.by)
        return Line("\(maker)/\(Int(one.number))").bytes
    }

    /// What a code opens, as it was asked for: `parent #tue-circle worker=malika`.
    func describe(_ purpose: Invitation.Purpose) -> [UInt8] {
        switch purpose {
        case .account(let roles, let rooms, let worker):
            let names = Roles.each.filter { roles.contains($0.role) }.map(\.name)
            var line = Line(names.joined(separator: ","))
            for room in rooms.prefix(Limit.codeRoomsShown) { line = "\(line) \(name(of: room))" }
            if let worker { line = "\(line) worker=\(name(of: worker))" }
            return line.bytes
        case .recovery(let id): return Line("recover \(name(of: id))").bytes
        }
    }

    // MARK: The code itself

    /// Fourteen digits that nobody can foresee, for only this house has its key.
    private func freshCode(_ turn: inout Turn) -> [UInt8] {
        SpokenCode.digits(for: secrets(turn.seed(Secret.draw.rawValue)[...]).low)
    }

    /// What a code is found by.
    func codeKey(_ digits: [UInt8]) -> NameKey {
        NameKey(secrets(([Secret.code.rawValue] + digits)[...]))
    }

    /// What is hashed under the key of secrets; each kind begins with a byte of its own.
    private enum Secret: UInt8 {
        case code = 1
        case draw = 2
    }
}

/// A code that has just been made.
struct IssuedCode {
    /// Fourteen, as they are read out.
    let digits: [UInt8]
    let invitation: Invitation
}

/// What somebody asks a code for, as far as it can be read without the centre.
struct CodeOrder {
    var roles: Roles
    var rooms: [ArraySlice<UInt8>] = []
    var worker: ArraySlice<UInt8>?
    var seconds: Int64

    /// Nil where it cannot be read; why is said.
    ///
    /// - Parameter standard: how long it lasts where nothing is said.
    init?(_ message: Message, lasting standard: Int64, _ turn: inout Turn) {
        guard let roles = Self.roles(message[1]) else {
            turn.standard(.fail, "NO_SUCH_ROLE", Line(Shown.middle(message[1])), .noSuchRole)
            return nil
        }
        self.roles = roles
        seconds = standard
        for index in 2..<max(2, message.count) {
            let word = message[index]
            if word.first == UInt8(ascii: "#") {
                rooms.append(word)
            } else if let value = Self.value("worker=", word), !value.isEmpty {
                worker = value
            } else if let value = Self.value("for=", word), let span = Self.span(value) {
                seconds = span
            } else {
                turn.standard(.fail, "BAD_OPTION", Line(Shown.middle(word)), .badCodeOption)
                return nil
            }
        }
        guard rooms.count <= Rooms.Limit.invitationRooms else {
            turn.refuseTargets(Rooms.Limit.invitationRooms)
            return nil
        }
    }

    /// How long a code lasts by the options behind the second word; nil where there are others.
    static func seconds(
        _ message: Message, lasting standard: Int64, _ turn: inout Turn
    ) -> Int64? {
        var seconds = standard
        for index in 2..<max(2, message.count) {
            guard let value = value("for=", message[index]), let span = span(value) else {
                turn.standard(
                    .fail, "BAD_OPTION", Line(Shown.middle(message[index])), .badCodeOption)
                return nil
            }
            seconds = span
        }
        return seconds
    }

    /// `parent`, or several of the staff's: `facilitator,worker`.
    private static func roles(_ text: ArraySlice<UInt8>) -> Roles? {
        var roles = Roles()
        for word in text.split(separator: UInt8(ascii: ",")) {
            let folded = Name.folded(word)
            guard let known = Roles.each.first(where: { folded == Array($0.name.utf8) }) else {
                return nil
            }
            roles.insert(known.role)
        }
        return roles.isEmpty ? nil : roles
    }

    private static func value(
        _ name: StaticString, _ word: ArraySlice<UInt8>
    ) -> ArraySlice<UInt8>? {
        let name = Array("\(name)".utf8)
        return Name.folded(word.prefix(name.count)) == name ? word.dropFirst(name.count) : nil
    }

    /// `90m`, `48h`, `7d`: from five minutes to thirty days.
    static func span(_ text: ArraySlice<UInt8>) -> Int64? {
        let units: [UInt8: Int64] = [
            UInt8(ascii: "m"): 60, UInt8(ascii: "h"): 3600, UInt8(ascii: "d"): 86_400,
        ]
        guard let unit = text.last.flatMap({ units[$0 | 0x20] }), (2...4).contains(text.count),
            text.dropLast().allSatisfy({ 0x30...0x39 ~= $0 }),
            let count = Int64(String(decoding: text.dropLast(), as: UTF8.self))
        else { return nil }
        return Limit.codeSecondsAllowed.contains(count * unit) ? count * unit : nil
    }
}

/// Spans as people type them.
public enum CodeSpan {
    /// `90m`, `48h`, `7d`: from five minutes to thirty days; nil for anything else.
    public static func seconds(_ text: String) -> Int64? { CodeOrder.span(Array(text.utf8)[...]) }
}

extension Turn {
    /// A row of text that is no sentence of ours.
    mutating func row(_ code: String, _ context: Line, _ text: [UInt8]) {
        let words = text.isEmpty ? [UInt8(ascii: " ")] : text
        if held.contains(.standardReplies) {
            say(":\(server) NOTE \(message.command.text) \(code) \(context) :\(words)")
        } else {
            say(":\(Service.source) NOTICE \(nick) :\(words)")
        }
    }
}
