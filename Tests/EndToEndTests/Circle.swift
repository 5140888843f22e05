import SandaliKit
import Testing
import Wire

/// A centre of the `support` policy with its Tuesday group and one worker channel.
struct Circle {
    let installation: Installation

    /// Makes accounts and rooms while no server runs.
    init(_ installation: Installation) async throws {
        self.installation = installation
        let people = [
            ("zarina", "facilitator"), ("malika", "worker"), ("lola", "parent"),
            ("nodira", "parent"),
        ]
        for (name, role) in people {
            try await installation.sandalid(
                "account", "add", name, "--role", role, "--password-stdin",
                input: Self.password(name) + "\n")
        }
        try await installation.sandalid(
            "room", "new", "#tue-circle", "--title", "Tuesday", "--facilitator", "zarina")
        try await installation.sandalid("room", "enrol", "#tue-circle", "lola", "nodira")
        try await installation.sandalid("case", "new", "lola", "malika")
    }

    static func password(_ name: String) -> String { "the word of \(name)" }

    func signIn(
        _ name: String, to server: RunningServer, then lines: [String] = []
    ) async throws -> Client {
        try await installation.connect(
            name, to: server, password: Self.password(name), then: lines)
    }
}

extension Client {
    /// Says a text to the room and waits for its echo.
    func say(_ text: String, to room: String) async throws {
        send("PRIVMSG \(room) :\(text)")
        try await hear(text, in: room, from: nickname)
    }

    @discardableResult
    func hear(_ text: String, in room: String, from sender: String) async throws -> Message {
        try await expect(":\(sender) PRIVMSG \(room) :\(text)", within: Patience.line)
    }

    /// What came up to the answer of a PING, without the answers to pings of the server's.
    func settled() async throws -> [String] {
        try await settle(within: Patience.line).map { String(decoding: $0.bytes, as: UTF8.self) }
    }
}
