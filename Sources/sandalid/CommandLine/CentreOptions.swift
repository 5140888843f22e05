import ArgumentParser

/// What every command about one centre takes.
struct CentreOptions: ParsableArguments {
    @OptionGroup var options: ConfigurationOptions

    @Option(name: .long, help: "The centre that it is about. The default one when left out.")
    var centre: String?

    func load() throws -> Place {
        Place(try options.settings(), centre)
    }
}

/// One centre of a configuration, as a command names it.
struct Place {
    /// The server's own settings.
    let settings: Settings
    let server: ServerConfiguration
    /// The centre's name.
    let name: String
    /// Nil when the command left it out.
    let named: String?

    init(_ settings: Settings, _ centre: String?) {
        self.settings = settings
        let server = ServerConfiguration(settings)
        let home = server.defaultCentre
        let given = centre?.lowercased() ?? home
        self.server = server
        named = centre
        name = given == home.lowercased() ? home : given
    }

    var isDefault: Bool { name == server.defaultCentre }

    /// The centre's configuration.
    ///
    /// - Throws: when there is no such centre, or its settings are wrong.
    func own() throws -> ServerConfiguration {
        if isDefault { return server }
        guard CentreFiles(server).exists(name) else { throw Complaint(Self.missing(name)) }
        do {
            return ServerConfiguration(try CentreFiles(server).settings(of: name, settings))
        } catch {
            throw Complaint(error.description)
        }
    }

    static func missing(_ name: String) -> String {
        "There is no centre \(name) here. `sandalid centre list` shows those that there are."
    }
}
