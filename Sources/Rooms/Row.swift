/// One row of a durable table in which the last writer wins: what is true now, without a history.
///
/// Rows are written in the same transaction as the events that were decided with them, and nobody
/// hears of one before it is durable. They are in no hash chain, and removing one removes what it
/// said.
public struct Row: Equatable, Sendable {
    /// Which table; each has a number for ever.
    public enum Table: UInt8, Hashable, Sendable {
        /// How far somebody has read in a room or a conversation (`Markers`).
        case markers = 1
        /// What people say of themselves and of rooms (`Metadata`); its keys and values are words.
        case metadata = 2

        /// Whether its rows say what people typed, and so are sealed in the file.
        public var holdsWords: Bool { self == .metadata }
    }

    /// Which table it is in.
    public var table: Table
    /// What the row is about: ids, numbers and keyed hashes, or words where a table says so.
    public var key: [UInt8]
    /// What is so; nil when there is no such row any more.
    public var value: [UInt8]?

    /// A row to be written.
    ///
    /// - Parameter value: nil removes the row of this key.
    public init(_ table: Table, key: [UInt8], value: [UInt8]?) {
        self.table = table
        self.key = key
        self.value = value
    }
}

/// What the durable tables of a centre say.
///
/// A value like the centre itself: it changes only by applying rows, live and at start-up alike.
public struct Tables: Equatable, Sendable {
    /// How many rows have been applied. Together with the log's position it tells how much must
    /// be durable before something may be heard.
    public private(set) var writes: UInt64 = 0
    /// How far everyone has read.
    public private(set) var markers = Markers()
    /// What people say of themselves and of rooms.
    public private(set) var metadata = Metadata()

    /// Tables without a row.
    public init() {}

    /// What the rows of a file say.
    public init(_ rows: [Row]) {
        for row in rows { apply(row) }
        writes = 0
    }

    /// Writes down what is so now. Total: a row that cannot be read changes nothing.
    public mutating func apply(_ row: Row) {
        writes &+= 1
        switch row.table {
        case .markers: markers.apply(row)
        case .metadata: metadata.apply(row)
        }
    }

    /// Forgets all that belongs to somebody who is no longer here: a guest.
    public mutating func forget(_ person: PersonID) {
        markers.forget(person)
        metadata.forget(person)
    }

    /// What removes all that belongs to an account.
    public func erasing(_ account: AccountID) -> [Row] {
        markers.erasing(PersonID(account)) + metadata.clearing(.person(PersonID(account)))
    }
}
