import ArgumentParser
import Rooms

struct AccountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "The centre's accounts.",
        subcommands: [
            Add.self, List.self, Password.self, Role.self, Export.self, Erase.self,
            Suspend.self, Restore.self,
        ])

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Make an account.")

        @OptionGroup var options: CentreOptions
        @OptionGroup var password: PasswordOptions

        @Argument(help: "3 to 20 Latin letters, digits or hyphens.")
        var name: String

        @Option(
            name: .long, help: "parent, facilitator, worker, lead or administrator; may repeat.")
        var role: [String]

        @Flag(name: .long, help: "Leave it without a password for now.")
        var withoutPassword = false

        func run() throws {
            let roles = try RoleWords.read(role)
            let word = withoutPassword ? nil : try password.read(for: name, .login)
            try Asking.ask(
                .addAccount(name: name, roles: roles, password: word), try options.load())
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the accounts with their roles, and who is suspended.")

        @OptionGroup var options: CentreOptions

        func run() throws {
            try Asking.ask(.listAccounts, try options.load())
        }
    }

    struct Password: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "passwd", abstract: "Set an account's password.")

        @OptionGroup var options: CentreOptions
        @OptionGroup var password: PasswordOptions

        @Argument var name: String

        func run() throws {
            let word = try password.read(for: name, .login)
            try Asking.ask(.setPassword(account: name, password: word), try options.load())
        }
    }

    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export",
            abstract: "Print everything that is an account's, a row of JSON each.",
            discussion: "For somebody who asks for it in person.")

        @OptionGroup var options: CentreOptions

        @Argument var name: String

        func run() throws {
            try Asking.ask(.exportAccount(account: name), try options.load())
        }
    }

    struct Erase: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "erase",
            abstract: "End an account for good, and wipe all that it wrote.",
            discussion: "For somebody who asks for it in person. It cannot be undone.")

        @OptionGroup var options: CentreOptions

        @Argument var name: String

        @Flag(name: .long, help: "Say that it is meant.")
        var forGood = false

        func run() throws {
            guard forGood else {
                throw Complaint("This cannot be undone: say --for-good. Nothing was changed.")
            }
            let wiped =
                switch try Asking.ask(.eraseAccount(account: name), try options.load()) {
                case .server: "The words are being wiped."
                case .file(isWhole: true): "The words are wiped, and the key is destroyed."
                case .file(isWhole: false):
                    "The words could not be wiped yet: the next start of the server does it."
                }
            print("\(name) is erased. \(wiped)")
        }
    }

    struct Suspend: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "suspend",
            abstract: "Keep an account out until it is restored; who is connected is let go.")

        @OptionGroup var options: CentreOptions

        @Argument var name: String

        func run() throws {
            try Asking.ask(.suspendAccount(account: name, true), try options.load())
        }
    }

    struct Restore: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "restore", abstract: "Let a suspended account in again.")

        @OptionGroup var options: CentreOptions

        @Argument var name: String

        func run() throws {
            try Asking.ask(.suspendAccount(account: name, false), try options.load())
        }
    }

    struct Role: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "role", abstract: "Set an account's roles; those it had before end.")

        @OptionGroup var options: CentreOptions

        @Argument var name: String

        @Argument(help: "parent, facilitator, worker, lead or administrator.")
        var roles: [String]

        func run() throws {
            let roles = try RoleWords.read(roles)
            try Asking.ask(.setRoles(account: name, roles: roles), try options.load())
        }
    }
}

/// Role names as they are typed.
enum RoleWords {
    static func read(_ words: [String]) throws -> Roles {
        do {
            return try Roles(names: words.joined(separator: ","))
        } catch {
            let names = Roles.each.map(\.name).joined(separator: ", ")
            throw Complaint("\(error.what) Roles are: \(names).")
        }
    }
}
