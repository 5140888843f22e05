import Rooms

/// A request that is not one.
struct AdminFault: Error, Equatable {
    /// A sentence for whoever asked.
    let what: String
}

/// One request is one line: fields with a single space between them, in which spaces, `%` and
/// control characters stand as `%20`. The answer is lines that begin with `+ `, then `END`, or
/// `ERROR` with a sentence.
extension AdminCommand {
    var line: String { fields.map(Self.escaped).joined(separator: " ") }

    init(line: String) throws(AdminFault) {
        let parts = line.split(separator: " ", omittingEmptySubsequences: false)
        var fields: [String] = []
        for part in parts {
            guard let field = Self.unescaped(part) else { throw AdminFault(what: "Broken %.") }
            fields.append(field)
        }
        try self.init(fields: fields)
    }

    private var fields: [String] {
        switch self {
        case .addAccount(let name, let roles, let password):
            ["account-add", name, roles.names] + (password.map { [$0] } ?? [])
        case .listAccounts: ["account-list"]
        case .setPassword(let account, let password): ["account-passwd", account, password]
        case .setRoles(let account, let roles): ["account-role", account, roles.names]
        case .makeRoom(let name, let title, let leader):
            ["room-new", name, title] + (leader.map { [$0] } ?? [])
        case .enrol(let room, let account, let standing):
            ["room-enrol", room, account] + (standing.map { [String($0.rawValue)] } ?? [])
        case .makeCase(let parent, let worker): ["case-new", parent, worker]
        case .newCode(let roles, let rooms, let worker, let seconds):
            ["code-new", roles.names, String(seconds), worker ?? "-"] + rooms
        case .recoveryCode(let account, let seconds):
            ["code-recover", account, String(seconds)]
        case .listCodes: ["code-list"]
        case .listRooms: ["room-list"]
        case .listCases: ["case-list"]
        case .revokeCode(let id): ["code-revoke", id]
        case .eraseAccount(let account): ["account-erase", account]
        case .suspendAccount(let account, let isSuspended):
            [isSuspended ? "account-suspend" : "account-restore", account]
        case .exportAccount(let account): ["account-export", account]
        case .trustClock: ["clock-trust"]
        case .status: ["status"]
        case .inCentre(let name, let command): ["@" + name] + command.fields
        case .addCentre(let name, let settings): ["centre-add", name, settings]
        case .listCentres: ["centre-list"]
        case .removeCentre(let name): ["centre-remove", name]
        case .adoptBackup(let name, let replacing):
            ["centre-adopt", name, replacing ? "replacing" : "new"]
        case .advanceClock(let seconds): ["clock", String(seconds)]
        }
    }

    private init(fields: [String]) throws(AdminFault) {
        if fields[0].hasPrefix("@"), fields.count > 1 {
            let command = try AdminCommand(fields: Array(fields.dropFirst()))
            guard command.isOfCentre else {
                throw AdminFault(what: "That is not asked of one centre.")
            }
            self = .inCentre(String(fields[0].dropFirst()), command)
            return
        }
        switch (fields[0], fields.count) {
        case ("account-add", 3...4):
            self = .addAccount(
                name: fields[1], roles: try Roles(names: fields[2]),
                password: fields.count == 4 ? fields[3] : nil)
        case ("account-list", 1): self = .listAccounts
        case ("account-passwd", 3): self = .setPassword(account: fields[1], password: fields[2])
        case ("account-role", 3):
            self = .setRoles(account: fields[1], roles: try Roles(names: fields[2]))
        case ("room-new", 3...4):
            self = .makeRoom(
                name: fields[1], title: fields[2], leader: fields.count == 4 ? fields[3] : nil)
        case ("room-enrol", 3):
            self = .enrol(room: fields[1], account: fields[2], standing: nil)
        case ("room-enrol", 4):
            guard let bits = UInt8(fields[3]) else { throw AdminFault(what: "No such standing.") }
            self = .enrol(room: fields[1], account: fields[2], standing: Prefixes(rawValue: bits))
        case ("case-new", 3): self = .makeCase(parent: fields[1], worker: fields[2])
        case ("code-new", 4...): self = try Self.newCode(fields)
        case ("code-recover", 3):
            self = .recoveryCode(account: fields[1], seconds: try Self.seconds(fields[2]))
        case ("code-list", 1): self = .listCodes
        case ("room-list", 1): self = .listRooms
        case ("case-list", 1): self = .listCases
        case ("code-revoke", 2): self = .revokeCode(id: fields[1])
        case ("account-erase", 2): self = .eraseAccount(account: fields[1])
        case ("account-suspend", 2): self = .suspendAccount(account: fields[1], true)
        case ("account-restore", 2): self = .suspendAccount(account: fields[1], false)
        case ("account-export", 2): self = .exportAccount(account: fields[1])
        case ("clock-trust", 1): self = .trustClock
        case ("status", 1): self = .status
        case ("centre-add", 3): self = .addCentre(name: fields[1], settings: fields[2])
        case ("centre-list", 1): self = .listCentres
        case ("centre-remove", 2): self = .removeCentre(name: fields[1])
        case ("centre-adopt", 3) where ["replacing", "new"].contains(fields[2]):
            self = .adoptBackup(centre: fields[1], replacing: fields[2] == "replacing")
        case ("clock", 2):
            self = .advanceClock(seconds: try Self.seconds(fields[1]))
        default:
            throw AdminFault(what: "This server does not know that request; is it older?")
        }
    }

    /// Whether it is asked of one centre, and not of the server.
    private var isOfCentre: Bool {
        switch self {
        case .inCentre, .addCentre, .listCentres, .removeCentre, .adoptBackup, .advanceClock: false
        default: true
        }
    }

    private static func newCode(_ fields: [String]) throws(AdminFault) -> AdminCommand {
        .newCode(
            roles: try Roles(names: fields[1]), rooms: Array(fields[4...]),
            // No account's name begins so.
            worker: fields[3] == "-" ? nil : fields[3], seconds: try seconds(fields[2]))
    }

    private static func seconds(_ text: String) throws(AdminFault) -> Int64 {
        guard let seconds = Int64(text) else { throw AdminFault(what: "No such span.") }
        return seconds
    }

    private static func escaped(_ field: String) -> String {
        var bytes: [UInt8] = []
        for byte in field.utf8 {
            if byte > 0x20, byte != UInt8(ascii: "%"), byte != 0x7f {
                bytes.append(byte)
            } else {
                let digits = String(byte, radix: 16)
                bytes += "%\(digits.utf8.count == 1 ? "0" : "")\(digits)".utf8
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func unescaped(_ part: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = part.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let value = UInt8(Substring(rest.prefix(2)), radix: 16), rest.count >= 2 else {
                return nil
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}

extension AdminReply {
    /// The answer's lines, each with its ending.
    var text: String {
        switch self {
        case .done(let rows): rows.map { "+ \(Self.oneLine($0))\n" }.joined() + "END\n"
        case .refused(let why): "ERROR \(Self.oneLine(why))\n"
        }
    }

    private static func oneLine(_ text: String) -> String {
        String(text.map { $0.isNewline ? " " : $0 })
    }
}

extension Roles {
    /// `facilitator,worker`, in the order in which roles are listed.
    var names: String {
        Roles.each.filter { contains($0.role) }.map(\.name).joined(separator: ",")
    }

    init(names: String) throws(AdminFault) {
        self = []
        for name in names.split(separator: ",") {
            guard let role = Roles.each.first(where: { $0.name == name })?.role else {
                throw AdminFault(what: "There is no role \(name).")
            }
            insert(role)
        }
        guard !isEmpty else { throw AdminFault(what: "An account needs a role.") }
    }
}
