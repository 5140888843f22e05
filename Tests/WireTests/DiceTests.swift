import Testing
import Wire

@Test func `dice are SplitMix64`() {
    var dice = Dice(seed: 1_234_567)
    let numbers = (0..<5).map { _ in dice.next() }
    #expect(
        numbers == [
            6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
        ])
}

@Test func `one seed gives one evening, and numbers stay in their bounds`() {
    var (one, other) = (Dice(seed: 7), Dice(seed: 7))
    var seen: Set<Int> = []
    for _ in 0..<1000 {
        let number = one.below(6)
        let (again, some, same) = (other.below(6), one.within(3...5), other.within(3...5))
        #expect(number == again)
        seen.insert(number)
        #expect(3...5 ~= some)
        #expect(some == same)
    }
    #expect(one == other)
    #expect(seen == Set(0..<6))
    let always = one.oneIn(1)
    #expect(always)
}
