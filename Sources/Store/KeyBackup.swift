public import Rooms
public import Secrets

/// A centre's keys as they are carried away: unwrapped, and so to be sealed by a passphrase before
/// they touch any disk.
///
/// Big-endian: "SNDKEYS1", 16 bytes of centre, the generation (4), the count (4), then for each key
/// purpose (1), account (4), version (4), length (1) and the key, of length 0 when it was
/// destroyed.
public struct KeyBackup: Equatable, Sendable {
    /// How many keys it holds, destroyed ones among them.
    public var count: Int { keys.count }
    private let centre: [UInt8]
    private let generation: UInt32
    private let keys: [Key]

    private struct Key: Equatable {
        var purpose: UInt8
        var account: UInt32
        var version: UInt32
        var bytes: [UInt8]
    }

    private static let title = Array("SNDKEYS1".utf8)
    private static let headBytes = 32

    /// The keys beside the log at `path`; a server that runs goes on meanwhile.
    public init(beside path: String, masters: [MasterKey]) throws(LogError) {
        let path = KeyFile.path(beside: path)
        guard try KeyFile.isMade(path) else { throw .keys(.missing) }
        let file = try KeyFile(path: path, centre: nil, masters: masters)
        centre = file.centre
        generation = file.generation
        keys = try file.all().map { name, key in
            Key(
                purpose: name.purpose.rawValue, account: name.account.number,
                version: name.version, bytes: key)
        }
        try file.close()
    }

    /// What `encoded` gave, or nil for anything else.
    public init?(encoded bytes: [UInt8]) {
        guard bytes.count >= Self.headBytes, bytes.starts(with: Self.title) else { return nil }
        centre = Array(bytes[8..<24])
        generation = bytes.integer(at: 24)
        let count: UInt32 = bytes.integer(at: 28)
        var keys: [Key] = []
        var at = Self.headBytes
        for _ in 0..<count {
            guard at + 10 <= bytes.count, at + 10 + Int(bytes[at + 9]) <= bytes.count else {
                return nil
            }
            let end = at + 10 + Int(bytes[at + 9])
            keys.append(
                Key(
                    purpose: bytes[at], account: bytes.integer(at: at + 1),
                    version: bytes.integer(at: at + 5), bytes: Array(bytes[(at + 10)..<end])))
            at = end
        }
        guard at == bytes.count else { return nil }
        self.keys = keys
    }

    /// The bytes that the type describes, keys in clear: seal them before they touch any disk.
    public var encoded: [UInt8] {
        var bytes = Self.title + centre
        bytes.append(bigEndian: generation)
        bytes.append(bigEndian: UInt32(keys.count))
        for key in keys {
            bytes.append(key.purpose)
            bytes.append(bigEndian: key.account)
            bytes.append(bigEndian: key.version)
            bytes.append(UInt8(key.bytes.count))
            bytes += key.bytes
        }
        return bytes
    }

    /// Notes beside the log at `path` that these keys have been put in a safe place.
    public func note(
        beside path: String, masters: [MasterKey], at now: Moment
    ) throws(LogError) {
        let file = try KeyFile(
            path: KeyFile.path(beside: path), centre: centre, masters: masters)
        try file.noteBackup(of: keys.count, at: now)
        try file.close()
    }

    /// Makes the key file beside the log at `path`, wrapped under `master`.
    ///
    /// The server must not run, and there must be no key file. Whose keys were destroyed since the
    /// backup is in the log, and the next start destroys them again.
    /// - Throws: `LogError.inUse`; `.keys(.otherCentre)` where the log is another centre's;
    ///   `.keys(.present)` where there are keys already.
    public func restore(beside path: String, master: MasterKey) throws(LogError) {
        let log = try LogFile.locate(path, create: false)
        let lock = try FileLock(path: log + ".lock")
        try make(beside: log, master)
        _ = consume lock
    }

    private func make(beside log: String, _ master: MasterKey) throws(LogError) {
        guard try Writer.centre(of: log).id == centre else { throw .keys(.otherCentre) }
        let file = KeyFile.path(beside: log)
        guard try !KeyFile.isMade(file) else { throw .keys(.present) }
        var names: [(KeyFile.Name, [UInt8])] = []
        for key in keys {
            guard let purpose = KeyFile.Purpose(rawValue: key.purpose) else {
                throw .keys(.damaged)
            }
            let name = KeyFile.Name(
                purpose: purpose, account: AccountID(key.account), version: key.version)
            names.append((name, key.bytes))
        }
        try KeyFile.create(
            at: file, centre: centre, master: master, keys: names, generation: generation)
    }
}

extension KeyBackup: CustomStringConvertible, CustomReflectable {
    /// Never a key.
    public var description: String { "‹private›" }

    /// Without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
