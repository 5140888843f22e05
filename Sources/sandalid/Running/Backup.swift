import Foundation
import Glibc
import Rooms
import Store

/// Copies of a centre's log that can be trusted: made while the server runs, verified, and put
/// back.
///
/// Both read the log's file themselves, beside the server and without its help: it goes on writing,
/// and whoever may read the file may put the copy wherever they like.
struct Backup {
    let place: Place
    /// Takes lines about how far it is.
    let say: (String) -> Void

    // MARK: Making

    /// Copies a centre's log, verifies the copy, and gives it its name only then.
    ///
    /// - Parameter replacing: whether a file that is there may go.
    func make(_ file: String, replacing: Bool) throws {
        let log = place.server.path(ofLog: place.name)
        _ = try place.own()
        try refuse(file, replacing: replacing)
        let part = file + ".part"
        // Of a backup that was broken off.
        unsafe unlink(part)
        do throws(LogError) {
            let source = try EventLog(reading: log)
            try copy(source, to: part, "Copying the centre \(place.name)")
            try source.close()
        } catch {
            // What is full is where it is written to.
            let path = error == .diskFull ? file : log
            throw Complaint(error == .missing ? Place.missing(place.name) : error.sentence(path))
        }
        do {
            let found = try verify(part, of: log).summary
            guard unsafe rename(part, file) == 0 else {
                throw Complaint("\(file) cannot be written.")
            }
            PrivateFile.syncDirectory(of: file)
            say("\(file) is a backup of the centre \(place.name): \(found.events) events.")
            for line in found.lines { say(line) }
        } catch {
            unsafe unlink(part)
            throw error
        }
    }

    /// A backup beside the logs would one day be taken for one of them.
    private func refuse(_ file: String, replacing: Bool) throws {
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
            .resolvingSymlinksInPath().path
        guard !place.server.holds(file) else {
            throw Complaint("A backup does not belong into the data directory: name another place.")
        }
        guard unsafe access(folder, W_OK) == 0 else {
            throw Complaint("Nothing can be written to \(folder): \(systemWords(errno)).")
        }
        guard replacing || !FileManager.default.fileExists(atPath: file) else {
            throw Complaint("\(file) is there already. --replace takes its place.")
        }
    }

    // MARK: Putting back

    /// Verifies a backup and says what it holds; changes nothing.
    func check(_ file: String) throws {
        let found = try verify(file, of: file)
        say("\(file) is whole and can be restored: \(found.summary.events) events.")
        for line in found.summary.lines { say(line) }
    }

    /// Verifies a backup and puts it in the centre's place, by the running server or without one.
    ///
    /// A file of keys beside it, as beside the log of a centre that was removed, comes along where
    /// the centre has none of its own.
    ///
    /// - Parameter replacing: whether what is there may be moved aside.
    func restore(_ file: String, replacing: Bool) throws {
        _ = try place.own()
        try DataDirectory.make(place.server.dataDirectory)
        let shelf = CentreShelf(place.settings)
        let staged = shelf.staged(place.name)
        try shelf.refuseStanding(place.name, replacing: replacing)
        unsafe unlink(staged)
        do throws(LogError) {
            let source = try EventLog(reading: file)
            try copy(source, to: staged, "Copying \(file)")
            try source.close()
        } catch {
            throw Complaint(error.sentence(error == .diskFull ? staged : file))
        }
        do {
            let found = try verify(staged, of: file)
            if found.hasItsKeys { try stageKeys(beside: file, shelf) }
            DataDirectory.giveToOwner(place.server.dataDirectory)
            for line in try adopt(shelf, replacing: replacing) { say(line) }
            for line in found.summary.lines { say(line) }
        } catch {
            unsafe unlink(staged)
            unsafe unlink(shelf.stagedKeys(place.name))
            throw error
        }
    }

    private func adopt(_ shelf: CentreShelf, replacing: Bool) throws -> [String] {
        let client = ControlClient(path: place.server.controlPath)
        let command = AdminCommand.adoptBackup(centre: place.name, replacing: replacing)
        switch try client.ask(command) {
        case .done(let rows): return rows
        case .refused(let why): throw Complaint(why)
        case nil:
            let aside = try shelf.adopt(place.name, replacing: replacing)
            DataDirectory.giveToOwner(place.server.dataDirectory)
            return CentreReport.restored(place.name, aside)
        }
    }

    private func stageKeys(beside file: String, _ shelf: CentreShelf) throws {
        let keys = URL(fileURLWithPath: file).deletingPathExtension().path + ".keys"
        guard let bytes = PrivateFile.read(keys, atMost: Self.keyBytesMax),
            PrivateFile.write(bytes, shelf.stagedKeys(place.name))
        else { throw Complaint("\(keys) cannot be copied.") }
    }

    private static let keyBytesMax = 1 << 26

    // MARK: Common

    private func copy(
        _ log: EventLog, to path: String, _ what: String
    ) throws(LogError) {
        var said = -1
        try log.copy(to: path) { pages, all in
            let tenths = all > 0 ? pages * 10 / all : 10
            guard tenths > said else { return }
            said = tenths
            say("\(what): \(tenths * 10) %")
        }
    }

    private struct Verified {
        let summary: LogSummary
        /// Whether the keys were those beside the file that it is of, not the centre's own.
        let hasItsKeys: Bool
    }

    /// The chain, the words as far as their keys are here, and that this program can read what is
    /// in it.
    ///
    /// - Parameter original: what it is a copy of.
    private func verify(_ path: String, of original: String) throws -> Verified {
        do throws(LogError) {
            let (log, keysBeside) = try opened(path, of: original)
            let summary = try log.check { position in
                say("Verified as far as event \(position.number).")
            }
            try RebuiltCentre.replay(log, policy: .support)
            if log.keys != nil { _ = try RebuiltCentre(log, policy: .support) }
            try log.close()
            let own = place.server.path(ofLog: place.name)
            return Verified(
                summary: summary, hasItsKeys: keysBeside == original && original != own)
        } catch {
            throw Complaint(error.sentence(path))
        }
    }

    /// The copy with the centre's own keys, or with those beside what it is a copy of, or without
    /// any: they may be on another machine.
    private func opened(
        _ path: String, of original: String
    ) throws(LogError) -> (log: EventLog, keysBeside: String?) {
        // Without the master key the words are left unread, and it says how many.
        let masters = (try? place.server.masterKeys()) ?? []
        for other in [place.server.path(ofLog: place.name), original] {
            do throws(LogError) {
                let log = try EventLog(reading: path, keysBeside: other, masters: masters)
                if log.keys != nil { return (log, other) }
                try log.close()
            } catch .keys {
                // Those of another centre, or under another master key.
            }
        }
        return (try EventLog(reading: path), nil)
    }
}

extension ServerConfiguration {
    /// Whether a file stands, or would stand, in the data directory.
    func holds(_ file: String) -> Bool {
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
            .resolvingSymlinksInPath().path
        let data = URL(fileURLWithPath: dataDirectory).resolvingSymlinksInPath().path
        return folder == data || folder.hasPrefix(data + "/")
    }
}
