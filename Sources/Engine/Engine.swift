import DequeModule
public import IRC
public import Rooms
public import Wire

/// One centre at work: inputs in, effects out. Pure: no clock, no chance, no I/O of its own.
///
/// There are two copies of the state. `house` is tentative: every input is judged against it at
/// once. `centre` and `people` hold only what is durable. What an input caused waits for its log
/// position; when a write fails, the tentative copy is thrown away and the inputs that were kept
/// are judged again.
public struct CentreEngine: Sendable {
    /// The state with everything decided so far.
    public internal(set) var house: House

    /// What the log says, as far as it is durable.
    public internal(set) var centre: Centre
    /// Who is here, as far as what brought them, named them and took them away is durable.
    public internal(set) var people: People
    /// The durable tables.
    public internal(set) var tables: Tables
    /// The last durable position.
    public var confirmed: Position { centre.position }

    var greeted: [ConnectionID: Greeted] = [:]
    /// What connections wait for: a password to be compared, and the like.
    var asked: [ConnectionID: Asked] = [:]
    /// Lines that wait for it with them. Not judged yet, so never undone.
    var held: [ConnectionID: [Arrival]] = [:]

    /// How many connections there are in all, greetings on the event loops among them; for LUSERS.
    public var connections: Int {
        get { house.connections }
        set { house.connections = newValue }
    }

    // Everything past what is durable, oldest first.
    var unsent: [Record] = []
    var unsentRows: [Row] = []
    var isWriting = false
    var changes: Deque<Tentative<Settling>> = []
    var waiting: Deque<Tentative<Output>> = []
    var kept: Deque<Tentative<Input>> = []
    var undo: Deque<Tentative<Memory>> = []
    /// How greetings stood before the input that is being judged.
    var remembered: [Memory] = []
    /// Questions of the input that is being judged that wait for the log.
    var unreleased: [Question] = []
    /// How much a connection's last input waits for; forgotten once all are durable. Even
    /// an input without a reply counts: judged again, it may be refused.
    var awaited = Table<ConnectionID, Mark>()
    /// How much was given to the disk, and the last position in it; nil where it was rows alone.
    var lastSent = Mark.start
    var lastPosition: Position?
    /// Who has failed to sign in lately. Neither logged nor undone; kept by the host while the
    /// centre's file is closed, so that nobody guesses faster for that.
    public var pace = Pace()
    /// How often each connection has guessed wrong. Neither logged nor undone.
    var guesses: [ConnectionID: Int] = [:]
    /// Numbers the questions, so that a late answer fits no other.
    var questions: UInt64 = 0

    /// The configuration that everyone has been told of: what is judged again is compared with it.
    var settledWelcome: Welcome

    /// When the disk was last found full; a second later writing is tried again.
    var fullAt = Moment(milliseconds: 0)
    var owes = false

    /// The clock is not trusted, whether that could be written down yet or not: as long as it could
    /// not, nothing is wiped by age all the same.
    var distrusts = false
    /// Whether something is being wiped just now.
    var isWiping = false
    /// When to look for what is due, at the latest.
    var wipeLook = Moment(milliseconds: 0)
    /// After something was in the way: not before this.
    var wipeRest = Moment(milliseconds: 0)
    var eraseRest = Moment(milliseconds: 0)
    /// Whose words are being wiped just now.
    var erasing: Set<AccountID> = []

    var turn: Turn
    var effects = Effects()

    /// - Parameters:
    ///   - centre: as snapshot and log say it is.
    ///   - directory: the words at `centre.naming`.
    ///   - tables: as the file's rows say they are.
    ///   - keys: the centre's own key for names.
    ///   - secrets: the key for codes, from outside the log; nil, in tests: the same.
    public init(
        centre: Centre, directory: [Position: [UInt8]], tables: Tables = Tables(),
        welcome: Welcome, keys: SipHash, secrets: SipHash? = nil
    ) {
        house = House(
            centre: centre, directory: directory, tables: tables, welcome: welcome, keys: keys,
            secrets: secrets ?? keys)
        house.seatThoseWhoStay()
        self.centre = centre
        self.tables = tables
        people = house.people
        settledWelcome = welcome
        turn = Turn(
            now: centre.time, dice: Dice(seed: 0), server: welcome.server,
            language: welcome.language)
    }

    /// Judges what connections did, in its order, as inputs: none is made but of what is kept.
    ///
    /// - Parameters:
    ///   - now: the clock; it may stand still or go back, the log's time does not.
    ///   - chance: 64 bits that nobody could foresee.
    public mutating func step(
        arrivals: [Arrival], at now: Moment, chance: UInt64
    ) -> Effects {
        begin(now, chance)
        settleIfOwed()
        // Where they stand: a copy of each would be retained and let go.
        let arrivals = arrivals.span
        for index in arrivals.indices { judge(arrivals[index]) }
        return finish()
    }

    /// Judges inputs in their order.
    ///
    /// - Parameters:
    ///   - now: the clock; it may stand still or go back, the log's time does not.
    ///   - chance: 64 bits that nobody could foresee.
    public mutating func step(_ inputs: [Input], at now: Moment, chance: UInt64) -> Effects {
        begin(now, chance)
        settleIfOwed()
        for input in inputs { judge(input) }
        return finish()
    }

    /// Takes what the disk says of the batch that was given to it.
    public mutating func step(_ report: DiskReport, at now: Moment, chance: UInt64) -> Effects {
        begin(now, chance)
        switch report {
        case .written: confirm(through: lastSent)
        case .full:
            house.storageFull = true
            owes = true
            fullAt = now
            judgeAgain()
        case .reopened(let head):
            // Rows alone leave no trace in the log: they are decided again and written again.
            if let position = lastPosition, head >= position {
                confirm(through: lastSent)
            } else {
                judgeAgain()
            }
        }
        return finish()
    }

    /// Whether everything decided is durable, so that a snapshot of `centre` can be taken.
    public var isSettled: Bool { !isWriting && !hasUnsent }

    private var hasUnsent: Bool { !unsent.isEmpty || !unsentRows.isEmpty }

    /// Connections of this centre, those that are still greeting among them.
    public var ownConnections: Int { greeted.count + house.people.clients.count }

    /// Whether nobody is here and nothing is under way: the centre can be put away.
    public var isQuiet: Bool {
        isSettled && kept.isEmpty && waiting.isEmpty && asked.isEmpty && !owes
            && ownConnections == 0 && !isWiping && erasing.isEmpty
    }

    mutating func begin(_ now: Moment, _ chance: UInt64) {
        turn.now = max(now, house.centre.time)
        turn.dice = Dice(seed: chance)
        // A clock that is set back must not make a second of an hour.
        let rests = fullAt..<fullAt.advanced(seconds: Limit.fullDiskRetrySeconds)
        if house.storageFull, !rests.contains(now) { house.storageFull = false }
    }

    mutating func finish() -> Effects {
        if !isWriting, hasUnsent {
            isWriting = true
            effects.write = unsent
            effects.rows = unsentRows
            lastSent = Mark(house.centre.position, house.tables.writes)
            lastPosition = unsent.last?.position
            unsent = []
            unsentRows = []
        }
        beginErasures()
        effects.ring = nextRing
        defer { effects = Effects() }
        return effects
    }

    /// When something happens by itself next, as far as is durable; nil: nothing will.
    public var nextDue: Moment? { Moment.sooner(centre.nextDue, nextSweep) }

    /// What is due waits for a full disk as all writing does.
    private var nextRing: Moment? {
        let due = Moment.sooner(house.centre.nextDue, nextSweep)
        guard house.storageFull else { return due }
        return due.map { max($0, fullAt.advanced(seconds: Limit.fullDiskRetrySeconds)) }
    }
}

extension Moment {
    /// The earlier of two, where there are any.
    static func sooner(_ one: Moment?, _ other: Moment?) -> Moment? {
        guard let one, let other else { return one ?? other }
        return min(one, other)
    }
}
