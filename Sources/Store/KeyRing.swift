public import Rooms
public import Secrets
import Synchronization

/// The keys of one centre, unwrapped as they are needed: one for each account, and the centre's
/// own.
///
/// The log seals words under the key of the account that they are by or about (`Record.owner`); the
/// centre's own key, that of account 0, seals what belongs to nobody. Used from the disk queues, by
/// the one that writes and by those that read.
public final class KeyRing: Sendable {
    /// The key for names (`NameKey`); 16 bytes. It never changes.
    public let names: [UInt8]
    /// The key that password verifiers are made with; 32 bytes. It never changes.
    public let pepper: [UInt8]
    private let path: String
    private let centre: [UInt8]
    private let masters: [MasterKey]
    private let state: Mutex<State>

    private struct State {
        /// Nil after a write that failed, until it has been opened anew.
        var file: KeyFile?
        /// Which keys of the file are this log's own.
        var lineage: KeyLineage
        var keys: [Label: SealingKey] = [:]
        /// Under which words of an account are sealed now; of nobody whose key was destroyed.
        var current = Table<AccountID, Current>()
        /// Accounts whose keys were destroyed.
        var destroyed: Set<AccountID> = []
        /// Keys that were found destroyed.
        var empty: Set<Label> = []
        var lost: Set<AccountID> = []
    }

    /// The key of an account that is in force, ready at one look.
    private struct Current {
        var version: UInt32
        var key: SealingKey
    }

    /// One key of an account.
    struct Label: Hashable {
        var owner: AccountID
        var version: UInt32
    }

    /// Where a text stands, and so the only place where it can be opened.
    struct Place {
        var position: Position
        var room: RoomID
    }

    /// Opens the keys beside a log, and makes them where the log is new.
    ///
    /// - Parameter acceptsLoss: whether to go on with new keys where the file is gone.
    init(
        of writer: Writer, beside log: String, masters: [MasterKey], acceptsLoss: Bool
    ) throws(LogError) {
        path = KeyFile.path(beside: log)
        centre = writer.centre.id
        self.masters = masters
        let legacy = try writer.nameKey()
        let noted = try writer.keyLineage()
        let used = noted == nil || acceptsLoss ? try writer.newestKeyVersion() : 0
        var lineage = noted ?? KeyLineage(through: max(used, 1))
        if try !KeyFile.isMade(path) {
            if !acceptsLoss, try writer.hasSealedWords() { throw .keys(.missing) }
            // A new key is never tried on what a lost one has sealed.
            let generation = acceptsLoss ? max(used, lineage.newest) + 1 : lineage.newest
            try Self.make(path, centre, masters[0], names: legacy, generation: generation)
        }
        var file = try KeyFile(path: path, centre: centre, masters: masters)
        if acceptsLoss {
            let generation = max(used, lineage.newest, file.generation) + 1
            try file.begin(generation: generation)
            lineage.begin(generation, accounts: .max)
            file = try KeyFile(path: path, centre: centre, masters: masters)
        }
        if lineage != noted { try writer.note(lineage) }
        names = try Self.own(.names, file)
        pepper = try Self.own(.pepper, file)
        state = Mutex(State(file: file, lineage: lineage))
        if legacy != nil { try writer.forgetNameKey() }
    }

    /// The keys beside a log that somebody else may be writing; nil where there are none.
    init?(reading log: String, centre: [UInt8], masters: [MasterKey]) throws(LogError) {
        path = KeyFile.path(beside: log)
        self.centre = centre
        self.masters = masters
        guard try KeyFile.isMade(path) else { return nil }
        let file = try KeyFile(path: path, centre: centre, masters: masters)
        names = try Self.own(.names, file)
        pepper = try Self.own(.pepper, file)
        // Nothing is written or destroyed: which keys are the log's own does not matter.
        state = Mutex(State(file: file, lineage: KeyLineage(through: file.generation)))
    }

    /// Begins another generation where the file knows keys that would be taken for this log's: of
    /// accounts that it has not, or of a log that was in use with them since. Before anything is
    /// written.
    ///
    /// - Parameter accounts: how many the log has; their numbers begin with 1.
    func settle(accounts: Int, _ writer: Writer) throws(LogError) {
        try state.withLock { (state) throws(LogError) in
            let accounts = UInt32(clamping: accounts)
            let file = try file(&state)
            var lineage = state.lineage
            if file.generation == lineage.newest,
                try !file.hasStrangers(lineage, accounts: accounts)
            {
                return
            }
            let generation = max(lineage.newest, file.generation) + 1
            // The file first: a generation that no log knows is nobody's.
            try file.begin(generation: generation)
            state.file = nil
            lineage.begin(generation, accounts: accounts)
            try writer.note(lineage)
            state.lineage = lineage
        }
    }

    private static func make(
        _ path: String, _ centre: [UInt8], _ master: MasterKey, names: [UInt8]?,
        generation: UInt32
    ) throws(LogError) {
        let keys: [(KeyFile.Name, [UInt8])]
        do throws(SecretsError) {
            var names = names ?? []
            if names.isEmpty { names = try Random.bytes(16) }
            keys = [
                (KeyFile.Name(purpose: .names), names),
                (KeyFile.Name(purpose: .pepper), try Random.bytes(32)),
                (KeyFile.Name(purpose: .words, version: generation), try Random.bytes(32)),
            ]
        } catch {
            throw .noRandomness
        }
        try KeyFile.create(
            at: path, centre: centre, master: master, keys: keys, generation: generation)
    }

    private static func own(
        _ purpose: KeyFile.Purpose, _ file: KeyFile
    ) throws(LogError) -> [UInt8] {
        guard case .key(let key) = try file.find(KeyFile.Name(purpose: purpose)) else {
            throw .keys(.damaged)
        }
        return key
    }

    // MARK: Sealing

    /// Makes sure that there is a key for each of these, durable before this returns.
    ///
    /// - Parameter owners: in any order, also several times.
    /// - Throws: as an append does; `.diskFull` says that nothing was written.
    func prepare(_ owners: [AccountID]) throws(LogError) {
        try state.withLock { (state) throws(LogError) in
            let unready = Set(owners.filter { state.current[$0] == nil })
            var made: [(KeyFile.Name, [UInt8])] = []
            for owner in unready.sorted() where try current(owner, &state) == nil {
                guard !state.destroyed.contains(owner) else { continue }
                let name = KeyFile.Name(
                    purpose: .words, account: owner, version: state.lineage.newest)
                made.append((name, try Self.chance()))
            }
            try add(made, &state)
        }
    }

    private func add(
        _ made: [(KeyFile.Name, [UInt8])], _ state: inout State
    ) throws(LogError) {
        if made.isEmpty { return }
        do throws(LogError) {
            try file(&state).add(made)
        } catch {
            // What it left behind is looked at afresh.
            state.file = nil
            throw error
        }
        for (name, key) in made {
            let label = Label(owner: name.account, version: name.version)
            let ready = try keep(key, as: label, &state)
            state.current[name.account] = Current(version: name.version, key: ready)
        }
    }

    /// Seals the end of `bytes`, where it stands, and puts a tag behind it.
    ///
    /// - Parameters:
    ///   - start: where the text begins that is sealed.
    ///   - nonce: 12 bytes of chance.
    /// - Returns: whose key it was, and the key's version.
    func seal(
        _ bytes: inout [UInt8], from start: Int, nonce: Span<UInt8>, by owner: AccountID,
        at place: Place
    ) throws(LogError) -> Label {
        try state.withLock { (state) throws(LogError) in
            // Whoever's key was destroyed writes no more; what is still written about them is the
            // centre's.
            let own = try current(owner, &state)
            let centres = own == nil ? try current(AccountID(0), &state) : nil
            guard let current = own ?? centres else { throw .keys(.damaged) }
            let label = Label(
                owner: own == nil ? AccountID(0) : owner, version: current.version)
            let bound = Self.bound(place, label)
            do throws(SecretsError) {
                try current.key.seal(&bytes, from: start, place: bound.span, nonce: nonce)
            } catch {
                throw .keys(.damaged)
            }
            return label
        }
    }

    /// What became of opening a text.
    enum Opened: Equatable {
        /// The salt, 16 bytes, and the words behind it.
        case salted([UInt8])
        /// The key was destroyed, or is not in the file.
        case unreadable
        /// It was changed, or stands in another's place.
        case tampered
    }

    /// Opens what `seal` gave.
    func open(
        _ sealed: [UInt8], nonce: [UInt8], by owner: AccountID, version: Int64, at place: Place
    ) throws(LogError) -> Opened {
        try state.withLock { (state) throws(LogError) in
            let label = Label(owner: owner, version: UInt32(clamping: version))
            guard let key = try find(label, &state) else {
                if !state.empty.contains(label) { state.lost.insert(owner) }
                return .unreadable
            }
            let bound = Self.bound(place, label)
            do throws(SecretsError) {
                return .salted(
                    try key.open(sealed.span, place: bound.span, nonce: nonce.span))
            } catch {
                return .tampered
            }
        }
    }

    private static func bound(_ place: Place, _ label: Label) -> InlineArray<20, UInt8> {
        var bound = InlineArray<20, UInt8>(repeating: 0)
        bound.store(bigEndian: place.room.number, at: 0)
        bound.store(bigEndian: place.position.number, at: 4)
        bound.store(bigEndian: label.owner.number, at: 12)
        bound.store(bigEndian: label.version, at: 16)
        return bound
    }

    // MARK: Destroying

    /// Destroys the keys of these accounts: their words cannot be read any more, in no copy of the
    /// log. Accounts whose keys are gone already are passed over.
    public func destroy(_ accounts: [AccountID]) throws(LogError) {
        try state.withLock { (state) throws(LogError) in
            var left: [AccountID] = []
            for account in accounts where account != AccountID(0) {
                if try current(account, &state) != nil || !state.destroyed.contains(account) {
                    left.append(account)
                }
            }
            if left.isEmpty { return }
            do throws(LogError) {
                try file(&state).destroy(left, state.lineage)
            } catch {
                state.file = nil
                throw error
            }
            for account in left {
                state.current[account] = nil
                state.destroyed.insert(account)
            }
            // Another log's keys are looked up again where they are needed.
            state.keys = state.keys.filter { !state.destroyed.contains($0.key.owner) }
        }
    }

    /// Those of these accounts whose keys were destroyed.
    public func destroyed(among accounts: [AccountID]) throws(LogError) -> [AccountID] {
        try state.withLock { (state) throws(LogError) in
            state.destroyed.formUnion(try file(&state).destroyed(state.lineage))
            return accounts.filter { state.destroyed.contains($0) }
        }
    }

    /// Whose words could not be read so far because their key is not in the file.
    public var lost: [AccountID] { state.withLock { $0.lost.sorted() } }

    /// When the keys were backed up.
    public var backups: KeyBackups {
        get throws(LogError) {
            try state.withLock { (state) throws(LogError) in try file(&state).backups() }
        }
    }

    /// Wraps every key under another master key. The ring is not to be used after it.
    public func rewrap(under master: MasterKey) throws(LogError) {
        try state.withLock { (state) throws(LogError) in
            try file(&state).rewrap(under: master)
            state.file = nil
        }
    }

    func close() throws(LogError) {
        try state.withLock { (state) throws(LogError) in
            try state.file?.close()
            state.file = nil
        }
    }

    // MARK: The file

    private func file(_ state: inout State) throws(LogError) -> KeyFile {
        if let file = state.file { return file }
        let file = try KeyFile(path: path, centre: centre, masters: masters)
        state.file = file
        return file
    }

    /// The key under which an account's words are sealed now, or nil: then it was destroyed, or
    /// there is none yet.
    private func current(
        _ owner: AccountID, _ state: inout State
    ) throws(LogError) -> Current? {
        if let current = state.current[owner] { return current }
        if state.destroyed.contains(owner) { return nil }
        guard let version = try file(&state).newestVersion(of: owner, state.lineage) else {
            return nil
        }
        guard let key = try find(Label(owner: owner, version: version), &state) else {
            state.destroyed.insert(owner)
            return nil
        }
        let current = Current(version: version, key: key)
        state.current[owner] = current
        return current
    }

    /// One key, or nil: then it was destroyed, or is not in the file.
    private func find(_ label: Label, _ state: inout State) throws(LogError) -> SealingKey? {
        if let key = state.keys[label] { return key }
        if state.empty.contains(label) { return nil }
        let name = KeyFile.Name(
            purpose: .words, account: label.owner, version: label.version)
        switch try file(&state).find(name) {
        case .key(let key): return try keep(key, as: label, &state)
        case .destroyed:
            state.empty.insert(label)
            return nil
        case .none: return nil
        }
    }

    @discardableResult
    private func keep(
        _ key: [UInt8], as label: Label, _ state: inout State
    ) throws(LogError) -> SealingKey {
        if state.keys.count >= Limit.keysAtHand { (state.keys, state.current) = ([:], Table()) }
        do throws(SecretsError) {
            let ready = try SealingKey(key: key)
            state.keys[label] = ready
            return ready
        } catch {
            throw .keys(.damaged)
        }
    }

    private static func chance() throws(LogError) -> [UInt8] {
        do { return try Random.bytes(32) } catch { throw .noRandomness }
    }
}
