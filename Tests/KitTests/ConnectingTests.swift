import SandaliKit
import Synchronization
import Testing
import Wire

@Suite(.timeLimit(.minutes(3)))
struct ConnectingTests {
    @Test func `a client says all it can in one flight, and is let in`() async throws {
        let heard = Heard()
        let server = try ScriptedServer { peer in
            heard.lines = try peer.until("CAP END")
            try peer.say(
                ":s CAP * ACK :sasl", "AUTHENTICATE +", ":s 903 lola :You are signed in",
                ":s CAP * ACK :server-time message-tags batch", ":s 001 Lola :Welcome")
            try peer.until("JOIN #tue-circle")
            try peer.say(":s 002 Lola :Your host", ":Lola!l@c JOIN #tue-circle")
            _ = try peer.line()
        }
        let lola = try await Client.connect(
            to: server.address, as: Identity(account: "lola", password: "снег и хлеб"),
            options: .bare, then: ["JOIN #tue-circle"])
        try await lola.expect(":Lola JOIN #tue-circle")
        #expect(await lola.nickname == "Lola")
        #expect(await lola.capabilities == ["sasl", "server-time", "message-tags", "batch"])
        #expect(
            heard.lines == [
                "CAP REQ :sasl",
                "CAP REQ :server-time message-tags echo-message labeled-response batch "
                    + "standard-replies sandali.chat/id draft/multiline draft/message-redaction",
                "AUTHENTICATE PLAIN", "AUTHENTICATE AGxvbGEA0YHQvdC10LMg0Lgg0YXQu9C10LE=",
                "NICK lola", "USER lola 0 * :lola",
            ])
        await lola.abort()
    }

    @Test func `a wrong password is told in the server's words`() async throws {
        let server = try ScriptedServer { peer in
            try peer.until("CAP END")
            try peer.say(":s CAP * ACK :sasl", ":s 904 * :That account and password do not fit")
        }
        await #expect(
            throws: ConnectError.signInRefused(words: "That account and password do not fit")
        ) {
            try await Client.connect(
                to: server.address, as: Identity(account: "lola", password: "x"), options: .bare)
        }
    }

    @Test func `a server that closes during registration is quoted`() async throws {
        let server = try ScriptedServer { peer in
            try peer.until("CAP END")
            try peer.say("ERROR :Come back at six")
        }
        await #expect(throws: ConnectError.ended(.byServer(words: "Come back at six"))) {
            try await Client.connect(
                to: server.address, as: Identity(nickname: "lola"), options: .bare)
        }
    }

    @Test func `nobody at the port, and no such host, are told apart`() async throws {
        try await ScriptedServer.withDeadPort { port in
            let nobody = Server(host: "127.0.0.1", port: port)
            await #expect(throws: ConnectError.refused(nobody)) {
                try await Client.open(nobody, options: .bare)
            }
        }
        let nowhere = Server(host: "nowhere.invalid", port: 6697)
        await #expect(throws: ConnectError.nameNotFound(nowhere)) {
            try await Client.open(nowhere, options: .bare)
        }
    }

    @Test func `bare lines never leave this machine`() async throws {
        let elsewhere = Server(host: "192.0.2.7", port: 6667)
        await #expect(throws: ConnectError.plainBeyondLoopback(elsewhere)) {
            try await Client.open(elsewhere, options: .bare)
        }
    }

    @Test func `a server that never answers the handshake is given up in time`() async throws {
        let server = try ScriptedServer { peer in try peer.until("a plain line") }
        var options = Client.Options.trusting(.anything)
        options.openWithin = .milliseconds(50)
        await #expect(throws: ConnectError.timedOut(server.address)) {
            try await Client.open(server.address, options: options)
        }
    }
}

/// What a scene heard, to be looked at once its client has been answered.
final class Heard: Sendable {
    private let kept = Mutex<[String]>([])

    var lines: [String] {
        get { kept.withLock { $0 } }
        set { kept.withLock { $0 = newValue } }
    }
}
