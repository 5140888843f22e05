/// A family's worker channel: whose it is, who answers there, and who may read it.
public struct Case: Equatable, Sendable {
    /// Somebody other than the parent who reads here.
    public struct Reader: Equatable, Sendable {
        /// Who reads: the worker, the stand-in or another carer.
        public let account: AccountID
        /// Where in the log their reading begins.
        public let since: Position
        /// Whether the parent agreed that they read what was written before that.
        public internal(set) var readsEarlier: Bool
    }

    /// A worker who has been asked to take the channel over, and has not answered yet.
    public struct Handover: Equatable, Sendable {
        /// The worker who was asked.
        public let to: AccountID
        /// Whether the parent agreed that they will read what was written before.
        public internal(set) var readsEarlier: Bool
    }

    /// Somebody who stands in for the worker for a time.
    public struct Cover: Equatable, Sendable {
        /// Who stands in, and is one of `readers` meanwhile.
        public let account: AccountID
        /// When it ends by itself; they read nothing more then.
        public let until: Moment
    }

    /// When somebody was last there to read what was said.
    public struct Seen: Equatable, Sendable {
        /// Who was there; they stay listed when they are out of the channel, until erased.
        public let account: AccountID
        /// When words were said, or somebody came in, the last time that they were there.
        public internal(set) var at: Moment
    }

    /// The channel itself; `Centre.cases` is keyed by it.
    public let room: RoomID
    /// Whose channel it is, for as long as it is there.
    public let parent: AccountID
    /// Who answers here; somebody else once a handover is accepted.
    public internal(set) var worker: AccountID
    /// Others who care for the same child, in the order in which they came.
    public internal(set) var carers: [Reader] = []
    /// The worker, and the stand-in while there is one; ordered by when they began.
    public internal(set) var readers: [Reader] = []
    /// The handover that nobody has answered yet, or nil.
    public internal(set) var handover: Handover?
    /// Who stands in for the worker now, or nil.
    public internal(set) var cover: Cover?
    /// Whether the work has ended; it goes on when somebody of the family writes.
    public internal(set) var isClosed = false
    /// When the family was last told by itself who stands in.
    public internal(set) var answered: Moment?
    /// Ordered by account.
    public internal(set) var seen: [Seen] = []

    init(room: RoomID, parent: AccountID, worker: AccountID, since: Position) {
        self.room = room
        self.parent = parent
        self.worker = worker
        readers = [Reader(account: worker, since: since, readsEarlier: true)]
    }

    /// The parent and the other carers.
    public var family: [AccountID] { [parent] + carers.map(\.account) }

    /// Everyone who may be in the channel now: the family first.
    public var members: [AccountID] { family + readers.map(\.account) }

    /// Whether this account may be in the channel now.
    public func includes(_ account: AccountID) -> Bool {
        parent == account || readers.contains { $0.account == account }
            || carers.contains { $0.account == account }
    }

    /// Where this account's reading begins, or nil when it may read nothing.
    public func reads(_ account: AccountID) -> Position? {
        if parent == account { return .start }
        guard let reader = (readers + carers).first(where: { $0.account == account }) else {
            return nil
        }
        return reader.readsEarlier ? .start : reader.since
    }

    /// When this account was last there to read, or nil when it never was.
    public func lastSeen(_ account: AccountID) -> Moment? {
        seen.first { $0.account == account }?.at
    }

    mutating func note(_ account: AccountID, at now: Moment) {
        if let index = seen.firstIndex(where: { $0.account == account }) {
            seen[index].at = now
        } else {
            seen.append(Seen(account: account, at: now))
            seen.sort { $0.account < $1.account }
        }
    }

    mutating func admit(_ account: AccountID, since: Position, readsEarlier: Bool = false) {
        guard !readers.contains(where: { $0.account == account }) else { return }
        readers.append(Reader(account: account, since: since, readsEarlier: readsEarlier))
    }

    mutating func dismiss(_ account: AccountID) {
        readers.removeAll { $0.account == account }
    }
}

extension Case {
    func write(to out: inout ByteWriter) {
        out.put(room)
        out.put(parent)
        out.put(worker)
        out.list(carers) { $1.write(to: &$0) }
        out.list(readers) { $1.write(to: &$0) }
        out.list(handover.map { [$0] } ?? []) {
            $0.put($1.to)
            $0.put($1.readsEarlier)
        }
        out.list(cover.map { [$0] } ?? []) {
            $0.put($1.account)
            $0.put($1.until)
        }
        out.put(isClosed)
        out.list(answered.map { [$0] } ?? []) { $0.put($1) }
        out.list(seen) {
            $0.put($1.account)
            $0.put($1.at)
        }
    }

    init(from: inout ByteReader) throws(CodingError) {
        room = try from.room()
        parent = try from.account()
        worker = try from.account()
        carers = try from.list { from throws(CodingError) in try Reader(from: &from) }
        readers = try from.list { from throws(CodingError) in try Reader(from: &from) }
        handover = try from.list { from throws(CodingError) in
            Handover(to: try from.account(), readsEarlier: try from.flag())
        }.first
        cover = try from.list { from throws(CodingError) in
            Cover(account: try from.account(), until: try from.moment())
        }.first
        isClosed = try from.flag()
        answered = try from.list { from throws(CodingError) in try from.moment() }.first
        seen = try from.list { from throws(CodingError) in
            Seen(account: try from.account(), at: try from.moment())
        }
    }
}

extension Case.Reader {
    func write(to out: inout ByteWriter) {
        out.put(account)
        out.put(since)
        out.put(readsEarlier)
    }

    init(from: inout ByteReader) throws(CodingError) {
        account = try from.account()
        since = try from.position()
        readsEarlier = try from.flag()
    }
}
