import IRC
import Rooms
import Secrets
import Store

/// A centre's file, held by this process alone.
enum CentreFile {
    /// The centre without event loops, for the machine's own commands while no server runs.
    ///
    /// - Parameter create: whether the default centre may begin here, where it has no log yet.
    /// - Throws: when another process holds the file, or it cannot be read.
    static func open(_ place: Place, create: Bool) throws -> any Administration {
        let configuration = try place.own()
        if create { try DataDirectory.make(configuration.dataDirectory) }
        let clock = ServerClock(isMovable: configuration.hasTestClock)
        return try host(
            configuration, place.name, Welcome(configuration, centre: place.name),
            CentreSurroundings(clock: clock), OperatorLog(level: "error"),
            create: create && place.isDefault
        ).host
    }

    /// Opens the log, or makes a new one, and rebuilds the centre from it.
    ///
    /// - Parameters:
    ///   - create: whether a file that is missing is made; of a centre that has been in use it is
    ///     better missed than replaced by an empty one.
    ///   - reminds: whether the operator is to hear that the keys should be backed up: once a
    ///     start, however often the file is opened.
    static func host(
        _ configuration: ServerConfiguration, _ name: String, _ welcome: Welcome,
        _ shared: CentreSurroundings, _ operators: OperatorLog, create: Bool,
        reminds: Bool = true
    ) throws -> (host: CentreHost, events: Int) {
        let path = configuration.path(ofLog: name)
        let masters = try configuration.masterKeys()
        let operators = operators.of(centre: name)
        return try saying(path) { () throws(LogError) in
            let log = try EventLog(
                path: path, create: create, masters: masters, acceptsLoss: shared.acceptsLoss)
            let rebuilt = try RebuiltCentre(log, policy: configuration.policy)
            let keys = try CentreKeys(
                of: log, accounts: rebuilt.centre.accounts.count,
                acceptsLoss: shared.acceptsLoss, operators)
            if reminds { try keys.remind(operators) }
            let host = CentreHost(
                rebuilt, log: log, keys: keys, welcome: welcome, shared, operators)
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

    /// Verifies the chain of the log at `path`, which somebody may be writing meanwhile.
    ///
    /// - Parameters:
    ///   - masters: none: words that are sealed are left unread.
    ///   - progress: called now and then with a line for whoever waits.
    /// - Returns: in a few lines, what was found.
    static func check(
        _ path: String, masters: [MasterKey], progress: (String) -> Void = { _ in }
    ) throws -> [String] {
        try saying(path) { () throws(LogError) in
            let log = try EventLog(reading: path, masters: masters)
            let summary = try log.check { position in
                progress("Verified as far as event \(position.number).")
            }
            try log.close()
            return [
                "\(path) is whole: \(summary.events) events, \(summary.withWords) with words."
            ] + summary.lines
        }
    }
}

extension LogSummary {
    /// What else there is to say of a log that is whole.
    var lines: [String] {
        let hash = chain.prefix(8).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined(separator: " ")
        let end = "The chain ends at position \(position.number) with \(hash) …"
        guard unreadable > 0 else { return [end] }
        return [
            end,
            "\(unreadable) texts were left unread: they are sealed, and their keys are destroyed "
                + "or not here.",
        ]
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
            "\(path) is open in another process, and two writers are never allowed. If that is "
                + "the server, ask it through its control socket, or stop it for what is to be "
                + "done without it."
        case .busy: "\(path) is held by another program. Please try again."
        case .diskFull: "The disk that holds \(path) is full."
        case .corrupt(let position, let flaw):
            "\(path) is damaged: the record at position \(position.number) (\(flaw)). "
                + "Restore a backup, or keep the file for someone who can look into it."
        case .keys(let fault): fault.sentence(path)
        case .damaged: "SQLite cannot read \(path) any more. Restore a backup."
        case .systemFailed(let code): "\(path) cannot be used: \(systemWords(code))."
        case .ioFailed(let code):
            "The disk or the file system under \(path) fails (SQLite's code is \(code))."
        case .unsuitable(let pragma):
            "\(path) is where SQLite cannot keep its promises (\(pragma)), as on a network disk."
        default: "\(path) cannot be used: \(self)."
        }
    }
}
