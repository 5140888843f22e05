import Foundation
import Glibc
import TLS

/// The directory that holds everything: readable by the server's user alone.
enum DataDirectory {
    /// Makes it unless it is there. Only its last part: where a disk is not mounted, nothing shall
    /// come to be under the place where it belongs.
    static func make(_ path: String) throws(Complaint) {
        guard unsafe mkdir(path, 0o700) != 0 else { return }
        guard errno == EEXIST else {
            throw Complaint("\(path) cannot be made: \(systemWords(errno)).")
        }
        var found = stat()
        guard unsafe stat(path, &found) == 0, found.st_mode & S_IFMT == S_IFDIR else {
            throw Complaint("\(path) is there already, and is no directory.")
        }
    }

    /// Root would serve with files that the server's own user could read no more afterwards.
    static func refuseOthers(_ path: String) throws(Complaint) {
        var owner = stat()
        guard geteuid() == 0, unsafe stat(path, &owner) == 0, owner.st_uid != 0 else { return }
        throw Complaint(
            "\(path) is another user's (\(owner.st_uid)), and the server is to run as that user: "
                + "systemctl start sandali, or sudo -u \\#\(owner.st_uid) sandalid run.")
    }

    /// Gives what root has made in there to the directory's owner, the server's user: else the
    /// server could not read its own files.
    ///
    /// Links are passed over, of either kind: whoever may write there could lead root elsewhere.
    static func giveToOwner(_ path: String) {
        var owner = stat()
        guard geteuid() == 0, unsafe stat(path, &owner) == 0, owner.st_uid != 0 else { return }
        // Where nothing can be listed there is nothing to give away.
        for name in (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? [] {
            let file = path + "/" + name
            var found = stat()
            guard unsafe lstat(file, &found) == 0, found.st_uid == 0 else { continue }
            let kind = found.st_mode & S_IFMT
            guard kind == S_IFDIR || kind == S_IFREG && found.st_nlink == 1 else { continue }
            unsafe lchown(file, owner.st_uid, owner.st_gid)
        }
    }
}

/// TLS ticket keys kept over a restart, so that a village that comes back needs no full handshakes.
enum TicketFile {
    /// The ring with the keys of the last run, or with new ones.
    static func read(_ directory: String) throws -> TicketRing {
        let bytes = PrivateFile.read(directory + "/tickets", atMost: 4096)
        return try TicketRing(bytes.flatMap(TicketKeys.init(importing:)))
    }

    static func write(_ ring: TicketRing, _ directory: String, _ operators: OperatorLog) {
        let written = PrivateFile.write(ring.current.exported(), directory + "/tickets")
        if !written { operators.warning("ticket-keys-not-kept") }
    }
}

/// Small files that only the server's own user may read.
enum PrivateFile {
    /// The file's bytes, or nil when there is none or it is longer than `atMost`.
    static func read(_ path: String, atMost: Int) -> [UInt8]? {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: atMost + 1)
        let count = unsafe bytes.withUnsafeMutableBytes { buffer in
            unsafe Glibc.read(file, buffer.baseAddress, buffer.count)
        }
        guard count >= 0, count <= atMost else { return nil }
        return Array(bytes.prefix(count))
    }

    static func isThere(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    /// Written beside its place, then renamed into it: a power cut leaves the old or the new.
    static func write(_ bytes: [UInt8], _ path: String) -> Bool {
        let beside = path + ".new"
        // What a write left that was broken off may be open to others.
        unsafe unlink(beside)
        let file = unsafe open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        let count = unsafe bytes.withUnsafeBytes {
            unsafe Glibc.write(file, $0.baseAddress, $0.count)
        }
        let whole = count == bytes.count && fsync(file) == 0
        close(file)
        guard whole else { return false }
        guard unsafe rename(beside, path) == 0 else { return false }
        syncDirectory(of: path)
        return true
    }

    /// Makes a name that a file has been given outlive a power cut, as far as the disk can.
    static func syncDirectory(of path: String) {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let descriptor = unsafe open(folder.isEmpty ? "/" : folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}
