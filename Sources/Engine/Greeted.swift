import IRC
import Rooms
import Wire

/// What the engine keeps of one connection besides who it is: its greeting until it is registered,
/// and what waits.
struct Greeted: Sendable {
    var greeting: Greeting
    let peer: Peer
    /// The account that a checked password belongs to.
    var account: AccountID?
}

/// A question that a connection waits for; its later lines wait too, in order (`held`).
struct Asked: Sendable {
    let number: UInt64
    /// The command that is answered when the question is; nothing is said before registration.
    let message: Message
    /// The account that it is about, whether there is one or not.
    let claimed: NameKey?
    /// How many lines are answered with it; a line that was answered before counts no more.
    let lines: Int
    /// Whether it is about a code.
    let redeems: Bool
    /// What is to be looked up once it is answered: somebody was let in by others meanwhile.
    var missed: MissedRequest?
}

/// How a connection's greeting, and what it waited for, stood before an input.
struct Memory: Sendable {
    let connection: ConnectionID
    let greeted: Greeted?
    let asked: Asked?
}

/// How much of what was decided must be durable: events of the log and rows of the tables, which
/// are written in one order. Each is one more.
struct Mark: Comparable, Sendable {
    private let number: UInt64

    static let start = Mark(number: 0)

    private init(number: UInt64) {
        self.number = number
    }

    /// All that has been applied so far.
    ///
    /// - Parameters:
    ///   - position: the log's end.
    ///   - writes: how many rows the tables have been given.
    init(_ position: Position, _ writes: UInt64) {
        number = position.number &+ writes
    }

    static func < (left: Mark, right: Mark) -> Bool { left.number < right.number }
}

/// Something decided but not yet durable, with how much must be durable first.
struct Tentative<Thing: Sendable>: Sendable {
    let mark: Mark
    let thing: Thing
}

/// What a change will do once it is durable. Its record has gone to the disk by then.
enum Settling: Sendable {
    case fact(Event, at: Moment)
    case row(Row)
    case movement(Movement)

    init(_ change: Change) {
        switch change {
        case .fact(let record, let event): self = .fact(event, at: record.time)
        case .row(let row): self = .row(row)
        case .movement(let movement): self = .movement(movement)
        }
    }
}

/// Something that waits to go out.
enum Output: Sendable {
    case delivery(Delivery)
    /// The rarer two are boxed, so that a delivery is moved alone.
    indirect case outcome(UInt64, ErrandOutcome)
    /// A question about what the log holds is asked once it holds it.
    indirect case question(Question)
}
