import SandaliKit
import Testing
import Wire

@Suite(.timeLimit(.minutes(3)))
struct WaitingTests {
    private func client(_ scene: @escaping ScriptedServer.Scene) async throws -> Client {
        try await Client.open(try ScriptedServer(scene).address, options: .bare)
    }

    @Test func `a wait ends at the first line that fits, and the next goes on from there`()
        async throws
    {
        let client = try await client { peer in
            try peer.say(
                ":s NOTICE * :one", ":s NOTICE * :two", ":s NOTICE * :one", ":s NOTICE * :three")
            _ = try peer.line()
        }
        try await client.expect("NOTICE * :two")
        try await client.expect("NOTICE * :one")
        #expect(try await client.next().text(1).map(Array.init) == Array("three".utf8))
    }

    @Test func `a line that does not come in time is told with what came instead`() async throws {
        let client = try await client { peer in
            try peer.say(":s 1 x", ":s NOTICE * :салом")
            _ = try peer.line()
        }
        // Both lines come in one piece: the second is there once the first is.
        try await client.expect("1")
        let error = await #expect(throws: WaitError.self) {
            try await client.expect("JOIN #tue-circle", within: .milliseconds(10))
        }
        #expect(error == .notSeen(wanted: "JOIN #tue-circle", seen: [":s NOTICE * :салом"]))
        #expect("\(try #require(error))".hasPrefix("JOIN #tue-circle did not come; seen instead"))
    }

    @Test func `a connection that ends first is told as that`() async throws {
        let client = try await client { peer in try peer.say(":s 1 x", "ERROR :Good night") }
        let error = await #expect(throws: WaitError.self) {
            try await client.expect("JOIN #tue-circle")
        }
        #expect(
            error
                == .ended(
                    .byServer(words: "Good night"), wanted: "JOIN #tue-circle",
                    seen: [":s 1 x", "ERROR :Good night"]))
    }

    @Test func `a wait may be cancelled`() async throws {
        let client = try await client { peer in _ = try peer.line() }
        let waiting = Task { try await client.next(within: nil) }
        waiting.cancel()
        await #expect(throws: WaitError.cancelled) { try await waiting.value }
    }

    @Test func `lines in any order are all found`() async throws {
        let client = try await client { peer in
            try peer.say(":s 2 a", ":s 3 b", ":s 1 c")
            _ = try peer.line()
        }
        let found = try await client.expect(all: ["1", "2", "3"])
        #expect(
            found.map { $0[0].first } == [UInt8(ascii: "c"), UInt8(ascii: "a"), UInt8(ascii: "b")])
    }

    @Test func `everything before a PONG can be looked at`() async throws {
        let client = try await client { peer in
            try peer.until("JOIN #a")
            let ping = try peer.line()
            try peer.say(":s 403 * #a :No such room", ":s PONG s \(ping.dropFirst(5))")
            _ = try peer.line()
        }
        client.send("JOIN #a")
        #expect(try await client.settle().map(\.command) == ["403"])
    }

    @Test func `a PING is answered without being asked to`() async throws {
        let client = try await client { peer in
            try peer.say("PING :чай 7")
            try peer.until("PONG :чай 7")
            try peer.say(":s NOTICE * :thanks")
        }
        try await client.expect("NOTICE * :thanks")
    }

    @Test func `twenty thousand lines come whole and in order through a small inbox`()
        async throws
    {
        let count = 20_000
        var options = Client.Options.bare
        options.inboxLines = 100
        options.keepsTranscript = false
        let server = try ScriptedServer { peer in
            for start in stride(from: 0, to: count, by: 1_000) {
                let lines = (start..<start + 1_000).map { ":s NOTICE * :\($0)\r\n" }
                try peer.say(bytes: Array(lines.joined().utf8))
            }
        }
        let client = try await Client.open(server.address, options: options)
        var next = 0
        for await message in client.messages {
            #expect(message.text(1).map { String(decoding: $0, as: UTF8.self) } == "\(next)")
            next += 1
        }
        #expect(next == count)
        #expect(await client.ending == .byServer(words: nil))
    }

    @Test func `what is sent arrives whole and in order`() async throws {
        let client = try await client { peer in
            for number in 0..<50_000 {
                guard try peer.line() == "NOTICE x :\(number)" else { return }
            }
            try peer.say(":s NOTICE * :all")
        }
        for number in 0..<50_000 { client.send("NOTICE x :\(number)") }
        try await client.expect("NOTICE * :all", within: .seconds(Patience.line))
        await client.flush()
    }

    @Test func `no text becomes a second command`() async throws {
        let heard = Heard()
        let client = try await client { peer in
            heard.lines = try peer.until("END")
            try peer.say(":s NOTICE * :done")
        }
        client.send("PRIVMSG #a :one\r\nQUIT\0\nx")
        client.send("END")
        try await client.expect("NOTICE * :done")
        #expect(heard.lines == ["PRIVMSG #a :one  QUIT  x"])
    }
}
