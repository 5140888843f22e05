import Rooms
import Testing

@testable import sandalid

@Suite struct CentreTimeTests {
    private static let hour: Int64 = 3_600_000

    private func at(_ milliseconds: Int64) -> Moment { Moment(milliseconds: milliseconds) }

    @Test func `it is what the clock shows, as long as that goes on`() {
        var time = CentreTime(log: at(1_000), up: at(0))
        #expect(time.now == at(1_000))
        for moment in [1_000, 1_001, 1_001, 5_000] as [Int64] {
            _ = time.look(at: at(moment), up: at(moment - 1_000))
            #expect(time.now == at(moment))
        }
        #expect(time.clock(at: at(9_000)) == at(9_000))
    }

    @Test(arguments: [1, 2, 3, 10, 7_000] as [Int64])
    func `behind the log, time goes half as fast until the clock has caught up`(every: Int64) {
        var time = CentreTime(log: at(60_000), up: at(0))
        var up: Int64 = 0
        while up < 120_000 {
            up += every
            _ = time.look(at: at(up), up: at(up))
            let ideal = max(up, 60_000 + up / 2)
            #expect(abs(time.now.milliseconds - ideal) <= (every + 1) / 2)
        }
        #expect(time.now == at(up))
    }

    @Test func `a clock that is set back while it runs stops nobody`() {
        var time = CentreTime(log: at(0), up: at(0))
        _ = time.look(at: at(10 * Self.hour), up: at(0))
        _ = time.look(at: at(9 * Self.hour), up: at(1_000))
        #expect(time.now == at(10 * Self.hour + 500))
        _ = time.look(at: at(9 * Self.hour + 4_000), up: at(5_000))
        #expect(time.now == at(10 * Self.hour + 2_500))
        // What is due in ten seconds is so in twenty.
        let due = time.now.advanced(seconds: 10)
        #expect(time.clock(at: due) == at(9 * Self.hour + 24_000))
        _ = time.look(at: at(9 * Self.hour + 24_000), up: at(25_000))
        #expect(time.now == due)
        // Farther away than the clock has to catch up, it is when the clock says so.
        #expect(time.clock(at: at(20 * Self.hour)) == at(20 * Self.hour))
    }

    @Test(arguments: [(48, false), (49, true)] as [(Int64, Bool)])
    func `a jump forward is seen, time that has passed is none`(hours: Int64, jumps: Bool) {
        var time = CentreTime(log: at(0), up: at(0))
        let first = time.look(at: at(100 * Self.hour), up: at(0))
        let passed = time.look(at: at(200 * Self.hour), up: at(100 * Self.hour))
        #expect(!first && !passed)
        let later = 200 + hours
        let hasJumped = time.look(at: at(later * Self.hour), up: at(100 * Self.hour))
        #expect(hasJumped == jumps)
        #expect(time.now == at(later * Self.hour))
        let again = time.look(at: at(later * Self.hour), up: at(100 * Self.hour))
        #expect(!again)
    }
}
