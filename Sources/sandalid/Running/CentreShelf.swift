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
        for file in [log, configuration.path(ofKeys: name)] where PrivateFile.isThere(file) {
            throw Complaint(
                "\(file) is there already, of a centre that is not served. Move it away first.")
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
        var aside = Aside(shelf: self, name: name)
        do throws(Complaint) {
            for file in [files.path(of: name)] + own(name) { try aside.take(file) }
        } catch {
            try aside.putBack(after: error)
            throw error
        }
        _ = consume lock
        return try aside.made()
    }

    /// What a centre has in the data directory: its log and its keys, and what stands beside them.
    /// A centre may be called `key` or `certificate`: the server's own files stay.
    private func own(_ name: String) -> [String] {
        let directory = configuration.dataDirectory
        // Where nothing can be listed nothing can be moved, which the first move has said.
        let all = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        let log = configuration.path(ofLog: name).split(separator: "/").last ?? ""
        let keys = configuration.path(ofKeys: name).split(separator: "/").last ?? ""
        return all.filter { file in
            (file.hasPrefix(log) || file.hasPrefix(keys)) && !file.hasSuffix(".lock")
        }.sorted()
            .map { directory + "/" + $0 }
    }

    fileprivate func folderAside(of name: String) throws(Complaint) -> String {
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
        guard FileManager.default.fileExists(atPath: staged(name)) else {
            throw Complaint("There is no backup at \(staged(name)).")
        }
        let there = try standing(name, replacing: replacing)
        if case .log(let own) = there, !own.isBlank { try refuseOther(own, staged(name)) }
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
        try examine(name, replacing: replacing)
        let lock = try lock(name)
        var aside = Aside(shelf: self, name: name)
        do throws(Complaint) {
            // The log first: a log that is missing is noticed, and what was last written to it, in
            // the write-ahead log, goes with it.
            for suffix in ["", "-wal", "-shm"] { try aside.take(path + suffix) }
            try adoptKeys(name, &aside)
            guard unsafe rename(staged(name), path) == 0 else {
                throw Complaint("\(staged(name)) cannot be moved to \(path).")
            }
        } catch {
            try aside.putBack(after: error)
            throw error
        }
        PrivateFile.syncDirectory(of: path)
        _ = consume lock
        return aside.folder
    }

    /// Keys that are there and the backup's are newer than any that come along, and know what was
    /// erased since. Those of another centre open nothing here, and are moved aside.
    private func adoptKeys(_ name: String, _ aside: inout Aside) throws(Complaint) {
        let keys = configuration.path(ofKeys: name)
        let come = stagedKeys(name)
        if let owner = try owner(ofKeys: keys), case .log(let backup) = Presence(staged(name)),
            owner != backup.centre.id
        {
            for suffix in ["", "-wal", "-shm", "-journal"] { try aside.take(keys + suffix) }
        }
        guard PrivateFile.isThere(come) else { return }
        if PrivateFile.isThere(keys) {
            unsafe unlink(come)
        } else if unsafe rename(come, keys) != 0 {
            throw Complaint("\(come) cannot be moved to \(keys).")
        }
    }

    /// Whose keys are at `path`; nil where there are none, or none that can be read: those stay.
    private func owner(ofKeys path: String) throws(Complaint) -> [UInt8]? {
        do throws(LogError) {
            return try KeyGlance(path)?.centre
        } catch .keys {
            return nil
        } catch {
            throw Complaint(error.sentence(path))
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
}

/// The folder for what is moved out of the way of something: made with the first file.
private struct Aside {
    let shelf: CentreShelf
    let name: String
    private(set) var folder: String?
    private var moved: [String] = []

    init(shelf: CentreShelf, name: String) {
        self.shelf = shelf
        self.name = name
    }

    /// The folder, also where nothing has been moved into it.
    mutating func made() throws(Complaint) -> String {
        if let folder { return folder }
        let made = try shelf.folderAside(of: name)
        folder = made
        return made
    }

    /// Moves a file into it, if there is one.
    mutating func take(_ file: String) throws(Complaint) {
        guard PrivateFile.isThere(file) else { return }
        let place = try made() + "/" + Self.name(of: file)
        guard unsafe rename(file, place) == 0 else {
            throw Complaint("\(file) cannot be moved to \(place).")
        }
        moved.append(file)
    }

    /// Moves everything back to where it was, the first one last.
    mutating func putBack(after why: Complaint) throws(Complaint) {
        guard let folder else { return }
        for file in moved.reversed() {
            guard unsafe rename(folder + "/" + Self.name(of: file), file) == 0 else {
                throw Complaint(
                    "\(why) What was moved before that is in \(folder), and cannot be moved back.")
            }
        }
        unsafe rmdir(folder)
        (self.folder, moved) = (nil, [])
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
