import Foundation
import Glibc
import Store

/// Centres' files on the disk, while nobody has them open: made, moved aside, put in place.
///
/// The file of settings is what makes a name a centre: it comes last and goes first, so that
/// whatever happens in between leaves no half a centre.
struct CentreShelf: Sendable {
    let settings: Settings
    let configuration: ServerConfiguration
    let files: CentreFiles

    init(_ settings: Settings) {
        self.settings = settings
        configuration = ServerConfiguration(settings)
        files = CentreFiles(configuration)
    }

    // MARK: Making

    /// Makes a centre with an empty log.
    ///
    /// - Parameter text: its file of settings.
    func add(_ name: String, _ text: String) throws(Complaint) {
        guard CentreFiles.isName(name) else {
            throw Complaint(
                "A centre's name has 1 to 32 small letters, digits or hyphens: it stands behind an "
                    + "@ when somebody signs in.")
        }
        let log = configuration.path(ofLog: name)
        guard name != configuration.defaultCentre.lowercased(), !files.exists(name) else {
            throw Complaint("There is a centre \(name) already.")
        }
        guard !FileManager.default.fileExists(atPath: log) else {
            throw Complaint(
                "\(log) is there already, of a centre that is not served. Move it away first.")
        }
        do {
            _ = try settings.ofCentre(SettingsFile(path: files.path(of: name), text: text))
        } catch {
            throw Complaint(error.description)
        }
        try makeFolder(files.directory)
        do throws(LogError) {
            try EventLog(path: log, create: true).close()
        } catch {
            throw Complaint(error.sentence(log))
        }
        guard PrivateFile.write(Array(text.utf8), files.path(of: name)) else {
            throw Complaint("\(files.path(of: name)) cannot be written.")
        }
    }

    // MARK: Moving aside

    /// Takes a centre off the server and moves its files aside: all of them, or none.
    ///
    /// - Returns: the folder where they are now.
    func remove(_ name: String) throws(Complaint) -> String {
        let lock = try lock(name)
        let aside = try folderAside(of: name)
        var moved: [String] = []
        do throws(Complaint) {
            for file in [files.path(of: name)] + own(name) where try move(file, into: aside) {
                moved.append(file)
            }
        } catch {
            try putBack(moved, from: aside, after: error)
            throw error
        }
        _ = consume lock
        return aside
    }

    /// Moves files back to where they were, the file of settings last.
    private func putBack(
        _ moved: [String], from aside: String, after why: Complaint
    ) throws(Complaint) {
        for file in moved.reversed() {
            guard unsafe rename(aside + "/" + Self.name(of: file), file) == 0 else {
                throw Complaint(
                    "\(why) What was moved before that is in \(aside), and cannot be moved back.")
            }
        }
        unsafe rmdir(aside)
    }

    /// What a centre has in the data directory: its log, and whatever else bears its name.
    private func own(_ name: String) -> [String] {
        let directory = configuration.dataDirectory
        // Where nothing can be listed nothing can be moved, which the first move has said.
        let all = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return all.filter { $0.hasPrefix(name + ".") && !$0.hasSuffix(".lock") }.sorted()
            .map { directory + "/" + $0 }
    }

    private func folderAside(of name: String) throws(Complaint) -> String {
        let top = configuration.dataDirectory + "/removed"
        try makeFolder(top)
        let when = Date.now.formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
        var folder = "\(top)/\(name)-\(when)"
        var number = 1
        while FileManager.default.fileExists(atPath: folder) {
            number += 1
            folder = "\(top)/\(name)-\(when)-\(number)"
        }
        try makeFolder(folder)
        return folder
    }

    // MARK: Putting in place

    /// Where a backup lies, verified, until it takes a centre's place.
    func staged(_ name: String) -> String { configuration.path(ofLog: name) + ".restored" }

    /// Where the keys of that backup lie, if they came along.
    func stagedKeys(_ name: String) -> String { configuration.path(ofKeys: name) + ".restored" }

    /// Finds out whether the staged backup may take the place of the centre's log; changes nothing.
    ///
    /// - Parameter replacing: whether a log that holds something may be moved aside.
    func examine(_ name: String, replacing: Bool) throws(Complaint) {
        _ = try presence(name, replacing: replacing)
    }

    /// What stands in the centre's place, if the staged backup may have it.
    private func presence(_ name: String, replacing: Bool) throws(Complaint) -> Presence {
        guard FileManager.default.fileExists(atPath: staged(name)) else {
            throw Complaint("There is no backup at \(staged(name)).")
        }
        let there = try standing(name, replacing: replacing)
        if case .log(let own) = there, !own.isBlank { try refuseOther(own, staged(name)) }
        return there
    }

    /// Whether something stands in the centre's place that may not be moved aside: said before a
    /// long copy is made.
    func refuseStanding(_ name: String, replacing: Bool) throws(Complaint) {
        _ = try standing(name, replacing: replacing)
    }

    private func standing(_ name: String, replacing: Bool) throws(Complaint) -> Presence {
        let there = Presence(configuration.path(ofLog: name))
        guard !there.holdsSomething || replacing else {
            throw Complaint(
                "The centre \(name) has a log already. --replace moves it aside and puts the "
                    + "backup in its place.")
        }
        return there
    }

    /// Puts the staged backup in the place of the centre's log.
    ///
    /// - Parameter replacing: whether a log that holds something may be moved aside.
    /// - Returns: where what was there has been moved, if there was something.
    func adopt(_ name: String, replacing: Bool) throws(Complaint) -> String? {
        let path = configuration.path(ofLog: name)
        let there = try presence(name, replacing: replacing)
        let lock = try lock(name)
        // Keys of another centre's log, in which nothing was ever written, open nothing. Where the
        // log is missing they may be the backup's own.
        if case .log(let own) = there, own.isBlank, case .log(let backup) = Presence(staged(name)),
            own.centre != backup.centre
        {
            unsafe unlink(configuration.path(ofKeys: name))
        }
        var aside: String?
        if there.holdsSomething { aside = try folderAside(of: name) }
        for suffix in ["-wal", "-shm", ""] {
            if let aside {
                try move(path + suffix, into: aside)
            } else {
                unsafe unlink(path + suffix)
            }
        }
        try adoptKeys(name)
        guard unsafe rename(staged(name), path) == 0 else {
            throw Complaint("\(staged(name)) cannot be moved to \(path).")
        }
        _ = consume lock
        return aside
    }

    /// Keys that are there are newer than any that come along, and know what was erased since.
    private func adoptKeys(_ name: String) throws(Complaint) {
        let keys = configuration.path(ofKeys: name)
        let come = stagedKeys(name)
        guard PrivateFile.isThere(come) else { return }
        if PrivateFile.isThere(keys) {
            unsafe unlink(come)
        } else if unsafe rename(come, keys) != 0 {
            throw Complaint("\(come) cannot be moved to \(keys).")
        }
    }

    /// A backup of another centre would bring one centre's words to another's people.
    private func refuseOther(_ there: LogGlance, _ staged: String) throws(Complaint) {
        if case .log(let backup) = Presence(staged), backup.centre == there.centre { return }
        throw Complaint(
            "This is a backup of another centre than the one that is there. Remove that one first "
                + "and add it anew, if it is to be replaced nevertheless.")
    }

    // MARK: Common

    /// Nobody else writes the log while this is held.
    private func lock(_ name: String) throws(Complaint) -> LogClaim {
        let path = configuration.path(ofLog: name)
        do throws(LogError) {
            return try LogClaim(path)
        } catch {
            throw Complaint(error.sentence(path))
        }
    }

    private func makeFolder(_ path: String) throws(Complaint) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw Complaint("\(path) cannot be made.")
        }
    }

    /// - Returns: whether there was something to move.
    @discardableResult
    private func move(_ file: String, into folder: String) throws(Complaint) -> Bool {
        guard FileManager.default.fileExists(atPath: file) else { return false }
        guard unsafe rename(file, folder + "/" + Self.name(of: file)) == 0 else {
            throw Complaint("\(file) cannot be moved to \(folder).")
        }
        return true
    }

    private static func name(of file: String) -> Substring { file.split(separator: "/").last ?? "" }
}

/// What stands where a centre's log belongs.
private enum Presence {
    case nothing
    case log(LogGlance)
    /// Something that cannot be read any more: worth keeping, too.
    case unreadable

    init(_ path: String) {
        do throws(LogError) {
            self = .log(try LogGlance(path))
        } catch {
            self = error == .missing ? .nothing : .unreadable
        }
    }

    var holdsSomething: Bool {
        switch self {
        case .nothing: false
        case .log(let log): !log.isBlank
        case .unreadable: true
        }
    }
}
