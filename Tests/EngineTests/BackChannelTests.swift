import Engine
import Foundation
import IRC
import Rooms
import Testing

/// The back-channel of a session is for its staff; for everyone else it is not there.
@Suite struct BackChannelTests {
    /// The evening of the matrix with a session that two of the staff are in.
    private static func evening(
        with asker: String, _ capabilities: [String]
    ) -> TranscriptStage {
        var stage = Hidden.evening
        var connections = ["connect farid"]
        if asker != "lola" {
            connections.append("connect \(asker) " + capabilities.joined(separator: " "))
        }
        for line in connections where !(asker == "zarina" && line.contains("zarina")) {
            guard case .directive(let words, let tail) = TranscriptLine(line) else { continue }
            if !stage.direct(words, tail) { stage.faults.append("refused: \(line)") }
        }
        let lines = [
            ("dilbar", "ENROL #tue-circle farid"), ("farid", "JOIN #tue-circle"),
            ("dilbar", "SESSION OPEN #tue-circle 1h"),
            ("dilbar", "PRIVMSG #tue-circle-staff :how is lola?"),
        ]
        stage.send(lines.map { ($0.0, Array($0.1.utf8)) })
        _ = stage.takeHeard()
        return stage
    }

    @Test(arguments: ["lola", "mina", "zarina", "wise"], [[], HiddenRoomTests.everything])
    func `whoever is not of its staff hears the same as where there is none`(
        asker: String, capabilities: [String]
    ) {
        let evening = Self.evening(with: asker, capabilities)
        #expect(evening.faults == [])
        #expect(evening.engine.centre.rooms.count == 3)
        for line in Hidden.lines {
            let heard = ["#tue-circle-staff", "#tue-circle-stuff"].map {
                Hidden.heard(line, about: $0, by: asker, in: evening)
            }
            #expect(heard[0] == heard[1], "\(line)")
        }
    }

    @Test(arguments: ["NAMES <room>", "PRIVMSG <room> :hello", "LIST <room>"])
    func `its staff hears something else`(line: String) {
        let evening = Self.evening(with: "mina", [])
        let heard = ["#tue-circle-staff", "#tue-circle-stuff"].map {
            Hidden.heard(line, about: $0, by: "farid", in: evening)
        }
        #expect(heard[0] != heard[1])
    }

    @Test func `with the end of the session it is nobody's`() {
        var evening = Self.evening(with: "mina", [])
        evening.send([("dilbar", Array("SESSION CLOSE #tue-circle".utf8))])
        _ = evening.takeHeard()
        for line in Hidden.lines {
            let heard = ["#tue-circle-staff", "#tue-circle-stuff"].map {
                Hidden.heard(line, about: $0, by: "farid", in: evening)
            }
            #expect(heard[0] == heard[1], "\(line)")
        }
    }
}
