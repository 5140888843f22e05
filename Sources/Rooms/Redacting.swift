/// Taking back what was said: its words go from the log, from history and from every backup made
/// afterwards; that they were taken back stays.
extension Centre {
    /// The text at `position` is taken back, by whoever said it or by whoever moderates there.
    ///
    /// - Parameter event: what stands at that position, which the caller has found and this person
    ///   may read (`mayRead`).
    public func redact(
        _ event: Event, at position: Position, reason: [UInt8]?, by actor: Actor
    ) throws(Refusal) -> Fact {
        switch event {
        case .said(let id, let saying):
            let mayOthers = rooms[id].map { may(actor, .redact, in: $0) } ?? false
            guard saying.by == actor.person || mayOthers else { throw .notAllowed(.redact) }
            return Fact(.redacted(id, position, by: actor.person), words: reason)
        case .whispered(_, let saying):
            guard saying.by == actor.person else { throw .notAllowed(.redact) }
            return Fact(.redacted(.none, position, by: actor.person), words: reason)
        default: throw .notAllowed(.redact)
        }
    }
}

extension Record {
    /// The position whose words this event takes back: a log wipes them together with writing it.
    public var wipes: Position? {
        guard kind == Self.redaction,
            // A record that cannot be read is complained of where it is applied.
            let event = try? Event(kind: kind, version: version, encoded: payload),
            case .redacted(_, let position, _) = event, position < self.position
        else { return nil }
        return position
    }

    private static let redaction: UInt16 = 43
}
