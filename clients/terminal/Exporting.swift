import Glibc
import SandaliKit
import Wire

/// Everything that is one's own, on its way from the server into two files.
struct Export: Equatable {
    /// Where the readable rows go; the JSON, a row each, goes beside it with `.json` behind.
    let path: String
    private(set) var text: [UInt8] = []
    private(set) var json: [UInt8] = []

    /// - Parameter path: as a person types it: `~/` is their own folder.
    init(path: String) {
        let home =
            path.hasPrefix("~/") ? unsafe getenv("HOME").map { unsafe String(cString: $0) } : nil
        self.path = home.map { $0 + path.dropFirst() } ?? path
    }

    /// What asks the server for it; without the password it says itself that it wants one.
    static func line(_ password: String?) -> String {
        "EXPORT NOW" + (password.map { " :" + $0 } ?? "")
    }

    /// Whether there is something by one of its names, which is nobody's to replace.
    var isThere: Bool {
        [path, path + ".json"].contains { (name: String) in unsafe access(name, F_OK) == 0 }
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
        /// Nothing more comes; the line says why.
        case refused
    }

    /// Takes a line of the server.
    mutating func take(_ message: Message) -> Step {
        // 421 where the server knows no EXPORT.
        if message.command == "421" { return message.part(1) == "EXPORT" ? .refused : .other }
        guard message.count > 2, message.part(0) == "EXPORT" else { return .other }
        if message.command == "FAIL" { return .refused }
        guard message.command == "NOTE" else { return .other }
        let words = Array(message[message.count - 1])
        switch message.part(1) {
        case "TEXT_PART": text += words
        case "TEXT": text += words + [10]
        case "JSON_PART": json += words
        case "JSON": json += words + [10]
        case "MORE": return .more("EXPORT MORE \(message.part(2))")
        case "END": return .whole
        case "ASKED": return .refused
        default: return .other
        }
        return .taken
    }

    /// Whether some of it has come.
    var hasBegun: Bool { !text.isEmpty || !json.isEmpty }

    /// Writes both files, for oneself alone. They bear their names only once both are whole.
    ///
    /// - Returns: whether both could be written.
    func save() -> Bool {
        let files = [(name: path, bytes: text), (name: path + ".json", bytes: json)]
        if files.allSatisfy({ Self.write($0.bytes, Self.part($0.name)) }) {
            return files.allSatisfy { unsafe rename(Self.part($0.name), $0.name) == 0 }
        }
        for file in files { unsafe unlink(Self.part(file.name)) }
        return false
    }

    private static func part(_ name: String) -> String { name + ".part" }

    private static func write(_ bytes: [UInt8], _ path: String) -> Bool {
        // One that was left lying may be open to others.
        unsafe unlink(path)
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        defer { close(file) }
        return Standard.write(bytes, to: file) && fsync(file) == 0
    }
}

extension Chat {
    /// Asks for everything; one at a time, or their rows would mix.
    ///
    /// - Parameter password: nil when it was not typed yet.
    func export(_ path: String, _ password: String?, typed: String) {
        if let exporting { return show(.exportComing(path: exporting.path)) }
        let export = Export(path: path)
        if export.isThere { return show(.exportThere(path: export.path)) }
        guard let password else { return ask(.export(path: path), typed: typed) }
        if send([Export.line(password)], typed: typed, isMarked: true) { exporting = export }
    }

    /// Nothing more of it comes: what there is of it is not written, for it would look whole.
    func giveUpExport() {
        guard let exporting else { return }
        self.exporting = nil
        show(.exportCut(path: exporting.path))
    }

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
        case .refused:
            // Where nothing has come yet, the server's words say it all.
            if !own.hasBegun { exporting = nil }
            giveUpExport()
            return false
        case .whole:
            show(own.save() ? .exported(path: own.path) : .notExported(path: own.path))
            exporting = nil
        }
        return true
    }
}
