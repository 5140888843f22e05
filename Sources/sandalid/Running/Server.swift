/// The server as a whole: log, engine and event loops, joined.
struct Server {
    let configuration: ServerConfiguration
    /// Reads the configuration again, for SIGHUP.
    let reload: @Sendable () throws(Problems) -> ServerConfiguration

    /// Serves until it is told to stop.
    func run() throws {
        throw NotYetJoined()
    }
}

/// A centre's file, held by this process alone while no server runs.
enum CentreFile {
    /// - Throws: when another process holds the file, or it cannot be read.
    static func open(_ configuration: ServerConfiguration) throws -> any Administration {
        throw NotYetJoined()
    }

    /// Verifies the chain of the log at `path`, and says in a few lines what was found.
    static func check(_ path: String) throws -> [String] {
        throw NotYetJoined()
    }
}

/// The log and the engine are not joined to the command line yet.
struct NotYetJoined: Error, CustomStringConvertible {
    var description: String { "This build cannot do that yet." }
}
