import Engine
import IRC
import Rooms
import Store
import Transport

/// A centre whose file is open, or one that there is not and that is pretended.
protocol WorkingCentre: AnyObject, Administration {
    /// Takes what came, and judges nothing yet: called in the order in which it came, under the
    /// door's lock and on whatever thread brought it, mostly an event loop.
    func receive(_ batch: [Arrival])

    /// Sees to what was received: called after that, when whoever brought it holds no lock. Where
    /// nobody else is on the centre's queue a few lines are judged here and now, more are not; what
    /// has to wait for a disk or a password never is.
    func attend()

    /// Uses another configuration from now on.
    func replace(_ welcome: Welcome)

    /// A test clock was moved: what is due now is due at once.
    func clockMoved()

    /// Tells everyone why it ends, and lets them go.
    func dismiss(_ why: Dismissal)

    /// Says whether nobody is here and nothing is under way. `answer` is called on its own queue.
    func whenQuiet(_ answer: @escaping @Sendable (Bool) -> Void)

    /// Writes what waits and closes the file.
    func finish(_ completion: @escaping @Sendable (CentreRest) -> Void)
}

/// What is kept of a centre while its file is closed.
struct CentreRest: Sendable {
    /// Whether it was put away in good order, with nobody in it: then opening it is no restart.
    let isClean: Bool
    /// Who has failed to sign in lately.
    let pace: Pace
    /// When something happens by itself next, by the clock; nil: nothing will.
    let due: Moment?
    /// What time it was there; nil where nobody knows.
    var time: CentreTime?
}

/// What all centres of a process share.
struct CentreSurroundings: Sendable {
    let disks: DiskQueues
    let passwords: PasswordQueues
    let clock: ServerClock
    /// Whether to open centres although keys of theirs are lost.
    let acceptsLoss: Bool
    /// Whether there is one centre only.
    let isAlone: @Sendable () -> Bool
}
