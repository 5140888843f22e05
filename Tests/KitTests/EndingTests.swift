import Glibc
import SandaliKit
import Testing

@Suite(.timeLimit(.minutes(3)))
struct EndingTests {
    @Test func `a reset by the network is no polite goodbye`() async throws {
        let server = try ScriptedServer { peer in
            try peer.until("x")
            peer.reset()
        }
        let client = try await Client.open(server.address, options: .bare)
        client.send("x")
        #expect(try await client.ended() == .cutOff(errno: ECONNRESET))
    }

    @Test func `the words of ERROR are kept as the reason`() async throws {
        let server = try ScriptedServer { peer in try peer.say("ERROR :The server stops") }
        let client = try await Client.open(server.address, options: .bare)
        #expect(try await client.ended() == .byServer(words: "The server stops"))
    }

    @Test func `an aborted connection is reset, and the client says it was itself`() async throws {
        let seen = Told()
        let server = try ScriptedServer { peer in
            try peer.say("READY")
            do {
                seen.tell("a line: \(try peer.line())")
            } catch {
                seen.tell("\(error)")
            }
        }
        let client = try await Client.open(server.address, options: .bare)
        try await client.expect("READY")
        await client.abort()
        #expect(await client.ending == .byUs)
        #expect(await seen.text() == "failed(errno: \(ECONNRESET))")
    }

    @Test func `QUIT is sent and the server's closing is waited for`() async throws {
        let server = try ScriptedServer { peer in
            try peer.until("QUIT :good night")
            try peer.say("ERROR :Bye")
        }
        let client = try await Client.open(server.address, options: .bare)
        #expect(await client.quit("good night") == .byServer(words: "Bye"))
    }

    @Test func `the transcript tells both sides in order`() async throws {
        let server = try ScriptedServer { peer in
            try peer.until("HELLO")
            try peer.say(":s NOTICE * :салом")
            peer.close()
        }
        let client = try await Client.open(server.address, options: .bare)
        client.send("HELLO")
        _ = try await client.ended()
        #expect(await client.transcript.map(\.description) == ["> HELLO", "< :s NOTICE * :салом"])
    }
}
