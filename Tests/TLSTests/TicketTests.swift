import Foundation
import Synchronization
import Testing

@testable import TLS

/// Tickets spare a returning client the full handshake.
@Suite struct TicketTests {
    let client: TLSClientContext
    let folder: Folder
    let identity: TLSIdentity

    init() throws {
        client = try TLSClientContext(trust: .askCaller)
        folder = try Folder()
        identity = try folder.selfSigned("server.example").identity
    }

    @Test func `a client comes back with its ticket in either version`() throws {
        for suites in [CipherSuites.modern, CipherSuites("ECDHE-ECDSA-AES128-GCM-SHA256")] {
            let context = try freshServer(suites: suites)
            let client = try TLSClientContext(trust: .askCaller)
            #expect(try !visit(context, client))
            #expect(try visit(context, client))
            #expect(try visit(context, client))
        }
    }

    @Test func `a ticket is offered to no other server`() throws {
        let context = try freshServer()
        _ = try visit(context, client)
        let link = Link()
        var server = try TLSConnection(accepting: context, descriptor: link.server)
        var other = try TLSConnection(
            connecting: client, host: "server.example", port: 7000, descriptor: link.client)
        try shakeHands(&server, &other)
        #expect(server.resumed == false)
    }

    @Test func `tickets survive a restart and a reload when the keys are kept`() throws {
        let before = try TicketRing()
        #expect(try !visit(server(before), client))
        let kept = try #require(TicketKeys(importing: before.current.exported()))
        #expect(kept == before.current)
        #expect(try visit(server(TicketRing(kept)), client))
        #expect(try !visit(server(TicketRing()), client))
    }

    @Test func `a ticket outlives three rotations and no fourth`() throws {
        let ring = try TicketRing()
        let context = try server(ring)
        _ = try visit(context, client)
        for _ in 0..<3 { try ring.rotate() }
        #expect(try visit(context, client))
        for _ in 0..<4 { try ring.rotate() }
        #expect(try !visit(context, client))
        #expect(ring.current.keys.count == 4)
    }

    @Test func `the key is changed by itself at the first ticket after twelve hours`() throws {
        let clock = Clock(now: 1_000_000)
        let ring = TicketRing(try TicketKeys(now: 1_000_000)) { clock.now }
        let context = try server(ring)
        clock.now += TicketRing.rotationSeconds - 1
        _ = try visit(context, client)
        #expect(ring.current.keys.count == 1)
        clock.now += 1
        #expect(try visit(context, client))
        #expect(ring.current.keys.count == 2)
        #expect(ring.current.keys[0].madeAt == clock.now)
        #expect(try visit(context, client))
    }

    @Test(arguments: [Int64.min, -1, 1_000_001, .max])
    func `a key that was made at no possible time is replaced`(madeAt: Int64) throws {
        var bytes = try TicketKeys(now: 0).exported()
        for place in 0..<8 {
            bytes[2 + place] = UInt8(truncatingIfNeeded: madeAt >> (56 - 8 * place))
        }
        let ring = TicketRing(try #require(TicketKeys(importing: bytes))) { 1_000_000 }
        let context = try server(ring)
        #expect(try !visit(context, client))
        #expect(ring.current.keys[0].madeAt == 1_000_000)
        #expect(try visit(context, client))
    }

    @Test func `where a certificate is asked for, a ticket from where none is does not count`()
        throws
    {
        let ring = try TicketRing()
        let quiet = try TLSServerContext(identity, tickets: ring, asksForCertificate: false)
        #expect(try !visit(quiet, client))
        #expect(try !visit(server(ring), client))
    }

    @Test func `bytes that are no ticket keys are refused`() throws {
        let good = try TicketKeys(now: 7).exported()
        #expect(TicketKeys(importing: good)?.exported() == good)
        #expect(TicketKeys(importing: []) == nil)
        #expect(TicketKeys(importing: Array(good.dropLast())) == nil)
        #expect(TicketKeys(importing: good + [0]) == nil)
        #expect(TicketKeys(importing: [2] + good.dropFirst()) == nil)
        #expect(TicketKeys(importing: [1, 0]) == nil)
        #expect(TicketKeys(importing: [1, 200] + good.dropFirst(2)) == nil)
    }

    @Test func `ticket keys show themselves to no print or dump`() throws {
        var shown = ""
        let keys = try TicketKeys(now: 7)
        dump(keys, to: &shown)
        print(keys, "\([keys])", to: &shown)
        #expect(shown.contains("‹private›"))
        #expect(!shown.contains("madeAt"))
    }

    private func server(_ ring: TicketRing) throws -> TLSServerContext {
        try TLSServerContext(identity, tickets: ring)
    }

    /// One short conversation: whether it was resumed. The client takes the new ticket along.
    private func visit(_ context: TLSServerContext, _ client: TLSClientContext) throws -> Bool {
        var ends = try connected(Link(), context, client: client)
        try ends.server.send("hello")
        guard try ends.client.receiveText() == "hello" else { throw Stuck() }
        return ends.server.resumed && ends.client.resumed
    }
}

/// A clock that a test turns.
final class Clock: Sendable {
    private let seconds: Atomic<Int64>

    init(now: Int64) { seconds = Atomic(now) }

    var now: Int64 {
        get { seconds.load(ordering: .relaxed) }
        set { seconds.store(newValue, ordering: .relaxed) }
    }
}
