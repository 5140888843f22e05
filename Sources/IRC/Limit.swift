/// The bounds of what one connection says, beside those of the wire.
public enum Limit {
    /// Digits in a PASS from which on it was meant as an invitation, where it can be nothing else.
    static let codeDigitsLeast = 6
    /// USER's first parameter.
    public static let userBytes = 18
    /// The real name (NAMELEN): a line of WHO holds it beside the longest names.
    public static let realNameBytes = 120
    /// A topic (TOPICLEN): a line of LIST holds it beside the longest names.
    public static let topicBytes = 300
    /// A reason of KICK (KICKLEN), PART or QUIT.
    public static let reasonBytes = 250
    /// An away message (AWAYLEN).
    public static let awayBytes = 200
    /// A row of the message of the day.
    public static let motdBytes = 300
    /// A channel key (KEYLEN).
    public static let keyBytes = 32
    /// A mask of a ban list.
    public static let maskBytes = 150
    /// One line of AUTHENTICATE (IRCv3 sasl 3.1).
    public static let saslChunkBytes = 400
    /// All lines of one AUTHENTICATE together.
    public static let saslBytes = 4096
    /// A client's nonce in SCRAM.
    public static let scramNonceBytes = 256
    /// A password in REGISTER; longer ones fit into no single line elsewhere.
    public static let passwordBytes = 300
    /// The shortest password that REGISTER takes, which only the `open` policy has: there an
    /// account guards little but a nickname, and guessing is slowed.
    public static let passwordBytesLeast = 3
    /// Connections of one account at once: a person's telephones and a family's, and some that the
    /// server has not noticed to be gone.
    public static let connectionsEach = 20
    /// The shortest password of an account that was made by invitation.
    public static let invitedPasswordBytesLeast = 8
    /// How long a code lasts where nothing else is said: 48 hours.
    public static let codeSeconds: Int64 = 48 * 3600
    /// From five minutes to thirty days.
    public static let codeSecondsAllowed: ClosedRange<Int64> = 300...2_592_000
    /// Rooms of one code that CODE LIST names.
    public static let codeRoomsShown = 3
    /// Targets of one PRIVMSG, NOTICE, TAGMSG, KICK or WHOIS (TARGMAX).
    public static let targets = 4
    /// Channels in one JOIN, PART or NAMES.
    public static let channelTargets = 20
    /// Mode changes with a parameter in one MODE (MODES).
    public static let modeChanges = 6
    /// Changes that one MODE makes in all, whatever it goes on to say: every letter twice over.
    public static let modeChangesInAll = 20
    /// Replaced words (old topics, keys, verifiers) that stay at hand before they are looked for.
    public static let spareWords = 1000
    /// The tokens of one 005: server, nickname and sentence stand around them.
    public static let supportedBytes = 330
    /// WHOX's token.
    public static let whoTokenBytes = 3
    /// Names that WHOWAS remembers in all.
    public static let pastNames = 1000
    /// What WHOWAS answers at most where no count is given.
    public static let pastShown = 20
    /// Nicknames that USERHOST takes.
    public static let userHostNames = 5
    /// Addresses and certificates that WHOIS shows of one person.
    public static let addressesShown = 4
    /// Rooms that NAMES shows where none is named.
    public static let roomsNamed = 100
    /// The rows of one WHO, LIST, NAMES or JOIN: as many of these as the flood control lets through
    /// at once fit into an outbox, so that nobody is let go for what they asked.
    public static let answerBytes = 131_072
    /// Nicknames that one connection watches (MONITOR).
    public static let watches = 100
    /// Names in one 734, so that a sentence fits behind them.
    public static let targetListBytes = 200
    /// Texts that one CHATHISTORY reads (CHATHISTORY): at most 50 kB, and two screens.
    public static let historyLines = 100
    /// What one CHATHISTORY answers at most, where its texts are long: half of what may wait for a
    /// slow reader.
    public static let historyBytes = 1 << 19
    /// A text of several lines, its line breaks counted: 8,000 letters of Cyrillic, which even a
    /// slow telephone reads within seconds (max-bytes of IRCv3 multiline).
    public static let multilineBytes = 4 * 4096
    /// Lines of the wire in it: each carries its source and target anew (max-lines).
    public static let multilineLines = 100
    /// The name of a batch that a client sends.
    public static let batchReferenceBytes = 64
    /// How long a batch may be open: a slow line takes half a minute for the longest.
    public static let batchSeconds: Int64 = 120
    /// How long somebody is not told again that nobody of the staff is in a room.
    public static let absenceSeconds: Int64 = 600
    /// How long somebody is not told again for how long a room keeps its texts.
    public static let promiseSeconds: Int64 = 12 * 3600
    /// A piece of one row of an export: a NOTE's other words fit around it.
    public static let exportPieceBytes = 380
    /// How far the clock may be from the last event at a start before it is distrusted: 48 hours.
    public static let clockJumpSeconds: Int64 = 172_800
    /// A label (IRCv3 labeled-response).
    public static let labelBytes = 64
    /// The value of a client-only tag in the `support` policy: room for an emoji, an id or a time.
    public static let signBytes = 64
    /// Keys that one person, or one room, has (METADATA).
    public static let metadataKeys = 20
    /// A key of METADATA: key and value stand in one line beside the longest names.
    public static let metadataKeyBytes = 40
    /// A value of METADATA.
    public static let metadataValueBytes = 250
    /// Keys that one connection follows.
    public static let metadataSubscriptions = 50
    /// In a room with more people a JOIN does not bring what all of them say of themselves.
    public static let metadataMembers = 100
    /// A note to a group (SUMMARY), or its ground rules in one language: one line holds it beside
    /// the longest names.
    public static let noteBytes = 300
    /// Nicknames that one line tells.
    public static let nicksTold = 12
    /// Meetings that will not be, of which one line tells the dates.
    static let datesTold = 5
    /// Knocks of one person in ten minutes.
    public static let knocks = 3
    /// For how long a knock counts.
    public static let knockSeconds: Int64 = 600
    /// Knocks at one room that wait for an answer; the oldest go first.
    public static let knocksKept = 20
    /// At most so many weeks lie between two sessions of a series.
    public static let weeksMost: Int64 = 8
    /// Rows that one AUDIT shows, the newest.
    public static let auditRows = 200
    /// How far back an AUDIT without `from=` looks: 31 days.
    public static let auditSeconds: Int64 = 31 * 86_400
    /// The changes that one line of one's own MODE tells.
    public static let userModeBytes = 250
    /// The texts that one report copies: the one it is about, and five on each side.
    public static let reportLines = 11
    /// Among so many texts the last of somebody's is looked for.
    public static let textsLookedAt = 200
    /// Of each text around it.
    public static let aroundBytes = 2_000
    /// How long before it came a text may have been written and not be held as late.
    public static let lateSeconds: Int64 = 300
    /// So many texts that wait are shown at once to staff who come; of more they hear how many.
    static let heldShown = 10
    /// A word for which texts are held.
    public static let screenWordBytes = 60
    /// What staff read beside a raised hand: a sentence.
    public static let commentBytes = 200
    /// The name of a phase: it stands before the topic.
    public static let phaseBytes = 60
    /// A topic behind a phase, so that the line holds both.
    public static let shownTopicBytes = 380
    /// Texts that one person has written before their turn: what does not fit is refused.
    public static let unsaidTexts = 8
    /// The bytes of all of them with the commands that they came with: two of the longest texts
    /// and their tags.
    public static let unsaidBytes = 49_152
    /// How long they are kept at the most: no evening is longer.
    public static let unsaidSeconds: Int64 = 12 * 3600
    /// What one MODE says about letters that it does not know, or that lack something.
    public static let modeAnswers = 12
}
