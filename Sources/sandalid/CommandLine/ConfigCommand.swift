import ArgumentParser
import Foundation
import Secrets

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "The configuration.",
        subcommands: [Check.self, Show.self, Example.self, Hash.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Say whether a file is right, and the centres' own, and what is not.")

        @Argument(help: "The file. What the server would read when left out.")
        var file: String?

        @Option(name: .long, help: "The file, named as everywhere else.")
        var config: String?

        func validate() throws {
            guard file == nil || config == nil else {
                throw ValidationError("Name one file: sandalid config check FILE.")
            }
        }

        func run() throws {
            do {
                // A file alone, where one is named: whoever checks it may not be who runs the
                // server.
                let settings =
                    if let named = file ?? config {
                        try Settings.load(path: named, environment: [:])
                    } else {
                        try Settings.load(path: nil)
                    }
                let server = ServerConfiguration(settings)
                let soon = try server.checkCertificate()
                let unseen = try CentreFiles(server).check(settings)
                for warning in soon + unseen + settings.warnings { print(warning) }
                print("ok")
            } catch let problems as Problems {
                print(problems.description)
                throw ExitCode(1)
            } catch let complaint as Complaint {
                print(complaint.description)
                throw ExitCode(1)
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Print every value in force, with secrets hidden.")

        @OptionGroup var options: ConfigurationOptions

        func run() throws {
            print(try options.settings().shown, terminator: "")
        }
    }

    struct Example: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "example", abstract: "Print every key with its default and its reason.")

        func run() {
            print(Setting.example, terminator: "")
        }
    }

    struct Hash: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "hash", abstract: "Print the hash of a password, for the file.")

        @OptionGroup var password: PasswordOptions

        func run() throws {
            let bytes = Array(try password.read(for: "the file").utf8)
            print(Data(try Scrypt.hash(bytes.span).encoded).base64EncodedString())
        }
    }
}
