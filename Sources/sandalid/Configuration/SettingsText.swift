extension Settings {
    /// The values in force as a file that could be read again, with secrets hidden.
    var shown: String {
        Setting.sections.flatMap(\.settings).map { setting in
            let written = self[setting.key].written(as: setting.shape)
            let hidden = setting.secret && written != [""]
            return setting.line(hidden ? ["‹hidden›"] : written)
        }.joined()
    }
}

extension Setting {
    /// `deploy/sandali.example.yaml`: every key with its default and its reason.
    static var example: String {
        let head = """
            # Sandali's configuration. Every key stands here with its default; a file needs only
            # what differs. `sandalid config check FILE` names the line of whatever is wrong. Above
            # the file stand the environment (SANDALI_SERVER_NAME for server.name, lists with
            # commas) and flags (--set server.name=irc.example.org).

            """
        return head + sections.map(\.example).joined()
    }

    /// `key: value` with its line ending; a list takes a line for each item.
    func line(_ written: [String]) -> String {
        guard shape.isList else { return "\(key): \(Self.quoted(written.first ?? ""))\n" }
        if written.isEmpty { return "\(key): []\n" }
        return "\(key):\n" + written.map { "  - \(Self.quoted($0))\n" }.joined()
    }

    /// Quoted where YAML would read something else than the text.
    private static func quoted(_ text: String) -> String {
        let plain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "/"),
                UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        if plain, let first = text.first, first.isLetter || first.isNumber || first == "/" {
            return text
        }
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(escaped)\""
    }
}

extension Setting {
    /// What is said of it behind the reason.
    fileprivate var remark: String {
        switch scope {
        case .server: isFixed ? " (A change needs a restart.)" : ""
        case .centre: " (The default centre's; each of the others has its own.)"
        case .either: " (For all centres that do not say otherwise.)"
        }
    }
}

extension Section {
    fileprivate var example: String {
        "\n# \(title)\n"
            + settings.map { setting in
                "\n"
                    + Self.wrapped(setting.reason + setting.remark).map { "# \($0)\n" }
                    .joined()
                    + setting.line(setting.standard)
            }.joined()
    }

    /// The text in lines of at most 90 characters.
    private static func wrapped(_ text: String) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, last.count + word.count < 90 {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}

extension SettingValue {
    /// As it would stand in the file.
    fileprivate func written(as shape: Shape) -> [String] {
        switch self {
        case .text(let text): [text]
        case .number(let minutes) where shape == .offset: [Self.offset(minutes)]
        case .number(let seconds) where shape == .span: [Self.span(seconds)]
        case .number(let number): [String(number)]
        case .flag(let flag): [flag ? "on" : "off"]
        case .lines(let lines): lines
        case .addresses(let addresses): addresses.map(\.description)
        }
    }

    /// `24h`
    private static func span(_ seconds: Int) -> String {
        if seconds == 0 { return "off" }
        let units = [(86_400, "d"), (3600, "h")]
        // A day is written as hours, as one says of how long something is kept.
        for (unit, letter) in units where seconds % unit == 0 && seconds > unit {
            return String(seconds / unit) + letter
        }
        return String(seconds / 60) + "m"
    }

    /// `+05:00`
    private static func offset(_ minutes: Int) -> String {
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        let most = minutes.magnitude
        return (minutes < 0 ? "-" : "+") + two(Int(most) / 60) + ":" + two(Int(most) % 60)
    }
}
