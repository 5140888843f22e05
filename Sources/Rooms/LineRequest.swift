/// What somebody wants to read again.
public struct LineRequest: Equatable, Sendable {
    /// A text, or a point in time.
    public enum Reference: Equatable, Sendable {
        case time(Moment)
        case message(MessageID)
    }

    /// Which texts; what is named as a bound is itself left out.
    public enum Selection: Equatable, Sendable {
        /// The newest, or the newest after something.
        case latest(after: Reference?)
        /// The newest before something.
        case before(Reference)
        /// The oldest after something.
        case after(Reference)
        /// Something, as many before it and as many after it.
        case around(Reference)
        /// What lies between, beginning at the first, whichever is earlier.
        case between(Reference, Reference)
        /// The one text of this id, if it is there and may be read.
        case only(MessageID)
    }

    /// The threads that make up the conversation.
    public var threads: [ThreadID]
    /// The stretches of the log that may be read (`Centre.readable`).
    public var within: [ClosedRange<Position>]
    /// Which of the texts, and from which end they are taken.
    public var selection: Selection
    /// At most so many.
    public var limit: Int

    /// Only asks: what may be read has been found out before.
    public init(
        threads: [ThreadID], within: [ClosedRange<Position>], selection: Selection, limit: Int
    ) {
        self.threads = threads
        self.within = within
        self.selection = selection
        self.limit = limit
    }

    /// Where the texts stand, the oldest first, each once.
    public func marks<Source: LineSource>(
        in source: Source
    ) throws(Source.Failure) -> [LineMark] {
        switch selection {
        case .latest(let reference):
            let start = try reference.map { one throws(Source.Failure) in try end(one, source) }
            return try take(source, after: start ?? .start, newest: true)
        case .before(let reference):
            return try take(source, before: try start(reference, source), newest: true)
        case .after(let reference):
            return try take(source, after: try end(reference, source), newest: false)
        case .only(let id): return try mark(.message(id), source).map { [$0] } ?? []
        case .around(let reference):
            let middle = try start(reference, source)
            let later = try take(
                source, after: middle.justBefore, newest: false, limit: (limit + 1) / 2)
            return try take(source, before: middle, newest: true, limit: limit / 2) + later
        case .between(let first, let second):
            let forwards = try start(first, source) <= start(second, source)
            let (low, high) = forwards ? (first, second) : (second, first)
            return try take(
                source, after: try end(low, source), before: try start(high, source),
                newest: !forwards)
        }
    }

    private func take<Source: LineSource>(
        _ source: Source, after: LineMark = .start, before: LineMark = .end, newest: Bool,
        limit: Int? = nil
    ) throws(Source.Failure) -> [LineMark] {
        let limit = limit ?? self.limit
        guard limit > 0, after < before else { return [] }
        var marks: Set<LineMark> = []
        for thread in threads {
            var query = LineQuery(
                thread: thread, within: within, limit: limit, newestFirst: newest)
            query.after = after
            query.before = before
            marks.formUnion(try source.lines(query))
        }
        let sorted = marks.sorted()
        return Array(newest ? sorted.suffix(limit) : sorted.prefix(limit))
    }

    /// The mark of a text, or before all texts of a millisecond.
    private func start<Source: LineSource>(
        _ reference: Reference, _ source: Source
    ) throws(Source.Failure) -> LineMark {
        try mark(reference, source) ?? LineMark(reference.time, .start)
    }

    /// The mark of a text, or after all texts of a millisecond.
    private func end<Source: LineSource>(
        _ reference: Reference, _ source: Source
    ) throws(Source.Failure) -> LineMark {
        try mark(reference, source) ?? LineMark(reference.time, Position(.max))
    }

    /// An id of what is not here, or may not be read, stands for the time that it holds: that is
    /// all that it tells.
    private func mark<Source: LineSource>(
        _ reference: Reference, _ source: Source
    ) throws(Source.Failure) -> LineMark? {
        guard case .message(let id) = reference else { return nil }
        // A JOIN may be a bound also for who is not shown it again.
        for thread in threads + threads.map(\.movements) {
            if let mark = try source.mark(of: id, in: thread, within: within) { return mark }
        }
        return nil
    }
}

extension LineRequest.Reference {
    var time: Moment {
        switch self {
        case .time(let time): time
        case .message(let id): id.time
        }
    }
}

extension LineMark {
    /// What only this, and nothing else, comes after.
    fileprivate var justBefore: LineMark {
        position == .start ? self : LineMark(time, Position(position.number - 1))
    }
}

/// Which conversations somebody has had, by the time of their newest text.
public struct TargetRequest: Equatable, Sendable {
    /// A conversation.
    public enum Target: Hashable, Sendable {
        case room(RoomID)
        case person(PersonID)
    }

    /// A conversation and when its newest text was said.
    public struct Found: Hashable, Sendable {
        /// With whom, or in which room.
        public var target: Target
        /// The time of the newest text there that may be read.
        public var time: Moment

        /// Puts the two together; nothing is looked up.
        public init(target: Target, time: Moment) {
            self.target = target
            self.time = time
        }
    }

    /// One of the rooms to look into.
    public struct Place: Equatable, Sendable {
        /// The room that the answer names.
        public var room: RoomID
        /// Those of its threads that may be read (`Centre.threads`).
        public var threads: [ThreadID]
        /// The stretches of the log that may be read, ascending.
        public var within: [ClosedRange<Position>]

        /// Only asks: what may be read has been found out before.
        public init(room: RoomID, threads: [ThreadID], within: [ClosedRange<Position>]) {
            self.room = room
            self.threads = threads
            self.within = within
        }
    }

    /// Somebody with whom something may have been confided in a session, and where it stands.
    public struct Confidence: Equatable, Sendable {
        /// The other one of the two.
        public var with: PersonID
        /// What the two confided to each other in one session.
        public var thread: ThreadID
    }

    /// Who asks.
    public var person: PersonID
    /// The rooms to look into; one without a text is not among what is found.
    public var places: [Place]
    /// Where something may have been confided; `init` leaves it empty.
    public var confidences: [Confidence] = []
    /// Those whose newest text is between the two, both left out; the list begins at `first`,
    /// whichever is earlier.
    public var first: Moment
    /// The other end; see `first`.
    public var second: Moment
    /// At most so many conversations.
    public var limit: Int

    /// Asks for rooms and private words; what was confided is set afterwards.
    public init(
        person: PersonID, places: [Place], first: Moment, second: Moment, limit: Int
    ) {
        self.person = person
        self.places = places
        self.first = first
        self.second = second
        self.limit = limit
    }

    /// The conversations, in the order that was asked for.
    public func found<Source: LineSource>(
        in source: Source
    ) throws(Source.Failure) -> [Found] {
        var found: [Found] = []
        for place in places {
            let time = try newest(place.threads, place.within, source)
            if let time { found.append(Found(target: .room(place.room), time: time)) }
        }
        var others = try source.correspondents(of: person, limit: Limit.correspondents)
        for one in confidences where !others.contains(one.with) { others.append(one.with) }
        for other in others {
            let own = confidences.filter { $0.with == other }.map(\.thread)
            let time = try newest([ThreadID(person, other)] + own, [Centre.everything], source)
            if let time { found.append(Found(target: .person(other), time: time)) }
        }
        let (low, high) = (min(first, second), max(first, second))
        let within = found.filter { $0.time > low && $0.time < high }
        let forwards = first <= second
        return Array(
            within.sorted { forwards ? $0.time < $1.time : $1.time < $0.time }.prefix(limit))
    }

    private func newest<Source: LineSource>(
        _ threads: [ThreadID], _ within: [ClosedRange<Position>], _ source: Source
    ) throws(Source.Failure) -> Moment? {
        let request = LineRequest(
            threads: threads, within: within, selection: .latest(after: nil), limit: 1)
        return try request.marks(in: source).last?.time
    }
}

/// What a centre is asked to read from its log.
public enum ReadRequest: Equatable, Sendable {
    case lines(LineRequest)
    case targets(TargetRequest)
    case audit(AuditRequest)
    case missed(MissedRequest)
    /// What an account wrote, a page of it.
    case owned(by: AccountID, after: Position)

    /// Looks for it.
    ///
    /// - Parameters:
    ///   - records: what stands at these positions; what is not there is left out.
    ///   - audit: looks into the audit.
    public func answer<Source: LineSource>(
        from source: Source, records: ([Position]) throws(Source.Failure) -> [Record],
        audit: (AuditRequest) throws(Source.Failure) -> [AuditEntry],
        owned: (AccountID, Position) throws(Source.Failure) -> OwnedPage
    ) throws(Source.Failure) -> ReadAnswer {
        switch self {
        case .lines(let request):
            .lines(try records(try request.marks(in: source).map(\.position)))
        case .targets(let request): .targets(try request.found(in: source))
        case .missed(let request): .missed(try request.found(in: source, records: records))
        case .audit(let request): .audit(try audit(request))
        case .owned(let account, let after): .owned(try owned(account, after))
        }
    }

    /// What is answered where the log cannot be read, or too many read it.
    public var failure: ReadAnswer {
        if case .missed(let request) = self { .unread(request) } else { .failed }
    }
}

/// A page of what an account wrote.
public struct OwnedPage: Equatable, Sendable {
    /// In the order of the log.
    public var records: [Record]
    /// Where the next page goes on; nil when this was the last.
    public var next: Position?

    /// A page as it was read; it may be empty although others follow.
    public init(records: [Record], next: Position?) {
        self.records = records
        self.next = next
    }
}

/// What was found there.
public enum ReadAnswer: Equatable, Sendable {
    /// The oldest first.
    case lines([Record])
    case targets([TargetRequest.Found])
    /// The oldest first.
    case audit([AuditEntry])
    case missed([MissedRequest.Found])
    case owned(OwnedPage)
    /// What was missed could not be read.
    case unread(MissedRequest)
    /// The log could not be read.
    case failed
}
