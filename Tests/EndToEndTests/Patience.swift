import Dispatch

/// How long a test waits before it gives up: far longer than a slow machine has needed. Password
/// hashes give way to everything else, the other tests among it.
enum Patience {
    /// For a line, from a server or from a process.
    static let line = Duration.seconds(90)
    /// For a process to end.
    static let exit = Duration.seconds(90)

    /// Gives up later, by calling this.
    static func after(_ span: Duration, _ giveUp: @escaping @Sendable () -> Void) {
        DispatchQueue.global().asyncAfter(
            deadline: .now() + .milliseconds(Int(span / .milliseconds(1))), execute: giveUp)
    }
}
