/// Texts of one thread, from one end of a stretch.
public struct LineQuery: Equatable, Sendable {
    /// The only thread that is looked into.
    public var thread: ThreadID
    /// The stretches of the log that may be read, ascending and apart from each other.
    public var within: [ClosedRange<Position>]
    /// Only what comes after this.
    public var after = LineMark.start
    /// Only what comes before this.
    public var before = LineMark.end
    /// At most so many.
    public var limit: Int
    /// Whether to take the newest of them; else the oldest.
    public var newestFirst: Bool

    /// Asks for the whole thread; `after` and `before` narrow it.
    public init(
        thread: ThreadID, within: [ClosedRange<Position>], limit: Int, newestFirst: Bool
    ) {
        self.thread = thread
        self.within = within
        self.limit = limit
        self.newestFirst = newestFirst
    }
}

/// Where texts are looked for: the index on the disk, what is not in it yet, or both.
///
/// Whatever may not be read, or is there no more, is passed over before anything is counted.
public protocol LineSource {
    /// What a search may fail of.
    associatedtype Failure: Error

    /// Up to `limit` texts, in the order in which they were asked for.
    func lines(_ query: LineQuery) throws(Failure) -> [LineMark]

    /// Where the text of this id stands in a thread, if it is there and may be read.
    func mark(
        of id: MessageID, in thread: ThreadID, within: [ClosedRange<Position>]
    ) throws(Failure) -> LineMark?

    /// Those with whom a person has exchanged private words, at most so many.
    func correspondents(of person: PersonID, limit: Int) throws(Failure) -> [PersonID]

    /// Those of these texts whose words have not been wiped, in the same order.
    func worded(_ marks: [LineMark]) throws(Failure) -> [LineMark]
}

/// The texts that are not in the index on the disk yet, in the order of the log.
public struct LineTail: LineSource, Equatable, Sendable {
    /// Memory does not fail.
    public typealias Failure = Never

    /// In the order of the log; a text that belongs to several threads has one for each.
    public private(set) var entries: [LineEntry] = []

    /// An empty tail: every text is in the index.
    public init() {}

    /// Adds texts that come after all that are here.
    public mutating func append(_ more: [LineEntry]) { entries += more }

    /// Lets go of what was taken back.
    public mutating func drop(at positions: [Position]) {
        let gone = Set(positions)
        entries.removeAll { gone.contains($0.mark.position) }
    }

    /// Lets go of what stands in the index now.
    public mutating func drop(through position: Position) {
        entries.removeAll { $0.mark.position <= position }
    }

    /// Up to `limit` texts, from the end that was asked for.
    public func lines(_ query: LineQuery) -> [LineMark] {
        let found = entries.filter { entry in
            entry.thread == query.thread && entry.mark > query.after && entry.mark < query.before
                && query.within.contains { $0.contains(entry.mark.position) }
        }
        let sorted = found.map(\.mark).sorted()
        return Array(
            query.newestFirst
                ? sorted.suffix(query.limit).reversed() : Array(sorted.prefix(query.limit)))
    }

    /// Where the text of this id stands.
    public func mark(
        of id: MessageID, in thread: ThreadID, within: [ClosedRange<Position>]
    ) -> LineMark? {
        entries.first { entry in
            entry.thread == thread && entry.mark.time == id.time && entry.chance == id.chance
                && within.contains { $0.contains(entry.mark.position) }
        }?.mark
    }

    /// Whether words have been wiped is not known here.
    public func worded(_ marks: [LineMark]) -> [LineMark] { marks }

    /// In the order of their numbers.
    public func correspondents(of person: PersonID, limit: Int) -> [PersonID] {
        var others: Set<PersonID> = []
        for pair in entries.compactMap(\.pair) {
            if pair.one == person { others.insert(pair.other) }
            if pair.other == person { others.insert(pair.one) }
        }
        return Array(others.sorted().prefix(limit))
    }
}

extension JoinedLines: Sendable where First: Sendable {}

/// Two sources as one: what stands in both is found once.
public struct JoinedLines<First: LineSource>: LineSource {
    /// Whatever the first fails of.
    public typealias Failure = First.Failure

    private let first: First
    private let tail: LineTail

    /// Joins the index on the disk with what is not in it yet.
    public init(_ first: First, _ tail: LineTail) {
        self.first = first
        self.tail = tail
    }

    /// Up to `limit` texts, from the end that was asked for.
    public func lines(_ query: LineQuery) throws(First.Failure) -> [LineMark] {
        let found = Set(try first.lines(query) + late(query)).sorted()
        return Array(
            query.newestFirst
                ? found.suffix(query.limit).reversed() : Array(found.prefix(query.limit)))
    }

    /// What the tail has of it. Wiped texts stand there until they are in the index, and are
    /// passed over here.
    private func late(_ query: LineQuery) throws(First.Failure) -> [LineMark] {
        var rest = query
        var found: [LineMark] = []
        while found.count < query.limit {
            let marks = tail.lines(rest)
            found += try first.worded(marks)
            guard marks.count == query.limit, let last = marks.last else { break }
            if query.newestFirst { rest.before = last } else { rest.after = last }
        }
        return Array(found.prefix(query.limit))
    }

    /// As the first knows it.
    public func worded(_ marks: [LineMark]) throws(First.Failure) -> [LineMark] {
        try first.worded(marks)
    }

    /// Where the text of this id stands.
    public func mark(
        of id: MessageID, in thread: ThreadID, within: [ClosedRange<Position>]
    ) throws(First.Failure) -> LineMark? {
        if let mark = tail.mark(of: id, in: thread, within: within) { return mark }
        return try first.mark(of: id, in: thread, within: within)
    }

    /// In the order of their numbers.
    public func correspondents(
        of person: PersonID, limit: Int
    ) throws(First.Failure) -> [PersonID] {
        let all = try first.correspondents(of: person, limit: limit)
        let others = Set(all).union(tail.correspondents(of: person, limit: limit))
        return Array(others.sorted().prefix(limit))
    }
}
