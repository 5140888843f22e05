import GRDB
public import Rooms
import Secrets

extension EventLog {
    /// Hands the records after `position`, up to and with `last`, to `body`, in order.
    ///
    /// Each is verified on the way: its place, its chain hash, its words. Reads a bounded number
    /// of rows at a time, so that `body` may take its time.
    ///
    /// - Throws: `LogError.corrupt` at the first record that is not what was written, and whatever
    ///   `body` throws.
    public func readRecords(
        after position: Position, through last: Position = Position(.max),
        _ body: (Rooms.Record) throws(LogError) -> Void
    ) throws(LogError) {
        try readEvents(after: position, through: last) { (event) throws(LogError) in
            try body(event.record)
        }
    }

    /// The same, with what is known besides.
    func readEvents(
        after position: Position, through last: Position = Position(.max),
        _ body: (VerifiedEvent) throws(LogError) -> Void
    ) throws(LogError) {
        var tip = try withReader { db in try Tip(at: position, of: centre, in: db) }
        while tip.position < last {
            let count = try withReader { db in
                try readSome(db, after: &tip, through: last, body)
            }
            if count < Limit.rowsPerRead { return }
        }
    }

    /// The words at each of these positions; nil where there are none, they have been wiped, or
    /// they cannot be opened.
    ///
    /// - Parameter positions: in any order. What is found is not verified against the chain.
    public func words(at positions: [Position]) throws(LogError) -> [[UInt8]?] {
        try withReader { db in
            let select = try db.cachedStatement(sql: StoredEvent.query + "event.position = ?")
            return try positions.map { position in
                defer { select.rewind() }
                try select.bind(position, at: 1)
                return try select.step() ? try StoredEvent(select).words(keys) : nil
            }
        }
    }

    /// - Returns: how many rows there were.
    private func readSome(
        _ db: Database, after tip: inout Tip, through last: Position,
        _ body: (VerifiedEvent) throws(LogError) -> Void
    ) throws -> Int {
        let select = try db.cachedStatement(
            sql: StoredEvent.query + """
                event.position BETWEEN ? AND ?
                ORDER BY event.position LIMIT \(Limit.rowsPerRead)
                """)
        defer { select.rewind() }
        try select.bind(tip.position.next, at: 1)
        try select.bind(last, at: 2)
        var hash = SHA256()
        var count = 0
        while try select.step() {
            let row = StoredEvent(select)
            try body(try tip.verify(row, with: &hash, keys))
            count += 1
        }
        return count
    }
}

/// One event as it stands in the file.
struct StoredEvent {
    var position: Position
    var head: [UInt8]
    var chain: [UInt8]
    /// The words as they are stored; nil where there are none or they have been wiped.
    var stored: [UInt8]?
    /// Their salt; the nonce where they are sealed.
    private var salt: [UInt8]
    /// 0 where they are not sealed.
    private var keyVersion: Int64
    var owner: AccountID

    static let saltBytes = 16

    /// What `init` reads, up to the condition.
    static let query = """
        SELECT event.position, head, chain, salt, words, key_version, owner
        FROM event LEFT JOIN words ON words.position = event.position AND salt <> x''
        WHERE\u{20}
        """

    /// From a statement that begins with `query`.
    init(_ select: Statement) {
        position = select.position(0)
        head = select.bytes(1)
        chain = select.bytes(2)
        salt = select.bytes(3)
        stored = select.isNull(4) ? nil : select.bytes(4)
        keyVersion = select.integer(5)
        owner = AccountID(UInt32(clamping: select.integer(6)))
    }

    /// Salt and words of an event that has some.
    func open(in room: RoomID, _ keys: KeyRing?) throws(LogError) -> KeyRing.Opened {
        let stored = stored ?? []
        if keyVersion == 0 {
            return salt.count == Self.saltBytes ? .salted(salt + stored) : .tampered
        }
        guard let keys else { return .unreadable }
        return try keys.open(
            stored, nonce: salt, by: owner, version: keyVersion,
            at: KeyRing.Place(position: position, room: room))
    }

    /// The words, as far as they can be read; not verified against the chain.
    func words(_ keys: KeyRing?) throws(LogError) -> [UInt8]? {
        guard stored != nil, let head = Head(head) else { return nil }
        guard case .salted(let salted) = try open(in: head.room, keys) else { return nil }
        return Array(salted.dropFirst(Self.saltBytes))
    }
}
