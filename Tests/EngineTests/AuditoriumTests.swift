import Engine
import Foundation
import IRC
import Rooms
import Testing

extension Hidden {
    /// A room where presence is hidden, with a parent in it who has said nothing, or without.
    static func auditorium(with silent: String?, _ capabilities: [String]) -> TranscriptStage {
        var stage = evening
        for line in ["connect mina " + capabilities.joined(separator: " "), "connect wise"] {
            guard case .directive(let words, let tail) = TranscriptLine(line) else { continue }
            if !stage.direct(words, tail) { stage.faults.append("refused: \(line)") }
        }
        var lines = [
            ("lola", "PART #tue-circle"), ("dilbar", "ENROL #tue-circle mina"),
            ("dilbar", "ROOM SET #tue-circle presence=hidden speak=turns"),
            ("mina", "JOIN #tue-circle"), ("mina", "MONITOR + lola"),
        ]
        if let silent { lines.append((silent, "JOIN #tue-circle")) }
        stage.send(lines.map { ($0.0, Array($0.1.utf8)) })
        _ = stage.takeHeard()
        return stage
    }
}

@Suite struct AuditoriumTests {
    static let plain = [
        "away-notify", "extended-join", "invite-notify", "multi-prefix", "standard-replies",
        "userhost-in-names",
    ]

    @Test(arguments: [[], plain])
    func `somebody who is not seen in a room is not there`(capabilities: [String]) {
        let (one, other) = (
            Hidden.auditorium(with: "lola", capabilities),
            Hidden.auditorium(with: nil, capabilities)
        )
        #expect(one.faults == [] && other.faults == [])
        for line in Hidden.lines + Hidden.linesAboutPeople {
            for name in line.contains("#") ? ["lola"] : ["lola", "#tue-circle"] {
                let heard = [one, other].map { evening in
                    Hidden.heard(line, about: name, by: "mina", in: evening)
                        .filter { $0.hasPrefix("mina ") }
                }
                #expect(heard[0] == heard[1], "\(name): \(line)")
            }
        }
    }

    @Test(
        arguments: [
            "NICK lala", "AWAY :tea", "PRIVMSG %#tue-circle :hi", "HAND #tue-circle",
            "PRIVMSG #tue-circle :out of turn", "PART #tue-circle :bye", "QUIT :bye",
            "@+typing=active TAGMSG #tue-circle", "MOOD #tue-circle 3", "JOIN 0", "AWAY *",
            "METADATA * SET color :red", "SETNAME :Lola", "WHO #tue-circle",
        ])
    func `what somebody does who is not seen reaches staff alone`(line: String) {
        let evening = Hidden.auditorium(with: "lola", HiddenRoomTests.everything)
        let heard = Hidden.heard(line, about: "#tue-circle", by: "lola", in: evening)
        #expect(heard.filter { $0.hasPrefix("mina ") } == [], "\(line)")
    }

    @Test(
        arguments: [
            "FLOOR #tue-circle next", "FLOOR #tue-circle give lola", "MODE #tue-circle +v lola",
            "MODE #tue-circle +h lola", "ROOM SET #tue-circle presence=shown",
            "FLOOR #tue-circle give lola 3m", "ENROL #tue-circle lola",
        ])
    func `a parent sees a JOIN before anything else of somebody`(line: String) throws {
        var evening = Hidden.auditorium(with: "lola", [])
        evening.send([("lola", Array("HAND #tue-circle".utf8))])
        _ = evening.takeHeard()
        let heard = Hidden.heard(line, about: "#none", by: "dilbar", in: evening)
            .filter { $0.hasPrefix("mina ") && $0.contains("lola") }
        #expect(heard.first.map { $0.hasSuffix("JOIN #tue-circle") } != false, "\(heard)")
        #expect(heard.isEmpty == line.hasPrefix("ENROL"))
    }
}
