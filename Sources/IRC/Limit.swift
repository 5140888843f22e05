/// The bounds of what one connection says, beside those of the wire.
public enum Limit {
    /// A nickname (NICKLEN), in bytes: 20 Cyrillic letters fit.
    public static let nicknameBytes = 40
    /// USER's first parameter.
    public static let userBytes = 18
    /// The real name (NAMELEN).
    public static let realNameBytes = 150
    /// A topic (TOPICLEN).
    public static let topicBytes = 390
    /// A reason of KICK (KICKLEN), PART or QUIT.
    public static let reasonBytes = 300
    /// An away message (AWAYLEN).
    public static let awayBytes = 200
    /// A channel key (KEYLEN).
    public static let keyBytes = 32
    /// A channel's name (CHANNELLEN).
    public static let channelBytes = 64
    /// A mask of a ban list.
    public static let maskBytes = 150
    /// One line of AUTHENTICATE (IRCv3 sasl 3.1).
    public static let saslChunkBytes = 400
    /// All lines of one AUTHENTICATE together.
    public static let saslBytes = 4096
    /// Targets of one PRIVMSG, NOTICE, TAGMSG, KICK or WHOIS (TARGMAX).
    public static let targets = 4
    /// Channels in one JOIN, PART or NAMES.
    public static let channelTargets = 20
    /// Mode changes with a parameter in one MODE (MODES).
    public static let modeChanges = 6
    /// Lines held for a connection while its password is being checked.
    public static let heldLines = 256
    /// A label (IRCv3 labeled-response).
    public static let labelBytes = 64
    /// Client-only tags of one message, after which its line still fits what servers may send.
    public static let clientTagBytes = 4094
}
