import Foundation

/// A centre's own file of settings: what it says stands above the server's where it may, and what
/// it does not say has its default. Nothing of the default centre's is taken.
extension Settings {
    /// - Parameter file: as it stands in `centres` below the data directory.
    /// - Throws: everything that is wrong with the file.
    func ofCentre(_ file: SettingsFile) throws(Problems) -> Settings {
        var values: [String: SettingValue] = [:]
        var found = file.problems
        for setting in Setting.sections.flatMap(\.settings) {
            let written = file.entries[setting.key]
            func complain(_ what: String) {
                found.append(
                    Problem(
                        place: file.path, line: written?.line ?? 0,
                        what: "\(setting.key): \(what)"))
            }
            if written != nil, setting.scope == .server {
                complain("belongs into the server's file")
            }
            do throws(Misfit) {
                values[setting.key] = try value(of: setting, written?.written)
            } catch {
                complain(error.wanted)
            }
        }
        guard found.isEmpty else { throw Problems(all: found.sorted { $0.line < $1.line }) }
        let settings = Settings(values: values)
        let origins = Origins(file, [:], [])
        found = settings.contradictions(origins) + settings.missingFiles(origins, ["motd.file"])
        guard found.isEmpty else { throw Problems(all: found) }
        return settings
    }

    private func value(
        of setting: Setting, _ written: [String]?
    ) throws(Misfit) -> SettingValue {
        if let written, setting.scope != .server { return try setting.shape.read(written) }
        return setting.scope == .centre
            ? try setting.shape.read(setting.standard) : self[setting.key]
    }
}

/// The centres of a data directory besides the default one: a file of settings for each, which is
/// what makes a name a centre.
struct CentreFiles: Sendable {
    let dataDirectory: String

    var directory: String { dataDirectory + "/centres" }

    /// Where a centre's settings stand.
    func path(of centre: String) -> String { "\(directory)/\(centre).yaml" }

    /// The names, sorted. What is not the name of a centre is passed over.
    ///
    /// - Throws: when the folder is there and cannot be read: to take that for no centres would
    ///   leave their people outside.
    func names() throws(Complaint) -> [String] {
        // Without the folder no centre has been added yet.
        if ReadableFile.isMissing(directory) { return [] }
        guard let files = try? FileManager.default.contentsOfDirectory(atPath: directory) else {
            throw Complaint("\(directory) cannot be read: \(ReadableFile.whyNot(directory)).")
        }
        return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }
            .filter(Self.isName).sorted()
    }

    /// Lower-case letters, digits and hyphens: it stands behind an `@` and becomes a file's name.
    static func isName(_ name: String) -> Bool {
        (1...32).contains(name.utf8.count) && name.first != "-"
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    func exists(_ centre: String) -> Bool {
        Self.isName(centre) && FileManager.default.fileExists(atPath: path(of: centre))
    }

    /// Reads every centre's settings.
    ///
    /// - Returns: what could not be looked at, as sentences: whoever checks may not be who serves.
    /// - Throws: everything that is wrong with any of them, or between them.
    func check(_ server: Settings) throws(Problems) -> [String] {
        var found: [Problem] = []
        var owners: [String: String] = [:]
        for host in server.lines("centre.hosts") { owners[host] = "the default centre" }
        let names: [String]
        do { names = try self.names() } catch {
            return ["warning: the centres' own settings were not checked. \(error.description)"]
        }
        for name in names {
            do throws(Problems) {
                let own = try settings(of: name, server)
                for host in own.lines("centre.hosts") {
                    guard let other = owners.updateValue(name, forKey: host) else { continue }
                    found.append(
                        Problem(
                            place: path(of: name),
                            what: "centre.hosts: \(host) is that of \(other), too"))
                }
            } catch {
                found += error.all
            }
        }
        guard found.isEmpty else { throw Problems(all: found) }
        return []
    }

    /// A centre's settings as they stand in its file, with the server's beneath.
    func settings(of centre: String, _ server: Settings) throws(Problems) -> Settings {
        let path = path(of: centre)
        guard let data = FileManager.default.contents(atPath: path),
            let text = String(data: data, encoding: .utf8)
        else {
            throw Problems(all: [Problem(place: path, what: "this file cannot be read")])
        }
        return try server.ofCentre(SettingsFile(path: path, text: text))
    }
}
