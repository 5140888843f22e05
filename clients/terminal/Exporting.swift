import Glibc
import SandaliKit
import Wire

/// Everything that is one's own, on its way from the server into two files.
struct Export: Equatable {
    /// Where the readable rows go; the JSON, a row each, goes beside it with `.json` behind.
    let path: String
    private(set) var text: [UInt8] = []
    private(set) var json: [UInt8] = []

    init(path: String) {
        self.path = path
    }

    /// What a line of the server means for the export.
    enum Step: Equatable {
        /// It is none of it, and is shown as any other.
        case other
        /// A row, or a piece of one.
        case taken
        /// Ask for more.
        case more(String)
        case whole
    }

    /// Takes a line of the server.
    mutating func take(_ message: Message) -> Step {
        guard message.command == "NOTE", message.count > 2, message.part(0) == "EXPORT" else {
            return .other
        }
        let words = Array(message[message.count - 1])
        switch message.part(1) {
        case "TEXT_PART": text += words
        case "TEXT": text += words + [10]
        case "JSON_PART": json += words
        case "JSON": json += words + [10]
        case "MORE": return .more("EXPORT MORE \(message.part(2))")
        case "END": return .whole
        default: return .other
        }
        return .taken
    }

    /// Writes both files, for oneself alone.
    ///
    /// - Returns: whether both could be written.
    func save() -> Bool { Self.write(text, path) && Self.write(json, path + ".json") }

    private static func write(_ bytes: [UInt8], _ path: String) -> Bool {
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        defer { close(file) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.write(file, $0.baseAddress, $0.count)
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}

extension Chat {
    /// Passes a line on to the export that is on its way.
    ///
    /// - Returns: whether it was taken there, and is not to be shown.
    func export(_ message: Message) -> Bool {
        guard var own = exporting else { return false }
        let step = own.take(message)
        exporting = own
        switch step {
        case .other: return false
        case .taken: return true
        case .more(let line): client?.send(line)
        case .whole:
            show(own.save() ? .exported(path: own.path) : .notExported(path: own.path))
            exporting = nil
        }
        return true
    }
}
