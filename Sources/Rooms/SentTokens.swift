/// Which messages of each account have been taken under which token of its clients, so that one
/// that is sent again is known.
///
/// A token is kept as a keyed hash over itself and whom the message is for, never as it was sent.
public struct SentTokens: Equatable, Sendable {
    /// One message and the token that it came with.
    struct Entry: Equatable, Sendable {
        var token: UInt64
        var id: MessageID
    }

    /// The oldest first.
    private(set) var entries: [AccountID: [Entry]] = [:]

    /// The message that an account has sent under this token in the last seven days.
    public func message(_ token: UInt64, of account: AccountID, at now: Moment) -> MessageID? {
        let entry = entries[account]?.last { $0.token == token }
        return entry.flatMap { $0.isPast(at: now) ? nil : $0.id }
    }

    /// Whether nothing is kept of an account.
    public func isEmpty(of account: AccountID) -> Bool { entries[account] == nil }

    /// Keeps one more; the oldest go.
    mutating func note(_ token: UInt64, _ id: MessageID, of account: AccountID, at now: Moment) {
        let past = entries[account]?.prefix { $0.isPast(at: now) }.count ?? 0
        let kept = (entries[account]?.count ?? 0) - past
        let over = past + max(0, kept + 1 - Limit.sentTokens)
        entries[account, default: []].removeFirst(over)
        entries[account, default: []].append(Entry(token: token, id: id))
    }

    /// The account is erased.
    mutating func forget(_ account: AccountID) { entries[account] = nil }

    /// Lets go of what nobody could send again, also of accounts that write no more.
    mutating func forgetPast(at now: Moment) {
        entries = entries.compactMapValues { own in
            let kept = own.drop { $0.isPast(at: now) }
            return kept.isEmpty ? nil : Array(kept)
        }
    }
}

extension SentTokens.Entry {
    /// Whether it is older than it is promised to be known.
    func isPast(at now: Moment) -> Bool {
        id.time.advanced(seconds: Limit.sentTokenSeconds) < now
    }
}

extension SentTokens {
    func write(to out: inout ByteWriter) {
        out.list(entries.sorted { $0.key < $1.key }) { out, own in
            out.put(own.key)
            out.list(own.value) {
                $0.put($1.token)
                $0.put($1.id)
            }
        }
    }

    init(from: inout ByteReader) throws(CodingError) {
        let list = try from.list { from throws(CodingError) in
            (
                try from.account(),
                try from.list { from throws(CodingError) in
                    Entry(token: try from.take(UInt64.self), id: try from.messageID())
                }
            )
        }
        for (account, own) in list { entries[account] = own }
    }
}
