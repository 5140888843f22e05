import Testing

@Suite struct SessionEveningTests {
    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `whatever the evening, who is there is who was read to come and not to go`(seed: UInt64) {
        var evening = SessionEvening(seed: seed)
        evening.run(steps: 250)
        #expect(evening.complaints == [])
    }

    @Test func `the evenings are full of what they are for`() {
        var all: [String: Int] = [:]
        for seed in 1...10 as ClosedRange<UInt64> {
            var evening = SessionEvening(seed: seed)
            evening.run(steps: 250)
            all.merge(evening.counts) { $0 + $1 }
        }
        for what in ["heard", "join", "kick", "failed", "gone", "checked", "side"] {
            #expect(all[what] ?? 0 > 20, "\(what): \(all)")
        }
    }
}
