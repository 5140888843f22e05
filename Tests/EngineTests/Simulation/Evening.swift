import IRC
import Rooms
import Wire

@testable import Engine

/// One evening at a centre: its people, their devices, a disk and a clock, all from one seed.
///
/// Engine, event coding and recovery are the real ones. The ledger watches.
struct Evening {
    /// What is known of a text from the moment it is typed.
    struct Word {
        /// The connection by which it was sent last.
        var serial: Int
        /// Sent a second time. Its first try may have been refused (outside the room, on a full
        /// disk) without its sender hearing so: then it stands where the second was taken, which
        /// may be after texts that were sent later and taken at once.
        var isAgain = false
        let who: String?
        let verb: String
        let target: String
        var wasRefused = false
        /// The message id under which it was heard.
        var id: String?
    }

    let seed: UInt64
    let canary: Canary
    let isOpen: Bool
    var dice: Dice
    var clock = Moment(milliseconds: 1_800_000_000_000)

    var engine: CentreEngine
    let welcome: Welcome
    var disk: SimulatedDisk
    var ledger: Ledger
    var scribe = Transcriber()

    var clients: [SimulatedClient]
    var habits: Habits
    /// The client that a connection belongs to, while it is open.
    var seats: [ConnectionID: Int] = [:]
    var serial = 0
    var words: [Word] = []
    /// The last text of each connection that is in the log.
    var lastLogged: [Int: Int] = [:]
    var questions: [(question: Question, steps: Int)] = []
    var errands: UInt64 = 0
    /// Codes that people were given: for newcomers, and for those who have lost their way in.
    var codes: [String] = []
    var recoveries: [String: String] = [:]
    /// Nobody begins anything any more.
    var isBedtime = false
    var isCrashAllowed = true

    /// Where texts are found again, as start-up had it and as the engine has told since.
    var lines: [LineEntry] = []

    // Of the effects that are being carried out.
    var present: [Presence] = []
    var fresh: [Int] = []
    var reached: [Int: Set<Int>] = [:]
    var presentWhenHeard: [Int: Int] = [:]

    var faults: [String] = []
    let story: Story
    /// Everything that went out, as one number, where it is wanted.
    var fingerprint: UInt64?

    init(seed: UInt64, canary: Canary = .none, isTold: Bool = false, isMarked: Bool = false) {
        self.seed = seed
        self.canary = canary
        dice = Dice(seed: seed)
        isOpen = dice.oneIn(4)
        story = Story(isTold: isTold)
        fingerprint = isMarked ? 0xcbf2_9ce4_8422_2325 : nil
        welcome = Welcome(
            server: "irc.example", network: "Markaz", version: "sandali-1", started: clock,
            policy: isOpen ? .open : .support, motd: ["Хуш омадед"])
        engine = CentreEngine(
            centre: Centre(policy: welcome.policy), directory: [:], welcome: welcome,
            keys: Self.keys)
        disk = SimulatedDisk(canary: canary)
        ledger = Ledger(isOpen: isOpen)
        clients = isOpen ? Cast.open : Cast.support
        habits = Habits(
            isOpen: isOpen, rooms: isOpen ? Cast.openRooms : Cast.supportRooms,
            accounts: isOpen ? Cast.openNames : Cast.accounts.map(\.name))
    }

    /// So many lines of a connection are read and not answered; then reading stops.
    static let window = 16
    static let keys = SipHash(k0: 1, k1: 2)

    /// Lets the evening run until its end, or until something is wrong.
    mutating func run(steps: Int) {
        prepare()
        disk.isHealthy = false
        for _ in 0..<steps where faults.isEmpty { step() }
        isBedtime = true
        disk.isHealthy = true
        wait()
        settleDebts()
        if faults.isEmpty { checkEnd() }
        if faults.isEmpty { crash() }
        checkStep()
    }

    private mutating func prepare() {
        carryOut(engine.step([.start], at: clock, chance: dice.next()))
        for errand in isOpen ? Cast.openErrands : Cast.errands {
            errands += 1
            let input = Input.errand(errands, errand)
            carryOut(engine.step([input], at: clock, chance: dice.next()))
        }
        wait()
    }

    /// Goes on until nothing is under way.
    private mutating func wait() {
        for _ in 0..<200 where faults.isEmpty {
            step()
            if isQuiet { return }
        }
        if faults.isEmpty { complain("the evening does not come to an end") }
    }

    var isQuiet: Bool {
        let links = clients.compactMap(\.link)
        return questions.isEmpty && !disk.isBusy && engine.isSettled
            && links.allSatisfy { $0.typed.isEmpty && $0.unanswered.isEmpty && !$0.isClosing }
    }

    /// One more write, with room on the disk: now all leaving that is owed is written down.
    private mutating func settleDebts() {
        clock = clock.advanced(seconds: 5)
        errands += 1
        let errand = Errand.addAccount(name: Array("last".utf8), roles: .parent, verifier: nil)
        carryOut(engine.step([.errand(errands, errand)], at: clock, chance: dice.next()))
        wait()
    }

    private mutating func step() {
        let jump = dice.oneIn(8) ? 2000 : dice.within(-20...200)
        clock = Moment(milliseconds: clock.milliseconds + Int64(jump))
        let inputs = arrivals() + answers()
        if !inputs.isEmpty { carryOut(engine.step(inputs, at: clock, chance: dice.next())) }
        if let report = disk.tick() {
            story.tell("disk: \(report)")
            carryOut(engine.step(report, at: clock, chance: dice.next()))
        }
        if dice.oneIn(40) { disk.save(engine.centre.snapshot) }
        if !isBedtime, !disk.isHealthy, dice.oneIn(100) { crash() }
        checkStep()
    }

    // MARK: Effects

    mutating func carryOut(_ effects: Effects) {
        turnPage()
        lines += effects.lines
        hear(effects.deliveries)
        checkReached()
        if let records = effects.write { disk.write(records, effects.rows, &dice) }
        for question in effects.questions {
            questions.append((question, dice.within(0...6)))
        }
        guard canary == .heardEarly, effects.write != nil else { return }
        var ahead = engine
        hear(ahead.step(.written, at: clock, chance: 0).deliveries)
    }

    // MARK: The story

    mutating func complain(_ fault: String) {
        story.tell("WRONG: \(fault)")
        faults.append(fault)
    }
}
