import Foundation
import SandaliKit
import Synchronization
import TLS
import Testing

@Suite(.timeLimit(.minutes(3)))
struct TrustTests {
    private let scratch = ScratchFolder()
    private var folder: String { scratch.path }
    private var file: String { folder + "/sandali/known-servers" }

    /// Greets on each of `times` connections.
    private func server(_ context: TLSServerContext, times: Int) throws -> ScriptedServer {
        let scene: ScriptedServer.Scene = { peer in
            try peer.say(":s NOTICE * :салом")
            _ = try? peer.line()
        }
        return try ScriptedServer(tls: context, scenes: Array(repeating: scene, count: times))
    }

    @Test func `an unknown certificate is refused without a word being said`() async throws {
        let server = try server(freshServer(), times: 1)
        await #expect(throws: ConnectError.untrusted(server.address, shown: nil, before: nil)) {
            try await Client.open(server.address)
        }
    }

    @Test func `the pinned certificate is let in, another is not`() async throws {
        let server = try server(freshServer(), times: 3)
        let first = try await Client.open(server.address, options: .trusting(.anything))
        let shown = try #require(await first.fingerprint)
        let client = try await Client.open(server.address, options: .trusting(.pinned(shown)))
        try await client.expect("NOTICE * :салом")
        let other = try #require(Fingerprint(bytes: [UInt8](repeating: 7, count: 32)))
        let error = await #expect(throws: ConnectError.self) {
            try await Client.open(server.address, options: .trusting(.pinned(other)))
        }
        guard case .untrusted(server.address, _, nil) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `a person is asked once, and never again`() async throws {
        let server = try server(freshServer(), times: 4)
        let asked = Asked(answer: true)
        let options = Client.Options.trusting(.firstUse(file: file, ask: asked.ask))
        try await Client.open(server.address, options: options).expect("NOTICE * :салом")
        try await Client.open(server.address, options: options).expect("NOTICE * :салом")
        #expect(asked.questions.count == 1)
        let known = try KnownServers(contentsOf: file)
        #expect(known.accepted(of: server.address) == asked.questions.first?.fingerprint)
    }

    @Test func `a no is taken for a no, and nothing is written`() async throws {
        let server = try server(freshServer(), times: 2)
        let asked = Asked(answer: false)
        let options = Client.Options.trusting(.firstUse(file: file, ask: asked.ask))
        let error = await #expect(throws: ConnectError.self) {
            try await Client.open(server.address, options: options)
        }
        let shown = try #require(asked.questions.first?.fingerprint)
        #expect(error == .untrusted(server.address, shown: shown, before: nil))
        #expect(!FileManager.default.fileExists(atPath: file))
    }

    @Test func `a changed certificate is told as changed`() async throws {
        let server = try server(freshServer(), times: 3)
        let before = try #require(Fingerprint(bytes: [UInt8](repeating: 7, count: 32)))
        var known = KnownServers()
        known.accept(before, of: server.address)
        try known.write(to: file)
        let asked = Asked(answer: false)
        let options = Client.Options.trusting(.firstUse(file: file, ask: asked.ask))
        await #expect(throws: ConnectError.self) {
            try await Client.open(server.address, options: options)
        }
        #expect(asked.questions.map(\.before) == [before])
        #expect(try KnownServers(contentsOf: file) == known)
    }

    @Test func `a server of bare lines is told as one that speaks no TLS`() async throws {
        let server = try ScriptedServer { peer in try peer.say("NOTICE * :салом") }
        let error = await #expect(throws: ConnectError.self) {
            try await Client.open(server.address)
        }
        guard case .handshakeFailed = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `lines go through TLS by the thousand`() async throws {
        let server = try ScriptedServer(tls: freshServer()) { peer in
            for number in 0..<20_000 where try peer.line() != "NOTICE x :\(number)" { return }
            let lines = (0..<20_000).map { ":s NOTICE * :\($0)\r\n" }
            try peer.say(bytes: Array(lines.joined().utf8))
        }
        let client = try await Client.open(server.address, options: .trusting(.anything))
        for number in 0..<20_000 { client.send("NOTICE x :\(number)") }
        for number in 0..<20_000 { try await client.expect("NOTICE * :\(number)") }
        #expect(try await client.ended() == .byServer(words: nil))
    }
}

/// A person who is asked.
private final class Asked: Sendable {
    private let kept = Mutex<[Presented]>([])
    private let answer: Bool

    init(answer: Bool) { self.answer = answer }

    var questions: [Presented] { kept.withLock { $0 } }
    var ask: @Sendable (Presented) async -> Bool {
        { [self] presented in
            kept.withLock { $0.append(presented) }
            return answer
        }
    }
}
