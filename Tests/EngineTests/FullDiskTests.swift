import Engine
import IRC
import Rooms
import Testing

@Suite struct FullDiskTests {
    private func errand(_ name: String) -> Input {
        .errand(1, .addAccount(name: Array(name.utf8), roles: .parent, verifier: nil))
    }

    @Test(
        arguments: zip(
            [Int64(10_000), 10_999, 11_000, 9_999, 1], [false, false, true, true, true]))
    func `a full disk is tried again after a second, or once the clock has gone back`(
        milliseconds: Int64, tries: Bool
    ) {
        var engine = CentreEngine.empty
        let full = Moment(milliseconds: 10_000)
        #expect(engine.step([errand("lola")], at: full, chance: 1).write != nil)
        #expect(engine.step(.full, at: full, chance: 2).write == nil)
        let effects = engine.step(
            [errand("nodira")], at: Moment(milliseconds: milliseconds), chance: 3)
        #expect((effects.write != nil) == tries)
    }
}
