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

    /// The tokens in rows, as they stand behind the nickname: at most 13 in one, as the Modern
    /// document asks.
    static func rows(_ welcome: Welcome) -> [Line] {
        let all = tokens(welcome)
        return stride(from: 0, to: all.count, by: 13).map { start in
            Line(all[start..<min(start + 13, all.count)].joined(separator: " "))
        }
    }
}

extension House {
    /// 005, as many as it takes.
    func writeSupported(_ turn: inout Turn) {
        for row in supported { turn.numeric(.iSupport, row, .iSupport) }
    }
}
