/// How long a test waits for what must come, however much else the machine does: sixty servers of
/// the tests beside it start and hash passwords on two cores.
enum Patience {
    /// Seconds for a line, or for a text on the screen.
    static let line = 60
    /// Seconds after which a program that is still there is stuck.
    static let process = 150
}
