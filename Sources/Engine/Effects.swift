public import IRC
public import Rooms

/// Something that comes to a centre from outside, in the order in which it came.
public enum Input: Sendable {
    /// A connection did something.
    case arrival(Arrival)
    /// A password was compared: the question's number, and the account it belongs to, or nil.
    case verified(UInt64, ConnectionID, AccountID?)
    /// Other slow work is done: the question's number, and what came of it.
    case answered(UInt64, ConnectionID, Answer)
    /// `sandalid` on the machine asks for something; the answer carries the same number.
    case errand(UInt64, Errand)
    /// The engine came up: who was connected before is not.
    case start
    /// There is room on the disk again: what is owed to the log can be written.
    case settleDebts
    /// What is due is to happen.
    case ring
    /// Another configuration is in force.
    case welcome(Welcome)
    /// The centre ends here: everyone is told why, and let go.
    case dismissal(Dismissal)
    /// What became of words that were to be wiped, and the like.
    case keeping(KeepingInput)
}

/// What the disk says of the batch that was given to it.
public enum DiskReport: Equatable, Sendable {
    /// The batch is durable.
    case written
    /// Nothing of it is, for the disk is full.
    case full
    /// The write failed with an unknown outcome, and the log has been opened anew: it ends here.
    case reopened(Position)
}

/// Slow work that a connection waits for.
public struct Question: Equatable, Sendable {
    /// Its own since the centre came up, counted from 1; the answer comes back with it.
    public let number: UInt64
    /// What is to be done, and for which connection.
    public let ask: Ask
    /// How long to wait before it is looked at: guessing is slowed so.
    public let wait: Duration
    /// Where it stands in the line after that.
    public var place = PlaceInLine()
}

/// What the outside must now do.
public struct Effects: Sendable {
    /// Where the texts and movements that are durable now are found again. To be taken before all
    /// else is done: a question may ask for them.
    public var lines: [LineEntry] = []
    /// For the event loops, in this order.
    public var deliveries: [Delivery] = []
    /// For the log: one transaction, with `rows` in it. No other follows before the disk has
    /// reported. Empty, and not nil, where there are rows alone.
    public var write: [Record]?
    /// For the tables, in this order; of one key the last holds.
    public var rows: [Row] = []
    /// Slow work; each answer comes back as an input with the question's number.
    public var questions: [Question] = []
    /// What came of errands, by the numbers that they came with; what they changed is durable.
    public var outcomes: [(UInt64, ErrandOutcome)] = []
    /// When the next ring is wanted, at the latest; nil: never, as things stand. May be past.
    public var ring: Moment?
    /// To be wiped from the files; what became of it comes back (`KeepingInput.wiped`).
    public var wipes: [Wipe] = []
    /// Accounts whose words are to be wiped and whose keys are to be destroyed; what became of it
    /// comes back (`KeepingInput.erased`).
    public var erasures: [AccountID] = []
    /// Whether wiping by age has just been suspended, because the clock is not trusted.
    public var clockDistrusted = false
    /// Whether an operator has asked for the configuration to be read again.
    public var rehash = false

    /// Nothing to be done, and nothing to ring for.
    public init() {}
}
