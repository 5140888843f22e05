import Rooms
import Testing

@testable import Engine
@testable import sandalid

/// What is remembered of guessing at centres that there are not.
struct UnknownPacesTests {
    private let lola = NameKey(high: 1, low: 2)
    private let address = Array("192.0.2.7".utf8)
    private let now = Moment(milliseconds: 1_000_000)

    private func wait(_ paces: UnknownPaces, _ centre: String) -> Duration {
        paces.pace(at: Array(centre.utf8)).wait(for: lola, from: address, at: now)
    }

    private func guess(_ paces: UnknownPaces, at centre: String, times: Int, _ when: Moment) {
        var pace = paces.pace(at: Array(centre.utf8))
        for _ in 0..<times { pace.fail(lola, from: address, at: when) }
        paces.keep(pace, at: Array(centre.utf8), when)
    }

    @Test func `who has guessed there waits, whatever else was named meanwhile`() {
        let paces = UnknownPaces()
        guess(paces, at: "east", times: 8, now)
        for number in 1...1_000 { guess(paces, at: "other-\(number)", times: 1, now) }
        #expect(wait(paces, "east") == .seconds(4))
        #expect(wait(paces, "other-1") == .zero)
        #expect(wait(paces, "west") == .zero)
    }

    @Test func `what time has worn off makes room`() {
        let paces = UnknownPaces()
        let longAgo = Moment(milliseconds: 0)
        for number in 1..<UnknownPaces.Limit.centres {
            guess(paces, at: "other-\(number)", times: 1, longAgo)
        }
        guess(paces, at: "east", times: 8, now)
        guess(paces, at: "west", times: 8, now)
        #expect(wait(paces, "east") == .seconds(4))
        #expect(wait(paces, "west") == .seconds(4))
    }
}
