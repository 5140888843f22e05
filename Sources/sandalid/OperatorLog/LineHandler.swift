import Foundation
import Logging

/// Writes each event as one line of `key=value`, as systemd's journal and `grep` like it.
struct LineHandler: LogHandler {
    var logLevel = Logger.Level.trace
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    /// Whether the journal reads along: it knows the time, and takes the level as `<6>`.
    let underJournal: Bool
    let sink: @Sendable (String) -> Void

    init(
        underJournal: Bool = ProcessInfo.processInfo.environment["JOURNAL_STREAM"] != nil,
        sink: @escaping @Sendable (String) -> Void = Self.writeToStandardError
    ) {
        self.underJournal = underJournal
        self.sink = sink
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        sink(line(event, at: Date()) + "\n")
    }

    /// The line without its ending; keys in alphabetical order.
    func line(_ event: LogEvent, at time: Date) -> String {
        let head =
            underJournal
            ? "<\(Self.priority(event.level))>"
            : "\(time.formatted(.iso8601)) level=\(event.level) "
        let facts = metadata.merging(event.metadata ?? [:]) { _, new in new }
            .sorted { $0.key < $1.key }
            .map { " \($0.key)=\(Self.quoted($0.value.description))" }
        return "\(head)event=\(event.message)\(facts.joined())"
    }

    /// Text with spaces, quotes or control characters, so that a line stays one line.
    private static func quoted(_ text: String) -> String {
        let plain = text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7f && $0 != UInt8(ascii: "\"") }
        if plain, !text.isEmpty { return text }
        let inner = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\"", "\\": "\\\(scalar)"
            case "\u{0}"..."\u{1f}", "\u{7f}": "?"
            default: String(scalar)
            }
        }
        return "\"\(inner.joined())\""
    }

    /// - Source: sd-daemon(3), after syslog(3).
    private static func priority(_ level: Logger.Level) -> Int {
        switch level {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }

    @Sendable private static func writeToStandardError(_ line: String) {
        // Nobody can be told that there is nobody to tell.
        try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
    }
}
