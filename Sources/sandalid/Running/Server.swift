import Dispatch
import Glibc
import IRC
import Rooms
import Store
import TLS
import Transport

/// The server as a whole: centres and event loops, joined.
struct Server {
    /// The server's own.
    let settings: Settings
    /// Whether to serve although keys are lost.
    let acceptsLoss: Bool
    /// Reads them again, for SIGHUP.
    let reload: @Sendable () throws(Problems) -> Settings

    /// Serves until SIGTERM or SIGINT.
    func run() throws {
        let configuration = ServerConfiguration(settings)
        let operators = OperatorLog(level: configuration.logLevel)
        ProcessHabits.adopt()
        RunningServer.adoptSignals()
        try DataDirectory.make(configuration.dataDirectory)
        try DataDirectory.refuseOthers(configuration.dataDirectory)
        let began = ContinuousClock.now
        let centres = try CentreRegistry(settings, operators, acceptsLoss: acceptsLoss)
        let running = try RunningServer(settings, centres, operators, reload: reload)
        let events = try centres.openHome()
        operators.info(
            "log-read",
            ["events": .number(events), "took": .milliseconds(began.duration(to: .now))])
        try running.start()
        operators.info(
            "serving",
            [
                "centres": .number(centres.doors.count),
                "took": .milliseconds(began.duration(to: .now)),
            ])
        centres.survey()
        running.waitUntilStopped()
        operators.info("stopped")
    }
}
