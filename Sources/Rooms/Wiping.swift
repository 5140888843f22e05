/// How long words are kept: configuration, not an event.
public struct KeepingTerms: Equatable, Sendable {
    /// Texts of rooms that say nothing else, in seconds; nil: until they are wiped by hand.
    public var rooms: Int64?
    /// Texts of worker channels.
    public var workerChannels: Int64?
    /// Private words between two.
    public var whispers: Int64?

    /// Seconds each; nil: until they are wiped by hand.
    public init(rooms: Int64?, workerChannels: Int64?, whispers: Int64?) {
        self.rooms = rooms
        self.workerChannels = workerChannels
        self.whispers = whispers
    }

    /// A day in a room and between two, half a year in a worker channel.
    public static let standard = KeepingTerms(
        rooms: 86_400, workerChannels: 180 * 86_400, whispers: 86_400)
}

/// Something to be wiped from the files.
public enum Wipe: Equatable, Sendable {
    /// The texts of a room in a piece of the log, but for some.
    case texts(RoomID, ClosedRange<Position>, sparing: [Position])
    /// The words at these positions.
    case words([Position])
}

extension Centre {
    /// What is to be wiped now. Changes nothing.
    ///
    /// Never before its time: of texts that are counted together the last one decides.
    public func wipesDue(at now: Moment, under terms: KeepingTerms) -> [Wipe] {
        var wipes: [Wipe] = []
        let words = keeping.stale + pastDue(at: now, under: terms)
        if !words.isEmpty { wipes.append(.words(words.sorted())) }
        for (room, ledger) in keeping.ledgers.sorted {
            if ledger.isOver, let all = everything(in: room) {
                wipes.append(all)
                continue
            }
            guard !keeping.isSuspended, let span = keepingSpan(of: room, under: terms) else {
                continue
            }
            let past = ledger.stretches.prefix { $0.until.advanced(seconds: span) <= now }
            guard let first = past.first, let last = past.last else { continue }
            wipes.append(texts(room, first.from...last.through))
        }
        return wipes
    }

    /// What stood over doors, and has had its time since.
    private func pastDue(at now: Moment, under terms: KeepingTerms) -> [Position] {
        keeping.past.filter { end(of: $0, under: terms).map { $0 <= now } ?? false }.map(\.at)
    }

    /// Until when it may be shown; nil: for ever, as things stand.
    private func end(of past: Keeping.Past, under terms: KeepingTerms) -> Moment? {
        guard rooms[past.room] != nil else { return past.since }
        if keeping.isSuspended { return nil }
        return keepingSpan(of: past.room, under: terms).map { past.since.advanced(seconds: $0) }
    }

    private func texts(_ room: RoomID, _ range: ClosedRange<Position>) -> Wipe {
        .texts(room, range, sparing: reports.frozen(in: room).filter { range.contains($0) })
    }

    /// When something is to be wiped next; nil when nothing waits for its time.
    public func nextWipe(under terms: KeepingTerms) -> Moment? {
        let isDue = !keeping.stale.isEmpty || keeping.ledgers.values.contains(where: \.isOver)
        if isDue { return time }
        let past = keeping.past.compactMap { end(of: $0, under: terms) }.min()
        if keeping.isSuspended { return past }
        let texts = keeping.ledgers.keys.compactMap { room -> Moment? in
            guard let span = keepingSpan(of: room, under: terms) else { return nil }
            let first = keeping.ledgers.look(room) { $0.stretches.first?.until }
            return first??.advanced(seconds: span)
        }.min()
        return [past, texts].compactMap(\.self).min()
    }

    /// When to look again for what is due: no text that comes later can be due before.
    public func nextLook(after now: Moment, under terms: KeepingTerms) -> Moment {
        let own = rooms.values.compactMap { $0.settings.keepSeconds.map(Int64.init) }
        let spans = own + [terms.rooms, terms.workerChannels, terms.whispers].compactMap(\.self)
        let later = now.advanced(seconds: spans.min() ?? Self.wishSeconds)
        return min(nextWipe(under: terms) ?? later, later)
    }

    /// How long the texts of a room are kept, in seconds; nil: until they are wiped by hand.
    public func keepingSpan(of id: RoomID, under terms: KeepingTerms) -> Int64? {
        if id == .none { return terms.whispers }
        if let home = home(ofSide: id) { return keepingSpan(of: home, under: terms) }
        if let own = rooms[id]?.settings.keepSeconds { return Int64(own) }
        return rooms[id]?.kind == .worker ? terms.workerChannels : terms.rooms
    }

    /// Every text of a room that stands.
    private func everything(in room: RoomID) -> Wipe? {
        guard let stretches = keeping.ledgers[room]?.stretches, let first = stretches.first,
            let last = stretches.last
        else { return nil }
        return texts(room, first.from...last.through)
    }
}

extension Wipe {
    /// What the log says once it is done.
    public var event: KeepingEvent {
        switch self {
        case .texts(let room, let range, _): .removed(.texts(room, through: range.upperBound))
        case .words(let positions): .removed(.words(positions))
        }
    }
}
