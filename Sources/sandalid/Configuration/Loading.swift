import Foundation

extension Settings {
    /// Where the configuration is looked for when none is named.
    static let standardPath = "/etc/sandali/sandali.yaml"

    /// Reads the file, the environment and the flags together.
    ///
    /// - Parameter path: nil looks at `SANDALI_CONFIG`, then at `standardPath`, and does without a
    ///   file when there is none.
    static func load(
        path: String?, environment: [String: String] = ProcessInfo.processInfo.environment,
        flags: [String] = []
    ) throws(Problems) -> Settings {
        let named = path ?? environment["SANDALI_CONFIG"]
        let file: SettingsFile? =
            if let named {
                try file(at: named)
            } else if FileManager.default.fileExists(atPath: standardPath) {
                try file(at: standardPath)
            } else {
                nil
            }
        let settings = try Settings(file: file, environment: environment, flags: flags)
        let missing = settings.missingFiles(Origins(file, environment, flags))
        guard missing.isEmpty else { throw Problems(all: missing) }
        return settings
    }

    private static func file(at path: String) throws(Problems) -> SettingsFile {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Problems(all: [Problem(place: path, what: "this file cannot be read")])
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw Problems(all: [Problem(place: path, what: "this file is not UTF-8")])
        }
        return SettingsFile(path: path, text: text)
    }
}

extension Settings {
    /// Files that the configuration names and that cannot be read.
    fileprivate func missingFiles(_ origins: Origins) -> [Problem] {
        ["motd.file", "tls.certificate", "tls.key"].compactMap { key in
            let path = text(key)
            guard !path.isEmpty, !FileManager.default.isReadableFile(atPath: path) else {
                return nil
            }
            return origins.problem(key, "\(key): \(path) cannot be read")
        }
    }
}
