import IRC
import Rooms
import Testing
import Wire

@testable import sandalid

/// The moment that whoever names a centre waits before its door.
@Suite struct ThresholdTests {
    @Test func `whoever names a centre waits with all they say, and nobody else does`() throws {
        var threshold = Threshold()
        let (rest, comers) = threshold.keep([
            try opened(1, "PASS lola@east:x"), try opened(2, "PASS lola:x"), line(1), line(2),
        ])
        #expect(rest.map(\.connection) == [id(2), id(2)])
        #expect(comers == [id(1)])
        #expect(threshold.keep([line(2), line(1)]).rest.map(\.connection) == [id(2)])
        #expect(threshold.admit(comers).count == 3)
        // From then on what they say goes in at once.
        #expect(threshold.keep([line(1)]).rest.count == 1)
        #expect(threshold.admit(comers).isEmpty)
    }

    @Test func `whoever goes while they wait has never been there`() throws {
        var threshold = Threshold()
        let comers = threshold.keep([try opened(1, "PASS lola@east:x")]).comers
        #expect(threshold.keep([.closed(id(1), .closedByPeer)]).rest.isEmpty)
        #expect(threshold.admit(comers).isEmpty)
        let hasty = threshold.keep([
            try opened(1, "PASS lola@east:x"), .closed(id(1), .closedByPeer),
        ])
        #expect(hasty.rest.isEmpty && hasty.comers.isEmpty)
    }

    private func id(_ number: UInt32) -> ConnectionID {
        ConnectionID(loop: 0, slot: number, generation: 1)
    }

    private func line(_ number: UInt32) -> Arrival {
        .broken(id(number), .tooLong(limit: 1))
    }

    private func opened(_ number: UInt32, _ pass: String) throws -> Arrival {
        var greeting = Greeting(
            Welcome(
                server: "s.example", network: "Demo", version: "1",
                started: .init(milliseconds: 0), policy: .support))
        var replies: [UInt8] = []
        for text in [pass, "NICK lola", "USER u 0 * :u"] {
            _ = greeting.take(try Message(text), replies: &replies)
        }
        return .opened(id(number), greeting, Peer(address: [], secure: true))
    }
}
