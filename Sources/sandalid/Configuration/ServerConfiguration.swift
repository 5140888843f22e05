import Foundation
import Rooms
import Secrets

/// Everything that the server is told before it starts, checked as a whole.
///
/// What each value means and where its default comes from stands in the table of keys.
struct ServerConfiguration: Equatable, Sendable {
    let serverName: String
    /// As configured; see `shownAddress` for what people are told.
    let serverAddress: String
    let networkName: String
    let networkDescription: String
    let networkIcon: String
    let motd: [String]
    let motdFile: String
    let defaultCentre: String
    let language: Language
    let languages: [Language]
    /// How far the clocks are ahead of UTC.
    let minutesEast: Int
    /// The name of the time zone, or empty: `minutesEast` all year.
    let timeZone: String
    let helpNumbers: [String]
    let policy: Policy
    let listeners: Listeners
    let tls: Certificates
    let connectionPassword: String
    /// Client-only tags that are not passed on, without `+`.
    let deniedTags: [String]
    /// Capabilities that are not offered.
    let withheldCapabilities: [String]
    let operatorName: String
    /// Nil: there is no operator.
    let operatorPassword: PasswordHash?
    let offersSCRAM: Bool
    /// How much of what was missed is shown.
    let catchUpBytes: Int
    /// TLS server names that stand for the centre.
    let hosts: [String]
    /// How long a code lasts where nothing else is said.
    let codeSeconds: Int64
    /// How long a right password is remembered; 0: not at all.
    let rememberedSeconds: Int64
    let keeping: KeepingTerms
    /// Whether ERASE and EXPORT of parents wait for the staff.
    let confirmsInPerson: Bool
    let limits: Limits
    let flood: Flood
    let ping: Ping
    let dataDirectory: String
    let masterKey: MasterKeyFile
    /// As configured; see `controlPath` for where it is.
    let controlSocket: String
    let logLevel: String
    let hasTestClock: Bool

    struct Listeners: Equatable, Sendable {
        let tls: [ListenSetting]
        let plain: [ListenSetting]
        /// How many event loops.
        let loops: Int
    }

    struct Certificates: Equatable, Sendable {
        /// Empty: self-signed, made in the data directory.
        let certificate: String
        let key: String
        /// Empty: the standard ones.
        let suites: String
        let asksForClientCertificates: Bool
        /// As clients are told by STS; 0: they are told nothing.
        let announcedPort: Int
        let announcedSeconds: Int
    }

    struct Flood: Equatable, Sendable {
        let enabled: Bool
        /// Tokens.
        let burst: Int
        /// Tokens regained.
        let perSecond: Int
    }

    struct Ping: Equatable, Sendable {
        let after: Duration
        let wait: Duration
    }

    /// Host and port as people are told them.
    var shownAddress: String {
        guard serverAddress.isEmpty else { return serverAddress }
        let port = listeners.tls.first?.port ?? 0
        let host = hosts.first ?? serverName
        return port == 0 ? host : "\(host):\(port)"
    }

    /// The control socket's path.
    var controlPath: String {
        controlSocket.isEmpty ? dataDirectory + "/control" : controlSocket
    }

    /// The master key in force, and any that a rotation was broken off with.
    func masterKeys() throws(Complaint) -> [MasterKey] {
        try masterKey.read(apartFrom: dataDirectory)
    }

    /// The log of every centre in the data directory, in the order of their names.
    func logPaths() throws(Complaint) -> [String] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: dataDirectory)
        } catch {
            throw Complaint(
                "The data directory \(dataDirectory) cannot be read, or there is none yet: "
                    + "data.directory says where it is.")
        }
        return names.filter { $0.hasSuffix(".sqlite") }.sorted().map { "\(dataDirectory)/\($0)" }
    }

    /// The file of every log that was moved aside with its keys, for a centre may come back.
    func removedLogPaths() throws -> [String] {
        let top = dataDirectory + "/removed"
        guard FileManager.default.fileExists(atPath: top) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: top).sorted().flatMap { folder in
            // What is no folder holds no log.
            let inside = (try? FileManager.default.contentsOfDirectory(atPath: "\(top)/\(folder)"))
            return (inside ?? []).sorted().filter { $0.hasSuffix(".keys") }.map {
                "\(top)/\(folder)/\($0.dropLast(5)).sqlite"
            }
        }.filter { FileManager.default.fileExists(atPath: $0) }
    }

    /// The file of a centre's log.
    func path(ofLog centre: String) -> String { "\(dataDirectory)/\(centre).sqlite" }

    /// The file with a centre's keys.
    func path(ofKeys centre: String) -> String { "\(dataDirectory)/\(centre).keys" }
}

/// Bounds of the transport and the engine. Nil: switched off.
struct Limits: Equatable, Sendable {
    let connections: Int?
    let perAddress: Int?
    let handshakes: Int
    let handshakeTime: Duration
    let registrationTime: Duration
    let linesInFlight: Int
    /// Of those where nobody is connected.
    let openCentres: Int
    let quietTime: Duration
    let outboxBytes: Int?
    let outboxesBytes: Int?
}

extension ServerConfiguration {
    init(_ settings: Settings) {
        serverName = settings.text("server.name")
        serverAddress = settings.text("server.address")
        networkName = settings.text("network.name")
        networkDescription = settings.text("network.description")
        networkIcon = settings.text("network.icon")
        motd = settings.lines("motd")
        motdFile = settings.text("motd.file")
        defaultCentre = settings.text("centre.default")
        language = Language(code: settings.text("language.default")) ?? .english
        languages = settings.lines("language.offered").compactMap { Language(code: $0) }
        minutesEast = settings.number("time.offset")
        timeZone = settings.text("time.zone")
        helpNumbers = settings.lines("help.numbers")
        policy = settings.text("policy") == "open" ? .open : .support
        listeners = Listeners(settings)
        tls = Certificates(settings)
        connectionPassword = settings.text("connection.password")
        deniedTags = settings.lines("tags.denied")
        withheldCapabilities = settings.lines("capabilities.withheld")
        operatorName = settings.text("operator.name")
        operatorPassword = PasswordHash(base64: settings.text("operator.password-hash"))
        offersSCRAM = settings.flag("scram")
        catchUpBytes = settings.number("history.catch-up-bytes")
        hosts = settings.lines("centre.hosts")
        codeSeconds = Int64(settings.number("codes.hours")) * 3600
        rememberedSeconds = Int64(settings.number("passwords.remembered-hours")) * 3600
        keeping = KeepingTerms(settings)
        confirmsInPerson = settings.flag("wishes.in-person")
        limits = Limits(settings)
        flood = Flood(settings)
        ping = Ping(settings)
        dataDirectory = settings.text("data.directory")
        masterKey = MasterKeyFile(
            setting: settings.text("keys.master"),
            environment: ProcessInfo.processInfo.environment)
        controlSocket = settings.text("control.socket")
        logLevel = settings.text("log.level")
        hasTestClock = settings.flag("test-clock")
    }
}

extension KeepingTerms {
    init(_ settings: Settings) {
        func span(_ key: String) -> Int64? {
            let seconds = settings.number("keep." + key)
            return seconds == 0 ? nil : Int64(seconds)
        }
        self.init(
            rooms: span("rooms"), workerChannels: span("worker-channels"),
            whispers: span("whispers"))
    }
}

extension ServerConfiguration.Listeners {
    init(_ settings: Settings) {
        tls = settings.addresses("listen.tls")
        plain = settings.addresses("listen.plain")
        loops = settings.number("loops")
    }
}

extension ServerConfiguration.Certificates {
    init(_ settings: Settings) {
        certificate = settings.text("tls.certificate")
        key = settings.text("tls.key")
        suites = settings.text("tls.suites")
        asksForClientCertificates = settings.flag("tls.client-certificates")
        announcedPort = settings.number("sts.port")
        announcedSeconds = settings.number("sts.duration-seconds")
    }
}

extension ServerConfiguration.Flood {
    init(_ settings: Settings) {
        enabled = settings.flag("flood.enabled")
        burst = settings.number("flood.burst")
        perSecond = settings.number("flood.per-second")
    }
}

extension ServerConfiguration.Ping {
    init(_ settings: Settings) {
        after = .seconds(settings.number("ping.after-seconds"))
        wait = .seconds(settings.number("ping.wait-seconds"))
    }
}

extension Limits {
    init(_ settings: Settings) {
        func some(_ key: String) -> Int { settings.number("limits." + key) }
        func unlessOff(_ key: String) -> Int? { some(key) == 0 ? nil : some(key) }
        connections = unlessOff("connections")
        perAddress = unlessOff("per-address")
        handshakes = some("handshakes")
        handshakeTime = .seconds(some("handshake-seconds"))
        registrationTime = .seconds(some("registration-seconds"))
        linesInFlight = some("lines-in-flight")
        openCentres = some("open-centres")
        quietTime = .seconds(some("quiet-seconds"))
        outboxBytes = unlessOff("outbox-bytes")
        outboxesBytes = unlessOff("outboxes-bytes")
    }
}
