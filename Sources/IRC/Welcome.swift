public import Rooms
import Wire

/// What every connection is told alike: names, policy, the message of the day, the limits. Built
/// from the configuration, shared and never changed; a reload makes another.
public final class Welcome: Sendable {
    /// The server's name, as it stands before every numeric.
    public let server: [UInt8]
    /// The folded name of the centre that it welcomes to; empty: any name will do.
    public let centre: [UInt8]
    /// What the network is called: in 001, and in 005 with `-` for each space.
    public let network: [UInt8]
    /// What stands behind every `@` in a source; one for all, so that it tells nothing.
    public let host: [UInt8]
    /// The program and its version, for 002, 004 and VERSION.
    public let version: [UInt8]
    /// When the server came up, for 003.
    public let started: Moment
    /// Who may come in and what they may see of each other.
    public let policy: Policy
    /// The message of the day, a line each; empty: 422.
    public let motd: [[UInt8]]
    /// The connection password, or nil.
    public let password: [UInt8]?
    /// Who may say OPER; nil: nobody.
    public let operator_: Operator?
    /// Which client-only tags are passed on.
    let tagRules: ClientTagRules
    /// The capabilities that clients may ask for.
    let offers: [Capabilities.Offer]
    /// One line about the network, in WHOIS and LINKS; nil: a line of our own.
    public let about: [UInt8]?
    /// Help numbers and the like, shown when nobody of the staff is there.
    public let help: [[UInt8]]
    /// What is spoken to those who have chosen nothing.
    public let language: Language
    /// What may be chosen, in the order in which LANGUAGE lists them; the default is among them.
    public let languages: [Language]
    /// The centre's clocks on the wall.
    public let zone: Zone
    /// Whether clients are asked for a certificate, so that they may sign in by it.
    public let asksForCertificates: Bool
    /// Whether SCRAM-SHA-256 is offered, and what it needs is stored of new passwords.
    public let offersSCRAM: Bool
    /// Where a picture of the network is, as `draft/ICON` tells clients; nil: nowhere.
    public let icon: String?
    /// What clients are told about coming under TLS only; nil: nothing.
    public let transportSecurity: TransportSecurity?
    /// How much of what was said meanwhile is shown to who comes in; 0: nothing.
    public let catchUpBytes: Int
    /// How long a code lasts where nothing else is said.
    public let codeSeconds: Int64
    /// What printed cards say of the way here.
    public let invitation: Invited
    /// How long words are kept.
    public let keeping: KeepingTerms
    /// Whether somebody of the staff meets a parent before ERASE and EXPORT are done.
    public let confirmsInPerson: Bool

    /// - Parameters:
    ///   - centre: the centre's name, as it may stand behind an `@`.
    ///   - deniedTags: client-only tags, without `+`, that are not passed on; `*` for all.
    ///   - withheld: capabilities, by name, that are not to be offered.
    ///   - minutesEast: how far the clocks are ahead of UTC, where there is no `zone`.
    ///   - icon: a URL in ASCII without spaces; empty: none.
    public init(
        server: String, network: String, version: String, started: Moment, policy: Policy,
        motd: [String] = [], password: String? = nil, help: [String] = [],
        about: String? = nil, operator_: Operator? = nil, deniedTags: [String] = [],
        withheld: [String] = [], language: Language = .english,
        languages: [Language] = Language.allCases, minutesEast: Int = 0, zone: Zone? = nil,
        asksForCertificates: Bool = true, offersSCRAM: Bool = false,
        icon: String = "", transportSecurity: TransportSecurity? = nil,
        catchUpBytes: Int = 8192, centre: String = "",
        codeSeconds: Int64 = Limit.codeSeconds, invitation: Invited = Invited(),
        keeping: KeepingTerms = .standard, confirmsInPerson: Bool = true
    ) {
        self.server = Array(server.utf8)
        self.centre = Name.folded(Array(centre.utf8)[...])
        self.network = Array(network.utf8)
        host = Array("sandali".utf8)
        self.version = Array(version.utf8)
        self.started = started
        self.policy = policy
        self.motd = motd.map { Array($0.utf8) }
        self.password = password.map { Array($0.utf8) }
        self.about = about.flatMap { $0.isEmpty ? nil : Array($0.utf8) }
        self.operator_ = operator_
        tagRules = ClientTagRules(deniedTags, policy)
        offers = Capabilities.offers(policy, withheld: withheld)
        self.help = help.map { Array($0.utf8) }
        self.language = language
        self.languages = languages.contains(language) ? languages : [language] + languages
        self.zone = zone ?? Zone(minutesEast: minutesEast)
        self.asksForCertificates = asksForCertificates
        self.offersSCRAM = offersSCRAM
        self.icon = icon.isEmpty ? nil : icon
        self.transportSecurity = transportSecurity
        self.catchUpBytes = catchUpBytes
        self.codeSeconds = codeSeconds
        self.invitation = invitation
        self.keeping = keeping
        self.confirmsInPerson = confirmsInPerson
    }
}
