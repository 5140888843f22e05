import Foundation

/// The tool `logwriter`, run beside the test binary that SwiftPM built it with.
final class LogWriterProcess {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var rest: [UInt8] = []

    /// - Parameters:
    ///   - wrapper: a command to run it under.
    ///   - environment: added to the test's own.
    init(
        _ arguments: String..., under wrapper: [String] = [], environment: [String: String] = [:]
    ) throws {
        let command = wrapper + [Self.path] + arguments
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.environment = ProcessInfo.processInfo.environment
            .merging(environment) { _, new in new }
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    deinit {
        if process.isRunning { kill() }
    }

    static var path: String {
        let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        return tests.deletingLastPathComponent().appendingPathComponent("logwriter").path
    }

    /// The next line that it says, waited for; nil when it has gone.
    func answer() -> String? {
        while true {
            if let end = rest.firstIndex(of: 0x0a) {
                let line = String(decoding: rest[..<end], as: UTF8.self)
                rest.removeFirst(end + 1)
                return line
            }
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { return nil }
            rest += more
        }
    }

    /// Says one line and waits for the answer.
    func ask(_ line: String) -> String? {
        input.fileHandleForWriting.write(Data((line + "\n").utf8))
        return answer()
    }

    /// SIGKILL, and waits until it is gone.
    func kill() {
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Ends its input, and waits until it has closed the log and gone.
    func finish() {
        input.fileHandleForWriting.closeFile()
        process.waitUntilExit()
    }
}
