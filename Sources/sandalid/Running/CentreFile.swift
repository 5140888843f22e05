import Dispatch
import Glibc
import IRC
import Rooms
import Secrets
import Store

/// A centre's file, held by this process alone.
enum CentreFile {
    /// The centre without event loops, for the machine's own commands while no server runs.
    ///
    /// - Throws: when another process holds the file, or it cannot be read.
    static func open(_ configuration: ServerConfiguration) throws -> any Administration {
        try DataDirectory.make(configuration.dataDirectory)
        return try host(configuration, OperatorLog(level: "error")).host
    }

    /// Opens the log, or makes a new one, and rebuilds the centre from it.
    ///
    /// - Parameter acceptsLoss: whether to go on although keys are lost.
    static func host(
        _ configuration: ServerConfiguration, _ operators: OperatorLog, acceptsLoss: Bool = false
    ) throws -> (host: CentreHost, events: Int) {
        let path = configuration.centrePath
        let masters = try configuration.masterKeys()
        return try saying(path) { () throws(LogError) in
            let log = try EventLog(
                path: path, create: true, masters: masters, acceptsLoss: acceptsLoss)
            let rebuilt = try RebuiltCentre(log, policy: configuration.policy)
            let keys = try CentreKeys(of: log, acceptsLoss: acceptsLoss, operators)
            let host = CentreHost(
                rebuilt, log: log, keys: keys, disks: DiskQueues(),
                welcome: Welcome(configuration),
                passwords: PasswordQueues(cores: sysconf(Int32(_SC_NPROCESSORS_ONLN))),
                clock: ServerClock(isMovable: configuration.hasTestClock), operators: operators)
            return (host, rebuilt.events)
        }
    }

    /// Runs what needs a log; what goes wrong is said as a sentence for the operator.
    static func saying<Result>(
        _ path: String, _ body: () throws(LogError) -> Result
    ) throws(Complaint) -> Result {
        do throws(LogError) {
            return try body()
        } catch {
            throw Complaint(error.sentence(path))
        }
    }

    /// Verifies the chain of the log at `path`, and says in a few lines what was found.
    ///
    /// - Parameter masters: none: words that are sealed are left unread.
    static func check(_ path: String, masters: [MasterKey]) throws -> [String] {
        try saying(path) { () throws(LogError) in
            let log = try EventLog.opened(path, masters)
            let summary = try log.check()
            let chain = summary.chain.prefix(8).map { String($0, radix: 16) }.joined(separator: " ")
            let unread =
                summary.unreadable == 0
                ? []
                : [
                    "\(summary.unreadable) texts were left unread: their keys are destroyed or not "
                        + "here."
                ]
            return [
                "\(path) is whole: \(summary.events) events, \(summary.withWords) with words."
            ] + unread + [
                "The chain ends at position \(summary.position.number) with \(chain) …"
            ]
        }
    }
}

extension LogError {
    /// What an operator reads, and what to do next.
    func sentence(_ path: String) -> String {
        switch self {
        case .missing: "There is no file \(path)."
        case .notALog: "\(path) is not a log of Sandali."
        case .newer: "\(path) was written by a newer Sandali. Nothing was changed in it."
        case .inUse:
            "\(path) is open in another process. If the server runs, ask it through its "
                + "control socket; two writers are never allowed."
        case .busy: "\(path) is held by another program. Please try again."
        case .diskFull: "The disk that holds \(path) is full."
        case .corrupt(let position, let flaw):
            "\(path) is damaged: the record at position \(position.number) (\(flaw)). "
                + "Restore a backup, or keep the file for someone who can look into it."
        case .keys(let fault): fault.sentence(path)
        case .damaged: "SQLite cannot read \(path) any more. Restore a backup."
        default: "\(path) cannot be used: \(self)."
        }
    }
}
