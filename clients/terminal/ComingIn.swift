import Foundation
import SandaliKit
import Wire

/// Who comes, and where to.
extension Program {
    struct GaveUp: Error {}

    func plan() async throws -> Plan {
        _ = try command.language(environment)
        let server = try command.server(environment)
        let fingerprint = try command.pin()
        var plan = Plan(
            server: server, identity: Identity(nickname: ""), fingerprint: fingerprint,
            plain: command.plain, rooms: command.rooms, language: language,
            knownServers: Plan.knownServers(environment))
        if command.code {
            try await takeInvitation(&plan)
        } else {
            try await takeAccount(&plan)
        }
        // The account's own language goes before it. English is what a machine speaks that nobody
        // has told anything, so that it is no wish, unless it was named.
        if command.language != nil || language != .english {
            plan.identity.language = language.rawValue
        }
        return plan
    }

    /// The account from the arguments, the environment, this device or the person; without one
    /// only a nickname that was named, as open servers allow.
    private func takeAccount(_ plan: inout Plan) async throws {
        var account = command.account ?? environment["SANDALI_ACCOUNT"]
        if account == nil, let nick = command.nick {
            return plan.identity = Identity(nickname: nick)
        }
        if account == nil, isTerminal {
            let known = DeviceFiles.accounts(folder: devices, server: plan.server)
            account = known.count == 1 && keepsDevice(plan) ? known[0] : nil
            if account == nil {
                say(.aboutInvitation)
                account = try await ask(.askAccount, hidden: false)
            }
            if account?.isEmpty == true { return try await takeInvitation(&plan) }
        }
        guard let account, !account.isEmpty else { throw WrongUse(phrase: .needsAccount) }
        try await takeCredentials(account, &plan)
    }

    /// By this device's certificate where it has one, else by a password.
    private func takeCredentials(_ account: String, _ plan: inout Plan) async throws {
        takeDevice(account, &plan)
        let isGiven = environment["SANDALI_PASSWORD"] != nil || command.signIn == .pass
        let isKnown = plan.device?.exist == true && !isGiven
        plan.identity = Identity(
            nickname: command.nick ?? Self.nickname(of: account),
            credentials: Identity.Credentials(
                account: account, password: isKnown ? "" : try await password(of: account)),
            method: isKnown ? .certificate : command.signIn == .pass ? .pass : .sasl)
    }

    func password(of account: String) async throws -> String {
        if let password = environment["SANDALI_PASSWORD"] { return password }
        guard isTerminal else { throw WrongUse(phrase: .needsPassword) }
        return try await ask(.askPassword(account: Neutral.text(account)), hidden: true)
    }

    func ask(_ phrase: Phrase, hidden: Bool) async throws -> String {
        guard let answer = await keyboard.ask(text(phrase), hidden: hidden) else { throw GaveUp() }
        return answer
    }

    // MARK: This device

    private var devices: String { Plan.devices(environment) }

    /// Only where a person sits: a script brings its own password, or a certificate of its own.
    private func keepsDevice(_ plan: Plan) -> Bool {
        isTerminal && !plan.plain && !command.noDevice && command.signIn == .sasl
    }

    private func takeDevice(_ account: String, _ plan: inout Plan) {
        guard keepsDevice(plan) else { return }
        plan.device = DeviceFiles(folder: devices, server: plan.server, account: account)
    }

    // MARK: By invitation

    /// Asks a new person for the code, a name and a password.
    private func takeInvitation(_ plan: inout Plan) async throws {
        guard isTerminal else { throw WrongUse(phrase: .needsAccount) }
        let code = try await askCode()
        let account = try await newAccount()
        plan.identity = Identity(
            nickname: command.nick ?? Self.nickname(of: account),
            credentials: Identity.Credentials(account: account, password: try await newPassword()),
            method: .invitation(code: code))
        takeDevice(account, &plan)
    }

    /// What stands before an account's `@centre`.
    private static func nickname(of account: String) -> String {
        account.lastIndex(of: "@").map { String(account[..<$0]) } ?? account
    }

    private func newAccount() async throws -> String {
        if let account = command.account { return account }
        while true {
            say(.aboutNewAccount)
            let account = try await ask(.askNewAccount, hidden: false)
            let name = Self.nickname(of: account)
            if Name.accountFault(Array(name.utf8)[...]) == nil { return account }
        }
    }

    private func askCode() async throws -> String {
        while true {
            let text = try await ask(.askCode, hidden: false)
            if case .code(let digits) = SpokenCode.read(Array(text.utf8)[...]) {
                return String(decoding: digits, as: UTF8.self)
            }
            say(.slipInCode)
        }
    }

    private func newPassword() async throws -> String {
        while true {
            say(.aboutNewPassword)
            let first = try await ask(.askNewPassword, hidden: true)
            if first.isEmpty {
                let made = Self.drawnPassword()
                say(.madePassword(made))
                return made
            }
            guard first.count >= Limit.passwordLetters else {
                say(.passwordShort)
                continue
            }
            if try await ask(.askAgain, hidden: true) == first { return first }
            say(.passwordsDiffer)
        }
    }

    /// Sixteen letters and digits that are hard to misread: 79 bits.
    private static func drawnPassword() -> String {
        let letters = Array("abcdefghjkmnpqrstuvwxyz23456789")
        let drawn = (0..<16).map { _ in letters[Int.random(in: letters.indices)] }
        return stride(from: 0, to: 16, by: 4).map { String(drawn[$0..<$0 + 4]) }
            .joined(separator: "-")
    }

    private func say(_ phrase: Phrase) { say(text(phrase)) }

    private func say(_ words: String) {
        Standard.write("\r\u{1b}[K")
        Standard.say(words)
    }

    // MARK: Connecting

    /// Connects, and asks again where a person can do better.
    func comeIn(_ wish: Plan) async throws -> (Client, Plan) {
        var plan = wish
        var passwords = Limit.passwords
        while true {
            makeDevice(&plan)
            do throws(ConnectError) {
                let client = try await Client.connect(
                    to: plan.server, as: plan.identity, options: plan.options(asking),
                    then: Plan.joining(plan.rooms))
                // A code is used up; from now on the password is what there is.
                if case .invitation = plan.identity.method { plan.identity.method = .sasl }
                return (client, plan)
            } catch {
                guard isTerminal, try await mend(&plan, error, &passwords)
                else { throw error }
            }
        }
    }

    /// A certificate is made before the first connection, so that it can be shown.
    private func makeDevice(_ plan: inout Plan) {
        guard let device = plan.device, !device.exist else { return }
        do {
            try device.make()
            plan.hasMadeDevice = true
        } catch {
            // Where nothing can be kept, the password is asked for each time.
            plan.device = nil
        }
    }

    private enum Limit {
        /// How often a password is asked for anew that did not fit.
        static let passwords = 3
        /// Letters of a new password, at least: what the questions say, and what servers take.
        static let passwordLetters = 8
    }

    /// What can be done about a refusal.
    ///
    /// - Parameter passwords: how often one may still be asked for.
    /// - Returns: whether it is worth another try.
    private func mend(
        _ plan: inout Plan, _ error: ConnectError, _ passwords: inout Int
    ) async throws -> Bool {
        switch (error, plan.identity.method) {
        case (.invitationRefused(let code, let words), .invitation):
            say(.invitationRefused(words: Neutral.text(words)))
            return try await mendInvitation(&plan, code)
        case (.signInRefused, .certificate), (.signInNotOffered, .certificate):
            guard let account = plan.identity.credentials?.account else { return false }
            // What the device has is kept: the account may only be closed for now.
            say(Phrase(error, by: plan))
            plan.identity.method = .sasl
            plan.identity.credentials?.password = try await password(of: account)
            return true
        case (.signInRefused(let words), .sasl), (.signInRefused(let words), .pass):
            guard let account = plan.identity.credentials?.account, passwords > 0,
                environment["SANDALI_PASSWORD"] == nil
            else { return false }
            passwords -= 1
            say(Neutral.text(words))
            let password = try await password(of: account)
            plan.identity.credentials?.password = password
            return !password.isEmpty
        default: return false
        }
    }

    private func mendInvitation(_ plan: inout Plan, _ code: String) async throws -> Bool {
        switch code {
        case "INVALID_CODE", "CODE_MISTYPED":
            plan.identity.method = .invitation(code: try await askCode())
        case "ACCOUNT_EXISTS", "BAD_ACCOUNT_NAME", "USERNAME_EXISTS":
            // Somebody else's on this telephone may bear the name that was tried.
            if plan.hasMadeDevice { plan.device?.remove() }
            plan.hasMadeDevice = false
            let account = try await ask(.askNewAccount, hidden: false)
            guard !account.isEmpty else { return false }
            plan.identity.credentials?.account = account
            plan.identity.nickname = command.nick ?? Self.nickname(of: account)
            takeDevice(account, &plan)
        case "WEAK_PASSWORD", "UNACCEPTABLE_PASSWORD":
            plan.identity.credentials?.password = try await newPassword()
        default: return false
        }
        return true
    }
}
