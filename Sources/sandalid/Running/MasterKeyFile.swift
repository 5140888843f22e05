import Glibc
import Secrets

/// Where the master key comes from: a file outside the data directory, or systemd's credential.
struct MasterKeyFile: Equatable, Sendable {
    let path: String
    /// Whether systemd has put it there; then it is its own guard.
    let isCredential: Bool

    /// The name of the credential.
    static let credential = "master-key"
    /// Where it is looked for when neither is said.
    static let standardPath = "/etc/sandali/master.key"

    /// - Parameters:
    ///   - setting: `keys.master`; empty when it is not set.
    ///   - environment: `CREDENTIALS_DIRECTORY` is looked at when it is not.
    init(setting: String, environment: [String: String]) {
        let directory = environment["CREDENTIALS_DIRECTORY"] ?? ""
        if setting.isEmpty, !directory.isEmpty {
            let path = directory + "/" + Self.credential
            if unsafe access(path, R_OK) == 0 {
                (self.path, isCredential) = (path, true)
                return
            }
        }
        path = setting.isEmpty ? Self.standardPath : setting
        isCredential = false
    }

    /// A key on its way in, while a rotation is not done.
    private var incoming: String { path + ".new" }

    // MARK: Reading

    /// The key in force, and behind it the one that a rotation was broken off with.
    ///
    /// - Parameter directory: the data directory, where the key must not be.
    func read(apartFrom directory: String) throws(Complaint) -> [MasterKey] {
        guard !ReadableFile.isMissing(path) else {
            throw Complaint(
                "There is no master key at \(path), and without it the words in the logs cannot be "
                    + "read or written. `sandalid keys init` makes one for a new server; for one "
                    + "that was moved, bring its key along (keys.master says where it is).")
        }
        try refuseInside(directory)
        guard let key = try Self.key(at: path, isGuarded: isCredential) else {
            throw Complaint("\(path) is no master key: its line is not whole. Nothing was changed.")
        }
        let next = unsafe access(incoming, F_OK) == 0 ? try Self.key(at: incoming) : nil
        return [key] + (next.map { [$0] } ?? [])
    }

    /// A thief of the data directory would have the key to it.
    private func refuseInside(_ directory: String) throws(Complaint) {
        guard let key = Self.resolved(path), let data = Self.resolved(directory),
            key.hasPrefix(data + "/")
        else { return }
        throw Complaint(
            "The master key \(path) lies in the data directory, where a copy of the data would "
                + "hold it too. Move it elsewhere and say so in keys.master.")
    }

    private static func resolved(_ path: String) -> String? {
        guard let real = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(real) }
        return unsafe String(cString: real)
    }

    private static func key(
        at path: String, isGuarded: Bool = false
    ) throws(Complaint) -> MasterKey? {
        var about = stat()
        guard unsafe stat(path, &about) == 0 else {
            throw Complaint(
                "The master key \(path) cannot be read: \(ReadableFile.whyNot(path)).")
        }
        guard let text = PrivateFile.read(path, atMost: 1000) else {
            throw Complaint(
                "The master key \(path) cannot be read: it must belong to the server's own user. "
                    + "chown \(geteuid()) \(path), said as root, makes it so.")
        }
        guard isGuarded || about.st_mode & 0o077 == 0 else {
            throw Complaint(
                "Others on this machine can read the master key \(path). Let only its owner: "
                    + "chmod 600 \(path)")
        }
        return MasterKey(text: text)
    }

    // MARK: Making

    /// Makes a new key where there is none.
    func make(apartFrom directory: String) throws(Complaint) {
        guard unsafe access(path, F_OK) != 0 else {
            throw Complaint("There is a master key at \(path) already. Nothing was changed.")
        }
        try Self.write(try Self.random(), path)
        do {
            try refuseInside(directory)
        } catch {
            unsafe unlink(path)
            throw error
        }
    }

    /// The key that a rotation leads to: the one of a rotation that was broken off, or a new one.
    func next() throws(Complaint) -> MasterKey {
        if isCredential {
            throw Complaint(
                "systemd keeps the master key. Name the file that it takes it from, and change "
                    + "that: sandalid keys rotate --set keys.master=FILE")
        }
        if unsafe access(incoming, F_OK) == 0, let key = try Self.key(at: incoming) { return key }
        let key = try Self.random()
        try Self.write(key, incoming)
        try giveToOwner()
        return key
    }

    /// Root changes the key of a server that runs as somebody else, and who could read the old one
    /// must be able to read the new one.
    private func giveToOwner() throws(Complaint) {
        var old = stat()
        guard geteuid() == 0, unsafe stat(path, &old) == 0, old.st_uid != 0 else { return }
        guard unsafe lchown(incoming, old.st_uid, old.st_gid) == 0 else {
            let why = Self.failed(incoming)
            unsafe unlink(incoming)
            throw why
        }
    }

    /// Puts the new key in force, once it wraps everything.
    func finishRotation() throws(Complaint) {
        guard unsafe rename(incoming, path) == 0 else { throw Self.failed(path) }
        PrivateFile.syncDirectory(of: path)
    }

    private static func random() throws(Complaint) -> MasterKey {
        do { return try MasterKey.random() } catch { throw Complaint("\(error)") }
    }

    private static func write(_ key: MasterKey, _ path: String) throws(Complaint) {
        guard PrivateFile.write(key.text, path) else { throw failed(path) }
    }

    private static func failed(_ path: String) -> Complaint {
        Complaint("\(path) cannot be written: \(systemWords(errno)).")
    }
}
