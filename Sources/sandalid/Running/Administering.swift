import Dispatch
import IRC
import Rooms
import Synchronization

/// The machine's own commands, through the engine like everyone else's.
extension CentreHost {
    func perform(_ command: AdminCommand, reply: @escaping @Sendable (AdminReply) -> Void) {
        commands.add(1, ordering: .relaxed)
        carryOut(command) { [self] answer in
            commands.subtract(1, ordering: .relaxed)
            reply(answer)
        }
    }

    private func carryOut(
        _ command: AdminCommand, _ reply: @escaping @Sendable (AdminReply) -> Void
    ) {
        switch command {
        case .addAccount(let name, let roles, let password?):
            withVerifier(password, reply) { host, secret in
                let errand = Errand.addAccount(
                    name: Array(name.utf8), roles: roles, verifier: secret.verifier,
                    scram: secret.scram)
                host.run(errand) { reply(AdminReply($0, command)) }
            }
        case .setPassword(let account, let password):
            withVerifier(password, reply) { host, secret in
                let errand = Errand.setPassword(
                    account: Array(account.utf8), verifier: secret.verifier, scram: secret.scram)
                host.run(errand) { reply(AdminReply($0, command)) }
            }
        case .exportAccount(let account): export(Array(account.utf8), reply)
        case .status:
            run(.count) { [self] counted in
                let rows = retentionRows + diskRows
                // Of the keys it is read in their file.
                disk.async { [keys] in
                    reply(AdminReply(counted, command).adding(keys.statusRows + rows))
                }
            }
        case .advanceClock(let seconds):
            guard clock.advance(seconds: seconds) else {
                return reply(.refused("This server's clock cannot be moved."))
            }
            clockMoved()
            reply(.done([]))
        default:
            guard let errand = Errand(command) else {
                return reply(.refused("This command goes to a running server."))
            }
            run(errand) { reply(AdminReply($0, command)) }
        }
    }

    private func withVerifier(
        _ password: String, _ reply: @escaping @Sendable (AdminReply) -> Void,
        _ then: @escaping @Sendable (CentreHost, NewSecret) -> Void
    ) {
        queue.async { [self] in
            passwords.hash(
                Array(password.utf8), scram: offersSCRAM, pepper: keys.pepper
            ) { [weak self] secret in
                guard let self, let secret else {
                    return reply(
                        .refused("The password could not be stored. Please try again."))
                }
                then(self, secret)
            }
        }
    }
}

extension Errand {
    /// Nil for what needs a password hashed first, or is not a centre's business.
    init?(_ command: AdminCommand) {
        switch command {
        case .addAccount(let name, let roles, nil):
            self = .addAccount(name: Array(name.utf8), roles: roles, verifier: nil)
        case .listAccounts: self = .listAccounts
        case .setRoles(let account, let roles):
            self = .setRoles(account: Array(account.utf8), roles: roles)
        case .makeRoom(let name, let title, let leader):
            self = .makeRoom(
                name: Array(name.utf8), title: Array(title.utf8),
                leader: leader.map { Array($0.utf8) })
        case .enrol(let room, let account, let standing):
            self = .enrol(
                room: Array(room.utf8), account: Array(account.utf8), standing: standing ?? [])
        case .makeCase(let parent, let worker):
            self = .openCase(parent: Array(parent.utf8), worker: Array(worker.utf8))
        case .newCode(let roles, let rooms, let worker, let seconds):
            self = .newCode(
                roles: roles, rooms: rooms.map { Array($0.utf8) },
                worker: worker.map { Array($0.utf8) }, seconds: seconds)
        case .recoveryCode(let account, let seconds):
            self = .recoveryCode(account: Array(account.utf8), seconds: seconds)
        case .listCodes: self = .listCodes
        case .listRooms: self = .listRooms
        case .listCases: self = .listCases
        case .revokeCode(let id): self = .revokeCode(id: Array(id.utf8))
        case .status: self = .count
        case .eraseAccount(let account): self = .erase(account: Array(account.utf8))
        case .suspendAccount(let account, let isSuspended):
            self = .suspend(account: Array(account.utf8), isSuspended)
        case .exportAccount(let account): self = .export(account: Array(account.utf8))
        case .trustClock: self = .trustClock
        case .addAccount, .setPassword, .advanceClock, .inCentre, .addCentre, .listCentres,
            .removeCentre, .adoptBackup:
            return nil
        }
    }
}

extension AdminReply {
    /// More rows behind those of an answer that is not a refusal.
    func adding(_ rows: [String]) -> AdminReply {
        if case .done(let before) = self { .done(before + rows) } else { self }
    }

    init(_ outcome: ErrandOutcome, _ command: AdminCommand) {
        switch outcome {
        case .done: self = .done([])
        case .rows(let rows): self = .done(rows.map { String(decoding: $0, as: UTF8.self) })
        case .accounts(let accounts):
            self = .done(
                accounts.map { account in
                    let roles = Roles.each.filter { account.roles.contains($0.role) }
                        .map(\.name).joined(separator: ",")
                    return String(decoding: account.name, as: UTF8.self) + " " + roles
                        + (account.isSuspended ? " suspended" : "")
                })
        case .export(_, let rows):
            self = .done(rows.map { String(decoding: $0.json, as: UTF8.self) })
        case .counted(let persons, let connections, let rooms, let accounts, let position):
            self = .done([
                "people \(persons)", "connections \(connections)", "rooms \(rooms)",
                "accounts \(accounts)", "events \(position.number)",
            ])
        case .refused(let refusal): self = .refused(Self.sentence(refusal, command))
        case .closed:
            self = .refused("This centre was just closed, and nothing was done. Please try again.")
        case .badName:
            self = .refused(
                "An account's name has 3 to 20 letters, digits or - and begins with a letter; "
                    + "a room's name begins with #.")
        case .badTitle:
            self = .refused("A title has at most 300 bytes, and no line ends or tabs.")
        }
    }

    private static func sentence(_ refusal: Refusal, _ command: AdminCommand) -> String {
        switch (command, refusal) {
        case (.enrol(let room, let account, _), .alreadyThere):
            "\(account) may come to \(room) already."
        // There may be several in one command.
        case (.enrol(_, let account, _), .noSuchAccount), (.enrol(_, let account, _), .wrongRole):
            "\(account): \(sentence(refusal))"
        case (.makeCase(let parent, _), .alreadyThere):
            "\(parent) has a worker channel already."
        default: sentence(refusal)
        }
    }

    private static func sentence(_ refusal: Refusal) -> String {
        switch refusal {
        case .noSuchAccount: "There is no such account."
        case .noSuchRoom: "There is no such room."
        case .nameTaken: "This name is taken, or looks like one that is."
        case .alreadyThere: "That is so already."
        case .hasCharges(let count):
            "The account answers for worker channels (\(count)): `sandalid case list` shows them. "
                + "Its worker or an administrator hands them over first, by CASE HANDOVER."
        case .wrongRole(let needed):
            "The account needs the role "
                + (Roles.each.first { needed.contains($0.role) }?.name ?? "") + " for this."
        case .noSuchCode: "There is no open code of this number."
        case .tooManyCodes: "There are too many open codes. Please revoke some first."
        case .tooManyRooms: "These are too many rooms for one code."
        case .storageFull: "The disk is full. Nothing was changed."
        default: "This cannot be done."
        }
    }
}
