import ArgumentParser
import Rooms

struct AccountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "The centre's accounts.",
        subcommands: [Add.self, List.self, Password.self, Role.self])

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
            let word = withoutPassword ? nil : try password.read(for: name)
            try Asking.ask(
                .addAccount(name: name, roles: roles, password: word), try options.load())
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the accounts with their roles.")

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
            let word = try password.read(for: name)
            try Asking.ask(.setPassword(account: name, password: word), try options.load())
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
