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
        try Server(settings: options.load(), acceptsLoss: acceptLostKeys) {
            () throws(Problems) in
            try Settings.load(path: options.path, flags: options.flags)
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

    func load() throws -> Settings {
        do {
            return try Settings.load(path: path, flags: flags)
        } catch {
            throw Complaint(error.description)
        }
    }
}
