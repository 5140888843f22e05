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
    /// The question about a password that is being compared; later lines wait, in order (`held`).
    var question: UInt64?
}

/// A command of a registered connection that waits for a password to be compared.
struct Asked: Sendable {
    let number: UInt64
    let message: Message
}

/// How a connection's greeting, and what it waits for, stood before an input.
struct Memory: Sendable {
    let connection: ConnectionID
    let greeted: Greeted?
    let asked: Asked?
}

/// Something decided but not yet durable, with the position that must be durable first.
struct Tentative<Thing: Sendable>: Sendable {
    let position: Position
    let thing: Thing
}

/// Something that waits to go out.
enum Output: Sendable {
    case delivery(Delivery)
    case outcome(UInt64, ErrandOutcome)
}
