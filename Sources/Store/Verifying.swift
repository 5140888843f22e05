import Rooms
import Secrets

extension Tip {
    /// Goes on to the event in `row`, if that is the event which was written after this one.
    ///
    /// Words that are no longer there are no fault: they may be wiped, the event not.
    ///
    /// - Throws: `LogError.corrupt`, at the row's position or at the one that is missing.
    mutating func verify(
        _ row: StoredEvent, with hash: inout SHA256
    ) throws(LogError) -> Head {
        guard row.position == position.next else {
            throw .corrupt(at: position.next, .missing)
        }
        let computed = hash.digest(chain, row.head)
        guard computed == row.chain else { throw .corrupt(at: row.position, .chain) }
        guard let head = Head(row.head) else { throw .corrupt(at: row.position, .envelope) }
        guard head.time >= time else { throw .corrupt(at: row.position, .time) }
        try verifyWords(of: row, head, with: &hash)
        (position, time, chain) = (row.position, head.time, computed)
        return head
    }

    private func verifyWords(
        of row: StoredEvent, _ head: Head, with hash: inout SHA256
    ) throws(LogError) {
        guard let salt = row.salt, let words = row.words else { return }
        guard let expected = head.wordsHash else {
            throw .corrupt(at: row.position, .strayWords)
        }
        guard hash.digest(salt, words) == expected else { throw .corrupt(at: row.position, .words) }
    }
}

extension SHA256 {
    /// The hash of `first ‖ second`: of a chain hash and the next head, or of a salt and words.
    mutating func digest(_ first: [UInt8], _ second: [UInt8]) -> [UInt8] {
        update(first.span)
        update(second.span)
        return finish()
    }
}
