import Rooms

extension Setting {
    /// Every key, under its heading, in the order of the example file.
    static let sections = [
        identity, rules, keeping, network, certificates, people, limits, pace, operation,
    ]

    /// Every key by its name.
    static let byKey = Dictionary(
        uniqueKeysWithValues: sections.flatMap(\.settings).map { ($0.key, $0) })

    private static func row(
        _ key: String, _ shape: Shape, _ standard: String, secret: Bool = false,
        of scope: Setting.Scope = .server, fixed: Bool = false, _ reason: String
    ) -> Setting {
        Setting(
            key: key, shape: shape, standard: [standard], secret: secret, reason: reason,
            scope: scope, isFixed: fixed)
    }

    private static func list(
        _ key: String, _ shape: Shape, _ standard: [String], of scope: Setting.Scope = .server,
        fixed: Bool = false, _ reason: String
    ) -> Setting {
        Setting(
            key: key, shape: shape, standard: standard, secret: false, reason: reason,
            scope: scope, isFixed: fixed)
    }

    private static let identity = Section(
        title: "Who this is",
        settings: [
            row(
                "server.name", .host, "sandali.localhost",
                "What clients see as the source of the server's own lines. It needs a dot."),
            row(
                "server.address", .text(bytesMax: 100), "", of: .either,
                "Host and port as people are told them, on printed invitations. Empty: the first "
                    + "of centre.hosts, else server.name, and the port of the first TLS listener."),
            row(
                "network.name", .word(bytesMax: 30), "Sandali", of: .either,
                "What clients write on the window of this network."),
            row(
                "network.description", .text(bytesMax: 100), "A warm place to sit together",
                of: .centre,
                "One line about the network, in WHOIS and LINKS."),
            row(
                "network.icon", .word(bytesMax: 200), "",
                "The https address of a square picture for this network, which clients fetch from "
                    + "there. Empty: none."),
            list(
                "motd", .lines(countMax: 50, bytesMax: 400), [], of: .centre,
                "What everyone reads after signing in. Short is kind: it costs a phone bytes."),
            row(
                "motd.file", .path, "", of: .centre,
                "A text file to read it from instead. Not both."),
            row(
                "centre.default", .name, "home", fixed: true,
                "The centre of whoever names none. Its log is this name with .sqlite behind. The "
                    + "others are made by `sandalid centre add` and have files of their own; of "
                    + "this file they take what is said to be for all centres."),
            list(
                "centre.hosts", .hosts(countMax: 8), [], of: .centre,
                "Host names by which clients reach this centre without naming it: what they ask "
                    + "for under TLS (SNI)."),
            row(
                "language.default", .choice(Language.allCases.map(\.code)), "en", of: .either,
                "The language of whoever has chosen none: en, ru, tg, uz or uz-Cyrl."),
            list(
                "language.offered", .choices(Language.allCases.map(\.code)),
                Language.allCases.map(\.code), of: .either,
                "The languages that people can choose by LANGUAGE; the default is among them."),
            row(
                "time.offset", .offset, "+00:00", of: .either,
                "How far the centre's clocks are ahead of UTC, for times in sentences: +05:00 in "
                    + "Tajikistan and Uzbekistan."),
            row(
                "time.zone", .zone, "", of: .either,
                "The centre's time zone, where clocks are put forward and back, like "
                    + "Europe/Warsaw: a weekly session stays at the same time by the clock on the "
                    + "wall. Empty: time.offset all year."),
            list(
                "help.numbers", .lines(countMax: 8, bytesMax: 200), [], of: .centre,
                "Whom to call when it is urgent, a line each. Parents read them who write when "
                    + "nobody of the staff is there; ADMIN shows the first."),
        ])

    private static let rules = Section(
        title: "The rules of the house",
        settings: [
            row(
                "policy", .choice(["support", "open"]), "support", of: .centre,
                "support: people sign in and staff make the rooms. open: classic IRC, anyone comes."
            ),
            row(
                "history.catch-up-bytes", .number(0...1_000_000), "8192", of: .either,
                "How much of what was said meanwhile is shown to somebody who comes back, the "
                    + "newest first, unless their client asks by itself. 0: nothing."),
            list(
                "tags.denied", .words(countMax: 8), [], of: .either,
                "Client-only tags that are not passed on, without the +. * is all of them, - "
                    + "before a name keeps that one: [\"*\", \"-typing\"]. Empty in support: all "
                    + "but typing, reactions and replies."),
            list(
                "capabilities.withheld", .words(countMax: 30), [], of: .either,
                "Capabilities that are not offered, should some client stumble over one."),
        ])

    private static let keeping = Section(
        title: "How long words are kept",
        settings: [
            row(
                "keep.rooms", .span, "24h",
                "Texts of groups' rooms and channels. off: until they are erased by hand."),
            row(
                "keep.worker-channels", .span, "180d",
                "Texts of worker channels."),
            row(
                "keep.whispers", .span, "24h",
                "Private words between two."),
            row(
                "wishes.in-person", .onOff, "on",
                "Parents' ERASE and EXPORT wait until somebody of the staff has met them and "
                    + "confirms it: people are coerced. Only in the support policy."),
        ])

    private static let network = Section(
        title: "Where it listens",
        settings: [
            list(
                "listen.tls", .addresses(loopbackOnly: false), ["[::]:6697", "0.0.0.0:6697"],
                fixed: true,
                "Addresses for TLS. Port 0 takes any free port."),
            list(
                "listen.plain", .addresses(loopbackOnly: true), [], fixed: true,
                "Addresses without TLS, for tools on this machine: loopback only."),
            row(
                "loops", .number(1...64), "1", fixed: true,
                "Event loops. One is cheapest until it is full; the other cores do handshakes, "
                    + "disk and password hashes meanwhile."),
        ])

    private static let certificates = Section(
        title: "TLS",
        settings: [
            row(
                "tls.certificate", .path, "",
                "The certificate with its chain, PEM. Empty: one of our own making, kept in the "
                    + "data directory; clients then ask whether to trust it."),
            row(
                "tls.key", .path, "",
                "Its private key, PEM. Both or neither."),
            row(
                "tls.suites", .text(bytesMax: 400), "",
                "Cipher suites for TLS 1.2, as OpenSSL writes them. Empty: ECDHE with AES-GCM or "
                    + "ChaCha20 only."),
            row(
                "tls.client-certificates", .onOff, "on",
                "Ask clients for a certificate (never demanded), so that a device can be known."),
            row(
                "sts.port", .number(0...65535), "0",
                "The port where clients find TLS from outside. 0: nothing is said of it. Clients "
                    + "that know STS then refuse a certificate that they cannot verify."),
            row(
                "sts.duration-seconds", .number(0...315_360_000), "0",
                "For how long they remember to come under TLS only. 0 makes them forget it."),
        ])

    private static let people = Section(
        title: "Passwords and operators",
        settings: [
            row(
                "connection.password", .text(bytesMax: 100), "", secret: true,
                "A password for the door, asked of everyone by PASS. Empty: none. It may not hold "
                    + "a colon, which marks account:password."),
            row(
                "operator.name", .word(bytesMax: 30), "", of: .centre,
                "Who may use OPER. Only in the open policy."),
            row(
                "operator.password-hash", .passwordHash, "", secret: true, of: .centre,
                "The hash of the operator's password, as `sandalid config hash` prints it."),
            row(
                "codes.hours", .number(1...720), "48", of: .either,
                "How long an invitation's code lasts where its maker says nothing else."),
            row(
                "passwords.remembered-hours", .number(0...168), "12", fixed: true,
                "How long a right password is remembered, in memory only and not as it is, so that "
                    + "a stock client that comes back costs no slow hash. 0: not at all."),
            row(
                "scram", .onOff, "off",
                "Offer SCRAM-SHA-256 for signing in besides PLAIN under TLS."),
        ])

    private static let operation = Section(
        title: "Running it",
        settings: [
            row(
                "data.directory", .path, "/var/lib/sandali", fixed: true,
                "Logs of the centres, their keys, the certificate of our own making."),
            row(
                "keys.master", .path, "", fixed: true,
                "The file with the master key, outside the data directory and readable by the "
                    + "server's user alone. Empty: systemd's credential master-key, or else "
                    + "/etc/sandali/master.key."),
            row(
                "control.socket", .path, "", fixed: true,
                "The Unix socket for `sandalid account` and its like. Empty: `control` in the data "
                    + "directory."),
            row(
                "log.level", .choice(["debug", "info", "notice", "warning", "error"]), "info",
                fixed: true,
                "How much is told to stderr. It never holds words, addresses or names of people."),
            row(
                "test-clock", .onOff, "off", fixed: true,
                "For tests: the control socket may move the clock. Only with loopback listeners."),
        ])
}
