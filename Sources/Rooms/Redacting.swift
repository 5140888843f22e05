/// Taking back what was said: its words go from the log, from history and from every backup made
/// afterwards; that they were taken back stays.
extension Centre {
    /// The text at `position` is taken back, by whoever said it or by whoever moderates there.
    /// That words to somebody alone were taken back is of no room: its people know nothing of them.
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
        case .whispered(_, let saying), .confided(_, _, _, let saying):
            guard saying.by == actor.person else { throw .notAllowed(.redact) }
            return Fact(.redacted(.none, position, by: actor.person), words: reason)
        default: throw .notAllowed(.redact)
        }
    }
}

extension Record {
    /// The position whose words this event takes back: a log wipes them together with writing it.
    public var wipes: Position? {
        guard Self.takesBack(kind),
            let wiped = event?.wiped, wiped < position
        else { return nil }
        return wiped
    }

    /// The kinds that can take words back: of others nothing is decoded.
    private static func takesBack(_ kind: UInt16) -> Bool {
        switch kind {
        case 43, 116, 118: true
        default: false
        }
    }
}

extension Event {
    /// Where the words stand that it takes back.
    fileprivate var wiped: Position? {
        switch self {
        case .redacted(_, let position, _): position
        case .circle(_, .reportClosed(_, let position, _, _)),
            .circle(_, .heldEnded(let position, _, _)):
            position
        default: nil
        }
    }
}

extension [Record] {
    /// The same of each, in their order. By index: a copy of each would be retained and let go.
    public var wipes: [Position] { indices.compactMap { self[$0].wipes } }
}
