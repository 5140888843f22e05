import SandaliKit
import Testing
import Wire

/// Two centres on one server, whose rooms and accounts have the same names and other passwords.
struct TwoCentres {
    let installation: Installation
    static let names = ["home", "east"]

    /// Makes both while no server runs.
    init(_ installation: Installation) async throws {
        self.installation = installation
        try await installation.sandalid("centre", "add", "east")
        for centre in Self.names {
            for (name, role) in [("zarina", "facilitator"), ("lola", "parent")] {
                try await add(name, role, to: centre)
            }
            try await run(
                centre, "room", "new", "#tue-circle", "--title", centre, "--facilitator", "zarina")
            try await run(centre, "room", "enrol", "#tue-circle", "lola")
        }
        // Only at home.
        try await add("nodira", "parent", to: "home")
        try await add("malika", "worker", to: "home")
        try await run("home", "room", "new", "#hidden-1", "--facilitator", "zarina")
        try await run("home", "room", "enrol", "#hidden-1", "nodira")
        try await run("home", "case", "new", "nodira", "malika")
    }

    func add(_ name: String, _ role: String, to centre: String) async throws {
        try await installation.sandalid(
            "account", "add", name, "--role", role, "--password-stdin", "--centre", centre,
            input: Self.password(name, centre) + "\n")
    }

    func run(_ centre: String, _ arguments: String...) async throws {
        let (end, said) = try await installation.attempt(arguments + ["--centre", centre])
        try #require(end == .exit(0), "sandalid \(arguments): \(said)")
    }

    static func password(_ name: String, _ centre: String) -> String { "\(name) of \(centre)" }

    func signIn(
        _ name: String, at centre: String, to server: RunningServer, then lines: [String] = []
    ) async throws -> Client {
        try await installation.enter(
            name, at: centre, password: Self.password(name, centre), to: server, then: lines)
    }
}

extension Installation {
    /// Signs in by an account's name with its `@centre`.
    func enter(
        _ name: String, at centre: String, password: String, to server: RunningServer,
        then lines: [String] = []
    ) async throws -> Client {
        var options = Client.Options()
        options.trust = .anything
        options.openWithin = Patience.line
        options.registerWithin = Patience.line
        let credentials = Identity.Credentials(account: "\(name)@\(centre)", password: password)
        return try await Client.connect(
            to: server.address, as: Identity(nickname: name, credentials: credentials),
            options: options, then: lines)
    }
}
