/// How long a line may be silent while something waits for an answer, and what is done about it.
///
/// A line that nobody expects anything of is left alone: mobile data and batteries are dear.
public struct Silence: Sendable {
    /// What is due.
    public enum Step: Equatable, Sendable {
        /// Ask the server for a sign of life.
        case ping
        /// Tell the person.
        case tell
        /// Take the line for dead, and connect anew.
        case giveUp
    }

    private var heard: ContinuousClock.Instant
    private var done: [Step] = []

    /// - Parameter now: when the connection came about.
    public init(at now: ContinuousClock.Instant) {
        heard = now
    }

    /// Something came, whatever it was.
    public mutating func hear(at now: ContinuousClock.Instant) {
        heard = now
        done = []
    }

    /// What is due now, each step once in a silence.
    ///
    /// - Parameter oldest: since when the oldest of what waits for an answer does.
    public mutating func step(
        at now: ContinuousClock.Instant, oldest: ContinuousClock.Instant?
    ) -> Step? {
        guard let oldest else { return nil }
        let silent = max(heard, oldest).duration(to: now)
        let due = Limits.silences.first { silent >= $0.after && !done.contains($0.step) }?.step
        if let due { done.append(due) }
        return due
    }
}
