import Foundation
import SandaliKit
import Testing
import Wire

/// A centre on the evening of its Tuesday group, and a second one with a room of the same name.
///
/// The server lives by a test clock, which begins anew at each start: the evening remembers what
/// time it is.
final class Evening {
    static let room = "#tue-circle"
    static let parents = [
        "lola", "nodira", "gulnora", "parvina", "mavluda", "sitora", "nigina", "rustam", "zebo",
    ]
    /// What the server speaks to them; English to the others.
    static let languages = [
        "parvina": "tg", "zebo": "tg", "sitora": "ru", "nigina": "ru", "rustam": "uz-Cyrl",
        "mavluda": "uz",
    ]
    static let weMeetAgain = [
        "en": "We meet again: ", "ru": "Следующая встреча: ", "tg": "Вохӯрии навбатӣ: ",
        "uz": "Keyingi uchrashuv: ", "uz-Cyrl": "Кейинги учрашув: ",
    ]
    static let staff = [
        ("zarina", "facilitator"), ("behruz", "facilitator"), ("malika", "worker"),
        ("wise", "lead"),
    ]

    let installation: Installation
    private(set) var server: RunningServer
    private var ahead = 0
    /// When the group meets: tomorrow, 18:30 at UTC+5. Seconds since 1970.
    let beginning: Int

    /// Makes both centres while no server runs, and starts it.
    init(_ installation: Installation) async throws {
        self.installation = installation
        let today = (Int(Date().timeIntervalSince1970) + 5 * 3600) / 86_400
        beginning = (today + 1) * 86_400 + 18 * 3600 + 30 * 60 - 5 * 3600
        try await Self.found(installation)
        server = try await installation.start(arguments: ["--test-clock"])
    }

    private static func found(_ installation: Installation) async throws {
        for (name, role) in staff { try await add(name, role, "home", installation) }
        for name in parents + ["gulruh"] { try await add(name, "parent", "home", installation) }
        try await installation.sandalid("room", "new", room, "--facilitator", "zarina")
        let (end, _) = try await installation.attempt(["room", "enrol", room, "behruz"] + parents)
        #expect(end == .exit(0))
        try await installation.sandalid("case", "new", "zebo", "malika")
        try await installation.sandalid("centre", "add", "east")
        for (name, role) in [("zarina", "facilitator"), ("lola", "parent")] {
            try await add(name, role, "east", installation)
        }
        try await installation.sandalid(
            "room", "new", room, "--facilitator", "zarina", "--centre", "east")
        try await installation.sandalid("room", "enrol", room, "lola", "--centre", "east")
    }

    private static func add(
        _ name: String, _ role: String, _ centre: String, _ installation: Installation
    ) async throws {
        try await installation.sandalid(
            "account", "add", name, "--role", role, "--password-stdin", "--centre", centre,
            input: password(name, centre) + "\n")
    }

    private static func password(_ name: String, _ centre: String) -> String {
        "\(name) of \(centre)"
    }

    // MARK: Time

    /// 18:30 and so on, tomorrow, as SESSION NEW reads it.
    var start: String {
        let format = ISO8601DateFormatter()
        format.timeZone = TimeZone(secondsFromGMT: 5 * 3600)
        return format.string(from: Date(timeIntervalSince1970: TimeInterval(beginning)))
    }

    /// Lets time pass until so many minutes after the beginning.
    func wait(until minutes: Int) async throws {
        let now = Int(Date().timeIntervalSince1970) + ahead
        let span = beginning + minutes * 60 - now
        guard span > 0 else { return }
        try await installation.sandalid("clock", "+\(span)s")
        ahead += span
    }

    /// kill -9, and up again at the same hour.
    func killAndRestart() async throws {
        try await server.kill()
        server = try await installation.start(arguments: ["--test-clock"])
        try await installation.sandalid("clock", "+\(ahead)s")
    }

    // MARK: People

    func enter(
        _ name: String, at centre: String = "home", _ lines: String...
    ) async throws -> Client {
        try await installation.enter(
            name, at: centre, password: Self.password(name, centre), to: server, then: lines)
    }

    /// Signs in and goes to the room's door, the rules accepted.
    func comeToTheDoor(_ names: [String]) async throws -> [String: Client] {
        var clients: [String: Client] = [:]
        for name in names {
            let client = try await enter(
                name, "LANGUAGE \(Self.languages[name] ?? "en")", "JOIN \(Self.room)",
                "RULES OK \(Self.room) 2")
            try await client.note("RULES ACCEPTED \(Self.room) 2")
            clients[name] = client
        }
        return clients
    }
}

extension Client {
    /// Waits for this NOTE.
    @discardableResult
    func note(_ what: String) async throws -> Message {
        try await expect("NOTE \(what)", within: Patience.line)
    }

    /// Sends a command and waits for the NOTE that answers it.
    @discardableResult
    func order(_ line: String, _ answer: String) async throws -> Message {
        send(line)
        return try await note(answer)
    }

    /// Waits for a line with this.
    @discardableResult
    func sees(_ pattern: String) async throws -> Message {
        try await expect(pattern, within: Patience.line)
    }

    /// Sends a command: what comes from then on, up to the answer of a PING.
    func all(_ line: String) async throws -> [String] {
        _ = try await settled()
        send(line)
        return try await settled()
    }
}
