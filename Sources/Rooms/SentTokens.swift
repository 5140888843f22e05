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

    /// A text that waited for staff and that they did not let through.
    struct Refused: Equatable, Sendable {
        var entry: Entry
        var number: UInt32
    }

    /// The oldest first.
    private(set) var entries: [AccountID: [Entry]] = [:]
    /// Those that were refused, in the order in which they were; they are in no `entries`.
    private(set) var refused: [AccountID: [Refused]] = [:]

    /// The message that an account has sent under this token in the last seven days.
    public func message(_ token: UInt64, of account: AccountID, at now: Moment) -> MessageID? {
        let entry = entries[account]?.last { $0.token == token }
        return entry.flatMap { $0.isPast(at: now) ? nil : $0.id }
    }

    /// Which number a text had that an account has sent under this token in the last seven days,
    /// where staff have refused it: sent again, it is the same text, and they do not see it twice.
    public func refusal(_ token: UInt64, of account: AccountID, at now: Moment) -> UInt32? {
        if refused.isEmpty { return nil }
        return refused[account]?.last { $0.entry.token == token && !$0.entry.isPast(at: now) }?
            .number
    }

    /// Whether nothing is kept of an account.
    public func isEmpty(of account: AccountID) -> Bool {
        entries[account] == nil && refused[account] == nil
    }

    /// Keeps one more; the oldest go.
    mutating func note(_ token: UInt64, _ id: MessageID, of account: AccountID, at now: Moment) {
        let past = entries[account]?.prefix { $0.isPast(at: now) }.count ?? 0
        let kept = (entries[account]?.count ?? 0) - past
        let over = past + max(0, kept + 1 - Limit.sentTokens)
        entries[account, default: []].removeFirst(over)
        entries[account, default: []].append(Entry(token: token, id: id))
    }

    /// Keeps one more that was refused; the oldest go.
    mutating func note(refused text: Holding.Text, at now: Moment) {
        guard let token = text.saying.token, let account = text.saying.by.account else { return }
        let kept = (refused[account] ?? []).filter { !$0.entry.isPast(at: now) }
        let new = Refused(
            entry: Entry(token: token, id: text.saying.id), number: text.number)
        refused[account] = kept.suffix(Limit.refusedTokens - 1) + [new]
    }

    /// The account is erased.
    mutating func forget(_ account: AccountID) {
        entries[account] = nil
        refused[account] = nil
    }

    /// Lets go of what nobody could send again, also of accounts that write no more.
    mutating func forgetPast(at now: Moment) {
        entries = entries.compactMapValues { own in
            let kept = own.drop { $0.isPast(at: now) }
            return kept.isEmpty ? nil : Array(kept)
        }
        refused = refused.compactMapValues { own in
            let kept = own.filter { !$0.entry.isPast(at: now) }
            return kept.isEmpty ? nil : kept
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
            out.list(own.value) { $1.write(to: &$0) }
        }
        out.list(refused.sorted { $0.key < $1.key }) { out, own in
            out.put(own.key)
            out.list(own.value) {
                $1.entry.write(to: &$0)
                $0.put($1.number)
            }
        }
    }

    init(from: inout ByteReader) throws(CodingError) {
        let list = try from.list { from throws(CodingError) in
            (
                try from.account(),
                try from.list { from throws(CodingError) in try Entry(from: &from) }
            )
        }
        for (account, own) in list { entries[account] = own }
        let kept = try from.list { from throws(CodingError) in
            (
                try from.account(),
                try from.list { from throws(CodingError) in
                    Refused(entry: try Entry(from: &from), number: try from.take(UInt32.self))
                }
            )
        }
        for (account, own) in kept { refused[account] = own }
    }
}

extension SentTokens.Entry {
    func write(to out: inout ByteWriter) {
        out.put(token)
        out.put(id)
    }

    init(from: inout ByteReader) throws(CodingError) {
        token = try from.take(UInt64.self)
        id = try from.messageID()
    }
}
