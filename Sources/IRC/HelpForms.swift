import Rooms
import Wire

extension Help {
    /// What HELP lists for everybody in the `support` policy: what people say themselves. The rest
    /// is for programs, and HELP ALL lists it.
    static let families: Set<CommandName> = [
        "NICK", "QUIT", "JOIN", "PART", "NAMES", "LIST", "PRIVMSG", "REDACT", "AWAY", "WHOIS",
        "MOTD", "TIME", "ADMIN", "HELP", "HAND", "HANDS", "REPORT", "DEVICE", "LANGUAGE", "CASE",
        "SESSION", "RULES", "KNOCK", "RSVP", "MOOD", "ATTEND", "RETENTION", "EXPORT", "ERASE",
        "WHOREADS", "TOKEN",
    ]

    /// What it lists for staff besides.
    static let staff: Set<CommandName> = [
        "TOPIC", "RENAME", "INVITE", "KICK", "MODE", "ROOM", "ENROL", "UNENROL", "FLOOR", "ROUND",
        "PHASE", "MUTE", "UNMUTE", "REMOVE", "BAN", "UNBAN", "ASIDE", "HOLD", "ADMIT", "DENY",
        "SUMMARY", "AUDIT", "ACCOUNT", "CODE",
    ]

    /// The forms of a command that has several, as HELP of it alone lists them.
    static let forms: [CommandName: [Line]] = [
        "SESSION": [
            "SESSION NEW <room> <start> <length> [every=<weeks>w]", "SESSION LIST [<room>]",
            "SESSION OPEN <room>[/<number>] [<length>]", "SESSION EXTEND <room> <length>",
            "SESSION CLOSE <room>", "SESSION MOVE <room>[/<number>] <start>",
            "SESSION SKIP <room>[/<number>]",
            "SESSION SKIP <room> all", "SESSION LOCK <room> [off]",
        ],
        "RULES": [
            "RULES <room>", "RULES OK <room> <version>", "RULES SET <room> [<language>] :<text>",
        ],
        "ROOM": [
            "ROOM NEW <room> [:<title>]", "ROOM SET <room> <key>=<value>…", "ROOM SHOW <room>",
        ],
        "HOLD": [
            "HOLD <room> [list]", "HOLD <room> ok <number>…", "HOLD <room> ok all",
            "HOLD <room> no <number> [:<reason>]", "HOLD <room> words",
            "HOLD <room> words :[<word>{, <word>}]",
        ],
        "CASE": [
            "CASE NEW <parent> <worker>", "CASE LIST", "CASE HANDOVER <channel> <worker>",
            "CASE ACCEPT <channel>", "CASE REJECT <channel> [:<reason>]",
            "CASE CONSENT <channel> yes|no [<account>]", "CASE COVER <channel> <worker> <length>",
            "CASE COVER <channel> end", "CASE CARER <channel> <account> [end]",
            "CASE CLOSE <channel>",
        ],
    ]

    /// How a command is written, as far as the line that was sent says which of its forms is meant.
    static func form(of name: CommandName, like message: Message, _ language: Language) -> Line {
        guard let place = CommandTable.place(of: name) else { return Line("\(name)") }
        let forms = forms[name] ?? []
        let words = (0..<message.count).map { Name.folded(message[$0]) }
        let meant = forms.first { form in
            // What chooses a form is its second word, or its third behind a place.
            let parts = form.bytes.split(separator: 32).dropFirst().map { Name.folded($0) }
            return words.indices.contains { index in
                index < min(2, parts.count) && parts[index] == words[index]
            }
        }
        return shown(meant ?? CommandTable.all[place].form, language)
    }
}
