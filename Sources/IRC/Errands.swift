public import Rooms
import Wire

/// What `sandalid` on the machine asks of a centre.
public enum Errand: Equatable, Sendable {
    /// - Parameter verifier: of the password, computed outside; nil: nobody can sign in yet.
    /// - Parameter scram: of the same password, where SCRAM is offered.
    case addAccount(name: [UInt8], roles: Roles, verifier: [UInt8]?, scram: [UInt8]? = nil)
    case listAccounts
    case setPassword(account: [UInt8], verifier: [UInt8], scram: [UInt8]? = nil)
    case setRoles(account: [UInt8], roles: Roles)
    /// - Parameter leader: the account that is `@` there.
    case makeRoom(name: [UInt8], title: [UInt8], leader: [UInt8]?)
    case enrol(room: [UInt8], account: [UInt8], standing: Prefixes)
    case openCase(parent: [UInt8], worker: [UInt8])
    case count
    /// - Parameters:
    ///   - worker: the account that gets a channel with the new one.
    ///   - seconds: how long the code lasts.
    case newCode(roles: Roles, rooms: [[UInt8]], worker: [UInt8]?, seconds: Int64)
    case recoveryCode(account: [UInt8], seconds: Int64)
    case listCodes
    /// Every room of a group, and who may come.
    case listRooms
    /// Every worker channel, whose it is and who answers there.
    case listCases
    /// - Parameter id: as `listCodes` writes it.
    case revokeCode(id: [UInt8])
    /// Ends an account for good, at the person's wish; nobody else is asked.
    case erase(account: [UInt8])
    /// What is known of an account; what it wrote is read outside.
    case export(account: [UInt8])
    /// Keeps an account out, or lets it in again.
    case suspend(account: [UInt8], Bool)
    /// The clock is right: words are wiped by their age again.
    case trustClock
}

/// What came of an errand.
public enum ErrandOutcome: Equatable, Sendable {
    case done
    /// In the order in which they were made.
    case accounts([ListedAccount])
    case counted(persons: Int, connections: Int, rooms: Int, accounts: Int, position: Position)
    /// Rows of text.
    case rows([[UInt8]])
    case export(AccountID, [ExportRow])
    case refused(Refusal)
    /// The centre's file was closed meanwhile: nothing was done.
    case closed
    /// The name does not have the form of an account's or a room's name.
    case badName
    /// The title is longer than a topic may be, or has control characters.
    case badTitle
}

/// An account as the list of them shows it.
public struct ListedAccount: Equatable, Sendable {
    /// As it was typed when it was made.
    public let name: [UInt8]
    /// What it may do, if it is let in.
    public let roles: Roles
    /// Whether it is kept out until it is restored.
    public let isSuspended: Bool

    /// Only puts the three together.
    public init(name: [UInt8], roles: Roles, isSuspended: Bool) {
        self.name = name
        self.roles = roles
        self.isSuspended = isSuspended
    }
}

extension House {
    /// Runs an errand; those whom it concerns hear of it as of any other change.
    public mutating func run(_ errand: Errand, _ turn: inout Turn) -> ErrandOutcome {
        turn.beginErrand()
        do throws(Refusal) {
            return try attend(errand, &turn)
        } catch {
            return .refused(error)
        }
    }

    private mutating func attend(
        _ errand: Errand, _ turn: inout Turn
    ) throws(Refusal) -> ErrandOutcome {
        switch errand {
        case .addAccount(let name, let roles, let verifier, let scram):
            let name = named(name[...])
            guard mayName(name) else { return .badName }
            return try commitAll(
                try centre.makeAccount(
                    name, roles: roles, verifier: verifier, scram: scram, by: .machine),
                &turn)
        case .listAccounts:
            return .accounts(
                centre.accounts.filter { !$0.isErased }.map {
                    ListedAccount(
                        name: name(of: $0.id), roles: $0.roles,
                        isSuspended: centre.access.suspended.contains($0.id))
                })
        case .setPassword(let account, let verifier, let scram):
            let id = try accountID(account)
            // Whoever has the old password, a device or a token is let go.
            let facts = centre.renew(id, verifier: verifier, scram: scram, by: AccountID(0))
            let outcome = try commitAll(facts, &turn)
            cut(PersonID(id), saying: .passwordChanged, &turn) { _ in true }
            return outcome
        case .setRoles(let account, let roles):
            let id = try accountID(account)
            try setRoles(of: id, to: roles, by: .machine, &turn)
            return .done
        case .makeRoom(let name, let title, let leader):
            return try makeRoom(name, title, leader, &turn)
        case .enrol(let room, let account, let standing):
            guard let id = centre.room(named: key(room[...])) else { throw .noSuchRoom }
            let account = try accountID(account)
            let given = standing.isEmpty ? nil : standing
            return try commitAll(
                [try centre.enrol(account, in: id, as: given, by: .machine)], &turn)
        case .openCase(let parent, let worker): return try openCase(parent, worker, &turn)
        case .newCode(let roles, let rooms, let worker, let seconds):
            return try newCode(roles, rooms, worker, seconds, &turn)
        case .recoveryCode(let account, let seconds):
            let id = try accountID(account)
            return .rows(
                card(
                    try issue(.recovery(id), for: seconds, by: .machine, &turn), turn.language))
        case .listCodes: return .rows(codeRows(turn))
        case .listRooms: return .rows(roomRows)
        case .listCases: return .rows(caseRows)
        case .revokeCode(let id):
            try revokeCode(id, by: .machine, &turn)
            return .done
        case .erase(let account):
            let id = try accountID(account)
            try erase(id, try centre.erase(id, by: .machine), &turn)
            return .done
        case .suspend(let account, let isSuspended):
            let id = try accountID(account)
            guard isSuspended else {
                return try commitAll([try centre.restore(id, by: .machine)], &turn)
            }
            try suspend(id, by: .machine, &turn)
            return .done
        case .export(let account):
            let id = try accountID(account)
            try commit(try centre.wish(.export, .done, of: id, by: .machine), &turn)
            return .export(id, exportHead(of: id))
        case .trustClock:
            guard centre.keeping.isSuspended else { throw .alreadyThere }
            return suspend(false, &turn) ? .done : .refused(.storageFull)
        case .count:
            return .counted(
                persons: people.persons.count, connections: people.clients.count,
                rooms: centre.rooms.count, accounts: centre.accounts.count,
                position: centre.position)
        }
    }

    private mutating func commitAll(
        _ facts: [Fact], _ turn: inout Turn
    ) throws(Refusal) -> ErrandOutcome {
        for fact in facts { try commit(fact, &turn) }
        return .done
    }

    private func accountID(_ name: [UInt8]) throws(Refusal) -> AccountID {
        guard let account = centre.account(named: key(name[...])) else { throw .noSuchAccount }
        return account.id
    }

    private mutating func newCode(
        _ roles: Roles, _ rooms: [[UInt8]], _ worker: [UInt8]?, _ seconds: Int64,
        _ turn: inout Turn
    ) throws(Refusal) -> ErrandOutcome {
        var ids: [RoomID] = []
        for name in rooms {
            guard let id = centre.room(named: key(name[...])) else { throw .noSuchRoom }
            ids.append(id)
        }
        let own: AccountID? = if let worker { try accountID(worker) } else { nil }
        let purpose = Invitation.Purpose.account(roles, rooms: ids, worker: own)
        return .rows(card(try issue(purpose, for: seconds, by: .machine, &turn), turn.language))
    }

    /// A room, and those on its list with their standing, as NAMES writes it.
    private var roomRows: [[UInt8]] {
        centre.rooms.values.filter { $0.kind == .group }.sorted { $0.id < $1.id }.map { room in
            var row = name(of: room.id)
            for one in room.enrolled {
                row.append(UInt8(ascii: " "))
                row += PrefixSign.signs(one.prefixes, all: false)
                row += name(of: one.account)
            }
            return row
        }
    }

    /// The channel, the family's account, the worker, and who stands in.
    private var caseRows: [[UInt8]] {
        centre.cases.values.sorted { $0.room < $1.room }.map { own in
            let row: Line = "\(name(of: own.room)) \(name(of: own.parent)) \(name(of: own.worker))"
            let cover: Line = own.cover.map { " cover=\(name(of: $0.account))" } ?? ""
            return (row + cover + (own.isClosed ? " closed" : "")).bytes
        }
    }

    private func codeRows(_ turn: Turn) -> [[UInt8]] {
        centre.invitations(for: .machine, at: turn.now).map { one in
            Phrase.codeRow.text(
                turn.language,
                [id(of: one, for: .machine), describe(one.purpose), localTime(one.expires, turn)]
            ).bytes
        }
    }

    private mutating func makeRoom(
        _ name: [UInt8], _ title: [UInt8], _ leader: [UInt8]?, _ turn: inout Turn
    ) throws(Refusal) -> ErrandOutcome {
        guard Name.channelFault(name[...]) == nil, name.first == UInt8(ascii: "#") else {
            return .badName
        }
        // It stands in lines of LIST: a line end in it would begin another line.
        guard title.count <= Limit.topicBytes, !title.contains(where: { $0 < 32 }) else {
            return .badTitle
        }
        let account: AccountID? = if let leader { try accountID(leader) } else { nil }
        let facts = try centre.makeRoom(
            named(name[...]), kind: .group, title: title.isEmpty ? nil : title, by: .machine)
        for fact in facts { try commit(fact, &turn) }
        if let account {
            let room = facts[0].event.room
            try commit(
                try centre.enrol(account, in: room, as: .operator_, by: .machine), &turn)
        }
        return .done
    }

    private mutating func openCase(
        _ parent: [UInt8], _ worker: [UInt8], _ turn: inout Turn
    ) throws(Refusal) -> ErrandOutcome {
        let family = try accountID(parent)
        let own = try accountID(worker)
        let name = Line("&\(self.name(of: family))").bytes
        let facts = try centre.openCase(
            named(name[...]), parent: family, worker: own, by: .machine)
        for fact in facts { try commit(fact, &turn) }
        try bringIn(facts[0].event.room, [family, own], &turn)
        return .done
    }
}

extension Turn {
    /// Makes ready for an errand, which no connection asked for.
    public mutating func beginErrand() {
        begin(ConnectionID(loop: .max, slot: 0, generation: 0), Turn.nothing)
    }
}
