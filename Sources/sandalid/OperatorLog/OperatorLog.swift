import Logging

/// What the operator of a server is told: one line on stderr for each thing that happened.
///
///     2026-11-21T18:50:03Z level=info event=listening port=6697 tls=on
///
/// No words that people typed, no addresses of theirs and no names can get in: events and keys are
/// written in the code, and a value is one of `LogValue`.
struct OperatorLog: Sendable {
    private let logger: Logger

    /// - Parameter level: as in the configuration, `log.level`.
    init(level: String) {
        self.init(level: level, handler: LineHandler())
    }

    init(level: String, handler: LineHandler) {
        var logger = Logger(label: "sandali") { _ in handler }
        logger.logLevel = Logger.Level(rawValue: level) ?? .info
        self.logger = logger
    }

    /// The same log, saying of each line which centre it is about.
    func of(centre: String) -> OperatorLog {
        var own = logger
        own[metadataKey: "centre"] = .string(centre)
        return OperatorLog(logger: own)
    }

    private init(logger: Logger) {
        self.logger = logger
    }

    func debug(_ event: StaticString, _ facts: KeyValuePairs<String, LogValue> = [:]) {
        write(.debug, event, facts)
    }

    func info(_ event: StaticString, _ facts: KeyValuePairs<String, LogValue> = [:]) {
        write(.info, event, facts)
    }

    /// Something that the operator should look at soon.
    func warning(_ event: StaticString, _ facts: KeyValuePairs<String, LogValue> = [:]) {
        write(.warning, event, facts)
    }

    /// Something that does not work.
    func error(_ event: StaticString, _ facts: KeyValuePairs<String, LogValue> = [:]) {
        write(.error, event, facts)
    }

    private func write(
        _ level: Logger.Level, _ event: StaticString, _ facts: KeyValuePairs<String, LogValue>
    ) {
        guard level >= logger.logLevel else { return }
        var metadata: Logger.Metadata = [:]
        for (key, value) in facts { metadata[key] = .string(value.text) }
        logger.log(level: level, "\(event)", metadata: metadata)
    }
}

/// What may stand in a line for the operator. There is no case for text that came from a person.
enum LogValue: Sendable {
    case number(Int)
    case milliseconds(Duration)
    /// A word that stands in the code.
    case word(StaticString)
    /// What the operator wrote in the configuration: a path, an address to listen on.
    case setting(String)

    var text: String {
        switch self {
        case .number(let number): String(number)
        case .milliseconds(let span):
            "\(Int64(span / .milliseconds(1)))ms"
        case .word(let word): "\(word)"
        case .setting(let setting): setting
        }
    }
}

extension LogValue: ExpressibleByIntegerLiteral {
    init(integerLiteral number: Int) {
        self = .number(number)
    }
}
