import Glibc
import Rooms
import Store

/// A process of its own that writes a log as it is told, so that tests can kill it, starve it of
/// disk, or put a failing disk under it.
///
///     logwriter <path>            lines from standard input, one answer each on standard output
///     logwriter <path> <batch>    appends batches until it is killed, and says each one's last
///                                 position when the log has acknowledged it
///
///     append <count>   →  ok <head's position>  or  failed <error>
///     reopen | head | check | checkpoint | words <position> | close  →  likewise
///     ballast <bytes>  →  likewise, with a file of that size at $BALLAST
@main
enum LogWriter {
    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count >= 2 else { return say("failed usage") }
        do throws(LogError) {
            let log = try EventLog(path: arguments[1], create: true)
            say("ok open")
            if arguments.count > 2, let batch = UInt64(arguments[2]) {
                try appendForever(to: log, batch: batch)
            }
            while let line = readLine() { answer(line, log) }
        } catch {
            say("failed \(error)")
        }
    }

    /// Straight to the descriptor: what has been said must be out when the process dies.
    static func say(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = unsafe write(STDOUT_FILENO, bytes, bytes.count)
    }

    private static func appendForever(to log: EventLog, batch: UInt64) throws(LogError) {
        while true {
            try append(batch, to: log)
            say("\(try log.head.position.number)")
        }
    }

    private static func answer(_ line: String, _ log: EventLog) {
        let parts = line.split(separator: " ")
        let number = parts.count > 1 ? UInt64(parts[1]) ?? 0 : 0
        do throws(LogError) {
            say("ok \(try run(String(parts.first ?? ""), number, log))")
        } catch {
            say("failed \(error)")
        }
    }

    private static func run(
        _ command: String, _ number: UInt64, _ log: EventLog
    ) throws(LogError) -> String {
        switch command {
        case "append": try append(number, to: log)
        case "reopen": try log.reopen()
        case "checkpoint": try log.checkpoint()
        case "close":
            try log.close()
            return "closed"
        case "check": return "\(try log.check().events)"
        case "words":
            let words = try log.words(at: [Position(number)])[0]
            return words.map { String(decoding: $0, as: UTF8.self) } ?? "none"
        case "ballast": fillBallast(Int(number))
        default: break
        }
        return "\(try log.head.position.number)"
    }

    /// Takes room on the file system, or gives it back.
    private static func fillBallast(_ count: Int) {
        guard let path = unsafe getenv("BALLAST") else { return }
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        let bytes = [UInt8](repeating: 0, count: count)
        _ = unsafe write(descriptor, bytes, count)
        close(descriptor)
    }

    private static func append(_ count: UInt64, to log: EventLog) throws(LogError) {
        let head = try log.head.position.number
        try log.append((1...count).map { record(head + $0) })
    }

    private static func record(_ position: UInt64) -> Record {
        Record(
            position: Position(position), time: Moment(milliseconds: Int64(position)),
            room: RoomID(1), policy: 1, kind: 7, version: 1,
            payload: [UInt8](repeating: UInt8(truncatingIfNeeded: position), count: 24),
            words: Array("words of \(position), ".utf8) + [UInt8](repeating: 0x61, count: 120))
    }
}
