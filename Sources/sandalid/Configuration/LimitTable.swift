extension Setting {
    private static func limit(
        _ key: String, _ range: ClosedRange<Int>, _ standard: Int, _ reason: String
    ) -> Setting {
        Setting(
            key: "limits." + key, shape: .number(range), standard: [String(standard)],
            secret: false, reason: reason)
    }

    /// Bounds on what a connection, a person or all of them together may take.
    static let limits = Section(
        title: "Limits (0 switches one off where it says so)",
        settings: [
            limit(
                "connections", 0...1_000_000, 20_000,
                "Connections at once. 0: as many as there are file descriptors."),
            limit(
                "per-address", 0...1_000_000, 200,
                "Connections from one address. A whole village may share one. 0: any number."),
            limit(
                "handshakes", 1...10_000, 400,
                "TLS handshakes at once; more wait their turn. Keep it above per-address: else "
                    + "one place's half handshakes keep everybody waiting."),
            limit(
                "handshake-seconds", 1...600, 15,
                "How long a TLS handshake may take."),
            limit(
                "registration-seconds", 1...3600, 60,
                "How long signing in may take."),
            limit(
                "lines-in-flight", 1...10_000, 32,
                "Lines of one connection that wait for an answer; more are not read meanwhile."),
            limit(
                "outbox-bytes", 0...1_073_741_824, 1_048_576,
                "What may wait for one slow reader before it is let go. 0: any number."),
            limit(
                "open-centres", 1...10_000, 32,
                "Centres whose files are open at once, of those where nobody is connected. The one "
                    + "that has rested longest is closed first; it opens again by itself."),
            limit(
                "quiet-seconds", 1...86_400, 600,
                "How long a centre's file stays open once nobody is connected there."),
            limit(
                "outboxes-bytes", 0...1_099_511_627_776, 268_435_456,
                "What may wait for all readers together. 0: any number."),
        ])

    /// How fast people may write, and how silence is noticed.
    static let pace = Section(
        title: "Pace",
        settings: [
            Setting(
                key: "flood.enabled", shape: .onOff, standard: ["on"], secret: false,
                reason: "Whether someone who writes too fast is made to wait."),
            Setting(
                key: "flood.burst", shape: .number(1...10_000), standard: ["20"], secret: false,
                reason: "What one connection may do at once; a message costs 1, a JOIN 2."),
            Setting(
                key: "flood.per-second", shape: .number(1...10_000), standard: ["1"],
                secret: false, reason: "How much of that it gets back each second."),
            Setting(
                key: "ping.after-seconds", shape: .number(5...3600), standard: ["270"],
                secret: false, reason: "Silence until the server asks. Longer spares phones."),
            Setting(
                key: "ping.wait-seconds", shape: .number(5...3600), standard: ["60"],
                secret: false, reason: "How long the answer may take until the link is cut."
            ),
        ])
}
