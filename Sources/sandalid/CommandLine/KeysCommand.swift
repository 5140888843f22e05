import ArgumentParser
import Glibc
import Secrets
import Store

struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "The keys under which words are kept.",
        subcommands: [Init.self, Rotate.self])

    struct Init: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "init", abstract: "Make a master key, once, before the first start.")

        @OptionGroup var options: ConfigurationOptions

        func run() throws {
            let configuration = try options.load()
            try configuration.masterKey.make(apartFrom: configuration.dataDirectory)
            print("\(configuration.masterKey.path) is the master key. Keep a copy of it elsewhere:")
            print("without it, nobody can read what is stored, not even you.")
        }
    }

    struct Rotate: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate",
            abstract: "Take a new master key, and wrap every centre's keys under it.",
            discussion: "The server must not run. Broken off, it goes on when it is run again.")

        @OptionGroup var options: ConfigurationOptions

        func run() throws {
            let configuration = try options.load()
            let masters = try configuration.masterKeys()
            let paths = try configuration.logPaths() + configuration.removedLogPaths()
            // A server that runs is found before there is a new key, which it could not read.
            for path in paths {
                try CentreFile.saying(path) { () throws(LogError) in _ = try LogClaim(path) }
            }
            let keyed = try Self.keyed(paths, masters)
            let next = try configuration.masterKey.next()
            for path in keyed {
                try CentreFile.saying(path) { () throws(LogError) in
                    let log = try EventLog(path: path, masters: masters + [next])
                    try log.keys?.rewrap(under: next)
                    try log.close()
                }
                print("\(path): its keys stand under the new master key.")
            }
            try configuration.masterKey.finishRotation()
            DataDirectory.giveToOwner(configuration.dataDirectory)
            print("\(configuration.masterKey.path) is the new master key; copies of the old one")
            print("open only backups of the data that were made before.")
        }

        /// Those logs that have keys beside them; all of them can be opened.
        ///
        /// - Throws: what is wrong with any of them, before anything is changed.
        private static func keyed(
            _ paths: [String], _ masters: [MasterKey]
        ) throws(Complaint) -> [String] {
            var (keyed, faults): ([String], [String]) = ([], [])
            for path in paths {
                do throws(LogError) {
                    let log = try EventLog(reading: path, masters: masters)
                    if log.keys == nil {
                        print("\(path): there are no keys beside it, and nothing to wrap.")
                    } else {
                        keyed.append(path)
                    }
                    try log.close()
                } catch {
                    faults.append(error.sentence(path))
                }
            }
            guard faults.isEmpty else {
                throw Complaint(
                    (faults + ["Nothing was wrapped: see to these first."])
                        .joined(separator: "\n"))
            }
            return keyed
        }
    }
}

struct BackupKeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup-keys",
        abstract: "Write a centre's keys to a file, sealed by a passphrase.",
        discussion: "Works while the server runs. Throw older ones away: they could bring back the "
            + "words of somebody who was erased.")

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var passphrase: PasswordOptions

    @Argument(help: "The centre's name, or its file.")
    var centre: String

    @Argument(help: "Where to; it must not be there yet.")
    var file: String

    func run() throws {
        let settings = try options.settings()
        let configuration = ServerConfiguration(settings)
        let path = try CheckCommand.path(of: centre, Place(settings, nil))
        let masters = try configuration.masterKeys()
        guard !PrivateFile.isThere(file) else {
            throw Complaint("\(file) is there already. Nothing was changed.")
        }
        guard !configuration.holds(file) else {
            throw Complaint(
                "A backup does not belong into the data directory, whose copies would hold it too: "
                    + "name another place.")
        }
        let word = Array(try passphrase.read(for: "this backup", .passphrase).utf8)
        let backup = try CentreFile.saying(path) { () throws(LogError) in
            try KeyBackup(beside: path, masters: masters)
        }
        let sealed = try PassphraseSeal.seal(backup.encoded, passphrase: word.span)
        guard PrivateFile.write(sealed, file) else {
            throw Complaint("\(file) cannot be written: \(systemWords(errno)).")
        }
        try CentreFile.saying(path) { () throws(LogError) in
            try backup.note(
                beside: path, masters: masters, at: ServerClock(isMovable: false).now)
        }
        print("\(file) holds the \(backup.count) keys of \(path).")
    }
}

struct RestoreKeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore-keys",
        abstract: "Put a centre's keys from a backup beside its log.",
        discussion: "The server must not run, and there must be no keys beside the log: move those "
            + "that are damaged away first.")

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var passphrase: PasswordOptions

    @Argument(help: "The centre's name, or its file.")
    var centre: String

    @Argument(help: "What backup-keys wrote.")
    var file: String

    /// A key and what belongs to it take 42 bytes.
    private static let bytesMax = 1 << 26

    func run() throws {
        let settings = try options.settings()
        let configuration = ServerConfiguration(settings)
        let path = try CheckCommand.path(of: centre, Place(settings, nil))
        let masters = try configuration.masterKeys()
        guard let sealed = PrivateFile.read(file, atMost: Self.bytesMax) else {
            throw Complaint("\(file) cannot be read: \(ReadableFile.whyNot(file)).")
        }
        let word = Array(try passphrase.read(for: "this backup", .passphraseAgain).utf8)
        // Whatever is wrong with it, what can be told is the same.
        let opened = try? PassphraseSeal.open(sealed, passphrase: word.span)
        guard let backup = opened.flatMap(KeyBackup.init(encoded:)) else {
            throw Complaint("This passphrase does not open \(file), or the file is not whole.")
        }
        try CentreFile.saying(path) { () throws(LogError) in
            try backup.restore(beside: path, master: masters[0])
        }
        DataDirectory.giveToOwner(configuration.dataDirectory)
        print("\(backup.count) keys stand beside \(path) again.")
    }
}
