import Rooms
import Wire

/// RPL_ISUPPORT: what we really do, and nothing else.
enum Supported {
    /// - Parameter channelTypes: with `&` where there are worker channels or may be.
    static func tokens(_ welcome: Welcome, channelTypes: String = "#&") -> [String] {
        let denied = welcome.tagRules.text
        let tags = denied.isEmpty ? [] : ["CLIENTTAGDENY=\(denied)"]
        let icon = welcome.icon.map { ["draft/ICON=\($0)"] } ?? []
        let types = ["CHANTYPES=\(channelTypes)"]
        return (always(welcome) + tags + icon + types).sorted()
    }

    private static func always(_ welcome: Welcome) -> [String] {
        [
            "ACCOUNTEXTBAN=a", "AWAYLEN=\(Limit.awayBytes)", "BOT=B", "CASEMAPPING=ascii",
            "CHANLIMIT=#:\(Rooms.Limit.roomsEach)", "CHANMODES=beI,k,l,Cimnst",
            "CHANNELLEN=\(Wire.Limit.channelBytes)", "CHATHISTORY=\(Limit.historyLines)",
            "ELIST=CMNTU", "EXCEPTS=e",
            "EXTBAN=,\(ExtendedMask.letters)", "INVEX=I",
            "KEYLEN=\(Limit.keyBytes)", "KICKLEN=\(Limit.reasonBytes)",
            "MAXLIST=beI:\(Rooms.Limit.masks)", "MODES=\(Limit.modeChanges)",
            "MSGREFTYPES=msgid,timestamp",
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
    /// document asks, and no more than fit beside the longest names.
    static func rows(_ welcome: Welcome, channelTypes: String = "#&") -> [Line] {
        var rows: [[String]] = []
        var bytes = 0
        for token in tokens(welcome, channelTypes: channelTypes) {
            let isFull = rows.last?.count == 13 || bytes + token.utf8.count > Limit.supportedBytes
            if rows.isEmpty || isFull {
                rows.append([])
                bytes = 0
            }
            rows[rows.count - 1].append(token)
            bytes += token.utf8.count + 1
        }
        return rows.map { Line($0.joined(separator: " ")) }
    }
}

extension Turn {
    /// 005, as many as it takes; in a batch for those who have asked for it.
    ///
    /// - Source: IRCv3 extended-isupport (draft).
    mutating func writeSupported(_ rows: [Line]) {
        guard held.isSuperset(of: [.extendedISupport, .batch]) else {
            return writeSupportedRows(rows)
        }
        enclose("draft/isupport") { $0.writeSupportedRows(rows) }
    }

    private mutating func writeSupportedRows(_ rows: [Line]) {
        for row in rows { numeric(.iSupport, row, .iSupport) }
    }
}

extension Greeting {
    /// ISUPPORT before registration, for clients that have asked for `draft/extended-isupport`.
    mutating func writeSupported(_ replies: inout [UInt8]) {
        var turn = turn()
        // Whether the centre has worker channels is not for whoever has not come in.
        let types = welcome.policy == .open ? "#" : "#&"
        turn.writeSupported(Supported.rows(welcome, channelTypes: types))
        replies += turn.own
    }

    /// A turn for what is answered before the centre is known.
    mutating func turn() -> Turn {
        var turn = Turn(
            now: Moment(milliseconds: 0), dice: Dice(seed: batches), server: welcome.server,
            language: language)
        batches &+= 1
        turn.nick = target
        turn.held = negotiation.held
        return turn
    }
}

extension House {
    /// `ISUPPORT`
    static func isupport(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        house.writeSupported(&turn)
    }

    func writeSupported(_ turn: inout Turn) {
        turn.writeSupported(hasWorkerChannels ? common.supported : common.supportedAlone)
    }

    /// Whether `&` begins the name of a channel here. In the `open` policy a client would take it
    /// for one of its own channels, which it could join, so it is told only once there is one.
    private var hasWorkerChannels: Bool { welcome.policy == .support || !centre.cases.isEmpty }

    /// Tells somebody who is brought into the centre's first worker channel what `&` means.
    func tellChannelTypes(_ person: Person, _ turn: inout Turn) {
        guard welcome.policy == .open, centre.cases.count == 1 else { return }
        for connection in person.connections {
            let text = Phrase.iSupport.text(turn.language)
            let line = Line(":\(welcome.server) 005 \(person.nick) CHANTYPES=#& :\(text)\r\n")
            if connection == turn.connection {
                turn.add(line.bytes)
            } else {
                turn.deliveries.append(.send(line.bytes, to: connection))
            }
        }
    }
}
