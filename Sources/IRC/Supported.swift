import Rooms
import Wire

/// RPL_ISUPPORT: what we really do, and nothing else.
enum Supported {
    static func tokens(_ welcome: Welcome) -> [String] {
        let denied = welcome.tagRules.text
        let tags = denied.isEmpty ? [] : ["CLIENTTAGDENY=\(denied)"]
        return (always(welcome) + tags).sorted()
    }

    private static func always(_ welcome: Welcome) -> [String] {
        [
            "ACCOUNTEXTBAN=a", "AWAYLEN=\(Limit.awayBytes)", "BOT=B", "CASEMAPPING=ascii",
            "CHANLIMIT=#&:\(Rooms.Limit.roomsEach)", "CHANMODES=beI,k,l,Cimnst",
            "CHANNELLEN=\(Wire.Limit.channelBytes)", "CHANTYPES=#&", "ELIST=CMNTU", "EXCEPTS=e",
            "EXTBAN=,\(ExtendedMask.letters)", "INVEX=I",
            "KEYLEN=\(Limit.keyBytes)", "KICKLEN=\(Limit.reasonBytes)",
            "MAXLIST=beI:\(Rooms.Limit.masks)", "MODES=\(Limit.modeChanges)",
            "MONITOR=\(Limit.watches)",
            "NAMELEN=\(Limit.realNameBytes)",
            "NETWORK=\(networkToken(welcome))", "NICKLEN=\(Wire.Limit.nicknameLetters)",
            "PREFIX=(ohv)@%+", "STATUSMSG=@%+",
            "TARGMAX=JOIN:\(Limit.channelTargets),KICK:\(Limit.targets),"
                + "NAMES:\(Limit.channelTargets),NOTICE:\(Limit.targets),"
                + "PART:\(Limit.channelTargets),PRIVMSG:\(Limit.targets),"
                + "TAGMSG:\(Limit.targets),WHOIS:\(Limit.targets),WHOWAS:1",
            "TOPICLEN=\(Limit.topicBytes)", "USERLEN=\(Limit.userBytes)", "UTF8ONLY", "WHOX",
        ]
    }

    /// A token has no spaces.
    private static func networkToken(_ welcome: Welcome) -> String {
        String(decoding: welcome.network.map { $0 <= 32 ? 45 : $0 }, as: UTF8.self)
    }

    /// At most 13 tokens in a line, as the Modern document asks.
    static func write(_ welcome: Welcome, _ turn: inout Turn) {
        let all = tokens(welcome)
        for start in stride(from: 0, to: all.count, by: 13) {
            let row = all[start..<min(start + 13, all.count)].joined(separator: " ")
            turn.numeric(.iSupport, "\(row) :\(Phrase.iSupport.text(turn.language))")
        }
    }
}
