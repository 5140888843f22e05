import ArgumentParser

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Serve, until SIGTERM or Ctrl-C. SIGHUP reads the "
            + "configuration and the certificate again.")

    @OptionGroup var options: ConfigurationOptions

    @Flag(name: .long, help: "Let the control socket move the clock. Loopback listeners only.")
    var testClock = false

    @Flag(
        name: .long,
        help: "Serve although keys are lost. What was written under them stays unreadable.")
    var acceptLostKeys = false

    func run() throws {
        let options = settled
        try Server(configuration: options.load(), acceptsLoss: acceptLostKeys) {
            () throws(Problems) in
            let settings = try Settings.load(path: options.path, flags: options.flags)
            return ServerConfiguration(settings)
        }.run()
    }

    /// The options as values that may cross queues.
    private var settled: SettledOptions {
        SettledOptions(
            path: options.config, flags: options.set + (testClock ? ["test-clock=on"] : []))
    }
}

private struct SettledOptions: Sendable {
    let path: String?
    let flags: [String]

    func load() throws -> ServerConfiguration {
        do {
            return ServerConfiguration(try Settings.load(path: path, flags: flags))
        } catch {
            throw Complaint(error.description)
        }
    }
}

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Verify that a centre's log is whole and unchanged.")

    @OptionGroup var options: ConfigurationOptions

    @Argument(help: "The centre's name, or its file. The default centre when left out.")
    var centre: String?

    func run() throws {
        let configuration = try options.load()
        // Without the master key the chain alone is checked, and it says how much was left unread.
        let masters = (try? configuration.masterKeys()) ?? []
        let path = Self.path(of: centre, configuration)
        for line in try CentreFile.check(path, masters: masters) { print(line) }
    }

    /// A word names a centre of the data directory; anything with a slash or a dot is a file.
    static func path(of centre: String?, _ configuration: ServerConfiguration) -> String {
        guard let centre else { return configuration.centrePath }
        let isFile = centre.contains("/") || centre.contains(".")
        return isFile ? centre : "\(configuration.dataDirectory)/\(centre).sqlite"
    }
}
