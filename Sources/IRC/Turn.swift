public import Rooms
public import Wire

/// Something that has been decided: a fact for the log, a row for the tables, or a movement that
/// is not written down.
public enum Change: Sendable {
    case fact(Record, Event)
    case row(Row)
    case movement(Movement)
}

/// Slow work that a command asks for; its answer comes back as an input.
public enum Ask: Equatable, Sendable {
    /// Compare a password with a verifier; no verifier: take as long and say no.
    ///
    /// - Parameter changed: where in the log the account's password or a device last changed: what
    ///   is remembered from before counts no more.
    case verify(
        ConnectionID, account: AccountID?, password: [UInt8], verifier: [UInt8]?,
        changed: Position)
    /// Make what is stored of a new password.
    case hash(ConnectionID, password: [UInt8])
    /// Compare SCRAM's proof with what is stored; no account: say no.
    case prove(ConnectionID, account: AccountID?, proof: SCRAMProof)
    /// Draw a token.
    case mint(ConnectionID)
    /// Find a token's key. Neither of these two is slow: they need what the centre does not have.
    case digest(ConnectionID, token: [UInt8])
    /// Read from the log, once it holds what was decided so far.
    case read(ConnectionID, ReadRequest)

    /// Who waits for the answer.
    public var connection: ConnectionID {
        switch self {
        case .verify(let connection, _, _, _, _), .hash(let connection, _),
            .prove(let connection, _, _), .mint(let connection), .digest(let connection, _),
            .read(let connection, _):
            connection
        }
    }
}

/// What came of slow work.
public enum Answer: Equatable, Sendable {
    /// The account that the password belongs to, or nil.
    case verified(AccountID?)
    /// What is to be stored of a password; nil when it could not be made.
    case hashed(NewSecret?)

    /// The account that SCRAM's proof belongs to, or nil, and the server's own signature.
    case proved(AccountID?, signature: [UInt8])
    /// Nil when there was no chance to draw from.
    case minted(MintedToken?)
    /// The key of a token that was shown.
    case digested(NameKey)

    /// What was found in the log.
    case read(ReadAnswer)

    /// Too many wait for the same: it was not looked at.
    case busy

    /// Whether it says no to somebody's claim.
    public var isNo: Bool {
        switch self {
        case .verified(nil), .proved(nil, _): true
        default: false
        }
    }
}

/// Where whoever asks for slow work stands in the line for it.
public struct PlaceInLine: Equatable, Sendable {
    /// What one person can hardly have many of: an address, or a network of IPv6. Empty for the
    /// machine itself.
    public let network: [UInt8]
    /// How often this connection has guessed wrong.
    public let tries: Int

    /// Where nothing is given: `sandalid` on the machine itself, or work that needs no line.
    public init(network: [UInt8] = [], tries: Int = 0) {
        self.network = network
        self.tries = tries
    }
}

/// SCRAM's proof, with what it is checked by.
///
/// - Source: RFC 5802 §3; RFC 7677.
public struct SCRAMProof: Equatable, Sendable {
    /// The client's proof, 32 bytes, no longer in Base64.
    public let bytes: [UInt8]
    /// What it was made over.
    public let signed: [UInt8]
    /// What the proof is checked by, 32 bytes; zeros, which no proof fits, where there is nothing.
    public let storedKey: [UInt8]
    /// What the server's own signature is made with, 32 bytes; zeros likewise.
    public let serverKey: [UInt8]

    /// Lengths are not checked: a proof that is not 32 bytes long fits nobody.
    public init(bytes: [UInt8], signed: [UInt8], storedKey: [UInt8], serverKey: [UInt8]) {
        self.bytes = bytes
        self.signed = signed
        self.storedKey = storedKey
        self.serverKey = serverKey
    }
}

/// What is stored of a password.
public struct NewSecret: Equatable, Sendable {
    /// The scrypt hash that sign-in compares with, 52 bytes; made outside, and not read here.
    public let verifier: [UInt8]
    /// For SCRAM-SHA-256; nil where it is not offered.
    public let scram: [UInt8]?

    /// - Parameter scram: of the same password: 85 bytes, made outside.
    public init(verifier: [UInt8], scram: [UInt8]? = nil) {
        self.verifier = verifier
        self.scram = scram
    }
}

/// One command of one connection, while it runs: what it was given and what came of it.
///
/// Lines for the connection itself are collected in `own`, so that a label can be put around them;
/// lines for others are deliveries. Nothing leaves before the engine lets it.
public struct Turn: Sendable {
    private let byAddress = ByAddress()

    /// The time of what is decided in it; never before that of the log's last event.
    public var now: Moment
    /// Chance, seeded from outside at each step; for what is secret a key has to be put to it.
    public var dice: Dice
    /// Who asks; for an errand, an id that no connection has.
    public internal(set) var connection: ConnectionID
    /// The line that is judged; `nothing` where none was sent.
    public internal(set) var message: Message
    /// Who asks; nil before registration.
    var person: PersonID?
    var held: Capabilities = []
    var nick = Turn.unnamed
    let server: [UInt8]

    /// Lines that answer an earlier command, with its label already.
    var first: [UInt8] = []
    /// Lines for this connection.
    public internal(set) var own: [UInt8] = []
    /// What was decided, in this order; the tentative state has it already.
    public var changes: [Change] = []
    /// For the event loops, in this order, behind the lines in `own`.
    public var deliveries: [Delivery] = []
    /// Slow work to be begun, in this order; the connection waits for the last.
    public var asks: [Ask] = []
    /// The account that a question is about, whether there is one of that name or not.
    public internal(set) var claimed: NameKey?
    /// Whether the question is about a code, which the whole centre's guesses slow down.
    public internal(set) var redeems = false
    /// Whether what was tried counts as a wrong guess.
    public internal(set) var isGuess = false
    /// Whether the connection is to be closed once its lines are flushed.
    public internal(set) var closes = false
    /// Whether the host is to read its configuration again.
    public internal(set) var rehashes = false
    /// Whether the connection is sending a batch.
    var isInBatch = false
    /// Whether a text is said that has waited for its writer's turn.
    var isUnsaid = false
    /// Whether the command is answered by what comes after it.
    var answersLater = false
    /// Somebody, or a session, for whom a room's side rooms may be others now.
    struct Staffed: Equatable {
        let room: RoomID
        /// Nil: the session was opened or closed.
        let person: PersonID?
    }

    /// Those, in the order in which it came up.
    var staffed: [Staffed] = []
    /// Rooms that were entered, with what was missed there.
    var missed: [TargetRequest.Place] = []
    /// A room that another connection was let into, with what was missed there.
    struct Missed {
        let connection: ConnectionID
        let place: TargetRequest.Place
    }

    /// Those, in the order in which they came in.
    var missedElsewhere: [Missed] = []
    /// How many batches have been written in it.
    var batches = 0
    /// Whether all that it brought has been taken over: what comes next begins anew.
    public var isConcluded = false
    /// Which client-only tags are passed on; set where a line has tags.
    var tagRules: ClientTagRules?
    /// The language of who asks.
    var language: Language
    /// The centre's clocks; nil before registration.
    var zone: Zone?
    /// The language of those of whom nothing is known.
    private let standardLanguage: Language

    /// Asks for nobody: `begin` comes before every use.
    ///
    /// - Parameters:
    ///   - server: the server's name, as it stands before a numeric.
    ///   - language: for those of whom nothing is known.
    public init(now: Moment, dice: Dice, server: [UInt8], language: Language) {
        self.now = now
        self.dice = dice
        self.server = server
        self.language = language
        standardLanguage = language
        connection = ConnectionID(loop: 0, slot: 0, generation: 0)
        message = Turn.nothing
    }

    /// What stands for a nickname before there is one.
    private static let unnamed = [UInt8(ascii: "*")]

    /// Stands where no line was sent.
    public static let nothing = Message.ours("PING")

    /// Makes ready for another line; what came of earlier ones has been taken. Nothing of who asked
    /// before is left, so that no answer is shaped for somebody else.
    public mutating func begin(_ connection: ConnectionID, _ message: Message) {
        isConcluded = false
        batches = 0
        self.connection = connection
        self.message = message
        person = nil
        held = []
        nick = Turn.unnamed
        language = standardLanguage
        own.removeAll(keepingCapacity: false)
        if !first.isEmpty { first = [] }
        changes.removeAll(keepingCapacity: true)
        deliveries.removeAll(keepingCapacity: true)
        asks.removeAll(keepingCapacity: true)
        claimed = nil
        redeems = false
        isGuess = false
        closes = false
        rehashes = false
        isInBatch = false
        answersLater = false
        isUnsaid = false
        missed.removeAll(keepingCapacity: true)
        if !missedElsewhere.isEmpty { missedElsewhere = [] }
        if !staffed.isEmpty { staffed = [] }
    }

    /// Adds whole lines for this connection.
    public mutating func add(_ lines: [UInt8]) { own += lines }

    /// Closes the connection once its lines are flushed.
    public mutating func close() { closes = true }

    /// Whether others than this connection are to be shown what they missed.
    public var showsMissedElsewhere: Bool { !missedElsewhere.isEmpty }

    /// Whether what has been answered is as much as one answer may be.
    var isFull: Bool { own.count >= Limit.answerBytes }

    /// Says that a list stops here although there is more.
    mutating func tellCut() { standard(.warn, "CUT", "", .answerCut) }

    // MARK: Replies

    /// One whole line for this connection.
    mutating func say(_ line: Line) {
        own += line.bytes
        own.endLine()
    }

    /// `:server 353 nick …`.
    mutating func numeric(_ number: Numeric, _ rest: Line) {
        begin(number)
        own += rest.bytes
        own.endLine()
    }

    /// What stands before the parameters of a numeric. Byte by byte: whoever comes in is told a
    /// dozen of them.
    private mutating func begin(_ number: Numeric) {
        own.append(UInt8(ascii: ":"))
        own += server
        own.append(UInt8(ascii: " "))
        number.write(to: &own)
        own.append(UInt8(ascii: " "))
        own += nick
        own.append(UInt8(ascii: " "))
    }

    /// A numeric with parameters and a sentence.
    mutating func numeric(
        _ number: Numeric, _ middle: Line, _ phrase: Phrase, _ facts: [UInt8]...
    ) {
        begin(number)
        own += middle.bytes
        if !middle.bytes.isEmpty { own.append(UInt8(ascii: " ")) }
        own.append(UInt8(ascii: ":"))
        phrase.write(language, facts, to: &own)
        own.endLine()
    }

    /// A numeric that counts something: the number, and what is counted.
    mutating func count(_ number: Numeric, _ count: Int, _ phrase: Phrase) {
        let digits = Line("\(count)")
        numeric(number, digits, phrase, digits.bytes)
    }

    /// A numeric with only a sentence.
    mutating func numeric(_ number: Numeric, _ phrase: Phrase, _ facts: [UInt8]...) {
        begin(number)
        own.append(UInt8(ascii: ":"))
        phrase.write(language, facts, to: &own)
        own.endLine()
    }

    /// An IRCv3 standard reply; to clients without them, a NOTICE from the service.
    mutating func standard(
        _ kind: StandardReply, _ code: String, _ context: Line = "", _ phrase: Phrase,
        _ facts: [UInt8]...
    ) {
        standard(kind, code, context, phrase, facts: facts)
    }

    /// The same with the facts in an array.
    mutating func standard(
        _ kind: StandardReply, _ code: String, _ context: Line, _ phrase: Phrase,
        facts: [[UInt8]]
    ) {
        standard(kind, message.command.text, code, context, text: phrase.text(language, facts))
    }

    /// The same with the sentence written out, about another command than was asked.
    mutating func standard(
        _ kind: StandardReply, _ verb: String, _ code: String, _ context: Line, text: Line
    ) {
        let gap: Line = context.bytes.isEmpty ? "" : " "
        if held.contains(.standardReplies) {
            say(":\(server) \(kind.rawValue) \(verb) \(code)\(gap)\(context) :\(text)")
        } else {
            say(":\(Service.source) NOTICE \(nick) :\(text)")
        }
    }

    /// Items in as many lines as they need, each line under the limit of the wire.
    ///
    /// - Parameter between: what stands between two items.
    mutating func list(
        _ number: Numeric, _ lead: Line, _ items: [[UInt8]], between: UInt8 = UInt8(ascii: " ")
    ) {
        let head = Line(":\(server) \(number.text) \(nick) \(lead):").bytes
        var line = head
        for item in items {
            if line.count > head.count, line.count + 1 + item.count > Wire.Limit.contentBytes {
                say(Line(line))
                line = head
            }
            if line.count > head.count { line.append(between) }
            line += item
        }
        say(Line(line))
    }
}

/// The three kinds of standard reply (IRCv3 standard-replies).
enum StandardReply: String {
    case fail = "FAIL"
    case warn = "WARN"
    case note = "NOTE"
}

extension Message {
    /// A line that stands in this source, never one of a peer's: were it none, the mistake would be
    /// ours, and whatever comes by first would find it.
    static func ours(_ line: String) -> Message {
        do throws(LineError) {
            return try Message(line)
        } catch {
            preconditionFailure("\(line) is no line")
        }
    }
}
