import ArgumentParser

/// The server's command line.
struct Sandalid: ParsableCommand {
    /// What is running, as `sandalid version` and the protocol's VERSION say it.
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "sandalid",
        abstract: "Sandali: moderated groups and worker channels over IRC.",
        subcommands: [
            RunCommand.self, CentreCommand.self, AccountCommand.self, RoomCommand.self,
            CaseCommand.self, CodeCommand.self, CheckCommand.self, BackupCommand.self,
            RestoreCommand.self, ClockCommand.self, StatusCommand.self, ConfigCommand.self,
            CertificateCommand.self, KeysCommand.self, BackupKeysCommand.self,
            RestoreKeysCommand.self, TrustClockCommand.self,
            VersionCommand.self,
        ])
}

/// What every command that needs the configuration takes.
struct ConfigurationOptions: ParsableArguments {
    @Option(name: .long, help: "The configuration file.")
    var config: String?

    @Option(name: .long, help: "key=value, above the file and the environment. May come often.")
    var set: [String] = []

    /// Everything together, or a list of what is wrong on stderr and exit code 1.
    ///
    /// The files that the configuration names for the service need not be there: the certificate
    /// may be read by it alone, while it runs.
    func settings() throws -> Settings {
        do {
            return try Settings.load(path: config, flags: set, serves: false)
        } catch {
            throw Complaint(error.description)
        }
    }

    func load() throws -> ServerConfiguration {
        ServerConfiguration(try settings())
    }
}

/// Something to tell whoever typed the command; ends it with exit code 1.
struct Complaint: Error, Equatable, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version", abstract: "Print the version.")

    func run() {
        print("sandalid \(Sandalid.version)")
    }
}
