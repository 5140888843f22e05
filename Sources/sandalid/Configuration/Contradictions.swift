import Wire

extension Settings {
    /// What is wrong between keys that are each right alone.
    func contradictions(_ origins: Origins) -> [Problem] {
        var problems: [Problem] = []
        func complain(_ key: String, _ what: String) {
            problems.append(origins.problem(key, "\(key): \(what)"))
        }
        if text("tls.certificate").isEmpty != text("tls.key").isEmpty {
            let lonely = text("tls.key").isEmpty ? "tls.certificate" : "tls.key"
            complain(lonely, "needs the other of tls.certificate and tls.key")
        }
        if !lines("motd").isEmpty, !text("motd.file").isEmpty {
            complain("motd.file", "stands beside motd; keep one of them")
        }
        if addresses("listen.tls").isEmpty, addresses("listen.plain").isEmpty {
            complain("listen.tls", "is empty, and so is listen.plain: nobody could come in")
        }
        if flag("test-clock"), !addresses("listen.tls").allSatisfy(\.isLoopback) {
            complain("test-clock", "needs every listener on loopback")
        }
        let icon = text("network.icon")
        if !icon.isEmpty, !icon.hasPrefix("https://") || !icon.utf8.allSatisfy({ $0 < 128 }) {
            complain("network.icon", "must be an address in ASCII that begins with https://")
        }
        if number("sts.port") != 0, text("tls.certificate").isEmpty {
            complain("sts.port", "needs tls.certificate: nobody can verify one of our own making")
        }
        if number("sts.port") == 0, number("sts.duration-seconds") != 0 {
            complain("sts.duration-seconds", "needs sts.port")
        }
        if !lines("language.offered").contains(text("language.default")) {
            complain("language.default", "must be one of language.offered")
        }
        operatorContradictions(complain)
        if text("connection.password").contains(":") {
            complain("connection.password", "must be without a colon")
        }
        if SpokenCode.read(Array(text("connection.password").utf8)[...]) != .other {
            complain("connection.password", "must not be of digits alone: invitations are")
        }
        let (one, all) = (number("limits.outbox-bytes"), number("limits.outboxes-bytes"))
        if one > all, all > 0 {
            complain("limits.outbox-bytes", "must not be more than limits.outboxes-bytes")
        }
        return problems
    }

    private func operatorContradictions(_ complain: (String, String) -> Void) {
        let named = !text("operator.name").isEmpty
        if named, text("policy") != "open" {
            complain("operator.name", "needs policy: open; here staff moderate by their roles")
        }
        if named != !text("operator.password-hash").isEmpty {
            let lonely = named ? "operator.name" : "operator.password-hash"
            complain(lonely, "needs the other of operator.name and operator.password-hash")
        }
    }
}

// A key of another shape than the table says is a mistake of ours, found by the first test.
extension Settings {
    func text(_ key: String) -> String {
        guard case .text(let text) = self[key] else { preconditionFailure("\(key) is no text") }
        return text
    }

    func number(_ key: String) -> Int {
        guard case .number(let number) = self[key] else {
            preconditionFailure("\(key) is no number")
        }
        return number
    }

    func flag(_ key: String) -> Bool {
        guard case .flag(let flag) = self[key] else { preconditionFailure("\(key) is no switch") }
        return flag
    }

    func lines(_ key: String) -> [String] {
        guard case .lines(let lines) = self[key] else { preconditionFailure("\(key) is no list") }
        return lines
    }

    func addresses(_ key: String) -> [ListenSetting] {
        guard case .addresses(let addresses) = self[key] else {
            preconditionFailure("\(key) is no list of addresses")
        }
        return addresses
    }
}
