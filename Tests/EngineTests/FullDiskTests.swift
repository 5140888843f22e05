import Engine
import IRC
import Rooms
import Testing
import Wire

@Suite struct FullDiskTests {
    private func errand(_ name: String) -> Input {
        .errand(1, .addAccount(name: Array(name.utf8), roles: .parent, verifier: nil))
    }

    @Test(
        arguments: zip(
            [Int64(10_000), 10_999, 11_000, 9_999, 1], [false, false, true, true, true]))
    func `a full disk is tried again after a second, or once the clock has gone back`(
        milliseconds: Int64, tries: Bool
    ) {
        var engine = CentreEngine.empty
        let full = Moment(milliseconds: 10_000)
        #expect(engine.step([errand("lola")], at: full, chance: 1).write != nil)
        #expect(engine.step(.full, at: full, chance: 2).write == nil)
        let effects = engine.step(
            [errand("nodira")], at: Moment(milliseconds: milliseconds), chance: 3)
        #expect((effects.write != nil) == tries)
    }

    @Test func `what a clock made look old is not wiped because the disk was full`() throws {
        let keys = SipHash(k0: 1, k1: 2)
        let welcome = Welcome(
            server: "s.example", network: "Demo", version: "1",
            started: Moment(milliseconds: 0), policy: .open)
        var engine = CentreEngine(
            centre: Centre(policy: .open), directory: [:], welcome: welcome, keys: keys)
        let began = Moment(milliseconds: 1_000_000)
        var greeting = Greeting(welcome)
        var replies: [UInt8] = []
        for line in ["NICK ann", "USER ann 0 * :ann"] {
            _ = greeting.take(try Message(line), replies: &replies)
        }
        let ann = ConnectionID(loop: 0, slot: 1, generation: 1)
        let peer = Peer(address: Array("192.0.2.1".utf8), secure: true)
        var inputs: [Input] = [.arrival(.opened(ann, greeting, peer))]
        for line in ["JOIN #a", "PRIVMSG #a :hello"] {
            inputs.append(.arrival(.line(ann, try Message(line))))
        }
        try #require(engine.step(inputs, at: began, chance: 1).write != nil)
        _ = engine.step(.written, at: began, chance: 1)

        // A year later it comes up again, on a full disk.
        let now = began.advanced(seconds: 365 * 86_400)
        var later = CentreEngine(
            centre: engine.centre, directory: [:], welcome: welcome, keys: keys)
        let start = later.step([.start], at: now, chance: 2)
        #expect(start.clockDistrusted && start.wipes.isEmpty)
        #expect(later.step(.full, at: now, chance: 3).wipes.isEmpty)
        // It has room again, but what it owes is not written yet.
        let soon = now.advanced(seconds: 2)
        let room = later.step([.ring], at: soon, chance: 4)
        #expect(room.wipes.isEmpty)
        #expect(room.write?.isEmpty == false)
        #expect(later.step(.written, at: soon, chance: 5).wipes.isEmpty)
        let end = now.advanced(seconds: 3_600)
        // The room has gone with whoever made it, and its name with it; no age comes into that.
        for wipe in later.step([.ring], at: end, chance: 6).wipes {
            guard case .words = wipe else { Issue.record("\(wipe)"); continue }
        }
        #expect(later.centre.keeping.isSuspended)
    }
}
