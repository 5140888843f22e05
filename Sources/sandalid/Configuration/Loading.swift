import Foundation

extension Settings {
    /// Where the configuration is looked for when none is named.
    static let standardPath = "/etc/sandali/sandali.yaml"

    /// Reads the file, the environment and the flags together.
    ///
    /// - Parameters:
    ///   - path: nil looks at `SANDALI_CONFIG`, then at `standardPath`, and does without a file
    ///     when there is none.
    ///   - serves: whether the files that it names for the service must be there.
    static func load(
        path: String?, environment: [String: String] = ProcessInfo.processInfo.environment,
        flags: [String] = [], serves: Bool = true
    ) throws(Problems) -> Settings {
        let named = path ?? environment["SANDALI_CONFIG"]
        let file: SettingsFile? =
            if let named {
                try file(at: named)
            } else if ReadableFile.isMissing(standardPath) {
                nil
            } else {
                try file(at: standardPath)
            }
        let settings = try Settings(file: file, environment: environment, flags: flags)
        guard serves else { return settings }
        let missing = settings.missingFiles(Origins(file, environment, flags))
        guard missing.isEmpty else { throw Problems(all: missing) }
        return settings
    }

    private static func file(at path: String) throws(Problems) -> SettingsFile {
        guard let data = FileManager.default.contents(atPath: path) else {
            let why = ReadableFile.whyNot(path)
            throw Problems(all: [Problem(place: path, what: "this file cannot be read: \(why)")])
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw Problems(all: [Problem(place: path, what: "this file is not UTF-8")])
        }
        return SettingsFile(path: path, text: text)
    }
}

extension Settings {
    /// Files that the configuration names and that cannot be read.
    func missingFiles(
        _ origins: Origins, _ keys: [String] = ["motd.file", "tls.certificate", "tls.key"]
    ) -> [Problem] {
        keys.compactMap { key in
            let path = text(key)
            guard !path.isEmpty, !FileManager.default.isReadableFile(atPath: path) else {
                return nil
            }
            return origins.problem(
                key, "\(key): \(path) cannot be read: \(ReadableFile.whyNot(path))")
        }
    }
}

extension ServerConfiguration {
    /// The message of the day, from wherever it is to be read: at most 50 lines of 400 bytes.
    var messageOfTheDay: [String] {
        guard !motdFile.isEmpty else { return motd }
        // It was there when the configuration was checked; without it nobody reads anything.
        let data = FileManager.default.contents(atPath: motdFile) ?? Data()
        let lines = String(decoding: data, as: UTF8.self).split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let text = lines.map { line in
            String(line.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7f })
        }
        let last = text.lastIndex { !$0.isEmpty } ?? -1
        return text.prefix(min(last + 1, 50)).map { line in
            var cut = line
            while cut.utf8.count > 400 { cut.removeLast() }
            return cut
        }
    }
}
