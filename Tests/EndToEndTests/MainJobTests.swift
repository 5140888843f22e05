import SandaliKit
import Testing
import Wire

/// What Sandali is for, on the real server, over real sockets.
@Suite(.timeLimit(.minutes(2)))
struct MainJobTests {
    @Test func `a group and a worker channel talk, and talk on after kill -9`() async throws {
        try await Installation.run { installation in
            let circle = try await Circle(installation)
            for evening in 1...2 {
                let server = try await installation.start()
                try await talk(circle, server, evening)
                try await server.kill()
                try await installation.sandalid("check")
            }
            #expect(
                try installation.storedTexts().map(\.description) == [
                    "zarina 1", "lola 1", "lola 101", "malika 101",
                    "zarina 2", "lola 2", "lola 102", "malika 102",
                ])
        }
    }

    @Test func `a sign-in that names a centre comes into that one and no other`() async throws {
        try await Installation.run { installation in
            _ = try await Circle(installation)
            let server = try await installation.start()
            func signIn(as account: String) async throws -> Client {
                var options = Client.Options()
                options.trust = .anything
                options.registerWithin = Patience.line
                let password = Circle.password("lola")
                return try await Client.connect(
                    to: server.address,
                    as: Identity(
                        nickname: "lola",
                        credentials: .init(account: account, password: password)),
                    options: options, then: [])
            }
            let lola = try await signIn(as: "lola@HOME")
            try await lola.expect("366 lola &lola", within: Patience.line)
            await #expect(throws: ConnectError.self) { _ = try await signIn(as: "lola@east") }
        }
    }

    /// One evening: lola speaks once she has the floor, nodira only listens, and what lola and her
    /// worker say to each other stays between them.
    private func talk(_ circle: Circle, _ server: RunningServer, _ evening: Int) async throws {
        let zarina = try await circle.signIn("zarina", to: server, then: ["JOIN #tue-circle"])
        try await zarina.expect("366 zarina #tue-circle", within: Patience.line)
        zarina.send("MODE #tue-circle +m")
        let malika = try await circle.signIn("malika", to: server)
        try await malika.expect("366 malika &lola", within: Patience.line)
        let nodira = try await circle.signIn("nodira", to: server, then: ["JOIN #tue-circle"])
        try await nodira.expect("366 nodira #tue-circle", within: Patience.line)
        let lola = try await circle.signIn("lola", to: server, then: ["JOIN #tue-circle"])
        try await lola.expect(
            all: ["366 lola &lola", "366 lola #tue-circle"], within: Patience.line)

        lola.send("PRIVMSG #tue-circle :too early")
        try await lola.expect("404 lola #tue-circle", within: Patience.line)
        zarina.send("MODE #tue-circle +v lola")
        try await lola.expect(":zarina MODE #tue-circle +v lola", within: Patience.line)
        try await zarina.say("zarina \(evening)", to: "#tue-circle")
        try await lola.say("lola \(evening)", to: "#tue-circle")
        try await lola.say("lola \(100 + evening)", to: "&lola")
        try await malika.hear("lola \(100 + evening)", in: "&lola", from: "lola")
        try await malika.say("malika \(100 + evening)", to: "&lola")
        try await lola.hear("malika \(100 + evening)", in: "&lola", from: "malika")

        for listener in [zarina, nodira] {
            try await listener.hear("lola \(evening)", in: "#tue-circle", from: "lola")
            listener.send("NAMES &lola")
            listener.send("WHO &lola")
            let rest = try await listener.settled()
            #expect(!rest.contains { $0.contains(" PRIVMSG &lola ") || $0.contains("malika") })
        }
        let heard = try await malika.settled()
        #expect(!heard.contains { $0.contains("#tue-circle") })
    }
}
