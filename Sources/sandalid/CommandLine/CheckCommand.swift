import ArgumentParser

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Verify that a centre's log is whole and unchanged.",
        discussion: "Reads only, so that it may be done while the server runs.")

    @OptionGroup var options: CentreOptions

    @Argument(help: "The centre's name, or a file. The default centre when left out.")
    var log: String?

    func run() throws {
        let place = try options.load()
        // Without the master key the chain alone is checked, and it says how much was left unread.
        let masters = (try? place.server.masterKeys()) ?? []
        let path = try Self.path(of: log, place)
        for line in try CentreFile.check(path, masters: masters) { print(line) }
    }

    /// A word names a centre of the data directory; anything with a slash or a dot is a file.
    static func path(of log: String?, _ place: Place) throws -> String {
        if let log, log.contains("/") || log.contains(".") { return log }
        let named = log.map { Place(place.settings, $0) } ?? place
        guard named.isDefault || CentreFiles(named.server).exists(named.name) else {
            throw Complaint(Place.missing(named.name))
        }
        return named.server.path(ofLog: named.name)
    }
}
