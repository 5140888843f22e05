import Dispatch
import Engine
import IRC
import Rooms
import Secrets
import Store
import Synchronization
import Transport
import Wire

/// One centre at work in this process: its engine on a serial queue of its own, its log on a disk
/// queue, and what goes between them and the event loops. Where nobody is on the queue, a loop or
/// the disk's thread judges by itself what it brings.
///
/// `@unchecked Sendable`: everything that changes is touched on `queue` alone, and `losses` on
/// `disk` alone.
final class CentreHost: WorkingCentre, @unchecked Sendable {
    let queue = CentreQueue()
    let disk: DispatchQueue
    let log: EventLog
    let lines: LineKeeper
    let keys: CentreKeys
    private let sweeper: RowSweeper
    let passwords: PasswordQueues
    let operators: OperatorLog
    let clock: ServerClock

    var engine: CentreEngine
    private var time: CentreTime
    private var loops: [EventLoop] = []
    private let tray: ArrivalTray
    private var outcomes: [UInt64: (ErrandOutcome) -> Void] = [:]
    private var errands: UInt64 = 0
    private let desk: QuestionDesk
    /// Whether all connections of the server are this centre's, as far as they are anyone's.
    private let isAlone: @Sendable () -> Bool
    private var snapshotAt: Position
    private var finishing: (@Sendable (CentreRest) -> Void)?
    /// Its log is being closed: whatever still comes changes nothing.
    private var hasEnded = false
    /// Commands of the machine's that have not been answered yet; some go on outside the queue.
    let commands = Atomic(0)
    let erasures = Erasures()
    private var wasFull = false
    /// Writes in a row that were not in the file when it had been opened anew.
    private var losses = 0
    private let alarm: Alarm
    /// Reads the configuration again, when an operator asks for it.
    private var rehash: @Sendable () -> Void = {}

    enum Limit {
        /// Events between two snapshots: so many are read at start-up at most.
        static let eventsBetweenSnapshots: UInt64 = 50_000
        /// How long after a failed reopening the next is tried.
        static let reopenAfter = DispatchTimeInterval.seconds(1)
        /// Writes that may be lost in a row before people are told that nothing is stored now.
        static let losses = 2
    }

    init(
        _ rebuilt: RebuiltCentre, log: EventLog, keys: CentreKeys, welcome: Welcome,
        _ shared: CentreSurroundings, _ operators: OperatorLog
    ) {
        self.log = log
        self.keys = keys
        sweeper = RowSweeper(log, operators)
        disk = shared.disks.writer()
        lines = LineKeeper(
            rebuilt.tail, log: log, queue: queue, disk: disk, reads: shared.disks,
            operators: operators)
        passwords = shared.passwords
        clock = shared.clock
        isAlone = shared.isAlone
        desk = QuestionDesk(on: queue)
        tray = ArrivalTray(on: queue)
        self.operators = operators
        snapshotAt = rebuilt.centre.position
        time = CentreTime(log: rebuilt.centre.time)
        engine = CentreEngine(
            centre: rebuilt.centre, directory: rebuilt.directory, tables: rebuilt.tables,
            welcome: welcome, keys: SipHash(key: keys.names), secrets: SipHash(key: keys.codes))
        alarm = Alarm(on: queue)
        alarm.action = { [weak self] in self?.step([.ring]) }
    }

    // MARK: Inputs

    /// Opens the doors: from now on, what is to be heard goes to these loops. Called once, before
    /// anything else, where one may wait for the disk.
    ///
    /// - Parameters:
    ///   - rest: what was kept while the file was closed; nil at the first opening of this process,
    ///     when whoever was here before is not.
    ///   - rehash: called when an operator asks for the configuration to be read again.
    func serve(
        _ loops: [EventLoop], after rest: CentreRest?, rehash: @escaping @Sendable () -> Void
    ) {
        // Nobody is on the queue yet, nor comes in before it is known who is not to.
        let again = erasedBefore(among: engine.centre.accounts)
        queue.async { [self] in
            self.loops = loops
            self.rehash = rehash
            if let rest { (engine.pace, time) = (rest.pace, rest.time ?? time) }
            // Put away in good order and taken out again is no restart; only the alarm is set anew.
            step([rest?.isClean ?? false ? .ring : .start])
            if !again.isEmpty { step([.keeping(.keysGone(again))]) }
        }
    }

    func receive(_ batch: [Arrival]) { tray.put(batch) }

    func attend() { tray.attend { [self] in judgeReceived() } }

    /// Judges what has come so far. Before whatever must not go before it, too: whoever puts it
    /// down has us attend to it only later.
    private func judgeReceived() {
        for batch in tray.take() { judge(batch) }
    }

    private func judge(_ batch: [Arrival]) {
        // By index, here and below: a copy of each would be retained and let go.
        for index in batch.indices {
            if case .closed(let connection, _) = batch[index] { desk.leave(connection) }
        }
        makeReady()
        carryOut(engine.step(arrivals: batch, at: time.now, chance: .random(in: .min ... .max)))
    }

    func replace(_ welcome: Welcome) {
        queue.async { [self] in step([.welcome(welcome)]) }
    }

    func dismiss(_ why: Dismissal) {
        queue.async { [self] in
            judgeReceived()
            step([.dismissal(why)])
        }
    }

    func whenQuiet(_ answer: @escaping @Sendable (Bool) -> Void) {
        queue.async { [self] in
            judgeReceived()
            let isIdle = outcomes.isEmpty && commands.load(ordering: .relaxed) == 0
            answer(engine.isQuiet && isIdle && finishing == nil)
        }
    }

    /// Runs an errand; `reply` is called on the centre's queue once what came of it is durable.
    func run(_ errand: Errand, reply: @escaping @Sendable (ErrandOutcome) -> Void) {
        queue.async { [self] in
            guard !hasEnded else { return reply(.closed) }
            errands += 1
            outcomes[errands] = reply
            step([.errand(errands, errand)])
        }
    }

    func step(_ inputs: [Input]) {
        guard !hasEnded else { return }
        makeReady()
        judge(inputs)
    }

    private func judge(_ inputs: [Input]) {
        carryOut(engine.step(inputs, at: time.now, chance: .random(in: .min ... .max)))
    }

    /// What comes before every step but those of the disk.
    private func makeReady() {
        lookAtClock()
        // Of the others' connections nobody here is told, not even how many there are.
        engine.connections =
            isAlone() ? loops.reduce(0) { $0 + $1.connectionsNow } : engine.ownConnections
    }

    private func lookAtClock() {
        if time.look(at: clock.now) { judge([.keeping(.clockJumped)]) }
    }

    /// - Parameter wiped: where words were taken back by it.
    private func report(_ report: DiskReport, wiped: [Position] = []) {
        queue.soon { [self] in
            note(report)
            if !wiped.isEmpty { lines.forget(wiped) }
            lookAtClock()
            carryOut(engine.step(report, at: time.now, chance: .random(in: .min ... .max)))
            saveSnapshotIfDue()
            finishIfSettled()
        }
    }

    /// Tells the operator when the disk has filled, and when it has room again.
    private func note(_ report: DiskReport) {
        let isFull = report == .full
        if isFull, !wasFull { operators.error("disk-full", ["effect": .word("writes refused")]) }
        if report == .written, wasFull { operators.info("disk-has-room") }
        if report != .written || wasFull { wasFull = isFull }
    }

    /// What `status` says of a disk without room.
    var diskRows: [String] {
        wasFull ? ["disk full: nothing that people write can be stored, and they are told"] : []
    }

    /// The test clock was moved: what is due now is due at once.
    func clockMoved() {
        queue.async { [self] in step([.ring]) }
    }

    // MARK: Effects

    private func carryOut(_ effects: Effects) {
        if let last = effects.lines.last {
            lines.take(effects.lines, confirmed: last.mark.position)
        }
        deliver(effects.deliveries)
        if let records = effects.write {
            let rows = effects.rows
            disk.async { [self] in write(records, rows) }
        }
        for question in effects.questions { answer(question) }
        if effects.rehash { rehash() }
        keepPromises(effects)
        alarm.set(for: effects.ring, after: time.now)
        for (number, outcome) in effects.outcomes {
            outcomes.removeValue(forKey: number)?(outcome)
        }
    }

    private func deliver(_ deliveries: [Delivery]) { loops.deliver(deliveries) }

    /// Whether what SCRAM needs is stored of new passwords. On `queue` alone.
    var offersSCRAM: Bool { engine.house.welcome.offersSCRAM }

    private func answer(_ question: Question) {
        desk.take(question) { [weak self] asker, answer in
            self?.look(into: question.ask, for: asker, answer)
        } settle: { [weak self] input in
            self?.step([input])
        }
    }

    private func look(
        into ask: Ask, for asker: Asker, _ answer: @escaping @Sendable (Answer) -> Void
    ) {
        if case .read(_, let request) = ask {
            return lines.read(request) { answer(.read($0)) }
        }
        passwords.answer(
            ask, scram: offersSCRAM, pepper: keys.pepper, at: clock.now, for: asker,
            answer: answer)
    }

    // MARK: The log

    private func write(_ records: [Record], _ rows: [Row]) {
        do throws(LogError) {
            try log.append(records, rows: rows)
            sweeper.note(rows)
            losses = 0
            report(.written, wiped: records.wipes)
        } catch .diskFull {
            report(.full)
        } catch {
            operators.error("write-failed", ["next": .word("reopening the log")])
            reopen(after: records)
        }
    }

    /// A failed commit may or may not be in the file: nothing is acknowledged before that is known.
    private func reopen(after records: [Record]) {
        do throws(LogError) {
            try log.reopen()
            let head = try log.head.position
            let kept = records.last.map { $0.position <= head } ?? false
            losses = kept ? 0 : losses + 1
            // Trying again and again at once would help nobody, and whoever waits is to know.
            if losses >= Limit.losses { return report(.full) }
            report(.reopened(head), wiped: kept ? records.wipes : [])
        } catch {
            operators.error("reopen-failed", ["next": .word("trying again")])
            queue.async { [self] in
                if finishing != nil { return giveUp() }
                disk.asyncAfter(deadline: .now() + Limit.reopenAfter) { [self] in
                    reopen(after: records)
                }
            }
        }
    }

    /// Ends without having settled: the log cannot be opened, and somebody waits for the end. What
    /// is lost by that was acknowledged to nobody.
    private func giveUp() {
        guard let completion = finishing else { return }
        finishing = nil
        operators.error("given-up", ["lost": .word("nothing that anyone has seen")])
        let rest = CentreRest(isClean: false, pace: engine.pace, due: nil)
        disk.async { [self] in
            // It may be closed already, or not be there any more.
            try? log.close()
            completion(rest)
        }
    }

    private func saveSnapshotIfDue() {
        let events = engine.confirmed.number - snapshotAt.number
        if events >= Limit.eventsBetweenSnapshots { saveSnapshot() }
    }

    private func saveSnapshot() {
        let centre = engine.centre
        guard centre.position > snapshotAt else { return }
        snapshotAt = centre.position
        lines.index(through: centre.position)
        disk.async { [self] in
            let snapshot = Snapshot(
                position: centre.position, version: UInt32(Centre.snapshotVersion),
                state: centre.snapshot)
            do throws(LogError) {
                try log.saveSnapshot(snapshot)
            } catch {
                // The log alone holds everything; only the next start-up takes longer.
                operators.warning("snapshot-failed")
            }
            sweeper.sweepIfDue()
        }
    }

    // MARK: The end

    /// Writes what waits, takes a snapshot and closes the log.
    ///
    /// - Parameter completion: called on a disk queue when the file is closed.
    func finish(_ completion: @escaping @Sendable (CentreRest) -> Void) {
        queue.async { [self] in
            judgeReceived()
            finishing = completion
            finishIfSettled()
        }
    }

    private func finishIfSettled() {
        guard engine.isSettled, let completion = finishing else { return }
        finishing = nil
        hasEnded = true
        saveSnapshot()
        let rest = CentreRest(
            isClean: engine.isQuiet, pace: engine.pace,
            due: engine.nextDue.map { time.clock(at: $0) }, time: time)
        disk.async { [self] in
            do throws(LogError) {
                try log.close()
            } catch {
                // Whole all the same: the next start goes on from the write-ahead log.
                operators.warning("close-failed")
            }
            completion(rest)
        }
    }
}

extension MintedToken {
    /// 32 bytes of chance; nil when the system has none to give.
    static func drawn() -> MintedToken? {
        // Nothing secret is made then, and whoever asked is told to try again.
        guard let bytes = try? Random.bytes(32) else { return nil }
        return MintedToken(bytes: bytes, key: key(of: bytes))
    }

    /// What a token is found by: the first sixteen bytes of its SHA-256. Nobody can come back from
    /// these to 32 bytes of chance.
    static func key(of token: [UInt8]) -> NameKey {
        func half(_ bytes: ArraySlice<UInt8>) -> UInt64 {
            bytes.reduce(0) { $0 << 8 | UInt64($1) }
        }
        let hash = SHA256.hash(token.span)
        return NameKey(high: half(hash[0..<8]), low: half(hash[8..<16]))
    }
}

extension SipHash {
    /// - Parameter key: 16 bytes.
    init(key: [UInt8]) {
        func half(_ bytes: ArraySlice<UInt8>) -> UInt64 {
            bytes.reduce(0) { $0 << 8 | UInt64($1) }
        }
        self.init(k0: half(key.prefix(8)), k1: half(key.dropFirst(8)))
    }
}
