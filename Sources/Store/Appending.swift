public import Rooms
import Secrets

extension EventLog {
    /// Writes `records` and `rows` in one transaction, and returns when they are on the disk.
    ///
    /// - Parameter records: in order, the first right after `head`.
    /// - Parameter rows: of the tables; of one key the last holds.
    /// - Throws: `LogError.notNext`, `.timeWentBack`, `.diskFull`, `.busy`: nothing was written and
    ///   the log goes on. Anything else: the outcome is unknown, and the log refuses further
    ///   appends until `reopen()`.
    public func append(
        _ records: [Record], rows: [Rooms.Row] = []
    ) throws(LogError) {
        try withWriter { (writer) throws(LogError) in
            try writer.append(records, rows, keys)
        }
    }
}

extension Writer {
    func append(
        _ records: [Record], _ rows: [Rooms.Row], _ keys: KeyRing?
    ) throws(LogError) {
        try refuseGaps(in: records)
        if owesTruncation { leaveNoCopies() }
        try checkpointIfDue()
        // A key is durable before the first word under it.
        try keys?.prepare(owners(of: records, rows))
        var batch = try Batch(after: tip, count: records.count, keys)
        let wiped = records.compactMap { $0.wipes }
        try transaction { db in
            guard let statements else { throw LogError.closed }
            for index in records.indices { try batch.insert(records[index], with: statements) }
            for row in rows { try keep(row, keys, in: db) }
            try wipe(wiped, db)
        }
        tip = batch.tip
        if !wiped.isEmpty { leaveNoCopies() }
    }

    /// Under whose keys words are to be sealed.
    private func owners(of records: [Record], _ rows: [Rooms.Row]) -> Set<AccountID> {
        var owners = Set(rows.map(\.owner))
        var last: AccountID?
        for index in records.indices
        where records[index].words != nil && records[index].owner != last {
            last = records[index].owner
            owners.insert(records[index].owner)
        }
        return owners
    }

    private func refuseGaps(in records: [Record]) throws(LogError) {
        var position = tip.position
        var time = tip.time
        // By index, here and below: a copy of each record would be retained and let go.
        for index in records.indices {
            let here = records[index].position
            guard here == position.next else { throw .notNext(expected: position.next) }
            guard records[index].time >= time else { throw .timeWentBack(at: here) }
            (position, time) = (here, records[index].time)
        }
    }
}

/// An append on its way: where it has got to, and what its records share.
private struct Batch: ~Copyable {
    var tip: Tip
    private var hash = SHA256()
    /// For each record a salt and a nonce: one call for chance costs less than many.
    private let chance: [UInt8]
    private var chanceUsed = 0
    private let keys: KeyRing?

    private static let saltBytes = 16
    private static let chanceBytes = saltBytes + SealingKey.nonceBytes

    init(after tip: Tip, count: Int, _ keys: KeyRing?) throws(LogError) {
        self.tip = tip
        self.keys = keys
        do { chance = try Random.bytes(Self.chanceBytes * count) } catch { throw .noRandomness }
    }

    /// Inserts one event, and its words with a fresh salt.
    mutating func insert(
        _ record: Record, with statements: Writer.Statements
    ) throws(LogError) {
        var wordsHash: [UInt8]?
        if let words = record.words {
            wordsHash = try insert(words, of: record, with: statements)
        }
        let head = Head.encode(record, wordsHash: wordsHash)
        let chain = hash.digest(tip.chain, head)
        tip = Tip(position: record.position, time: record.time, chain: chain)
        try statements.insertEvent.run(record.position, head.span, chain.span)
    }

    /// - Returns: the hash that the event is to hold.
    private mutating func insert(
        _ words: [UInt8], of record: Record, with statements: Writer.Statements
    ) throws(LogError) -> [UInt8] {
        let chance = chance
        let own = chance.span.extracting(chanceUsed..<(chanceUsed + Self.chanceBytes))
        let salt = own.extracting(..<Self.saltBytes)
        let nonce = own.extracting(Self.saltBytes...)
        chanceUsed += Self.chanceBytes
        let insert = statements.insertWords
        if let keys {
            let place = KeyRing.Place(position: record.position, room: record.room)
            try keys.seal(words, salt: salt, nonce: nonce, by: record.owner, at: place) {
                (owner, version, sealed) throws(LogError) in
                try insert.bind(Int64(version), at: 4)
                try insert.bind(Int64(owner.number), at: 5)
                try insert.run(record.position, nonce, sealed)
            }
        } else {
            try insert.bind(0, at: 4)
            try insert.bind(Int64(record.owner.number), at: 5)
            try insert.run(record.position, salt, words.span)
        }
        hash.update(salt)
        hash.update(words.span)
        return hash.finish()
    }
}
