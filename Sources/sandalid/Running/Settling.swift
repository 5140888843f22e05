import IRC
import Rooms
import Secrets
import Transport

extension Welcome {
    /// When the process came up: reading the configuration again does not change it.
    private static let up = ServerClock(isMovable: false).now

    /// What the configuration says to every connection.
    ///
    /// - Parameter centre: the name of the centre that it welcomes to.
    convenience init(_ configuration: ServerConfiguration, centre: String) {
        self.init(
            server: configuration.serverName, network: configuration.networkName,
            version: "sandali-" + Sandalid.version,
            started: Self.up, policy: configuration.policy,
            motd: configuration.messageOfTheDay,
            password: configuration.connectionPassword.isEmpty
                ? nil : configuration.connectionPassword,
            help: configuration.helpNumbers, about: configuration.networkDescription,
            operator_: Operator(configuration), deniedTags: configuration.deniedTags,
            withheld: configuration.withheldCapabilities,
            language: configuration.language, languages: configuration.languages,
            zone: Zone(configuration),
            asksForCertificates: configuration.tls.asksForClientCertificates,
            offersSCRAM: configuration.offersSCRAM, icon: configuration.networkIcon,
            transportSecurity: TransportSecurity(configuration.tls),
            catchUpBytes: configuration.catchUpBytes, centre: centre,
            codeSeconds: configuration.codeSeconds,
            invitation: Invited(configuration, centre: centre),
            keeping: configuration.keeping, confirmsInPerson: configuration.confirmsInPerson)
    }
}

extension TransportSecurity {
    /// What clients are told, if they are to be told anything.
    init?(_ tls: ServerConfiguration.Certificates) {
        guard tls.announcedPort != 0 else { return nil }
        self.init(port: tls.announcedPort, seconds: tls.announcedSeconds)
    }
}

extension Invited {
    /// - Parameter centre: the centre's name; said only where nothing else leads there.
    init(_ configuration: ServerConfiguration, centre: String) {
        let isReached = centre == configuration.defaultCentre || !configuration.hosts.isEmpty
        self.init(
            address: configuration.shownAddress, fingerprint: configuration.shownFingerprint,
            centre: isReached ? "" : centre)
    }
}

extension ServerConfiguration {
    /// The fingerprint as printed invitations show it; empty where there is none to show.
    fileprivate var shownFingerprint: String {
        guard !listeners.tls.isEmpty else { return "" }
        do {
            try makeCertificateIfNeeded()
            return try certificateFingerprint()
        } catch {
            // A card without it is still a card; what is wrong is told when it is served.
            return ""
        }
    }
}

extension Operator {
    /// Who may say OPER, if the configuration names somebody.
    init?(_ configuration: ServerConfiguration) {
        guard let hash = configuration.operatorPassword, !configuration.operatorName.isEmpty
        else { return nil }
        self.init(name: Array(configuration.operatorName.utf8), verifier: hash.encoded)
    }
}

extension TransportSettings {
    /// The part of the configuration that is about sockets.
    init(_ configuration: ServerConfiguration) {
        let listeners = configuration.listeners
        self.init(
            listeners: listeners.tls.map { ListenAddress($0, secure: true) }
                + listeners.plain.map { ListenAddress($0, secure: false) })
        let limits = configuration.limits
        loops = listeners.loops
        connections = limits.connections ?? ProcessHabits.descriptors
        connectionsPerAddress = limits.perAddress ?? .max
        handshakes = limits.handshakes
        handshakeWithin = limits.handshakeTime
        registerWithin = limits.registrationTime
        pingAfter = configuration.ping.after
        pingWait = configuration.ping.wait
        outboxBytes = limits.outboxBytes ?? .max
        outboxesBytes = limits.outboxesBytes ?? .max
        windowLines = limits.linesInFlight
        if configuration.flood.enabled {
            budget = CommandBudget(
                burst: configuration.flood.burst, perSecond: configuration.flood.perSecond,
                cost: { CommandTable.cost(of: $0) })
        }
    }
}

extension ListenAddress {
    init(_ address: ListenSetting, secure: Bool) {
        self.init(address: address.host, port: address.port, secure: secure)
    }
}

extension OperatorLog {
    /// What the transport says, as a line.
    func note(_ event: TransportEvent) {
        switch event {
        case .listening(let port, let secure):
            info("listening", ["port": .number(Int(port)), "tls": .word(secure ? "on" : "off")])
        case .acceptingPaused(let code, let connections):
            warning(
                "accepting-paused",
                ["errno": .number(Int(code)), "connections": .number(connections)])
        case .acceptingAgain(let connections):
            info("accepting-again", ["connections": .number(connections)])
        case .full(let connections): warning("full", ["connections": .number(connections)])
        case .outboxesFull(let bytes): warning("outboxes-full", ["bytes": .number(bytes)])
        case .stopped(let connections): info("closed", ["connections": .number(connections)])
        }
    }
}
