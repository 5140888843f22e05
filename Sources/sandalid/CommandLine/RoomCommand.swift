import ArgumentParser
import Rooms

struct RoomCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "room", abstract: "The centre's rooms.",
        subcommands: [New.self, Enrol.self, List.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the rooms and who may come to each.")

        @OptionGroup var options: CentreOptions

        func run() throws {
            try Asking.ask(.listRooms, try options.load())
        }
    }

    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "new", abstract: "Make a group's room.")

        @OptionGroup var options: CentreOptions

        @Argument(help: "Its name, quoted for the shell: '#tue-circle'.")
        var name: String

        @Option(name: .long, help: "What it is for, in a few words.")
        var title = ""

        @Option(name: .long, help: "The account that leads it.")
        var facilitator: String?

        func run() throws {
            try Asking.ask(
                .makeRoom(name: name, title: title, leader: facilitator), try options.load())
        }
    }

    struct Enrol: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "enrol", abstract: "Let accounts come to a room.")

        @OptionGroup var options: CentreOptions

        @Argument(help: "The room's name, quoted for the shell: '#tue-circle'.")
        var room: String

        @Argument var accounts: [String]

        @Option(
            name: .customLong("as"),
            help: "member, cofacilitator or facilitator; else as their roles have it.")
        var standing: Standing?

        func run() throws {
            try Asking.ask(
                accounts.map {
                    .enrol(room: room, account: $0, standing: standing?.prefixes)
                }, try options.load())
        }
    }

    enum Standing: String, CaseIterable, ExpressibleByArgument {
        case member, cofacilitator, facilitator

        var prefixes: Prefixes {
            switch self {
            case .member: []
            case .cofacilitator: .halfOperator
            case .facilitator: .operator_
            }
        }
    }
}

struct CaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "case", abstract: "Worker channels.", subcommands: [New.self, List.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the worker channels: the family, the worker, who stands in.")

        @OptionGroup var options: CentreOptions

        func run() throws {
            try Asking.ask(.listCases, try options.load())
        }
    }

    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "new", abstract: "Open a parent's private channel with a worker.")

        @OptionGroup var options: CentreOptions

        @Argument(help: "The parent's account.")
        var parent: String

        @Argument(help: "The worker's account.")
        var worker: String

        func run() throws {
            try Asking.ask(.makeCase(parent: parent, worker: worker), try options.load())
        }
    }
}
