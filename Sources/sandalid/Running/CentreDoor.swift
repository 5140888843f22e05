import Dispatch
import IRC
import Rooms
import Store
import Synchronization
import Transport

/// One centre as everyone else in the process sees it, whether its file is open or not.
///
/// What comes while the file is being opened or closed waits, in order. There is one door for each
/// centre and a door opens its file once at a time, so no file is ever opened twice.
final class CentreDoor: CentrePort, Administration {
    /// As the operator writes it.
    let name: String
    /// Nobody's: the name is pretended to be a centre's, so that nobody learns which are.
    let isUnknown: Bool
    /// Makes what a centre of this configuration and name greets with.
    typealias Greet = @Sendable (ServerConfiguration, String) -> Welcome

    private let keeper: CentreKeeper
    private let greet: Greet
    private let state: Mutex<State>

    private enum Stage {
        case asleep
        case opening
        case open(any WorkingCentre)
        case closing
        case gone
    }

    fileprivate enum Waiting {
        case batch([Arrival])
        case command(AdminCommand, @Sendable (AdminReply) -> Void)
    }

    private struct State {
        var stage = Stage.asleep
        var waiting: [Waiting] = []
        /// Who has named the centre just now.
        var threshold = Threshold()
        /// Counts what was handed to the open centre, so that nothing is passed over while it is
        /// found out whether it is quiet there.
        var handed: UInt64 = 0
        /// When something last came, in nanoseconds of the process.
        var usedAt = DispatchTime.now().uptimeNanoseconds
        var configuration: ServerConfiguration
        /// Counts the configurations that there have been.
        var changes: UInt64 = 0
        /// Of this configuration, once somebody has made it.
        var welcome: Welcome?
        /// Whether the configuration has changed since the file began to be opened.
        var hasChanged = false
        var rest: CentreRest?
        /// Who waits for the file to be closed.
        var afterwards: [@Sendable () -> Void] = []

        mutating func beginOpening() {
            stage = .opening
            hasChanged = false
        }
    }

    init(
        _ name: String, _ configuration: ServerConfiguration, _ keeper: CentreKeeper,
        isUnknown: Bool = false, greet: @escaping Greet = { Welcome($0, centre: $1) }
    ) {
        self.name = name
        self.isUnknown = isUnknown
        self.keeper = keeper
        self.greet = greet
        state = Mutex(State(configuration: configuration))
    }

    // MARK: Coming in

    func receive(_ batch: [Arrival]) {
        var comers: [ConnectionID] = []
        hand { state in
            let (rest, fresh) = state.threshold.keep(batch)
            comers = fresh
            return rest.isEmpty ? nil : .batch(rest)
        }
        if !comers.isEmpty { admitSoon(comers) }
        if batch.contains(where: { $0.comer == nil }) { keeper.someoneLeft() }
    }

    private func admitSoon(_ comers: [ConnectionID]) {
        wake()
        keeper.afterThreshold { [self] in
            hand { state in
                let arrivals = state.threshold.admit(comers)
                return arrivals.isEmpty ? nil : .batch(arrivals)
            }
        }
    }

    func perform(_ command: AdminCommand, reply: @escaping @Sendable (AdminReply) -> Void) {
        hand { _ in .command(command, reply) }
    }

    /// Passes something on at once, or keeps it until the file is open.
    ///
    /// - Parameter take: gives what there is to pass on, if anything.
    private func hand(_ take: (inout State) -> Waiting?) {
        enum Next { case nothing, attend(any WorkingCentre), open, refuse(Waiting) }
        let next: Next = state.withLock { state in
            state.usedAt = DispatchTime.now().uptimeNanoseconds
            guard let thing = take(&state) else { return .nothing }
            switch state.stage {
            case .open(let centre):
                state.handed &+= 1
                thing.pass(to: centre)
                return .attend(centre)
            case .gone: return .refuse(thing)
            case .opening, .closing, .asleep:
                // Whose going is all there is to tell has nobody left in there, unless who went
                // waits here to be let in.
                if thing.isFarewell, state.waiting.isEmpty { return .nothing }
                state.waiting.append(thing)
                guard case .asleep = state.stage else { return .nothing }
                state.beginOpening()
                return .open
            }
        }
        switch next {
        case .nothing: break
        case .attend(let centre): centre.attend()
        case .open: keeper.open(self)
        case .refuse(let thing): turnAway([thing], .removed)
        }
    }

    /// Tells connections that they cannot come in here, and closes them; refuses commands.
    private func turnAway(_ things: [Waiting], _ why: Dismissal) {
        guard !things.isEmpty else { return }
        let line = why.line(in: configuration.language)
        var deliveries: [Delivery] = []
        for thing in things {
            switch thing {
            case .command(_, let reply): reply(.refused(CentreReport.turnedAway(name, why)))
            case .batch(let batch):
                for connection in Set(batch.compactMap(\.comer)).sorted() {
                    deliveries.append(.send(line, to: connection))
                    deliveries.append(.close(connection))
                }
            }
        }
        keeper.loops.deliver(deliveries)
    }

    // MARK: What it is told by its keeper

    /// How the centre is configured, and how it greets.
    var configuration: ServerConfiguration { state.withLock { $0.configuration } }

    /// Made when it is first needed: most centres sleep. Reads files, and so is nothing for an
    /// event loop or for somebody who holds a lock.
    var welcome: Welcome {
        let (made, configuration, changes) = state.withLock { state in
            (state.welcome, state.configuration, state.changes)
        }
        if let made { return made }
        let welcome = greet(configuration, name)
        state.withLock { state in
            if state.changes == changes { state.welcome = welcome }
        }
        return welcome
    }

    /// A test clock was moved.
    func clockMoved() {
        state.withLock { state in
            if case .open(let centre) = state.stage { centre.clockMoved() }
        }
    }

    var usedAt: UInt64 { state.withLock { $0.usedAt } }

    var isOpen: Bool {
        state.withLock { state in
            if case .open = state.stage { true } else { false }
        }
    }

    /// What was kept when it was last closed.
    var rest: CentreRest? { state.withLock { $0.rest } }

    /// Uses another configuration from now on. Reads files, as `welcome` does.
    func change(_ configuration: ServerConfiguration) {
        let (changes, sleeps) = state.withLock { state in
            state.configuration = configuration
            state.changes &+= 1
            state.welcome = nil
            state.hasChanged = true
            if case .asleep = state.stage { return (state.changes, true) }
            return (state.changes, false)
        }
        // Those that sleep make theirs when they are woken.
        if sleeps { return }
        let welcome = welcome
        state.withLock { state in
            // One that is being opened takes it as soon as it is open.
            guard state.changes == changes, case .open(let centre) = state.stage else { return }
            centre.replace(welcome)
        }
    }

    /// Opens the file although nobody has come, unless it is open.
    func wake() {
        let opens = state.withLock { state in
            guard case .asleep = state.stage else { return false }
            state.beginOpening()
            return true
        }
        if opens { keeper.open(self) }
    }

    /// The file is open: what has waited goes in first.
    func opened(_ centre: any WorkingCentre) {
        state.withLock { state in
            state.stage = .open(centre)
            state.usedAt = DispatchTime.now().uptimeNanoseconds
            // It may have been opened with what was so before. What is not made yet comes later.
            if state.hasChanged, let welcome = state.welcome { centre.replace(welcome) }
            for thing in state.waiting { thing.pass(to: centre) }
            state.waiting = []
        }
        centre.attend()
    }

    /// The file cannot be opened: whoever waits is told so.
    func failed() {
        let waiting = state.withLock { state in
            state.stage = .asleep
            defer { state.waiting = [] }
            return state.waiting
        }
        turnAway(waiting, .unreachable)
    }

    // MARK: Closing

    /// Closes the file if nobody is here and nothing is under way.
    ///
    /// - Parameter done: called with whether it is closed now.
    func sleepIfQuiet(_ done: @escaping @Sendable (Bool) -> Void) {
        let seen: (any WorkingCentre, UInt64)? = state.withLock { state in
            if case .open(let centre) = state.stage { (centre, state.handed) } else { nil }
        }
        guard let (centre, handed) = seen else { return done(false) }
        centre.whenQuiet { [self] isQuiet in
            let mayClose =
                isQuiet
                && state.withLock { state in
                    guard state.handed == handed, case .open = state.stage else { return false }
                    state.stage = .closing
                    return true
                }
            guard mayClose else { return done(false) }
            centre.finish { rest in
                self.closed(rest)
                done(true)
            }
        }
    }

    /// Closes the file whoever is here, and does something while it is closed.
    ///
    /// - Parameters:
    ///   - why: what connections are told before they are let go; nil: they have gone already.
    ///   - work: done on a queue that may block, before the file is opened again. Returns whether
    ///     the door stays closed for good; one that does so already stays closed in any case.
    func close(_ why: Dismissal?, _ work: @escaping @Sendable () -> Bool) {
        enum Now { case closing(any WorkingCentre), closed(wasGone: Bool), later }
        let now: Now = state.withLock { state in
            switch state.stage {
            case .open(let centre):
                state.stage = .closing
                return .closing(centre)
            case .asleep:
                state.stage = .closing
                return .closed(wasGone: false)
            case .gone: return .closed(wasGone: true)
            case .opening, .closing:
                state.afterwards.append { [self] in close(why, work) }
                return .later
            }
        }
        switch now {
        case .later: break
        case .closed(wasGone: true): keeper.disks.open { _ = work() }
        case .closed(wasGone: false):
            keeper.disks.open { [self] in closed(rest, isGone: work()) }
        case .closing(let centre):
            if let why { centre.dismiss(why) }
            centre.finish { [self] rest in
                // Nothing of what was open is of use for another state of the file.
                keeper.disks.open { [self] in
                    closed(why == nil ? rest : nil, isGone: work())
                }
            }
        }
    }

    /// The file is closed. Who came meanwhile has it opened again, and so has a file of which
    /// nothing is known any more: something may be due there.
    private func closed(_ rest: CentreRest?, isGone: Bool = false) {
        let (afterwards, refused, opens) = state.withLock { state in
            state.rest = rest
            let isWanted = !state.waiting.isEmpty || rest == nil
            let opens = !isGone && isWanted && state.afterwards.isEmpty
            state.stage = isGone ? .gone : opens ? .opening : .asleep
            defer {
                state.afterwards = []
                if isGone { state.waiting = [] }
            }
            return (state.afterwards, isGone ? state.waiting : [], opens)
        }
        turnAway(refused, .removed)
        keeper.closed(self)
        if opens { keeper.open(self) }
        for next in afterwards { next() }
    }
}

extension CentreDoor {
    /// Called when the opening has come to an end, either way: whoever wanted it closed meanwhile
    /// has it closed now.
    func settleAfterOpening() {
        let afterwards = state.withLock { state in
            defer { state.afterwards = [] }
            return state.afterwards
        }
        for next in afterwards { next() }
    }
}

extension CentreDoor.Waiting {
    fileprivate func pass(to centre: any WorkingCentre) {
        switch self {
        case .batch(let batch): centre.receive(batch)
        case .command(let command, let reply): centre.perform(command, reply: reply)
        }
    }

    /// Whether it only says that connections have gone.
    fileprivate var isFarewell: Bool {
        guard case .batch(let batch) = self else { return false }
        return batch.allSatisfy { $0.comer == nil }
    }
}

extension Arrival {
    /// The connection that has done something else than go away.
    fileprivate var comer: ConnectionID? {
        switch self {
        case .opened(let connection, _, _), .line(let connection, _), .broken(let connection, _):
            connection
        case .closed: nil
        }
    }
}
