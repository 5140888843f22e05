public import Rooms
import Secrets

extension EventLog {
    /// Writes `records` and `rows` in one transaction, and returns when they are on the disk.
    ///
    /// - Parameter records: in order, the first right after `head`.
    /// - Parameter rows: of the tables; of one key the last holds.
    /// - Throws: `LogError.notNext`, `.timeWentBack`, `.diskFull`, `.busy`, `.keys`,
    ///   `.noRandomness`: nothing was written and the log goes on. Anything else: the outcome is
    ///   unknown, and the log refuses further appends until `reopen()`.
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
        let batch = try Batch(records, after: tip, keys)
        let wiped = records.wipes
        try transaction { db in
            guard let statements else { throw LogError.closed }
            try statements.insertEvents.run(batch.events)
            try statements.insertWords.run(batch.words)
            for row in rows { try keep(row, keys, in: db) }
            try wipe(wiped, db)
        }
        tip = batch.tip
        if !wiped.isEmpty { leaveNoCopies() }
    }

    /// Under whose keys words are to be sealed, some of them several times.
    private func owners(of records: [Record], _ rows: [Rooms.Row]) -> [AccountID] {
        var owners = rows.map(\.owner)
        for index in records.indices
        where records[index].words != nil && records[index].owner != owners.last {
            owners.append(records[index].owner)
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

/// Records as the rows that they become, sealed and chained.
private struct Batch {
    /// Between the chain hashes before and after each event stands its head.
    private(set) var events = PendingRows<EventRow>()
    private(set) var words = PendingRows<WordsRow>()
    /// At the last of them.
    private(set) var tip: Tip
    /// Of the salt and words of a record.
    private var wordsHash = [UInt8](repeating: 0, count: SHA256.bytesCount)

    private static let saltBytes = StoredEvent.saltBytes
    /// Room for a text of some length in either buffer; it is made when there is not enough.
    private static let roomBytes = 192
    private static let chanceBytes = SealingKey.nonceBytes + saltBytes

    init(_ records: [Record], after tip: Tip, _ keys: KeyRing?) throws(LogError) {
        self.tip = tip
        events.bytes.reserveCapacity(records.count * Self.roomBytes)
        words.bytes.reserveCapacity(records.count * Self.roomBytes)
        events.bytes += tip.chain
        var hash = SHA256()
        // For each a nonce and a salt: one call for chance costs less than many.
        let chance: [UInt8]
        do {
            chance = try Random.bytes(Self.chanceBytes * records.count)
        } catch {
            throw .noRandomness
        }
        // By index, here and below: a copy of each record would be retained and let go.
        for index in records.indices {
            let own = chance.span.extracting((index * Self.chanceBytes)...)
            if let words = records[index].words {
                try add(
                    words, of: records[index], own.extracting(..<Self.chanceBytes), keys,
                    with: &hash)
            }
            add(records[index], with: &hash)
        }
    }

    /// Adds an event, after its words.
    private mutating func add(_ record: Record, with hash: inout SHA256) {
        let start = events.bytes.count
        Head.append(
            record, wordsHash: record.words == nil ? nil : wordsHash, to: &events.bytes)
        let head = start..<events.bytes.count
        // What comes right before is the chain hash of the event before.
        hash.update(events.bytes.span.extracting((start - SHA256.bytesCount)...))
        hash.finish(into: &tip.chain)
        events.bytes += tip.chain
        events.rows.append(EventRow(position: record.position, head: head))
        (tip.position, tip.time) = (record.position, record.time)
    }

    /// Adds words, sealed if there are keys.
    ///
    /// - Parameter chance: a nonce, which plain words have no use for, and a salt.
    private mutating func add(
        _ text: [UInt8], of record: Record, _ chance: Span<UInt8>, _ keys: KeyRing?,
        with hash: inout SHA256
    ) throws(LogError) {
        let start = words.bytes.count
        words.bytes.append(contentsOf: chance)
        words.bytes += text
        let nonce = start..<(start + SealingKey.nonceBytes)
        let salt = nonce.upperBound..<(start + Self.chanceBytes)
        hash.update(words.bytes.span.extracting(salt.lowerBound...))
        hash.finish(into: &wordsHash)
        var row = WordsRow(
            position: record.position, keyVersion: 0, salt: salt,
            words: salt.upperBound..<words.bytes.count, owner: record.owner)
        if let keys {
            let label = try keys.seal(
                &words.bytes, from: salt.lowerBound, nonce: chance.extracting(..<nonce.count),
                by: record.owner, at: KeyRing.Place(record))
            (row.keyVersion, row.owner) = (label.version, label.owner)
            (row.salt, row.words) = (nonce, salt.lowerBound..<words.bytes.count)
        }
        words.rows.append(row)
    }
}

extension KeyRing.Place {
    fileprivate init(_ record: Record) {
        self.init(position: record.position, room: record.room)
    }
}
