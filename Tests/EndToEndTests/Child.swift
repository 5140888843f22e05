import Dispatch
import Foundation
import Synchronization

/// A process that a test has started, killed at the latest when nobody holds it any more.
final class Child: Sendable {
    /// How a process ended.
    enum End: Equatable, Sendable {
        case exit(Int32)
        case signal(Int32)
    }

    private struct Fate {
        var end: End?
        var waiting: [Int: CheckedContinuation<End?, Never>] = [:]
        var waitersSoFar = 0
    }

    let name: String
    let output = Lines()
    let errors = Lines()
    private let process = Process()
    private let input = Pipe()
    private let fate: Shared<Fate>
    private let killed = Atomic(false)

    /// - Parameters:
    ///   - command: a program by its path or by its name, and its arguments.
    ///   - environment: added to the test's own.
    init(_ command: [String], environment: [String: String] = [:]) throws {
        name = command.first ?? ""
        let fate = Shared(Fate())
        self.fate = fate
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.environment = ProcessInfo.processInfo.environment
            .merging(environment) { _, new in new }
        let (out, err) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = out
        process.standardError = err
        output.follow(out.fileHandleForReading)
        errors.follow(err.fileHandleForReading)
        process.terminationHandler = { process in
            let status = process.terminationStatus
            let end: End = process.terminationReason == .exit ? .exit(status) : .signal(status)
            let waiting = fate.value.withLock { fate in
                fate.end = end
                defer { fate.waiting = [:] }
                return fate.waiting.values
            }
            for continuation in waiting { continuation.resume(returning: end) }
        }
        try process.run()
    }

    deinit { signal(SIGKILL) }

    var id: Int32 { process.processIdentifier }
    var isRunning: Bool { fate.value.withLock { $0.end == nil } }

    /// Whether SIGKILL is on its way to it, or has been there.
    var isDying: Bool { killed.load(ordering: .sequentiallyConsistent) }

    func signal(_ number: Int32) {
        if number == SIGKILL { killed.store(true, ordering: .sequentiallyConsistent) }
        if isRunning { kill(id, number) }
    }

    /// Writes to its input. Whoever has gone already does not read it.
    func write(_ text: String) {
        try? input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    }

    func closeInput() {
        try? input.fileHandleForWriting.close()
    }

    /// Waits until it is over; nil when it still runs after this time.
    func ended(within span: Duration = Patience.exit) async -> End? {
        await withCheckedContinuation { continuation in
            let waiting: Int? = fate.value.withLock { fate in
                if let end = fate.end {
                    continuation.resume(returning: end)
                    return nil
                }
                fate.waitersSoFar += 1
                fate.waiting[fate.waitersSoFar] = continuation
                return fate.waitersSoFar
            }
            guard let waiting else { return }
            Patience.after(span) { [fate] in
                let late = fate.value.withLock { $0.waiting.removeValue(forKey: waiting) }
                late?.resume(returning: nil)
            }
        }
    }
}

/// A lock that a closure may hold on to.
final class Shared<Value: Sendable>: Sendable {
    let value: Mutex<Value>

    init(_ value: Value) {
        self.value = Mutex(value)
    }
}
