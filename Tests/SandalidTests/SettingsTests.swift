import Rooms
import Testing

@testable import sandalid

/// Reads a file's text as the server would.
func settings(
    _ text: String, environment: [String: String] = [:], flags: [String] = []
) throws -> Settings {
    let file = SettingsFile(path: "a.yaml", text: text)
    return try Settings(file: file, environment: environment, flags: flags)
}

/// What is wrong with a file, as it would be printed.
func complaints(
    _ text: String, environment: [String: String] = [:], flags: [String] = []
) -> [String] {
    do {
        _ = try settings(text, environment: environment, flags: flags)
        return []
    } catch {
        return (error as? Problems)?.all.map(\.description) ?? ["\(error)"]
    }
}

@Suite struct SettingsTests {
    @Test func `without a file every key has its default`() throws {
        let configuration = ServerConfiguration(try Settings(file: nil))
        #expect(configuration.policy == .support)
        #expect(configuration.listeners.tls.map(\.description) == ["[::]:6697", "0.0.0.0:6697"])
        #expect(configuration.listeners.plain == [])
        #expect(configuration.limits.outboxBytes == 1_048_576)
        #expect(configuration.controlPath == "/var/lib/sandali/control")
        let log = configuration.path(ofLog: configuration.defaultCentre)
        #expect(log == "/var/lib/sandali/home.sqlite")
    }

    @Test func `languages that lack the same reviews are warned of in one sentence`() throws {
        let settings = try settings("language.default: ru\nlanguage.offered: [ru, tg]")
        let warning = try #require(settings.warnings.first)
        #expect(settings.warnings.count == 1)
        #expect(warning.contains(", in ru, tg: "))
        #expect(warning.contains("nobodyOfStaff"))
    }

    @Test(arguments: [
        ("motd: [\"Salom\"]", false), ("tls.suites: \"\"", false), ("flood.burst: 7", false),
        ("limits.handshakes: 7", false), ("ping.wait-seconds: 9", false), ("loops: 2", true),
        ("listen.plain: [\"127.0.0.1:1\"]", true), ("data.directory: /srv/x", true),
        ("log.level: debug", true), ("keys.master: /srv/x", true),
    ])
    func `what a reload cannot change is known`(line: String, needed: Bool) throws {
        let (former, next) = (try settings(""), try settings(line))
        let key = String(line.prefix { $0 != ":" })
        #expect(next.awaitingRestart(after: former) == (needed ? [key] : []))
        #expect(next.keepingFixed(of: former) == (needed ? former : next))
    }

    @Test func `every key of the table reaches the configuration`() throws {
        let configuration = ServerConfiguration(try Settings(file: nil))
        func leaves(_ value: Any) -> Int {
            let mirror = Mirror(reflecting: value)
            let isOurs =
                value is ServerConfiguration || value is ServerConfiguration.Listeners
                || value is ServerConfiguration.Certificates || value is ServerConfiguration.Flood
                || value is ServerConfiguration.Ping || value is sandalid.Limits
                || value is KeepingTerms
            return isOurs ? mirror.children.reduce(0) { $0 + leaves($1.value) } : 1
        }
        #expect(leaves(configuration) == Setting.byKey.count)
    }

    @Test func `what the file says holds`() throws {
        let text = """
            server.name: irc.example.org
            policy: open
            listen.tls:
              - "127.0.0.1:0"
            help.numbers: ["Hotline: 1313"]
            flood.enabled: off
            limits.per-address: 0
            """
        let configuration = ServerConfiguration(try settings(text))
        #expect(configuration.serverName == "irc.example.org")
        #expect(configuration.policy == .open)
        #expect(configuration.listeners.tls.map(\.description) == ["127.0.0.1:0"])
        #expect(configuration.helpNumbers == ["Hotline: 1313"])
        #expect(!configuration.flood.enabled)
        #expect(configuration.limits.perAddress == nil)
    }

    @Test func `the environment stands above the file and flags stand above both`() throws {
        let environment = [
            "SANDALI_LOOPS": "3", "SANDALI_LISTEN_TLS": "127.0.0.1:1,[::1]:2",
            "SANDALI_NETWORK_NAME": "Env",
        ]
        let read = ServerConfiguration(
            try settings(
                "loops: 2\nserver.name: a.b\nnetwork.name: File", environment: environment,
                flags: ["loops=4", "listen.plain=127.0.0.1:3", "listen.plain=[::1]:4"]))
        #expect(read.listeners.loops == 4)
        #expect(read.networkName == "Env")
        #expect(read.serverName == "a.b")
        #expect(read.listeners.tls.map(\.description) == ["127.0.0.1:1", "[::1]:2"])
        #expect(read.listeners.plain.map(\.port) == [3, 4])
    }

    @Test func `an empty file and a file of comments are right`() {
        #expect(complaints("") == [])
        #expect(complaints("# nothing yet\n\n") == [])
    }

    @Test func `an unknown key is named with its line and what was probably meant`() {
        let found = complaints("loops: 1\n\nlisten.plian: []\nserver:\n  name: a.b\nwho.knows: 1")
        #expect(
            found == [
                "a.yaml:3: listen.plian: there is no such key; did you mean listen.plain?",
                "a.yaml:4: server: there is no such key",
                "a.yaml:6: who.knows: there is no such key",
            ])
    }

    @Test func `every wrong value is told at once, in the order of the file`() {
        let found = complaints(
            "limits.connections: many\npolicy: closed\nloops:\n  - 1\nscram: perhaps")
        #expect(
            found == [
                "a.yaml:1: limits.connections: must be a number from 0 to 1000000",
                "a.yaml:2: policy: must be one of: support, open",
                "a.yaml:4: loops: must be one value",
                "a.yaml:5: scram: must be on or off",
            ])
    }

    @Test func `a wrong value above the file is named by where it came from`() {
        let found = complaints(
            "loops: 1", environment: ["SANDALI_LOOPS": "0"],
            flags: ["policy=closed", "no.such=1", "bare"])
        #expect(
            found == [
                "--set no.such: there is no such key",
                "--set bare: there is no such key",
                "--set: policy: must be one of: support, open",
                "SANDALI_LOOPS: loops: must be a number from 1 to 64",
            ])
    }

    @Test(arguments: [
        ("motd: [a,\n", 2), ("- a\n", 1), ("loops: 1\nloops: 2\n", 2),
        ("motd:\n  - a: b\n", 2), ("a: b: c\n", 1),
    ])
    func `what is not YAML as it should be is named with its line`(text: String, line: Int) {
        let found = complaints(text)
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("a.yaml:\(line): ") == true, "\(found)")
    }
}

@Suite struct ContradictionTests {
    /// Version 1, a small cost, and zeros.
    static let hash = "AQEBAQ" + String(repeating: "A", count: 64) + "=="

    @Test(arguments: [
        ("network.icon: http://a.example/i.png", "network.icon"), ("sts.port: 6697", "sts.port"),
        ("sts.duration-seconds: 60", "sts.duration-seconds"), ("tls.key: k.pem", "tls.key"),
        ("tls.certificate: c.pem", "tls.certificate"),
        ("motd: [a]\nmotd.file: b", "motd.file"), ("listen.tls: []", "listen.tls"),
        ("test-clock: on", "test-clock"), ("operator.name: root", "operator.name"),
        ("policy: open\noperator.name: root", "operator.name"),
        ("connection.password: a:b", "connection.password"),
        ("limits.outboxes-bytes: 1000", "limits.outbox-bytes"),
        (
            "policy: open\noperator.name: a\noperator.password-hash: geheim",
            "operator.password-hash"
        ),
        ("listen.plain: [\"0.0.0.0:6667\"]", "listen.plain"),
        ("centre.default: ../other", "centre.default"), ("server.name: localhost", "server.name"),
    ])
    func `keys that contradict each other are found`(text: String, key: String) {
        let found = complaints(text)
        #expect(!found.isEmpty && found.allSatisfy { $0.contains("\(key): ") }, "\(found)")
    }

    @Test(arguments: [
        "tls.key: k.pem\ntls.certificate: c.pem", "motd.file: b",
        "listen.tls: []\nlisten.plain: [\"127.0.0.1:6667\", \"[::1]:6667\"]",
        "test-clock: on\nlisten.tls: [\"127.0.0.1:0\"]",
        "policy: open\noperator.name: root\noperator.password-hash: " + Self.hash,
        "limits.outboxes-bytes: 0",
    ])
    func `keys that agree are let through`(text: String) {
        #expect(complaints(text) == [])
    }
}

@Suite struct LoadingTests {
    @Test func `a file that is not there is a problem, not a default`() {
        let found = #expect(throws: Problems.self) {
            try Settings.load(path: "nowhere.yaml", environment: [:])
        }
        #expect(
            found?.description
                == "nowhere.yaml: this file cannot be read: No such file or directory")
    }

    @Test func `files that the configuration names must be there`() {
        let found = #expect(throws: Problems.self) {
            try Settings.load(path: nil, environment: [:], flags: ["motd.file=nowhere.txt"])
        }
        #expect(
            found?.description
                == "--set: motd.file: nowhere.txt cannot be read: No such file or directory")
    }

    @Test func `whoever does not serve needs no certificate that is there while it is served`()
        throws
    {
        let flags = ["tls.certificate=/run/nowhere/a", "tls.key=/run/nowhere/b"]
        #expect(throws: Problems.self) {
            try Settings.load(path: nil, environment: [:], flags: flags)
        }
        let settings = try Settings.load(
            path: nil, environment: [:], flags: flags, serves: false)
        #expect(ServerConfiguration(settings).tls.key == "/run/nowhere/b")
    }
}
