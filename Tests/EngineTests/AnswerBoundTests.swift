import Rooms
import Testing

@testable import IRC

/// Nobody is let go for what they asked: one answer has its bound.
@Suite struct AnswerBoundTests {
    /// Many people with long names and rooms of their own.
    private static func crowd(_ count: Int) -> TranscriptStage {
        var setting = TranscriptStage.Setting()
        setting.policy = .open
        var stage = TranscriptStage(setting)
        for number in 0..<count {
            let name = "a-somewhat-long-nickname-\(number)"
            _ = stage.direct(["connect", name], nil)
            let rooms = "#room-of-\(name),#garden-of-\(name)"
            stage.send([(name, Array("JOIN \(rooms)".utf8))])
        }
        _ = stage.direct(["connect", "ann"], nil)
        _ = stage.takeHeard()
        return stage
    }

    @Test(arguments: [
        ("WHO *", "315"), ("WHO * %tcuihsnfdlaor,1", "315"), ("LIST", "323"),
    ])
    func `a list that is too long says so and ends as usual`(line: String, end: String) {
        var stage = Self.crowd(1_400)
        stage.send([("ann", Array(line.utf8))])
        let heard = stage.takeHeard().filter { $0.name == "ann" }.map(\.line)
        let bytes = heard.reduce(0) { $0 + $1.utf8.count + 2 }
        #expect(bytes <= Limit.answerBytes + 1_024)
        #expect(heard.dropLast().last?.contains("more than fits into one answer") == true)
        #expect(heard.last?.contains(" \(end) ann") == true)
    }

    @Test(arguments: [(50, 0), (51, 1)])
    func `NAMES of all rooms stops at so many and says so`(people: Int, cuts: Int) {
        var stage = Self.crowd(people)
        stage.send([("ann", Array("NAMES".utf8))])
        let heard = stage.takeHeard().filter { $0.name == "ann" }.map(\.line)
        #expect(heard.filter { $0.contains(" 353 ann ") }.count == Limit.roomsNamed)
        #expect(heard.filter { $0.contains("more than fits into one answer") }.count == cuts)
        #expect(heard.last?.contains(" 366 ann *") == true)
    }

    @Test(arguments: ["b", "e", "I"])
    func `a mask that no list has room for is refused with its own letter`(letter: String) {
        var stage = Self.crowd(0)
        stage.send([("ann", Array("JOIN #a".utf8))])
        for number in 0..<Rooms.Limit.masks {
            stage.send([("ann", Array("MODE #a +b nobody\(number)!*@*".utf8))])
        }
        _ = stage.takeHeard()
        stage.send([("ann", Array("MODE #a +\(letter) more!*@*".utf8))])
        let heard = stage.takeHeard().filter { $0.name == "ann" }.map(\.line)
        #expect(heard.first?.contains(" 478 ann #a \(letter) :") == true)
    }
}
