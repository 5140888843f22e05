import Dispatch
import Glibc
import IRC
import Rooms
import Store
import TLS
import Transport

/// The server as a whole: log, engine and event loops, joined.
struct Server {
    let configuration: ServerConfiguration
    /// Whether to serve although keys are lost.
    let acceptsLoss: Bool
    /// Reads the configuration again, for SIGHUP.
    let reload: @Sendable () throws(Problems) -> ServerConfiguration

    /// Serves until SIGTERM or SIGINT.
    func run() throws {
        let operators = OperatorLog(level: configuration.logLevel)
        ProcessHabits.adopt()
        try DataDirectory.make(configuration.dataDirectory)
        let began = ContinuousClock.now
        let centre = try CentreFile.host(
            configuration, operators, acceptsLoss: acceptsLoss)
        operators.info(
            "log-read",
            ["events": .number(centre.events), "took": .milliseconds(began.duration(to: .now))])
        let running = try RunningServer(
            configuration, centre.host, operators, reload: reload)
        try running.start()
        operators.info("serving", ["took": .milliseconds(began.duration(to: .now))])
        running.waitUntilStopped()
        operators.info("stopped")
    }
}
