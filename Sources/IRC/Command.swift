import Rooms
public import Wire

/// One command: what HELP prints, what is checked before it runs, what runs.
struct Command: Sendable {
    /// When it may be said.
    enum Stage: Sendable {
        /// Before registration as well (`Greeting`).
        case always
        case registered
    }

    /// What answers when parameters are missing.
    enum Missing: Sendable {
        case needMoreParameters
        case noRecipient
        case noNicknameGiven
        case noOrigin
    }

    /// What the answer depends on.
    enum Weight: Sendable {
        /// On nothing that is in the log or on who is here: it does not wait for the disk.
        case light
        case full
    }

    let name: CommandName
    let usage: String
    /// One line of HELP: what it does.
    let summary: String
    let params: ClosedRange<Int>
    let missing: Missing
    let stage: Stage
    let weight: Weight
    /// Tokens from the flood bucket: 1 also for what whoever leads a room does several times in a
    /// few seconds.
    let cost: Int
    /// Whether it is Sandali's own, and so is also a word to the service nickname.
    let isVendor: Bool
    let run: @Sendable (inout House, inout Turn) throws(Refusal) -> Void

    /// How it is written: name and parameters.
    var form: Line { usage.isEmpty ? "\(name)" : "\(name) \(usage)" }
}

/// Every command there is, in one place.
public enum CommandTable {
    typealias Run = @Sendable (inout House, inout Turn) throws(Refusal) -> Void

    private static func row(
        _ name: CommandName, _ usage: String, _ params: ClosedRange<Int>, cost: Int = 2,
        missing: Command.Missing = .needMoreParameters, stage: Command.Stage = .registered,
        weight: Command.Weight = .full, vendor: Bool = false, _ run: @escaping Run,
        _ summary: String
    ) -> Command {
        Command(
            name: name, usage: usage, summary: summary, params: params, missing: missing,
            stage: stage, weight: weight, cost: cost, isVendor: vendor, run: run)
    }

    // swift-format-ignore
    static let all: [Command] = [
        // Registration. Before it these go to `Greeting`.
        row("CAP",      "LS|LIST|REQ|END [:<capabilities>]", 1...2, cost: 1, stage: .always, House.cap,
            "asks for capabilities of IRCv3"),
        row("AUTHENTICATE", "<mechanism or data>",       1...1,  stage: .always, House.authenticate,
            "signs in (SASL)"),
        row("REGISTER", "<account>|* <e-mail>|* <password>", 3...3, cost: 4, stage: .always, House.register,
            "makes an account, where anyone may or by an invitation"),
        row("VERIFY",   "<account> <code>",              2...2,  stage: .always, weight: .light, House.verify,
            "is answered, but nothing needs it here"),
        row("PASS",     "<password>",                    1...1,  stage: .always, weight: .light, House.already,
            "signs in with account:password, or gives an invitation's code or the connection password"),
        row("NICK",     "<nickname>",                    1...1,  missing: .noNicknameGiven, stage: .always, House.nick,
            "takes a nickname"),
        row("USER",     "<user> 0 * :<real name>",       0...15, stage: .always, weight: .light, House.already,
            "begins, together with NICK"),
        row("PING",     "<token>",                       1...2,  cost: 1, missing: .noOrigin, stage: .always, weight: .light, House.ping,
            "asks for PONG with the same token"),
        row("PONG",     "<token>",                       0...2,  cost: 0, stage: .always, weight: .light, House.pong,
            "answers PING"),
        row("QUIT",     "[:<reason>]",                   0...1,  cost: 0, stage: .always, House.quit,
            "says goodbye and leaves"),

        // Rooms.
        row("JOIN",     "<room>{,<room>} [<key>{,<key>}]", 1...2, House.join,
            "comes into a room"),
        row("PART",     "<room>{,<room>} [:<reason>]",   1...2,  House.part,
            "goes out of a room"),
        row("NAMES",    "<room>{,<room>}",               0...2,  House.names,
            "says who is in a room"),
        row("TOPIC",    "<room> [:<topic>]",             1...2,  House.topic,
            "shows or sets a room's topic"),
        row("RENAME",   "<room> <new name> [:<reason>]", 2...3,  cost: 5, House.rename,
            "gives a room another name; its people, modes and words stay"),
        row("LIST",     "[<room or mask>{,…}] [<condition>{,…}]", 0...2, cost: 4, House.list,
            "lists the rooms that are there for you; >3, <3, C>60, T<60 and !mask choose among them"),
        row("INVITE",   "<nickname> <room>",             0...2,  House.invite,
            "invites somebody into a room"),
        row("KICK",     "<room>{,<room>} <nickname>{,<nickname>} [:<reason>]", 2...3,  House.kick,
            "takes somebody out of a room"),
        row("MODE",     "<target> [<modes> [<parameters>]]", 1...15, House.mode,
            "shows or changes modes"),

        // Words.
        row("PRIVMSG",  "<target>{,<target>} :<text>",   0...2,  cost: 1, House.privmsg,
            "writes to a room or to somebody"),
        row("NOTICE",   "<target>{,<target>} :<text>",   0...2,  cost: 1, House.notice,
            "writes what is not to be answered"),
        row("TAGMSG",   "<target>{,<target>}",           0...1,  cost: 1, House.tagmsg,
            "sends tags without words"),
        row("REDACT",   "<target> <msgid or nickname> [:<reason>]", 2...3, cost: 4, vendor: true, House.redact,
            "takes back what was said: your own words, or any in a room that you moderate"),
        row("BATCH",    "+<name> draft/multiline <target> | -<name>", 1...3, cost: 1, House.batch,
            "begins and ends a text of several lines"),
        row("AWAY",     "[:<text>]",                     0...1,  House.away,
            "says that you are away, or back"),
        row("MARKREAD", "<room or nickname> [timestamp=<time>]", 0...2, cost: 1, House.markread,
            "says how far you have read, to your other connections alone"),
        row("PERSISTENCE", "GET | SET ON|OFF|DEFAULT", 0...3, cost: 1, House.persistence,
            "says whether you stay in your channels when your last connection goes"),
        row("METADATA", "<target> <what> [<key>…] [:<value>]", 0...15, stage: .always, House.metadata,
            "says something of you or your room by keys, and follows others: GET LIST SET CLEAR SUB UNSUB SUBS SYNC"),
        row("SETNAME",  ":<real name>",                  1...1,  House.setname,
            "changes your real name; in the support policy nobody has one"),

        row("CHATHISTORY", "<which> <target> <reference> [<reference>] <limit>", 0...5, cost: 4, House.chathistory,
            "reads again what was said: LATEST, BEFORE, AFTER, AROUND, BETWEEN; TARGETS"),

        // Questions.
        row("WHO",      "<room or mask> [%<fields>[,<token>]]", 0...2, cost: 4, House.who,
            "says who is there"),
        row("WHOIS",    "[<server>] <nickname>{,<nickname>}", 1...2, missing: .noNicknameGiven, House.whois,
            "says what you may know about somebody"),
        row("WHOWAS",   "<nickname> [<count>]",          1...3,  missing: .noNicknameGiven, House.whowas,
            "says who had a nickname before; in the support policy nothing is remembered"),
        row("USERHOST", "<nickname>{ <nickname>}",       1...15, House.userhost,
            "says whether up to five people are here, and away"),
        row("ISON",     "<nickname>{ <nickname>}",       1...15, House.ison,
            "says which of these people are here"),
        row("LUSERS",   "",                              0...2,  House.lusers,
            "counts who is here"),
        row("MOTD",     "[<server>]",                    0...1,  House.motd,
            "shows the message of the day"),
        row("MONITOR",  "+|-|C|L|S [<nickname>{,<nickname>}]", 1...2, cost: 2, House.monitor,
            "says when somebody comes and goes; in the support policy only those whom you may see"),
        row("ISUPPORT", "",                              0...0,  stage: .always, House.isupport,
            "says what this server can do (005)"),
        row("VERSION",  "[<server>]",                    0...1,  House.version,
            "says which software this is, and what it can do"),
        row("TIME",     "[<server>]",                    0...1,  House.time,
            "says what time it is at the server"),
        row("INFO",     "[<server>]",                    0...1,  House.info,
            "says what this server is"),
        row("ADMIN",    "[<server>]",                    0...1,  House.admin,
            "says whom to ask about this server"),
        row("STATS",    "<letter> [<server>]",           1...2,  House.stats,
            "with u, says how long the server has been up; other letters tell nothing"),
        row("LINKS",    "",                              0...2,  weight: .light, House.links,
            "lists the servers: this one"),
        row("USERS",    "",                              0...1,  weight: .light, House.users,
            "is not answered here (446)"),
        row("SUMMON",   "",                              0...3,  weight: .light, House.summon,
            "is not answered here (445)"),
        row("HELP",     "[<command>|ALL]",               0...1,  cost: 4, weight: .light, House.help,
            "lists the commands, or says more of one"),
        row("HELPOP",   "[<command>]",                   0...1,  cost: 4, weight: .light, House.help,
            "the same as HELP"),

        // The operator's. In the support policy there is none.
        row("OPER",     "<name> <password>",             2...2,  cost: 5, House.oper,
            "makes you an operator of the server"),
        row("KILL",     "<nickname> [:<reason>]",        1...2,  House.kill,
            "closes somebody's connections"),
        row("WALLOPS",  ":<text>",                       1...1,  House.wallops,
            "writes to everyone who has set the user mode w"),
        row("REHASH",   "",                              0...1,  House.rehash,
            "has the server read its configuration again"),

        // Sandali's own.
        row("ROOM",     "NEW|SET|SHOW <room> [:<title>]|[<key>=<value>…]", 1...15, vendor: true, House.room,
            "makes a group's room; shows and changes its settings"),
        row("ENROL",    "<room> <account>",              2...2,  vendor: true, House.enrol,
            "lets an account come to a room"),
        row("UNENROL",  "<room> <account>",              2...2,  vendor: true, House.unenrol,
            "takes an account off a room's list"),
        row("HAND",     "<room> [up | down | !<comment>]",    1...15, cost: 1, vendor: true, House.hand,
            "asks for the floor, in a room where people speak in turns"),
        row("HANDS",    "<room>",                        1...1,  vendor: true, House.hands,
            "says who has the floor and who is next"),
        row("FLOOR",    "<room> [next | give <nickname> [<length>] | take | pass | +<length>]", 1...4, cost: 1, vendor: true, House.floor,
            "gives the floor, takes it back, gives it up or makes a turn longer"),
        row("ROUND",    "<room> end | :<question>",      2...15, vendor: true, House.round,
            "gives the floor to everyone once, one after another"),
        row("PHASE",    "<room> [<name> <length> | end]", 1...15, vendor: true, House.phase,
            "begins a part of the evening that has an end, or says which one it is"),
        row("MUTE",     "<room> [<nickname> <length> [:<reason>]]", 1...15, cost: 1, vendor: true, House.mute,
            "lets only staff hear somebody for a time, or lists who is muted; the room is not told"),
        row("UNMUTE",   "<room> <nickname>",             2...2, cost: 1, vendor: true, House.unmute,
            "lets everyone hear somebody again"),
        row("REMOVE",   "<room> <nickname> [:<reason>]", 2...15, cost: 1, vendor: true, House.remove,
            "takes somebody out of a room, who is seen to leave by themselves"),
        row("BAN",      "<room> [<nickname or account> [<length>|forever] [:<reason>]]", 1...15, vendor: true, House.ban,
            "keeps an account out of a room for a time or for good, or lists who is kept out"),
        row("UNBAN",    "<room> <nickname or account>",  2...2,  vendor: true, House.unban,
            "lets an account come again"),
        row("ASIDE",    "<room> [<nickname> | end [<nickname>]]", 1...3, vendor: true, House.aside,
            "takes somebody to a side room, and back to their place"),
        row("HOLD",     "<room> [list | ok <number>…|all | no <number> [:<reason>] | words [:<words>]]",
            1...15, cost: 1, vendor: true, House.hold,
            "shows the texts that wait for staff, and lets them be said or not"),
        row("REPORT",   "<room> <msgid or nickname> worry|harm|identity|spam [:<words>] | LIST | SHOW|CLOSE <number>",
            1...4, cost: 4, vendor: true, House.report,
            "tells those whose work it is of something that was said"),
        row("DEVICE",   "ADD | LIST | DROP <fingerprint>", 1...2, vendor: true, House.device,
            "says which devices sign in for you by their certificate"),
        row("LANGUAGE", "[<language>]",                  0...15, stage: .always, vendor: true, House.language,
            "lists the languages, or chooses yours"),
        row("CASE",     "NEW|LIST|HANDOVER|COVER|CARER|CONSENT|ACCEPT|REJECT|CLOSE …", 1...4,  vendor: true, House.case,
            "makes a family's worker channel, or lists yours"),
        row("SESSION",  "NEW|LIST|OPEN|CLOSE|EXTEND|MOVE|SKIP|LOCK <room> …", 1...5, vendor: true, House.session,
            "plans a group's meetings, opens and closes them"),
        row("RULES",    "[OK|SET] <room> [<version>|[<language>] :<text>]", 1...15, vendor: true, House.rules,
            "shows a room's ground rules, accepts them, or sets them"),
        row("ADMIT",    "<room> [<nickname>|*]",         1...2, cost: 1, vendor: true, House.admit,
            "lets somebody in who waits; without a nickname, says who does"),
        row("DENY",     "<room> <nickname> [:<reason>]", 2...15, cost: 1, vendor: true, House.deny,
            "turns somebody away who waits"),
        row("KNOCK",    "<room> [:<text>]",              1...15, cost: 4, vendor: true, House.knock,
            "asks to be let into a room that is not yours; the text is not passed on"),
        row("RSVP",     "<room>[/<number>] yes|no|late", 2...2,  vendor: true, House.rsvp,
            "says whether you come to a meeting"),
        row("MOOD",     "<room> [1-5]",                  1...2,  vendor: true, House.mood,
            "says how you are, coming in and going out; staff see figures of three people or more"),
        row("ATTEND",   "<room>[/<number>]",             1...1,  vendor: true, House.attend,
            "says who was at a meeting, and for how long; to parents, how they were there themselves"),
        row("SUMMARY",  "<room> :<text>",                2...15, vendor: true, House.summary,
            "sends a note on the meeting to everyone on the room's list"),
        row("AUDIT",    "<room|account> [from=<UTC time>]", 1...2, cost: 8, vendor: true, House.audit,
            "says who did what, for leads and administrators"),
        row("RETENTION", "",                             0...0,  vendor: true, House.retention,
            "says what is stored, for how long, and who can read it"),
        row("EXPORT",   "NOW <password> | MORE <position> | CANCEL | CONFIRM <account>", 1...2, cost: 5, vendor: true, House.export,
            "gives you everything that is yours"),
        row("ERASE",    "NOW <password> | CANCEL | CONFIRM <account>", 1...2, cost: 5, vendor: true, House.erase,
            "ends your account and wipes all that you wrote"),
        row("ACCOUNT",  "SUSPEND|RESTORE <account>",     1...2, cost: 4, vendor: true, House.account,
            "keeps an account out for a time, or lets it in again"),
        row("WHOREADS", "<channel>",                     1...1,  vendor: true, House.whoreads,
            "says who can read a worker channel"),
        row("CODE",     "NEW <role> … | RECOVER <account> | LIST | REVOKE <id>", 1...15, cost: 4, vendor: true, House.code,
            "makes one-time codes, by which people get an account or back into theirs"),
        row("TOKEN",    "NEW",                           1...1,  cost: 4, vendor: true, House.token,
            "gives a token that signs this device in without a password"),
    ]

    private static let places: [CommandName: Int] = Dictionary(
        uniqueKeysWithValues: all.enumerated().map { ($1.name, $0) })

    /// The command's place in `all`.
    static func place(of name: CommandName) -> Int? { places[name] }

    /// Whether it is one of Sandali's own.
    static func isVendor(_ name: CommandName) -> Bool {
        places[name].map { all[$0].isVendor } ?? false
    }

    /// Whether there is such a command at all, at any stage.
    static func knows(_ name: CommandName) -> Bool { places[name] != nil }

    /// How many tokens of the flood bucket a line with this command costs.
    public static func cost(of name: CommandName) -> Int {
        places[name].map { all[$0].cost } ?? 1
    }

    /// The commands that do for each name in their first parameter what they do for one.
    private static let each: Set<CommandName> = [
        "JOIN", "PART", "NAMES", "PRIVMSG", "NOTICE", "TAGMSG", "WHOIS",
    ]

    /// How many tokens a line costs: one more for each further name in its list.
    public static func cost(of message: Message) -> Int {
        let cost = cost(of: message.command)
        guard each.contains(message.command), let names = message.text(0) else { return cost }
        return cost + names.count { $0 == UInt8(ascii: ",") }
    }
}

extension CommandTable {
    /// The name of every command, in the order of the table.
    public static var names: [String] { all.map(\.name.text) }

    /// The name of every command of Sandali's own, with the words in capitals that may stand first
    /// behind it: `RULES`, with `OK` and `SET`.
    public static var forms: [(name: String, words: [String])] {
        all.filter(\.isVendor).map { command in
            let parts = command.usage.split { !$0.isLetter }.map(String.init)
            let words = parts.filter { $0.count > 1 && $0.allSatisfy(\.isUppercase) }
            return (command.name.text, words)
        }
    }
}
