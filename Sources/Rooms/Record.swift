/// One event as the log keeps it: its envelope, its payload, and beside them the words.
///
/// The payload holds ids, numbers and enums only, encoded by hand (`EventCoding.swift`). The words
/// are whatever a person typed; they are stored apart so that they can be wiped.
public struct Record: Equatable, Sendable {
    /// The event's place in the log; one more than that of the record before it.
    public var position: Position
    /// When it happened. Never earlier than the record before it.
    public var time: Moment
    /// The room it belongs to, or `RoomID.none`.
    public var room: RoomID
    /// The room's policy version after this event; 0 outside rooms.
    public var policy: UInt32
    /// The event's kind, `Event.kind`.
    public var kind: UInt16
    /// The version of the payload's encoding, from 1.
    public var version: UInt8
    /// The event's fields.
    public var payload: [UInt8]
    /// What was typed, or nil when the event has no words or they have been wiped.
    public var words: [UInt8]?
    /// Whose words they are: under whose key they are sealed, and with whom they go. 0: nobody's.
    public var owner: AccountID

    /// Only puts the fields together; `Centre.record(of:at:)` makes the one that comes next.
    public init(
        position: Position, time: Moment, room: RoomID, policy: UInt32, kind: UInt16,
        version: UInt8, payload: [UInt8], words: [UInt8]?, owner: AccountID = AccountID(0)
    ) {
        self.position = position
        self.time = time
        self.room = room
        self.policy = policy
        self.kind = kind
        self.version = version
        self.payload = payload
        self.words = words
        self.owner = owner
    }

    /// The event that it holds.
    ///
    /// - Throws: `CodingError` when it is of a kind or version that is not known here.
    var decoded: Event {
        get throws(CodingError) { try Event(kind: kind, version: version, encoded: payload) }
    }

    /// The event that it holds; nil where it cannot be read, which is complained of at start-up.
    public var event: Event? { try? decoded }
}
