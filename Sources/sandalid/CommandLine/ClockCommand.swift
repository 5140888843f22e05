import ArgumentParser

struct TrustClockCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trust-clock",
        abstract: "Wipe words by their age again, after the clock has jumped.",
        discussion: "Look at the clock first: what is wiped cannot be brought back.")

    @OptionGroup var options: CentreOptions

    func run() throws {
        try Asking.ask(.trustClock, try options.load())
    }
}

struct ClockCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clock", abstract: "Move a test clock forward.", shouldDisplay: false)

    @OptionGroup var options: CentreOptions

    @Argument(help: "How far: +90s, +10m, +2h, +7d.")
    var span: String

    func run() throws {
        guard let seconds = Self.seconds(span) else {
            throw Complaint("How far? Write it like +90s, +10m, +2h or +7d.")
        }
        try Asking.ask(.advanceClock(seconds: seconds), try options.load())
    }

    /// Nil unless it is a plus, a number below 10^9 and a unit.
    static func seconds(_ span: String) -> Int64? {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard span.first == "+", let unit = span.last.flatMap({ units[$0] }),
            let count = Int64(span.dropFirst().dropLast()), (0..<1_000_000_000).contains(count)
        else { return nil }
        return count * unit
    }
}
