import GRDB
import Glibc
import Rooms
import Secrets

/// A centre's keys as they stand in its key file: each wrapped under the master key.
///
/// A file of its own beside the log, so that copies of the log hold no keys. It has a rollback
/// journal, not a write-ahead log: keys are few and seldom made, and a journal is gone with its
/// transaction. `secure_delete` overwrites a key that is destroyed.
///
/// - `key(purpose, account, version, wrapped)`: an empty `wrapped` says that it was destroyed.
/// - `meta(key, value)`: whose keys they are, which master key wraps them, which version new keys
///   have (more than 1 after keys were lost), when they were backed up.
struct KeyFile {
    private let queue: DatabaseQueue
    let centre: [UInt8]
    /// Which version new keys of accounts have.
    let generation: UInt32
    private let wrap: AESGCM

    /// What a key is for.
    enum Purpose: UInt8 {
        /// Words; account 0 is the centre itself.
        case words = 1
        /// The keyed hash of names.
        case names = 2
        /// Password verifiers.
        case pepper = 3
    }

    /// Which key.
    struct Name: Equatable {
        var purpose: Purpose
        var account: AccountID = AccountID(0)
        var version: UInt32 = 1
    }

    /// "SNDK": tells `file` and us that the file holds keys.
    static let applicationID: Int32 = 0x534e_444b
    static let version: Int32 = 1

    /// Where the keys of the log at `path` stand: its name with `.keys` for what follows the dot.
    static func path(beside log: String) -> String {
        let start = log.lastIndex(of: "/").map { log.index(after: $0) } ?? log.startIndex
        let end = log[start...].lastIndex(of: ".") ?? log.endIndex
        return log[..<end] + ".keys"
    }

    /// Opens the file of this centre.
    ///
    /// - Parameters:
    ///   - centre: whose keys they must be; nil: whoever's they are.
    ///   - masters: those that may have wrapped it; more than one while a rotation is not done.
    /// - Throws: `LogError.keys`, and whatever the disk says.
    init(path: String, centre: [UInt8]?, masters: [MasterKey]) throws(LogError) {
        queue = try Self.open(path)
        let (owner, mark, newest) = try queue.perform { db in
            try Self.recognise(db)
            return (
                try Self.meta("centre", db), try Self.meta("master", db),
                try Self.meta("generation", db)
            )
        }
        generation = newest.count == 4 ? newest.integer(at: 0) : 1
        guard owner == centre ?? owner else { throw .keys(.otherCentre) }
        self.centre = owner
        guard let master = masters.first(where: { $0.mark == mark }) else {
            throw .keys(.wrongMaster)
        }
        wrap = try Self.wrap(master, owner)
    }

    /// Makes the file with the centre's own keys.
    ///
    /// - Parameters:
    ///   - keys: the centre's own, or all of them from a backup; empty for a destroyed one.
    static func create(
        at path: String, centre: [UInt8], master: MasterKey, keys: [(Name, [UInt8])],
        generation: UInt32 = 1
    ) throws(LogError) {
        let queue = try open(path)
        let wrap = try wrap(master, centre)
        try queue.perform { db in
            try db.inTransaction(.immediate) {
                try db.execute(
                    sql: """
                        DROP TABLE IF EXISTS key; DROP TABLE IF EXISTS meta;
                        CREATE TABLE key(
                            purpose INTEGER NOT NULL, account INTEGER NOT NULL,
                            version INTEGER NOT NULL, wrapped BLOB NOT NULL,
                            PRIMARY KEY(purpose, account, version)
                        ) STRICT, WITHOUT ROWID;
                        CREATE TABLE meta(
                            key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
                        PRAGMA application_id = \(applicationID);
                        PRAGMA user_version = \(version);
                        """)
                try setMeta("centre", centre, db)
                try setMeta("master", master.mark, db)
                try set(generation: generation, db)
                for (name, key) in keys { try insert(name, key, wrap, centre, db) }
                return .commit
            }
        }
        try queue.performClose()
        try LogFile.syncDirectory(of: path)
    }

    func close() throws(LogError) { try queue.performClose() }

    // MARK: Keys

    /// What is known of a key.
    enum Found: Equatable {
        case key([UInt8])
        case destroyed
        case none
    }

    func find(_ name: Name) throws(LogError) -> Found {
        try queue.perform { db in try Self.find(name, wrap, centre, db) }
    }

    /// The newest version of an account's key for words that is a log's own, destroyed or not; nil
    /// where there is none.
    func newestVersion(
        of account: AccountID, _ lineage: KeyLineage
    ) throws(LogError) -> UInt32? {
        try queue.perform { db in
            try Self.versions(of: account, db).last { lineage.owns($0, of: account) }
        }
    }

    private static func versions(of account: AccountID, _ db: Database) throws -> [UInt32] {
        let select = try db.cachedStatement(
            sql: "SELECT version FROM key WHERE purpose = 1 AND account = ? ORDER BY version")
        defer { select.rewind() }
        try select.bind(Int64(account.number), at: 1)
        var versions: [UInt32] = []
        while try select.step() { versions.append(UInt32(clamping: select.integer(0))) }
        return versions
    }

    /// Whether there are keys that would be a log's own, of accounts that it has not.
    func hasStrangers(_ lineage: KeyLineage, accounts: UInt32) throws(LogError) -> Bool {
        try queue.perform { db in
            let select = try db.cachedStatement(
                sql: "SELECT account, version FROM key WHERE purpose = 1 AND account > ?")
            defer { select.rewind() }
            try select.bind(Int64(accounts), at: 1)
            while try select.step() {
                let account = AccountID(UInt32(clamping: select.integer(0)))
                if lineage.owns(UInt32(clamping: select.integer(1)), of: account) { return true }
            }
            return false
        }
    }

    /// Gives new keys another version, for words stand under keys that are lost.
    func begin(generation: UInt32) throws(LogError) {
        try queue.perform { db in try Self.set(generation: generation, db) }
    }

    private static func set(generation: UInt32, _ db: Database) throws {
        var value: [UInt8] = []
        value.append(bigEndian: generation)
        try setMeta("generation", value, db)
    }

    /// Adds keys; when this returns they are durable.
    func add(_ keys: [(Name, [UInt8])]) throws(LogError) {
        try queue.perform { db in
            try db.inTransaction(.immediate) {
                for (name, key) in keys { try Self.insert(name, key, wrap, centre, db) }
                return .commit
            }
        }
    }

    /// Destroys the keys for words of these accounts that are a log's own; that they were there
    /// stays known.
    func destroy(_ accounts: [AccountID], _ lineage: KeyLineage) throws(LogError) {
        try queue.perform { db in
            try db.inTransaction(.immediate) {
                for account in accounts {
                    let number = Int64(account.number)
                    // An UPDATE, for a row that is put in another's place leaves copies behind.
                    for version in try Self.versions(of: account, db)
                    where lineage.owns(version, of: account) {
                        try db.execute(
                            sql: """
                                UPDATE key SET wrapped = x''
                                WHERE purpose = 1 AND account = ? AND version = ?
                                """, arguments: [number, Int64(version)])
                    }
                    try db.execute(
                        sql: "INSERT OR IGNORE INTO key VALUES (1, ?, ?, x'')",
                        arguments: [number, Int64(lineage.newest)])
                }
                return .commit
            }
        }
    }

    /// Whose keys were destroyed, of those that are a log's own.
    func destroyed(_ lineage: KeyLineage) throws(LogError) -> [AccountID] {
        try queue.perform { db in
            let select = try db.cachedStatement(
                sql: "SELECT account, version FROM key WHERE purpose = 1 AND wrapped = x''")
            defer { select.rewind() }
            var accounts: [AccountID] = []
            while try select.step() {
                let account = AccountID(UInt32(clamping: select.integer(0)))
                if lineage.owns(UInt32(clamping: select.integer(1)), of: account) {
                    accounts.append(account)
                }
            }
            return accounts
        }
    }

    /// Every key, unwrapped; empty for a destroyed one. For a backup.
    func all() throws(LogError) -> [(Name, [UInt8])] {
        try queue.perform { db in
            let select = try db.makeStatement(
                sql: "SELECT purpose, account, version FROM key ORDER BY purpose, account, version")
            var names: [Name] = []
            while try select.step() {
                guard let purpose = Purpose(rawValue: UInt8(clamping: select.integer(0))) else {
                    throw LogError.keys(.damaged)
                }
                names.append(
                    Name(
                        purpose: purpose, account: AccountID(UInt32(clamping: select.integer(1))),
                        version: UInt32(clamping: select.integer(2))))
            }
            return try names.map { name in
                switch try Self.find(name, wrap, centre, db) {
                case .key(let key): (name, key)
                case .destroyed, .none: (name, [])
                }
            }
        }
    }

    /// Wraps every key under another master key, in one transaction.
    func rewrap(under master: MasterKey) throws(LogError) {
        let keys = try all()
        let wrap = try Self.wrap(master, centre)
        try queue.perform { db in
            try db.inTransaction(.immediate) {
                try db.execute(sql: "DELETE FROM key")
                for (name, key) in keys { try Self.insert(name, key, wrap, centre, db) }
                try Self.setMeta("master", master.mark, db)
                return .commit
            }
        }
    }

    // MARK: Backups

    /// When a backup of the keys was made, and how many keys there were then and are now.
    func backups() throws(LogError) -> KeyBackups {
        try queue.perform { db in
            let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM key") ?? 0
            let noted = try Self.meta("backup", db)
            guard noted.count == 16 else { return KeyBackups(keys: count, last: nil, covered: 0) }
            return KeyBackups(
                keys: count, last: Moment(milliseconds: noted.integer(at: 0)),
                covered: Int(noted.integer(at: 8, as: Int64.self)))
        }
    }

    /// Notes that a backup with so many keys was made.
    func noteBackup(of keys: Int, at now: Moment) throws(LogError) {
        var value: [UInt8] = []
        value.append(bigEndian: now.milliseconds)
        value.append(bigEndian: Int64(keys))
        try queue.perform { db in try Self.setMeta("backup", value, db) }
    }

    // MARK: Rows

    private static func find(
        _ name: Name, _ wrap: AESGCM, _ centre: [UInt8], _ db: Database
    ) throws -> Found {
        let select = try db.cachedStatement(
            sql: "SELECT wrapped FROM key WHERE purpose = ? AND account = ? AND version = ?")
        defer { select.rewind() }
        try select.bind(Int64(name.purpose.rawValue), at: 1)
        try select.bind(Int64(name.account.number), at: 2)
        try select.bind(Int64(name.version), at: 3)
        guard try select.step() else { return .none }
        let wrapped = select.bytes(0)
        if wrapped.isEmpty { return .destroyed }
        do {
            return .key(try wrap.open(wrapped.span, place: place(of: name, centre).span))
        } catch {
            throw LogError.keys(.damaged)
        }
    }

    private static func insert(
        _ name: Name, _ key: [UInt8], _ wrap: AESGCM, _ centre: [UInt8], _ db: Database
    ) throws {
        let sealed =
            key.isEmpty ? [] : try wrap.seal(key.span, place: place(of: name, centre).span)
        let insert = try db.cachedStatement(sql: "INSERT INTO key VALUES (?, ?, ?, ?)")
        try insert.bind(Int64(name.purpose.rawValue), at: 1)
        try insert.bind(Int64(name.account.number), at: 2)
        try insert.bind(Int64(name.version), at: 3)
        try insert.run(last: sealed.span, at: 4)
    }

    /// A wrapped key cannot be moved to another place or another centre.
    private static func place(of name: Name, _ centre: [UInt8]) -> [UInt8] {
        var place = centre
        place.append(name.purpose.rawValue)
        place.append(bigEndian: name.account.number)
        place.append(bigEndian: name.version)
        return place
    }

    private static func wrap(
        _ master: MasterKey, _ centre: [UInt8]
    ) throws(LogError) -> AESGCM {
        do {
            return try AESGCM(key: master.key(for: "wrap", of: centre))
        } catch {
            throw .keys(.damaged)
        }
    }
}
