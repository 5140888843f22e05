import Rooms
import Testing

@testable import Engine
@testable import IRC

/// What the server keeps in memory of texts that are in no room.
@Suite struct KeptTextsTests {
    /// A centre with somebody in it.
    private static func stage(_ policy: Policy, _ lines: [String]) -> TranscriptStage {
        var setting = TranscriptStage.Setting()
        setting.policy = policy
        var stage = TranscriptStage(setting)
        for line in lines {
            guard case .directive(let words, let tail) = TranscriptLine(line) else { continue }
            if !stage.direct(words, tail) { stage.faults.append("refused: \(line)") }
        }
        return stage
    }

    /// Says a line for somebody.
    ///
    /// - Returns: what all read of it.
    private static func say(
        _ line: String, as name: String, in stage: inout TranscriptStage
    ) -> [String] {
        stage.send([(name, Array(line.utf8))])
        return stage.takeHeard().map(\.line)
    }

    @Test func `copies of what somebody takes back displace the oldest of their own`() throws {
        var stage = Self.stage(
            .support,
            [
                "account dilbar facilitator", "account lola parent", "room #tue dilbar",
                "enrol #tue lola", "connect lola message-tags echo-message",
            ])
        _ = Self.say("JOIN #tue", as: "lola", in: &stage)
        for number in 0...Limit.copiesEach {
            _ = Self.say("PRIVMSG #tue :text \(number)", as: "lola", in: &stage)
            let answer = Self.say("REDACT #tue <id:text \(number)>", as: "lola", in: &stage)
            #expect(answer.contains { $0.contains("are taken back") }, "\(answer)")
            stage.pass(seconds: 1)
        }
        #expect(stage.faults == [])
        let copies = stage.engine.centre.reports.open
        #expect(copies.count == Limit.copiesEach)
        #expect(copies.first?.number == 2)
        #expect(copies.allSatisfy { stage.engine.house.directory[$0.at] != nil })
        #expect(copies.last?.number == UInt32(Limit.copiesEach) + 1)
    }

    @Test func `what a guest has not said goes with the guest`() {
        var stage = Self.stage(.open, ["connect ann", "connect bob"])
        for (name, line) in [
            ("ann", "JOIN #a"), ("ann", "ROOM SET #a speak=turns"), ("bob", "JOIN #a"),
            ("bob", "PRIVMSG #a :for later"), ("bob", "KNOCK #b"),
        ] {
            _ = Self.say(line, as: name, in: &stage)
        }
        #expect(stage.engine.house.people.unsaid.count == 1)
        #expect(stage.engine.house.people.knockTimes.count == 1)
        _ = Self.say("QUIT", as: "bob", in: &stage)
        #expect(stage.engine.house.people.unsaid.isEmpty)
        #expect(stage.engine.house.people.knockTimes.isEmpty)
    }
}
