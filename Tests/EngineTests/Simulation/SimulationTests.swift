import Foundation
import Testing

/// How many evenings, and how long; more where they are asked for.
enum Seeds {
    private static let environment = ProcessInfo.processInfo.environment

    /// `SEED=17`: that one; `SEEDS=5000`: so many; else 200.
    static let asked: [UInt64] = {
        if let one = environment["SEED"].flatMap(UInt64.init) { return [one] }
        let count = environment["SEEDS"].flatMap(UInt64.init) ?? 200
        return Array(1...max(1, count))
    }()

    static let steps = 150
}

/// What went wrong in this evening, with the end of its story; nil when nothing did.
func trouble(_ seed: UInt64, canary: Canary = .none) -> String? {
    var evening = Evening(seed: seed, canary: canary)
    evening.run(steps: Seeds.steps)
    guard !evening.faults.isEmpty else { return nil }
    var told = Evening(seed: seed, canary: canary, isTold: true)
    told.run(steps: Seeds.steps)
    let end = told.story.lines.suffix(30).joined(separator: "\n")
    return "seed \(seed): \(evening.faults.joined(separator: "; "))\n\(end)"
}

@Suite("Simulation")
struct SimulationTests {
    @Test(arguments: Seeds.asked)
    func `whatever the evening, nobody hears what they should not, nothing is lost`(
        seed: UInt64
    ) {
        if let trouble = trouble(seed) { Issue.record(Comment(rawValue: trouble)) }
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as [UInt64])
    func `the same seed gives the same evening, byte for byte`(seed: UInt64) {
        var first = Evening(seed: seed, isMarked: true)
        var second = Evening(seed: seed, isMarked: true)
        first.run(steps: Seeds.steps)
        second.run(steps: Seeds.steps)
        #expect(first.fingerprint == second.fingerprint)
    }

    @Test(arguments: Canary.allCases.filter { $0 != .none })
    func `a planted fault is found within sixty evenings`(canary: Canary) {
        let found = (1...60 as ClosedRange<UInt64>).contains { seed in
            var evening = Evening(seed: seed, canary: canary)
            evening.run(steps: Seeds.steps)
            return !evening.faults.isEmpty
        }
        #expect(found)
    }
}
