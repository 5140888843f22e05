/// What a client has asked for by CAP REQ.
public struct Capabilities: OptionSet, Hashable, Sendable {
    /// A bit for each.
    public let rawValue: UInt64

    /// Those whose bits are set.
    public init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// When a line was said (IRCv3 server-time).
    public static let serverTime = Capabilities(rawValue: 1 << 0)
    /// Tags of clients, message ids and TAGMSG (IRCv3 message-tags).
    public static let messageTags = Capabilities(rawValue: 1 << 1)
    /// The sender's account on each line (IRCv3 account-tag).
    public static let accountTag = Capabilities(rawValue: 1 << 2)
    /// One's own words come back as others read them (IRCv3 echo-message).
    public static let echoMessage = Capabilities(rawValue: 1 << 3)
    /// Which answer belongs to which line (IRCv3 labeled-response).
    public static let labeledResponse = Capabilities(rawValue: 1 << 4)
    /// Lines that belong together (IRCv3 batch).
    public static let batch = Capabilities(rawValue: 1 << 5)
    /// All of somebody's prefixes in NAMES and WHO (IRCv3 multi-prefix).
    public static let multiPrefix = Capabilities(rawValue: 1 << 6)
    /// AUTHENTICATE (IRCv3 sasl 3.2).
    public static let sasl = Capabilities(rawValue: 1 << 7)
    /// FAIL, WARN and NOTE (IRCv3 standard-replies).
    public static let standardReplies = Capabilities(rawValue: 1 << 8)
    /// Not named in LS 302: whoever asked for LS 302 has it without asking.
    public static let capNotify = Capabilities(rawValue: 1 << 9)

    /// Who signs in or out (IRCv3 account-notify).
    public static let accountNotify = Capabilities(rawValue: 1 << 10)
    /// Who goes away and comes back (IRCv3 away-notify).
    public static let awayNotify = Capabilities(rawValue: 1 << 11)
    /// Taken so that clients need not ask twice; hosts are alike here and never change.
    public static let chghost = Capabilities(rawValue: 1 << 12)
    /// Account and real name on JOIN (IRCv3 extended-join).
    public static let extendedJoin = Capabilities(rawValue: 1 << 13)
    /// More of those who are watched (IRCv3 extended-monitor).
    public static let extendedMonitor = Capabilities(rawValue: 1 << 14)
    /// Who is invited by others (IRCv3 invite-notify).
    public static let inviteNotify = Capabilities(rawValue: 1 << 15)
    /// No NAMES after one's JOIN (IRCv3 no-implicit-names).
    public static let noImplicitNames = Capabilities(rawValue: 1 << 16)
    /// Who changes their real name (IRCv3 setname); only in the `open` policy.
    public static let setname = Capabilities(rawValue: 1 << 17)
    /// Whole masks in NAMES (IRCv3 userhost-in-names).
    public static let userhostInNames = Capabilities(rawValue: 1 << 18)

    /// A room's new name, without leaving it (IRCv3 channel-rename, a draft).
    public static let channelRename = Capabilities(rawValue: 1 << 20)
    /// How far one has read (IRCv3 read-marker, a draft).
    public static let readMarker = Capabilities(rawValue: 1 << 21)
    /// Of use only together with `batch`.
    public static let metadata = Capabilities(rawValue: 1 << 22)
    /// The draft before it, which most clients know.
    public static let metadata2 = Capabilities(rawValue: 1 << 19)

    /// ISUPPORT at any time, in a batch (IRCv3 extended-isupport, a draft).
    public static let extendedISupport = Capabilities(rawValue: 1 << 23)
    /// What was said before (IRCv3 chathistory, a draft).
    public static let chathistory = Capabilities(rawValue: 1 << 24)
    /// AWAY before registration (IRCv3 pre-away, a draft).
    public static let preAway = Capabilities(rawValue: 1 << 26)
    /// Texts of several lines (IRCv3 multiline, a draft).
    public static let multiline = Capabilities(rawValue: 1 << 25)
    /// Words that are taken back (IRCv3 message-redaction, a draft).
    public static let redaction = Capabilities(rawValue: 1 << 27)

    /// Says which languages there are, and asks for the draft's numerics.
    public static let languages = Capabilities(rawValue: 1 << 29)
    /// What was there besides words is wanted in history too.
    public static let eventPlayback = Capabilities(rawValue: 1 << 31)

    /// Of use only in the `open` policy.
    public static let persistence = Capabilities(rawValue: 1 << 32)

    /// For the clients' information only: tokens are heeded without.
    public static let sentTokens = Capabilities(rawValue: 1 << 28)
    /// For the clients' information only: REGISTER works without.
    public static let accountRegistration = Capabilities(rawValue: 1 << 30)

    /// Those that change the bytes of a line that others hear.
    public static var shaping: Capabilities { [.serverTime, .messageTags, .accountTag] }

    /// What one capability is called, and what stands after `=` in LS 302.
    struct Offer: Sendable {
        /// Empty where it is only read and never asked for: it stands in LS 302 alone.
        let capability: Capabilities
        let name: String
        let value: String?
    }

    /// Every capability there is, in the order in which LS names them: what is ratified first, for
    /// LS takes more than one line, and some clients look for `sasl` in the first alone.
    static let offers: [Offer] = [
        Offer(capability: .accountNotify, name: "account-notify", value: nil),
        Offer(capability: .accountTag, name: "account-tag", value: nil),
        Offer(capability: .awayNotify, name: "away-notify", value: nil),
        Offer(capability: .batch, name: "batch", value: nil),
        Offer(capability: .capNotify, name: "cap-notify", value: nil),
        Offer(capability: .chghost, name: "chghost", value: nil),
        Offer(capability: .echoMessage, name: "echo-message", value: nil),
        Offer(capability: .extendedJoin, name: "extended-join", value: nil),
        Offer(capability: .extendedMonitor, name: "extended-monitor", value: nil),
        Offer(capability: .inviteNotify, name: "invite-notify", value: nil),
        Offer(capability: .labeledResponse, name: "labeled-response", value: nil),
        Offer(capability: .messageTags, name: "message-tags", value: nil),
        Offer(capability: .multiPrefix, name: "multi-prefix", value: nil),
        Offer(capability: .noImplicitNames, name: "no-implicit-names", value: nil),
        Offer(capability: .sasl, name: "sasl", value: "PLAIN,EXTERNAL"),
        Offer(capability: .serverTime, name: "server-time", value: nil),
        Offer(capability: .setname, name: "setname", value: nil),
        Offer(capability: .standardReplies, name: "standard-replies", value: nil),
        Offer(capability: .userhostInNames, name: "userhost-in-names", value: nil),
        Offer(
            capability: .accountRegistration, name: "draft/account-registration",
            value: "before-connect,custom-account-name"),
        Offer(capability: .channelRename, name: "draft/channel-rename", value: nil),
        Offer(capability: .chathistory, name: "draft/chathistory", value: nil),
        Offer(capability: .eventPlayback, name: "draft/event-playback", value: nil),
        Offer(capability: .extendedISupport, name: "draft/extended-isupport", value: nil),
        Offer(capability: .languages, name: "draft/languages", value: "1,en"),
        Offer(capability: .redaction, name: "draft/message-redaction", value: nil),
        Offer(capability: .metadata2, name: "draft/metadata-2", value: MetadataRules.limits),
        Offer(capability: .metadata, name: "draft/metadata-3", value: MetadataRules.limits),
        Offer(capability: .multiline, name: Multiline.type, value: Multiline.value),
        Offer(capability: .persistence, name: "draft/persistence", value: nil),
        Offer(capability: .preAway, name: "draft/pre-away", value: nil),
        Offer(capability: .readMarker, name: "draft/read-marker", value: nil),
        Offer(capability: .sentTokens, name: "sandali.chat/id", value: nil),
    ]

    /// The capability of this name, where it is on offer.
    static func named(_ name: ArraySlice<UInt8>, of offers: [Offer]) -> Capabilities? {
        let capability = offers.first { $0.name.utf8.elementsEqual(name) }?.capability
        return capability?.isEmpty == true ? nil : capability
    }

    /// The names of those that are held, in the order of LS.
    var names: [String] {
        Self.offers.filter { contains($0.capability) }.map(\.name)
    }
}
