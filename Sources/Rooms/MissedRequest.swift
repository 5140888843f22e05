/// What somebody was not there to hear: how much it was, and the newest of it.
public struct MissedRequest: Equatable, Sendable {
    /// What was missed in one room.
    public struct Found: Equatable, Sendable {
        /// The room where it was said.
        public var room: RoomID
        /// How many texts, as far as they are counted.
        public var count: Int
        /// The newest that fit, the oldest of them first.
        public var records: [Record]
    }

    /// Texts of one room that are counted.
    public static let counted = 1_000

    private enum Bound {
        /// Texts of one room that are shown.
        static let shown = 100
        /// What a line takes besides its words: source, command, time.
        static let bytesAround = 100
    }

    /// Where to look; in this order the budget is shared.
    public var places: [TargetRequest.Place]
    /// How much may be shown in all.
    public var bytes: Int

    /// Asks what was missed at these places.
    ///
    /// - Parameter bytes: for all places together, each line counted with what stands around it.
    public init(places: [TargetRequest.Place], bytes: Int) {
        self.places = places
        self.bytes = bytes
    }

    /// Only the rooms where something was missed.
    func found<Source: LineSource>(
        in source: Source, records: ([Position]) throws(Source.Failure) -> [Record]
    ) throws(Source.Failure) -> [Found] {
        var found: [Found] = []
        var left = bytes
        for (index, place) in places.enumerated() {
            let request = LineRequest(
                threads: place.threads, within: place.within, selection: .latest(after: nil),
                limit: Self.counted)
            let marks = try request.marks(in: source)
            if marks.isEmpty { continue }
            let all = try records(marks.suffix(Bound.shown).map(\.position))
            // What one room leaves of its share, the next ones have.
            let shown = Self.newest(all, within: left / (places.count - index))
            left -= shown.reduce(0) { $0 + Self.size($1) }
            found.append(Found(room: place.room, count: marks.count, records: shown))
        }
        return found
    }

    private static func newest(_ records: [Record], within bytes: Int) -> [Record] {
        var left = bytes
        let fitting = records.reversed().prefix { record in
            left -= size(record)
            return left >= 0
        }
        return fitting.reversed()
    }

    private static func size(_ record: Record) -> Int {
        Bound.bytesAround + (record.words?.count ?? 0)
    }
}
