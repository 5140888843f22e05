import ArgumentParser
import Rooms

struct CentreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "centre", abstract: "The centres of this server.",
        subcommands: [Add.self, List.self, Remove.self])

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Make a centre.",
            discussion: "It has its own accounts, rooms and log. Its settings stand in "
                + "centres/NAME.yaml in the data directory, and can be changed there.")

        @OptionGroup var options: ConfigurationOptions

        @Argument(help: "Small letters, digits or hyphens: people sign in as lola@NAME.")
        var name: String

        @Option(name: .long, help: "support (people sign in, staff make rooms) or open.")
        var policy = "support"

        @Option(name: .long, help: "One line about it.")
        var description: String?

        @Option(name: .long, help: "The language of accounts that have chosen none.")
        var language: String?

        @Option(name: .long, help: "Whom to call when it is urgent; may repeat.")
        var helpNumber: [String] = []

        @Option(name: .long, help: "A host name by which clients reach it; may repeat.")
        var host: [String] = []

        func run() throws {
            let settings = try options.settings()
            let command = AdminCommand.addCentre(name: name, settings: text)
            let place = Place(settings, nil)
            try CentreAsking.ask(command, place) {
                try DataDirectory.make(place.server.dataDirectory)
                try CentreShelf(settings).add(name, text)
                return CentreReport.added(name)
            }
        }

        /// The file of settings.
        var text: String {
            let given: [(String, [String])] = [
                ("policy", [policy]), ("network.description", description.map { [$0] } ?? []),
                ("language.default", language.map { [$0] } ?? []), ("help.numbers", helpNumber),
                ("centre.hosts", host),
            ]
            let lines = given.filter { !$0.1.isEmpty }.map { key, written in
                Setting.byKey[key]?.line(written) ?? ""
            }
            return """
                # The settings of the centre \(name). What does not stand here has its default;
                # what is for all centres stands in the server's file. `sandalid config check`
                # reads both.

                """ + lines.joined()
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the centres with their policies.")

        @OptionGroup var options: ConfigurationOptions

        func run() throws {
            let place = Place(try options.settings(), nil)
            try CentreAsking.ask(.listCentres, place) {
                let names = try CentreFiles(place.server).names()
                return try ([place.server.defaultCentre] + names).map { name in
                    let own = try Place(place.settings, name).own()
                    let policy = own.policy == .open ? "open" : "support"
                    let rest = name == place.name ? ["default"] : own.hosts
                    return ([name, policy] + rest).joined(separator: " ")
                }
            }
        }
    }

    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove", abstract: "Take a centre off this server.",
            discussion: "Its files are moved aside, not deleted.")

        @OptionGroup var options: ConfigurationOptions

        @Argument var name: String

        func run() throws {
            let place = Place(try options.settings(), name)
            guard !place.isDefault else { throw Complaint(CentreReport.isDefault(place.name)) }
            _ = try place.own()
            print(
                "This takes the centre \(place.name) off the server and closes its connections. "
                    + "Its files are moved aside.")
            print("Its name once more, to go on: ", terminator: "")
            guard readLine() == place.name else {
                throw Complaint("That is another name. Nothing was changed.")
            }
            try CentreAsking.ask(.removeCentre(name: place.name), place) {
                let aside = try CentreShelf(place.settings).remove(place.name)
                return CentreReport.removed(place.name, aside)
            }
        }
    }
}

/// Asks a running server about its centres, or does it where none runs.
enum CentreAsking {
    static func ask(
        _ command: AdminCommand, _ place: Place, without: () throws -> [String]
    ) throws {
        switch try ControlClient(path: place.server.controlPath).ask(command) {
        case .done(let rows): for row in rows { print(row) }
        case .refused(let why): throw Complaint(why)
        case nil:
            defer { DataDirectory.giveToOwner(place.server.dataDirectory) }
            for row in try without() { print(row) }
        }
    }
}
