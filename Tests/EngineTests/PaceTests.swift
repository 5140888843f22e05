import IRC
import Rooms
import Testing
import Wire

@testable import Engine

@Suite struct PaceTests {
    private let name = NameKey(high: 1, low: 2)
    private let village = Array("192.0.2.7".utf8)
    private let start = Moment(milliseconds: 1_000_000)

    private func wait(_ pace: Pace, at seconds: Int64 = 0) -> Duration {
        pace.wait(for: name, from: village, at: start.advanced(seconds: seconds))
    }

    @Test func `a few wrong passwords cost nothing, more of them seconds, never more than four`() {
        var pace = Pace()
        var waits: [Duration] = []
        for _ in 0..<12 {
            waits.append(wait(pace))
            pace.fail(name, from: village, at: start)
        }
        let wanted = [0, 0, 0, 0, 250, 500, 1000, 2000, 4000, 4000, 4000, 4000]
        #expect(waits == wanted.map { .milliseconds($0) })
        #expect(wait(pace, at: 30) == .milliseconds(2000))
        #expect(wait(pace, at: 3600) == .zero)
    }

    @Test func `time that goes back forgives nothing and breaks nothing`() {
        var pace = Pace()
        for _ in 0..<5 { pace.fail(name, from: village, at: start) }
        #expect(wait(pace, at: -3600) == wait(pace))
    }

    @Test func `an address is forgiven more than an account, for a village may share it`() {
        var pace = Pace()
        let other = NameKey(high: 7, low: 7)
        for number in 0..<20 {
            pace.fail(NameKey(high: 0, low: UInt64(number)), from: village, at: start)
        }
        #expect(pace.wait(for: other, from: village, at: start) == .zero)
        pace.fail(nil, from: village, at: start)
        #expect(pace.wait(for: other, from: village, at: start) == .milliseconds(250))
        #expect(pace.wait(for: other, from: Array("192.0.2.8".utf8), at: start) == .zero)
    }

    @Test func `tools on the server's own machine are not slowed for each other`() {
        var pace = Pace()
        for number in 0..<60 {
            let name = NameKey(high: 0, low: UInt64(number))
            pace.fail(name, from: Array("127.0.0.1".utf8), at: start)
            pace.fail(name, from: Array("::".utf8), at: start)
        }
        for address in ["127.0.0.1", "::"] {
            #expect(pace.wait(for: nil, from: Array(address.utf8), at: start) == .zero)
        }
    }

    @Test func `guessing at names without end takes no memory without end`() {
        var pace = Pace()
        for number in 0..<20_000 {
            let name = NameKey(high: 0, low: UInt64(number))
            pace.fail(name, from: Array("a\(number)".utf8), at: start)
        }
        #expect(pace.tallies <= Pace.Limit.tallies)
        for _ in 0..<9 { pace.fail(name, from: village, at: start.advanced(seconds: 1)) }
        #expect(wait(pace, at: 1) == .seconds(4))
    }

    @Test func `a question says from where it comes, and how often its connection was wrong`() {
        var setting = TranscriptStage.Setting()
        setting.policy = .support
        var stage = TranscriptStage(setting)
        _ = stage.direct(["account", "lola", "parent"], nil)
        let plain = { (text: String) in
            let letters = String(decoding: Base64.encode(Array(text.utf8)[...]), as: UTF8.self)
            return ["AUTHENTICATE PLAIN", "AUTHENTICATE \(letters)"]
        }
        for name in ["x", "y"] {
            stage.open(name)
            for _ in 1...3 {
                stage.send(plain("\0lola\0wrong").map { (name, Array($0.utf8)) })
            }
        }
        #expect(stage.places.map(\.tries) == [0, 1, 2, 0, 1, 2])
        #expect(Set(stage.places.map(\.network)) == [Array("192.0.2.7".utf8)])
    }

    @Test func `wrong passwords for a name slow it down whether there is such an account or not`() {
        for account in ["lola", "nobody"] {
            var setting = TranscriptStage.Setting()
            setting.policy = .support
            var stage = TranscriptStage(setting)
            _ = stage.direct(["account", "lola", "parent"], nil)
            for _ in 0..<5 {
                stage.open("x")
                let lines = ["PASS \(account):wrong", "NICK x", "USER x 0 * :x"]
                stage.send(lines.map { ("x", Array($0.utf8)) })
            }
            #expect(stage.waits == [0, 0, 0, 0, 250].map { .milliseconds($0) })
        }
    }
}
