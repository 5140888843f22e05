import Foundation
import Testing

@testable import TLS

@Suite struct ConversationTests {
    @Test func `two ends shake hands over TLS 1.3 and hear each other`() throws {
        let link = Link()
        let context = try freshServer()
        var server = try TLSConnection(accepting: context, descriptor: link.server)
        var client = try TLSConnection(
            connecting: TLSClientContext(trust: .fingerprint(context.fingerprint)),
            host: "server.example", port: 6697, descriptor: link.client)
        try shakeHands(&server, &client)
        try client.send("hello")
        #expect(try server.receiveText() == "hello")
        try server.send("and to you")
        #expect(try client.receiveText() == "and to you")
        #expect(client.version == "TLSv1.3")
        #expect(client.cipher == "TLS_AES_128_GCM_SHA256")
        #expect(server.serverName == Array("server.example".utf8))
        #expect(server.peerFingerprint == nil)
        #expect(client.peerFingerprint == context.fingerprint)
        #expect(server.resumed == false)
    }

    @Test func `a read on a quiet link wants to read and changes nothing`() throws {
        let link = Link()
        let context = try freshServer()
        var ends = try connected(link, context)
        var buffer = [UInt8](repeating: 7, count: 8)
        var span = buffer.mutableSpan
        let step = try ends.server.read(into: &span)
        #expect(step == .wantsRead)
        #expect(buffer == [UInt8](repeating: 7, count: 8))
        try ends.client.send("x")
        #expect(try ends.server.receiveText() == "x")
    }

    @Test func `a long text arrives whole through a small reading buffer`() throws {
        let link = Link()
        var ends = try connected(link, try freshServer())
        let text = (0..<40_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try ends.client.send(text)
        var heard: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1000)
        var left = 0
        while true {
            var span = buffer.mutableSpan
            guard case .done(let count) = try ends.server.read(into: &span) else { break }
            heard += buffer[..<count]
            left = max(left, ends.server.pending)
        }
        #expect(heard == text)
        #expect(left == 16_384 - 1000)
        #expect(ends.server.hasBuffered == false)
    }

    @Test func `a blocked write goes on from bytes that have moved, with more behind`() throws {
        let link = Link(bufferBytes: 4096)
        var ends = try connected(link, try freshServer())
        var outbox = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let whole = outbox + Array("the end".utf8)
        var heard: [UInt8] = []
        var blocked = 0
        while !outbox.isEmpty {
            let moved = outbox.map { $0 }
            switch try ends.server.write(moved.span) {
            case .done(let count): outbox.removeFirst(count)
            case .wantsWrite:
                blocked += 1
                if blocked == 1 { outbox += Array("the end".utf8) }
                heard += try ends.client.receive()
            default: throw Stuck()
            }
        }
        heard += try ends.client.receive()
        #expect(blocked > 1)
        #expect(heard == whole)
    }

    @Test func `a goodbye is heard as an end, and answered`() throws {
        let link = Link()
        var ends = try connected(link, try freshServer())
        try ends.client.send("bye")
        #expect(try ends.client.shutdown() == .done(bytes: 0))
        #expect(try ends.server.receiveText() == "bye")
        var buffer = [UInt8](repeating: 0, count: 8)
        var span = buffer.mutableSpan
        let end = try ends.server.read(into: &span)
        #expect(end == .closed)
        #expect(try ends.server.shutdown() == .closed)
    }

    @Test func `a link that ends without goodbye counts as an end`() throws {
        let link = Link()
        var ends = try connected(link, try freshServer())
        _ = try ends.client.receive()
        #expect(Glibc.shutdown(link.client, CInt(SHUT_RDWR)) == 0)
        var buffer = [UInt8](repeating: 0, count: 8)
        var span = buffer.mutableSpan
        let end = try ends.server.read(into: &span)
        #expect(end == .closed)
    }

    @Test func `a conversation moves between threads`() async throws {
        let link = Link()
        let ends = try connected(link, try freshServer())
        let (server, client) = ends.parted()
        for round in 0..<20 {
            let heard = try await onThreadOfItsOwn {
                try client.connection.send("round \(round)")
                return try server.connection.receiveText()
            }
            #expect(heard == "round \(round)")
        }
    }
}

/// Holds a connection for closures, which capture no value that cannot be copied.
final class Box: @unchecked Sendable {
    var connection: TLSConnection

    init(_ connection: consuming TLSConnection) { self.connection = connection }
}

func onThreadOfItsOwn<Value: Sendable>(
    _ work: @escaping @Sendable () throws -> Value
) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread { continuation.resume(with: Result(catching: work)) }.start()
    }
}

/// Both ends of one conversation.
struct Pair: ~Copyable {
    let link: Link
    var server: TLSConnection
    var client: TLSConnection

    consuming func parted() -> (server: Box, client: Box) { (Box(server), Box(client)) }
}

/// Both ends after their handshake; the client takes whatever certificate it sees.
func connected(
    _ link: Link, _ context: TLSServerContext, client: TLSClientContext? = nil
) throws -> Pair {
    var server = try TLSConnection(accepting: context, descriptor: link.server)
    var ours = try TLSConnection(
        connecting: try client ?? TLSClientContext(trust: .askCaller), host: "server.example",
        port: 6697, descriptor: link.client)
    try shakeHands(&server, &ours)
    return Pair(link: link, server: server, client: ours)
}
