import Rooms

/// What can be asked of a centre on its own machine, by whoever may read its data directory.
enum AdminCommand: Equatable, Sendable {
    /// Nil: nobody can sign in with a password until one is set.
    case addAccount(name: String, roles: Roles, password: String?)
    case listAccounts
    case setPassword(account: String, password: String)
    case setRoles(account: String, roles: Roles)
    /// - Parameter leader: the account that is `@` there.
    case makeRoom(name: String, title: String, leader: String?)
    /// - Parameter standing: empty for a member, `%` or `@`; nil: as the account's roles have it.
    case enrol(room: String, account: String, standing: Prefixes?)
    case makeCase(parent: String, worker: String)
    /// - Parameter worker: nil: no channel.
    case newCode(roles: Roles, rooms: [String], worker: String?, seconds: Int64)
    case recoveryCode(account: String, seconds: Int64)
    case listCodes
    case listRooms
    case listCases
    /// - Parameter id: as `listCodes` writes it.
    case revokeCode(id: String)
    case eraseAccount(account: String)
    /// Keeps an account out, or lets it in again.
    case suspendAccount(account: String, Bool)
    /// Everything that is an account's, a row of JSON each.
    case exportAccount(account: String)
    /// The clock is right although it has jumped.
    case trustClock
    case status
    /// One of the above in another centre than the default one.
    indirect case inCentre(String, AdminCommand)
    /// Makes a centre.
    ///
    /// - Parameter settings: the text of its file of settings.
    case addCentre(name: String, settings: String)
    case listCentres
    /// Takes a centre off the server; its files are moved aside.
    case removeCentre(name: String)
    /// Puts the verified backup that lies ready beside a centre's log in its place.
    ///
    /// - Parameter replacing: whether something that is there may be moved aside.
    case adoptBackup(centre: String, replacing: Bool)
    /// Moves a test clock forward; refused by any other.
    case advanceClock(seconds: Int64)
}

extension AdminCommand {
    /// Whether a centre may begin with it: nothing else has anything to do where nobody has a name.
    var beginsCentre: Bool {
        switch self {
        case .addAccount, .makeRoom, .newCode: true
        default: false
        }
    }
}

/// What came of a command.
enum AdminReply: Equatable, Sendable {
    /// Lines for whoever asked.
    case done([String])
    /// Why not, as a sentence for whoever asked.
    case refused(String)
}

/// A centre that takes commands: the running server's, or one whose file this process holds alone.
protocol Administration: AnyObject, Sendable {
    /// Does what is asked, and answers once what came of it is in the log; exactly once, on any
    /// queue.
    func perform(_ command: AdminCommand, reply: @escaping @Sendable (AdminReply) -> Void)

    /// Waits until the words of those are wiped who were erased by commands that are answered.
    ///
    /// - Returns: whether it could be done; if not, the next start does it.
    func finishErasing() -> Bool
}

extension Administration {
    /// A server that goes on running wipes after it has answered.
    func finishErasing() -> Bool { true }
}
