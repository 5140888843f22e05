import Engine
import IRC
import Rooms
import Testing
import Wire

/// A reload is told behind the replies that wait for the disk already, and told once.
@Suite struct ReloadOrderTests {
    private static let ann = ConnectionID(loop: 0, slot: 0, generation: 1)
    private static let now = Moment(milliseconds: 1_000)

    private static func welcome(withholding names: [String]) -> Welcome {
        Welcome(
            server: "s.example", network: "Demo", version: "1", started: now, policy: .open,
            withheld: names)
    }

    /// An engine with one client of `cap-notify`, whose JOIN waits for the disk.
    private static func joining() throws -> CentreEngine {
        let welcome = welcome(withholding: ["chghost"])
        var engine = CentreEngine(
            centre: Centre(policy: .open), directory: [:], welcome: welcome,
            keys: SipHash(k0: 1, k1: 2))
        _ = engine.step([.start], at: now, chance: 1)
        _ = engine.step(.written, at: now, chance: 2)
        var greeting = Greeting(welcome)
        var replies: [UInt8] = []
        for line in ["CAP LS 302", "NICK ann", "USER ann 0 * :ann", "CAP END"] {
            _ = greeting.take(try Message(line), replies: &replies)
        }
        let peer = Peer(address: Array("192.0.2.1".utf8), secure: true)
        let join = try Message("JOIN #a")
        let effects = engine.step(
            [.arrival(.opened(ann, greeting, peer)), .arrival(.line(ann, join))],
            at: now, chance: 3)
        #expect(effects.write != nil)
        #expect(!said(effects).contains { $0.hasSuffix("JOIN #a") })
        return engine
    }

    private static func said(_ effects: Effects) -> [String] {
        effects.deliveries.flatMap { delivery -> [String] in
            guard case .send(let bytes, ann) = delivery else { return [] }
            return String(decoding: bytes, as: UTF8.self).split(separator: "\r\n").map(String.init)
        }
    }

    @Test(arguments: [false, true])
    func `a new capability is told behind the answers that wait, and once`(isLost: Bool) throws {
        var engine = try Self.joining()
        let reload = engine.step(
            [.welcome(Self.welcome(withholding: []))], at: Self.now, chance: 4)
        #expect(Self.said(reload).isEmpty)
        var heard: [String] = []
        if isLost {
            // The write failed and left nothing: all that was kept is judged again.
            let again = engine.step(.reopened(engine.confirmed), at: Self.now, chance: 5)
            #expect(again.write != nil)
            heard += Self.said(again)
        }
        heard += Self.said(engine.step(.written, at: Self.now, chance: 6))
        let joined = try #require(heard.firstIndex { $0.hasSuffix("JOIN #a") })
        let told = heard.indices.filter { heard[$0] == ":s.example CAP ann NEW :chghost" }
        #expect(told.count == 1 && told[0] > joined)
    }
}
