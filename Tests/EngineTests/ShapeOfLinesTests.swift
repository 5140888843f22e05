import Engine
import IRC
import Rooms
import Testing
import Wire

/// How often a line is encoded for a room in which everyone has asked for something else.
@Suite struct ShapeOfLinesTests {
    /// Three with different capabilities, and one who speaks; none of them is away.
    static let room: TranscriptStage = {
        var setting = TranscriptStage.Setting()
        setting.policy = .open
        setting.operator_ = Operator(name: Array("root".utf8), verifier: Array("secret".utf8))
        var stage = TranscriptStage(setting)
        let people = [
            ("ann", []), ("bob", ["extended-join"]), ("cy", ["extended-join", "away-notify"]),
            ("dee", ["setname", "invite-notify", "server-time"]),
        ]
        for (name, held) in people {
            if !stage.direct(["connect", name] + held, nil) { stage.faults.append(name) }
            stage.send([(name, Array("JOIN #a".utf8))])
        }
        return stage
    }()

    /// The encodings of each fan-out that a line of `name` brings about.
    static func variants(_ line: String, by name: String, in stage: TranscriptStage) throws -> [Int]
    {
        var engine = stage.engine
        let link = try #require(stage.links.first { $0.name == name })
        let message = try Message(parsing: Array(line.utf8))
        var effects = engine.step(
            [.arrival(.line(link.id, message))], at: stage.now, chance: 1)
        if effects.write != nil { effects = engine.step(.written, at: stage.now, chance: 2) }
        return effects.deliveries.compactMap { delivery in
            if case .fanOut(let variants, _, _) = delivery { variants.count } else { nil }
        }
    }

    @Test func `words are encoded once for all who differ only in what JOIN looks like`() throws {
        #expect(Self.room.faults == [])
        #expect(try Self.variants("PRIVMSG #a :hello", by: "ann", in: Self.room) == [2])
    }

    @Test func `JOIN is encoded once for each form and for each set of tags`() throws {
        var stage = Self.room
        stage.send([("ann", Array("PART #a".utf8))])
        #expect(try Self.variants("JOIN #a", by: "ann", in: stage) == [3])
    }

    @Test func `AWAY goes to those alone who have asked, and to nobody where nobody has`() throws {
        #expect(try Self.variants("AWAY :tea", by: "ann", in: Self.room) == [1])
        #expect(try Self.variants("AWAY :tea", by: "cy", in: Self.room) == [])
        #expect(try Self.variants("SETNAME :D", by: "dee", in: Self.room) == [])
        var stage = Self.room
        stage.send([("cy", Array("QUIT".utf8))])
        #expect(try Self.variants("AWAY :tea", by: "ann", in: stage) == [])
    }

    @Test func `REHASH reaches the host when an operator says it, and only then`() {
        var stage = Self.room
        stage.send([("ann", Array("REHASH".utf8))])
        #expect(!stage.wasRehashed)
        stage.send([("ann", Array("OPER root secret".utf8)), ("ann", Array("REHASH".utf8))])
        #expect(stage.wasRehashed)
    }
}
