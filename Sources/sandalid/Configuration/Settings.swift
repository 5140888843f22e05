import Configuration

/// Every key with the value in force: flags over environment over the file over the defaults.
struct Settings: Equatable, Sendable {
    private var values: [String: SettingValue] = [:]

    /// - Parameter values: one of the right shape for every key.
    init(values: [String: SettingValue]) {
        self.values = values
    }

    /// - Parameters:
    ///   - file: what the file says, or nil without one.
    ///   - environment: all of it; only `SANDALI_…` is looked at.
    ///   - flags: `key=value`, as given to `--set`; a list's key may come several times.
    /// - Throws: everything that is wrong, in the order of the file.
    init(
        file: SettingsFile?, environment: [String: String] = [:], flags: [String] = []
    ) throws(Problems) {
        let (given, problems) = Self.parse(flags)
        let layers: [any ConfigProvider] = [
            InMemoryProvider(name: "flags", values: Self.values(given)),
            EnvironmentVariablesProvider(environmentVariables: environment)
                .prefixKeys(with: "sandali"),
            InMemoryProvider(
                name: file?.path ?? "",
                values: Self.values(file?.entries.mapValues(\.written) ?? [:])),
        ]
        let reader = ConfigReader(providers: layers)
        let origins = Origins(file, environment, flags)
        var found = (file?.problems ?? []) + problems
        for setting in Setting.sections.flatMap(\.settings) {
            do {
                values[setting.key] = try setting.shape.read(Self.written(setting, reader))
            } catch {
                let what = "\(setting.key): \(error.wanted)"
                found.append(origins.problem(setting.key, what))
            }
        }
        found += values.count == Setting.byKey.count ? contradictions(origins) : []
        guard found.isEmpty else { throw Problems(all: found.sorted { $0.line < $1.line }) }
    }

    /// The value of a key of the table. Asking for another key, or for another shape than the
    /// table's, is a mistake of ours.
    subscript(key: String) -> SettingValue {
        guard let value = values[key] else { preconditionFailure("no key \(key) in the table") }
        return value
    }

    /// The keys that are other here than there, and that only a restart changes.
    func awaitingRestart(after former: Settings) -> [String] {
        Self.fixed.filter { self[$0] != former[$0] }
    }

    /// These, but what only a restart changes as it is there.
    func keepingFixed(of former: Settings) -> Settings {
        var kept = self
        for key in Self.fixed { kept.values[key] = former[key] }
        return kept
    }

    private static let fixed = Setting.sections.flatMap(\.settings).filter(\.isFixed).map(\.key)

    private static func written(_ setting: Setting, _ reader: ConfigReader) -> [String] {
        let key = ConfigKey(setting.key)
        guard setting.shape.isList else {
            let text = reader.string(forKey: key, isSecret: setting.secret)
            return text.map { [$0] } ?? setting.standard
        }
        let items = reader.stringArray(forKey: key, isSecret: setting.secret)
        return items?.filter { !$0.isEmpty } ?? setting.standard
    }

    private static func values(
        _ written: [String: [String]]
    ) -> [AbsoluteConfigKey: ConfigValue] {
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        for (key, texts) in written {
            guard let setting = Setting.byKey[key] else { continue }
            let content: ConfigContent =
                setting.shape.isList ? .stringArray(texts) : .string(texts.last ?? "")
            values[AbsoluteConfigKey(ConfigKey(key))] = ConfigValue(
                content, isSecret: setting.secret)
        }
        return values
    }

    private static func parse(_ flags: [String]) -> ([String: [String]], [Problem]) {
        var given: [String: [String]] = [:]
        var problems: [Problem] = []
        for flag in flags {
            let parts = flag.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2, Setting.byKey[String(parts[0])] != nil {
                given[String(parts[0]), default: []].append(String(parts[1]))
            } else {
                problems.append(Problem(place: "--set \(parts[0])", what: "there is no such key"))
            }
        }
        return (given, problems)
    }
}

/// Everything that is wrong with a configuration; never empty.
struct Problems: Error, Equatable, CustomStringConvertible {
    let all: [Problem]

    var description: String { all.map(\.description).joined(separator: "\n") }
}

/// Where the value in force was written.
struct Origins {
    let file: SettingsFile?
    let environment: [String: String]
    let flags: [String]

    init(_ file: SettingsFile?, _ environment: [String: String], _ flags: [String]) {
        self.file = file
        self.environment = environment
        self.flags = flags
    }

    /// What is wrong with the value in force of a key.
    func problem(_ key: String, _ what: String) -> Problem {
        if flags.contains(where: { $0.hasPrefix(key + "=") }) {
            return Problem(place: "--set", what: what)
        }
        let variable = Self.variable(for: key)
        if environment[variable] != nil { return Problem(place: variable, what: what) }
        guard let file else { return Problem(place: "default", what: what) }
        return Problem(place: file.path, line: file.entries[key]?.line ?? 0, what: what)
    }

    /// `SANDALI_TLS_CLIENT_CERTIFICATES` for `tls.client-certificates`.
    static func variable(for key: String) -> String {
        "SANDALI_" + key.uppercased().map { $0.isLetter || $0.isNumber ? String($0) : "_" }.joined()
    }
}
