import Dispatch
import Engine
import IRC
import Rooms
import Transport
import Wire

/// What whoever names a centre that there is not finds in its place: a centre of the `support`
/// policy with nobody in it.
///
/// It is judged by the same engine, compares passwords by the same queues, slows down guessing
/// alike and pretends salts, so that neither words nor time tell which names are centres. Nobody
/// ever comes in, and nothing is ever written: there is no file to be closed, and no command of the
/// machine's leads here.
///
/// `@unchecked Sendable`: everything that changes is touched on `queue` alone.
final class UnknownCentre: WorkingCentre, @unchecked Sendable {
    private let queue = CentreQueue()
    private let loops: [EventLoop]
    private let clock: ServerClock
    /// Goes as in a centre that there is, also where the clock is set back.
    private var time: CentreTime
    private let desk: QuestionDesk
    private let tray: ArrivalTray
    private let passwords: PasswordQueues
    private let paces: UnknownPaces
    private var engine: CentreEngine

    /// - Parameters:
    ///   - secret: of this server alone, so that nobody can tell pretended salts from others.
    ///   - paces: how others of the same name were guessed at before.
    init(
        _ welcome: Welcome, secret: SipHash, _ shared: CentreSurroundings, _ loops: [EventLoop],
        _ paces: UnknownPaces
    ) {
        self.loops = loops
        self.paces = paces
        clock = shared.clock
        time = CentreTime(log: clock.now)
        desk = QuestionDesk(on: queue)
        tray = ArrivalTray(on: queue)
        passwords = shared.passwords
        let key = secret(welcome.centre[...])
        engine = CentreEngine(
            centre: Centre(policy: .support), directory: [:], welcome: welcome,
            keys: SipHash(k0: key.high, k1: key.low),
            secrets: SipHash(k0: key.low, k1: key.high))
        engine.pace = paces.pace(at: welcome.centre)
    }

    func receive(_ batch: [Arrival]) { tray.put(batch) }

    func attend() { tray.attend { [self] in judgeReceived() } }

    private func judgeReceived() {
        for batch in tray.take() {
            for case .closed(let connection, _) in batch { desk.leave(connection) }
            step(batch.map { .arrival($0) })
        }
    }

    func replace(_ welcome: Welcome) {
        queue.async { [self] in step([.welcome(welcome)]) }
    }

    // What follows is asked of files and by the machine's commands, and neither leads here.

    func clockMoved() {}

    func dismiss(_ why: Dismissal) {}

    func whenQuiet(_ answer: @escaping @Sendable (Bool) -> Void) { answer(false) }

    func finish(_ completion: @escaping @Sendable (CentreRest) -> Void) {
        completion(CentreRest(isClean: true, pace: Pace(), due: nil))
    }

    func perform(_ command: AdminCommand, reply: @escaping @Sendable (AdminReply) -> Void) {
        reply(.refused(Place.missing("")))
    }

    private func step(_ inputs: [Input]) {
        engine.connections = engine.ownConnections
        // Nothing is kept here that a jump of the clock could make look old.
        _ = time.look(at: clock.now)
        carryOut(engine.step(inputs, at: time.now, chance: .random(in: .min ... .max)))
        // Nothing comes to that here; and where it would, it is refused as on a full disk.
        if !engine.isSettled {
            carryOut(engine.step(.full, at: time.now, chance: .random(in: .min ... .max)))
        }
        paces.keep(engine.pace, at: engine.house.welcome.centre, time.now)
    }

    private func carryOut(_ effects: Effects) {
        loops.deliver(effects.deliveries)
        for question in effects.questions {
            let (scram, now) = (engine.house.welcome.offersSCRAM, clock.now)
            desk.take(question) { [passwords] asker, answer in
                // A code is worth nothing here, and what is made of its password costs as much as
                // elsewhere.
                passwords.answer(
                    question.ask, scram: scram, pepper: nil, at: now, for: asker, answer: answer)
            } settle: { [weak self] input in
                self?.step([input])
            }
        }
    }
}
