import ArgumentParser
import IRC
import Rooms

/// One-time codes, for the first administrator and whenever nobody of the staff is at hand.
struct CodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "code", abstract: "One-time codes, by which people make their accounts.",
        subcommands: [New.self, Recover.self, List.self, Revoke.self])

    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "new", abstract: "Print an invitation with a code, to be handed over.")

        @OptionGroup var options: CentreOptions
        @OptionGroup var span: SpanOptions

        @Option(
            name: .long, help: "parent, facilitator, worker, lead or administrator; may repeat.")
        var role: [String]

        @Option(name: .long, help: "A room to come to, quoted for the shell; may repeat.")
        var room: [String] = []

        @Option(name: .long, help: "The worker with whom a parent gets a channel.")
        var worker: String?

        func run() throws {
            let place = try options.load()
            try Asking.ask(
                .newCode(
                    roles: try RoleWords.read(role), rooms: room, worker: worker,
                    seconds: try span.seconds(try place.own())), place)
        }
    }

    struct Recover: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "recover", abstract: "Print a code that gives an account a new password.")

        @OptionGroup var options: CentreOptions
        @OptionGroup var span: SpanOptions

        @Argument var account: String

        func run() throws {
            let place = try options.load()
            let seconds = try span.seconds(try place.own())
            try Asking.ask(.recoveryCode(account: account, seconds: seconds), place)
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the open codes by number, never the codes.")

        @OptionGroup var options: CentreOptions

        func run() throws {
            try Asking.ask(.listCodes, try options.load())
        }
    }

    struct Revoke: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "revoke", abstract: "Call a code back.")

        @OptionGroup var options: CentreOptions

        @Argument(help: "As the list writes it: 3, or zarina/2 for another's.")
        var id: String

        func run() throws {
            try Asking.ask(.revokeCode(id: id), try options.load())
        }
    }
}

/// How long a code lasts.
struct SpanOptions: ParsableArguments {
    @Option(
        name: .customLong("for"), help: "How long it lasts: 90m, 48h or 7d; else codes.hours.")
    var span: String?

    func seconds(_ configuration: ServerConfiguration) throws -> Int64 {
        guard let span else { return configuration.codeSeconds }
        guard let seconds = CodeSpan.seconds(span) else {
            throw Complaint("\(span) is no span from 5m to 30d, such as 90m, 48h or 7d.")
        }
        return seconds
    }
}
