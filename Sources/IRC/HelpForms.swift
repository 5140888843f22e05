import Wire

extension Help {
    /// The forms of a command that has several, as HELP of it alone lists them.
    static let forms: [CommandName: [String]] = [
        "SESSION": [
            "SESSION NEW <room> <start> <length> [every=<weeks>w]", "SESSION LIST [<room>]",
            "SESSION OPEN <session> [<length>]", "SESSION EXTEND <room> <length>",
            "SESSION CLOSE <room>", "SESSION MOVE <session> <start>", "SESSION SKIP <session>",
            "SESSION SKIP <room> all", "SESSION LOCK <room> [off]",
        ],
        "RULES": [
            "RULES <room>", "RULES OK <room> <version>", "RULES SET <room> [<language>] :<text>",
        ],
    ]
}
