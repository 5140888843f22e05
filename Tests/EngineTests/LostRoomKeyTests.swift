import Engine
import IRC
import Rooms
import Testing
import Wire

/// A room whose key nobody knows any more, for its words are gone, is no open room.
@Suite struct LostRoomKeyTests {
    private static let now = Moment(milliseconds: 1_000)
    private static let welcome = Welcome(
        server: "s.example", network: "Demo", version: "1", started: now, policy: .open)

    /// Lets somebody in and says lines for them.
    ///
    /// - Returns: what they read.
    private static func play(
        _ nick: String, _ lines: [String], _ engine: inout CentreEngine
    ) throws -> String {
        let slot: UInt32 = nick == "ann" ? 1 : 2
        let connection = ConnectionID(loop: 0, slot: slot, generation: 1)
        var greeting = Greeting(welcome)
        var replies: [UInt8] = []
        for line in ["NICK \(nick)", "USER \(nick) 0 * :\(nick)"] {
            _ = greeting.take(try Message(line), replies: &replies)
        }
        let peer = Peer(address: Array("192.0.2.1".utf8), secure: true)
        var inputs: [Input] = [.arrival(.opened(connection, greeting, peer))]
        for line in lines { inputs.append(.arrival(.line(connection, try Message(line)))) }
        var effects = [engine.step(inputs, at: now, chance: 1)]
        while effects.last?.write != nil {
            effects.append(engine.step(.written, at: now, chance: 2))
        }
        return effects.flatMap(\.deliveries).reduce(into: "") { told, delivery in
            guard case .send(let bytes, connection) = delivery else { return }
            told += String(decoding: bytes, as: UTF8.self)
        }
    }

    @Test func `nobody comes in without the key, nor with any`() throws {
        let keys = SipHash(k0: 1, k1: 2)
        var engine = CentreEngine(
            centre: Centre(policy: .open), directory: [:], welcome: Self.welcome, keys: keys)
        _ = try Self.play("ann", ["JOIN #a", "MODE #a +k winter"], &engine)
        let attempts = [("JOIN #a", false), ("JOIN #a winter", true), ("JOIN #a :", false)]
        for (attempt, fits) in attempts {
            var whole = engine
            let answer = try Self.play("bob", [attempt], &whole)
            #expect(answer.contains(" 475 bob #a ") != fits, "\(attempt)")
            #expect(answer.contains(" JOIN #a\r\n") == fits, "\(attempt)")
            var without = CentreEngine(
                centre: engine.centre, directory: [:], welcome: Self.welcome, keys: keys)
            let refusal = try Self.play("bob", [attempt], &without)
            #expect(refusal.contains(" 475 bob #a "), "\(attempt)")
        }
    }
}
