import Foundation
import Rooms
import SandaliKit
import Secrets
import Store
import Synchronization
import Testing
import Wire

/// A server as somebody installs it: the built binary, a directory, a configuration file.
final class Installation: Sendable {
    let directory: URL
    private let servers = Mutex<[RunningServer]>([])
    private let clients = Mutex<[Client]>([])

    private init(_ settings: [String]) throws {
        directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("e2e-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        try makeMasterKey()
        try configure(settings)
    }

    /// Runs `body` with a new one, and takes it away afterwards, whatever happens.
    ///
    /// The operator log of every server that ran is then searched for what must not be in it.
    ///
    /// - Parameter settings: lines of the configuration, `key: value`, beside those of every test.
    static func run(
        _ settings: String..., body: (Installation) async throws -> Void
    ) async throws {
        let installation = try Installation(settings)
        do {
            try await body(installation)
            await installation.expectDiscretion()
        } catch {
            await installation.remove()
            throw error
        }
        await installation.remove()
    }

    /// As `sandalid keys init` makes one.
    private func makeMasterKey() throws {
        let made = FileManager.default.createFile(
            atPath: masterKey, contents: Data(try MasterKey.random().text),
            attributes: [.posixPermissions: 0o600])
        try #require(made)
    }

    private func remove() async {
        let (clients, servers) = (clients.withLock { $0 }, servers.withLock { $0 })
        for client in clients { await client.close() }
        for server in servers {
            server.process.signal(SIGKILL)
            _ = await server.process.ended()
        }
        // A directory left behind in the temporary folder is no reason to fail a test.
        try? FileManager.default.removeItem(at: directory)
    }

    // MARK: Files

    func path(_ name: String) -> String { directory.appendingPathComponent(name).path }

    var data: String { path("data") }
    var log: String { data + "/home.sqlite" }
    var keys: String { data + "/home.keys" }
    var masterKey: String { path("master.key") }
    private var configuration: String { path("sandali.yaml") }

    /// Writes the configuration anew.
    func configure(_ settings: [String]) throws {
        let fixed = [
            "listen.tls: [\"127.0.0.1:0\"]", "data.directory: \(data)", "log.level: debug",
            "keys.master: \(masterKey)",
        ]
        let keys = settings.map { $0.prefix { $0 != ":" } }
        let kept = fixed.filter { line in !keys.contains { line.hasPrefix($0 + ":") } }
        try write(kept + settings, to: "sandali.yaml")
    }

    func write(_ lines: [String], to name: String) throws {
        let text = lines.joined(separator: "\n") + "\n"
        try Data(text.utf8).write(to: directory.appendingPathComponent(name))
    }

    // MARK: Processes

    /// Starts the server, and waits until it serves.
    ///
    /// - Parameter wrapper: a command that it is run by.
    func start(
        under wrapper: [String] = [], environment: [String: String] = [:],
        arguments: [String] = []
    ) async throws -> RunningServer {
        let command = wrapper + [Self.sandalid, "run", "--config", configuration] + arguments
        let server = try await RunningServer(Child(command, environment: environment))
        servers.withLock { $0.append(server) }
        return server
    }

    /// Runs one command of `sandalid` to its end.
    ///
    /// - Returns: how it ended, and all that it printed.
    func attempt(
        _ arguments: [String], input: String = ""
    ) async throws -> (end: Child.End, said: String) {
        let command = try Child([Self.sandalid] + arguments + ["--config", configuration])
        command.write(input)
        command.closeInput()
        guard let end = await command.ended() else { throw Failure("no end", command) }
        // Its pipes are read to their ends: a line that nobody prints comes no more.
        _ = await command.output.first { _ in false }
        _ = await command.errors.first { _ in false }
        return (end, (command.output.all + command.errors.all).joined(separator: "\n"))
    }

    /// The same for a command that must succeed.
    @discardableResult
    func sandalid(_ arguments: String..., input: String = "") async throws -> String {
        let (end, said) = try await attempt(arguments, input: input)
        try #require(end == .exit(0), "sandalid \(arguments): \(said)")
        return said
    }

    private static var sandalid: String {
        let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        return tests.deletingLastPathComponent().appendingPathComponent("sandalid").path
    }

    // MARK: Clients

    /// Connects, registers, and remembers who came.
    func connect(
        _ nickname: String, to server: RunningServer, at address: Server? = nil,
        password: String? = nil, then lines: [String] = [],
        _ change: (inout Client.Options) -> Void = { _ in }
    ) async throws -> Client {
        let identity = Identity(
            nickname: nickname,
            credentials: password.map { .init(account: nickname, password: $0) })
        var options = Client.Options()
        options.trust = .anything
        options.openWithin = Patience.line
        options.registerWithin = Patience.line
        change(&options)
        let client = try await Client.connect(
            to: address ?? server.address, as: identity, options: options, then: lines)
        clients.withLock { $0.append(client) }
        return client
    }

    /// Nothing that is people's own stands in the operator log: what they said, what they are
    /// called, what their rooms are called, where they connect from.
    private func expectDiscretion() async {
        var own: Set<String> = ["127.0.0.1", "::1"]
        for client in clients.withLock({ $0 }) {
            own.insert(await client.nickname)
            for line in await client.transcript {
                guard case .sent(let bytes) = line.event, bytes.starts(with: "PRIVMSG".utf8),
                    let message = try? Message(parsing: bytes)
                else { continue }
                for index in 0..<message.count {
                    own.insert(String(decoding: message[index], as: UTF8.self))
                }
            }
        }
        for line in servers.withLock({ $0 }).flatMap(\.log) {
            let told = own.filter(line.contains)
            #expect(told.isEmpty, "the operator log tells of people: \(line)")
        }
    }
}
