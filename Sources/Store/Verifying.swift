import Rooms
import Secrets

extension Tip {
    /// Goes on to the event in `row`, if that is the event which was written after this one.
    ///
    /// Words that are no longer there are no fault: they may be wiped, the event not.
    ///
    /// - Parameter keys: nil: sealed words cannot be verified and count as unreadable.
    /// - Throws: `LogError.corrupt`, at the row's position or at the one that is missing.
    mutating func verify(
        _ row: StoredEvent, with hash: inout SHA256, _ keys: KeyRing?
    ) throws(LogError) -> VerifiedEvent {
        guard row.position == position.next else {
            throw .corrupt(at: position.next, .missing)
        }
        let computed = hash.digest(chain, row.head)
        guard computed == row.chain else { throw .corrupt(at: row.position, .chain) }
        guard let head = Head(row.head) else { throw .corrupt(at: row.position, .envelope) }
        guard head.time >= time else { throw .corrupt(at: row.position, .time) }
        let words = try verifyWords(of: row, head, with: &hash, keys)
        (position, time, chain) = (row.position, head.time, computed)
        let owner = row.stored == nil ? AccountID(0) : row.owner
        return VerifiedEvent(
            record: head.record(at: row.position, words: words, owner: owner),
            isUnreadable: row.stored != nil && words == nil)
    }

    private func verifyWords(
        of row: StoredEvent, _ head: Head, with hash: inout SHA256, _ keys: KeyRing?
    ) throws(LogError) -> [UInt8]? {
        guard row.stored != nil else { return nil }
        guard let expected = head.wordsHash else {
            throw .corrupt(at: row.position, .strayWords)
        }
        switch try row.open(in: head.room, keys) {
        case .salted(let salted):
            hash.update(salted.span)
            guard hash.finish() == expected else { throw .corrupt(at: row.position, .words) }
            return Array(salted.dropFirst(StoredEvent.saltBytes))
        case .tampered: throw .corrupt(at: row.position, .words)
        case .unreadable: return nil
        }
    }
}

/// An event that is what was written.
struct VerifiedEvent {
    var record: Rooms.Record
    /// Whether it has words whose key is not to be had.
    var isUnreadable: Bool
}

extension SHA256 {
    /// The hash of `first ‖ second`: of a chain hash and the next head, or of a salt and words.
    mutating func digest(_ first: [UInt8], _ second: [UInt8]) -> [UInt8] {
        update(first.span)
        update(second.span)
        return finish()
    }
}
