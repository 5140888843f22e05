import Dispatch
import Rooms
import Store
import Synchronization
import Transport

/// Opens a centre's file when somebody comes, and closes those where it has been quiet: so a
/// thousand centres cost little, and the process stays within its descriptors.
///
/// A centre where somebody is connected stays open. Of the others at most a few are; the one that
/// has rested longest is closed first. What happens by itself at its time wakes its centre.
///
/// `@unchecked Sendable`: what changes is touched on `queue` alone, but for the loops, which are
/// set once before anybody comes.
final class CentreKeeper: @unchecked Sendable {
    /// Makes a centre of its file; called on a queue that may block.
    typealias Opening = @Sendable (CentreDoor, [EventLoop]) throws -> any WorkingCentre

    let disks: DiskQueues
    /// Called with each whose file was closed.
    private let putAway: @Sendable (CentreDoor) -> Void
    private let queue = DispatchQueue(label: "sandali.keeper")
    private let clock: ServerClock
    private let opening: Opening
    private let loopsSet = Mutex<[EventLoop]>([])
    private var limits: Limits { didSet { countPlaces() } }
    private let threshold: DispatchTimeInterval
    /// Where it is always open.
    private weak var pinned: CentreDoor?

    /// Those that wait for their turn to be opened.
    private var line: [CentreDoor] = []
    private var openings = 0 { didSet { countPlaces() } }
    private var isMakingRoom = false
    private var isTrimming = false
    private var open: [ObjectIdentifier: CentreDoor] = [:] { didSet { countPlaces() } }
    /// Whether more files are open than may be. Asked whenever somebody goes.
    private let isCrowded = Atomic(false)
    /// When those that sleep are to be woken.
    private var dues: [ObjectIdentifier: (door: CentreDoor, at: Moment)] = [:]
    private let timer: any DispatchSourceTimer

    /// How many files are open where nobody is, and for how long.
    struct Limits: Equatable, Sendable {
        var open: Int
        var quiet: Duration
        /// Files that are handed over to be opened at a time: as many as are opened at once, and
        /// as many that are next. The others wait for their turn here.
        var openings = 4
        /// How long whoever names a centre waits before they are let in, whether there is one or
        /// not.
        var threshold = Duration.milliseconds(100)
        /// How long after somebody has gone it is looked whether files can be closed: so long
        /// their going may take to be written down.
        var trimAfter = Duration.seconds(1)
        /// How often a failed opening is tried again, and after what time.
        var tries = 3
        var tryAfter = Duration.seconds(1)
    }

    init(
        _ limits: Limits, disks: DiskQueues, clock: ServerClock,
        putAway: @escaping @Sendable (CentreDoor) -> Void = { _ in }, opening: @escaping Opening
    ) {
        self.putAway = putAway
        self.limits = limits
        threshold = .nanoseconds(Int(limits.threshold / .nanoseconds(1)))
        self.disks = disks
        self.clock = clock
        self.opening = opening
        timer = DispatchSource.makeTimerSource(queue: queue)
        timer.setEventHandler { [weak self] in self?.lookRound() }
        timer.activate()
    }

    deinit { timer.cancel() }

    /// Where everything goes that anyone is to hear.
    var loops: [EventLoop] { loopsSet.withLock { $0 } }

    func serve(_ loops: [EventLoop]) { loopsSet.withLock { $0 = loops } }

    func change(_ limits: Limits) {
        queue.async { [self] in
            self.limits = limits
            lookRound()
        }
    }

    /// Keeps this one open for ever.
    func pin(_ door: CentreDoor) { queue.async { [self] in pinned = door } }

    /// Test clocks move.
    func clockMoved() { queue.async { [self] in lookRound() } }

    /// Files that are open now or being opened, without the one that always is. For tests and for
    /// the operator.
    func count(_ answer: @escaping @Sendable (Int) -> Void) {
        queue.async { [self] in answer(open.count + openings) }
    }

    /// Does something once whoever has named a centre has waited long enough.
    func afterThreshold(_ work: @escaping @Sendable () -> Void) {
        queue.asyncAfter(deadline: .now() + threshold, execute: work)
    }

    // MARK: Opening

    /// Opens a door whose stage says that it is being opened.
    func open(_ door: CentreDoor) {
        queue.async { [self] in
            line.append(door)
            goOn()
        }
    }

    /// Opens as many as may be opened at once, once there is room.
    private func goOn() {
        guard !isMakingRoom, openings < limits.openings, let door = line.first else { return }
        guard !door.isUnknown, places <= 0 else {
            line.removeFirst()
            begin(door, tries: limits.tries)
            return goOn()
        }
        isMakingRoom = true
        makeRoom(Array(resting())) { [self] in
            isMakingRoom = false
            guard !line.isEmpty else { return }
            // Where everybody is at home there is no room to be made: one more is opened.
            begin(line.removeFirst(), tries: limits.tries)
            goOn()
        }
    }

    private var places: Int { limits.open - open.count - openings }

    private func countPlaces() { isCrowded.store(places < 0, ordering: .relaxed) }

    /// Those that may be closed, the one that has rested longest first.
    private func resting() -> [CentreDoor] {
        open.values.map { (door: $0, usedAt: $0.usedAt) }.sorted { $0.usedAt < $1.usedAt }
            .map(\.door)
    }

    /// Closes the first of these where it is quiet.
    private func makeRoom(_ candidates: [CentreDoor], _ done: @escaping @Sendable () -> Void) {
        guard let door = candidates.first else { return done() }
        let rest = Array(candidates.dropFirst())
        door.sleepIfQuiet { [self] isClosed in
            queue.async { [self] in
                if isClosed { done() } else { makeRoom(rest, done) }
            }
        }
    }

    private func begin(_ door: CentreDoor, tries: Int) {
        openings += 1
        dues[ObjectIdentifier(door)] = nil
        disks.open { [self] in
            let result = Result { try opening(door, loops) }
            queue.async { [self] in end(door, result, tries: tries) }
        }
    }

    private func end(
        _ door: CentreDoor, _ result: Result<any WorkingCentre, any Error>, tries: Int
    ) {
        openings -= 1
        switch result {
        case .success(let centre):
            // What is pretended has no file to be closed, and is forgotten by itself; what is
            // always open takes no place.
            if !door.isUnknown, door !== pinned { open[ObjectIdentifier(door)] = door }
            door.opened(centre)
            door.settleAfterOpening()
            setTimer()
        case .failure where tries > 1:
            let wait = Int(limits.tryAfter / .milliseconds(1))
            queue.asyncAfter(deadline: .now() + .milliseconds(wait)) { [self] in
                begin(door, tries: tries - 1)
            }
        case .failure:
            door.failed()
            door.settleAfterOpening()
        }
        goOn()
    }

    // MARK: Closing

    /// Closes those where it has been quiet for long, and wakes those whose time has come.
    private func lookRound() {
        let now = DispatchTime.now().uptimeNanoseconds
        let span = UInt64(limits.quiet / .nanoseconds(1))
        for door in open.values where door.usedAt &+ span <= now {
            door.sleepIfQuiet { _ in }
        }
        wake()
        setTimer()
    }

    /// Somebody has gone. Where more files are open than may be, because people were everywhere at
    /// once, those that are too many are closed.
    func someoneLeft() {
        guard isCrowded.load(ordering: .relaxed) else { return }
        queue.async { [self] in
            guard !isTrimming, places < 0 else { return }
            isTrimming = true
            let wait = Int(limits.trimAfter / .milliseconds(1))
            queue.asyncAfter(deadline: .now() + .milliseconds(wait)) { [self] in
                isTrimming = false
                trim(resting())
            }
        }
    }

    /// Closes those of these where it is quiet, until no more are open than may be.
    private func trim(_ candidates: [CentreDoor]) {
        guard places < 0, let door = candidates.first else { return }
        door.sleepIfQuiet { [self] _ in
            queue.async { [self] in trim(Array(candidates.dropFirst())) }
        }
    }

    /// A file has been closed: its centre is woken when something happens there by itself.
    func closed(_ door: CentreDoor) {
        queue.async { [self] in
            putAway(door)
            // Somebody may have come again already.
            guard !door.isOpen else { return }
            open[ObjectIdentifier(door)] = nil
            dues[ObjectIdentifier(door)] = door.rest?.due.map { (door, $0) }
            setTimer()
        }
    }

    private func wake() {
        for (id, due) in dues where due.at <= clock.now {
            dues[id] = nil
            due.door.wake()
        }
    }

    /// For whichever comes first: a centre that has been quiet for long enough, or one to be woken.
    private func setTimer() {
        let now = DispatchTime.now().uptimeNanoseconds
        let span = UInt64(limits.quiet / .nanoseconds(1))
        let quiet = open.values.map { door in
            // Where somebody is connected, it is looked at again after the whole time.
            let due = door.usedAt &+ span
            return due > now ? due - now : span
        }.min()
        let wakes = dues.values.map(\.at).min().map { due in
            UInt64(max(0, due.milliseconds - clock.now.milliseconds)) &* 1_000_000
        }
        guard let next = [quiet, wakes].compactMap(\.self).min() else {
            return timer.schedule(deadline: .distantFuture)
        }
        let step = min(max(next, 10_000_000), 600_000_000_000)
        timer.schedule(
            deadline: .now() + .nanoseconds(Int(step)), leeway: .milliseconds(100))
    }
}
