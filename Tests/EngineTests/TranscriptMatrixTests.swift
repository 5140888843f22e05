import Engine
import Foundation
import IRC
import Rooms
import Testing

/// What is not yours does not exist: every command, said about a room that is hidden from the one
/// who asks and about one that is not there at all, must bring the same bytes.
struct Hidden {
    /// Commands with `<room>` where the name stands. Both names are of the same length.
    static let lines = [
        "ACCOUNT SUSPEND <room>", "ACCOUNT RESTORE <room>", "ACCOUNT <room>",
        "RETENTION <room>", "ERASE NOW <room>", "ERASE CONFIRM <room>", "ERASE CANCEL <room>",
        "ERASE <room>", "EXPORT NOW <room>", "EXPORT CONFIRM <room>", "EXPORT MORE <room>",
        "EXPORT <room>", "PRIVMSG Host :erase confirm <room>", "PRIVMSG Host :retention <room>",
        "RENAME <room> #new", "RENAME <room> <room>", "RENAME <room> #new :why",
        "ISUPPORT", "AWAY *",
        "METADATA <room> GET color", "METADATA <room> LIST", "METADATA <room> SYNC",
        "METADATA <room> SET color :red", "METADATA <room> SET color", "METADATA <room> CLEAR",
        "METADATA <room> SUB color", "METADATA <room>", "METADATA * <room>",
        "METADATA * SUB <room>", "METADATA * SET color :<room>", "@label=x METADATA <room> LIST",
        "MARKREAD <room>", "MARKREAD <room> timestamp=2026-01-01T00:00:00.000Z",
        "MARKREAD <room> *", "@label=x MARKREAD <room> timestamp=2026-01-01T00:00:00.000Z",
        "RENAME #nowhere <room>", "@label=x RENAME <room> #new",
        "JOIN <room>", "JOIN <room> key", "JOIN <room>,<room>", "PART <room>", "PART <room> :bye",
        "NAMES <room>", "NAMES @<room>", "TOPIC <room>", "TOPIC <room> :mine", "TOPIC <room> :",
        "LIST <room>", "LIST", "LIST <room>,#other", "WHO <room>", "WHO <room> o", "WHOIS <room>",
        "WHO *", "LUSERS", "NAMES", "INVITE", "CASE LIST",
        "MODE <room>", "MODE <room> +m", "MODE <room> b", "MODE <room> +b x",
        "MODE <room> +o dilbar",
        "MODE <room> +k", "MODE <room> +l x", "MODE <room> +q", "KICK <room> dilbar",
        "KICK <room> <asker>",
        "KICK <room> nobody :why", "INVITE dilbar <room>", "INVITE nobody <room>",
        "INVITE <asker> <room>",
        "PRIVMSG <room> :hello", "PRIVMSG @<room> :hello", "PRIVMSG +<room> :hello",
        "PRIVMSG %<room> :hello", "PRIVMSG <room>,<room> :hello", "PRIVMSG <room>",
        "PRIVMSG <room> :", "BATCH +1 draft/multiline <room>",
        "REDACT <room> 0123456789012", "REDACT <room> 0123456789012 :why", "REDACT <room> x",
        "REDACT <room>", "@label=x REDACT <room> 0123456789012", "REDACT @<room> 0123456789012",
        "PRIVMSG Host :redact <room> 0123456789012", "PRIVMSG Host :redact <room> x :why",
        "BATCH +1 draft/multiline <room>\n@batch=1 PRIVMSG <room> :a\nBATCH -1",
        "@label=x BATCH +1 draft/multiline @<room>\n@batch=1 PRIVMSG @<room> :a\nBATCH -1",
        "BATCH +1 draft/multiline <room>\n@batch=1 NOTICE <room> :a\nBATCH -1",
        "BATCH +1 draft/multiline <room>\n@batch=1 PRIVMSG #else :a\nBATCH -1",
        "@+sandali.chat/id=t PRIVMSG <room> :hi\n@+sandali.chat/id=t PRIVMSG <room> :hi",
        "PRIVMSG <room> :\u{1}VERSION\u{1}", "NOTICE <room> :hello", "NOTICE @<room> :hello",
        "TAGMSG <room>", "TAGMSG @<room>", "@label=x;+a=b TAGMSG <room>",
        "@label=x PRIVMSG <room> :hi",
        "@label=x NOTICE <room> :hi", "@label=x JOIN <room>", "ENROL <room> lola",
        "ENROL <room> nobody", "UNENROL <room> lola", "UNENROL <room> nobody", "WHOREADS <room>",
        "CASE HANDOVER <room> zarina", "CASE ACCEPT <room>", "CASE REJECT <room> :no",
        "CASE CONSENT <room> yes", "CASE COVER <room> zarina 2h", "CASE COVER <room> end",
        "CASE CARER <room> rosa", "CASE CARER <room> rosa end", "CASE CLOSE <room>",
        "AUDIT <room> from=<room>",
        "REGISTER <room> * password", "REGISTER * * <room>", "VERIFY <room> 1",
        "LANGUAGE <room>", "LANGUAGE <room> <room>", "PRIVMSG Host :language <room>",
        "PERSISTENCE <room>", "PERSISTENCE SET <room>",
        "DEVICE <room>", "DEVICE ADD <room>", "DEVICE DROP <room>", "DEVICE LIST",
        "AWAY <room>", "HELP <room>", "PING <room>", "NICK <room>", "MOTD <room>", "USER <room>",
        "WHO <room> %tcuihsnfdlaor,7", "WHO <room> %na", "WHOWAS <room>", "WHOWAS <room> 2",
        "USERHOST <room>", "ISON <room>", "ISON :<room> dilbar", "MONITOR + <room>",
        "MONITOR - <room>", "MONITOR + dilbar,<room>", "MONITOR S", "MOTD <room>",
        "VERSION <room>", "TIME <room>", "INFO <room>", "ADMIN <room>", "STATS u <room>",
        "STATS <room>", "LINKS <room>", "USERS <room>", "SUMMON <room>", "HELPOP <room>",
        "SETNAME <room>", "OPER <room> x", "KILL <room> :x", "KILL dilbar :x",
        "WALLOPS <room>", "REHASH <room>", "LIST >0", "LIST <1", "LIST C<9", "LIST T<9",
        "CHATHISTORY LATEST <room> * 5", "CHATHISTORY AROUND <room> msgid=0000000000000 5",
        "CHATHISTORY TARGETS <room> <room> 9",
        "LIST *", "LIST !<room>", "LIST #*,>0", "WHOIS <room> <room>", "WHOIS <room>,dilbar",
        "KICK <room>,<room> dilbar,dilbar", "MODE <room> +b a:x", "MODE <room> +b m:x",
        "PASS <room>", "AUTHENTICATE <room>", "CAP <room>", "PONG <room>", "ROOM SHOW <room>",
        "ROOM SET <room> history=all", "ROOM SET <room>", "ROOM SET <room> x=y",
        "ROOM SET <room> keep=1h history=none", "PRIVMSG Host :room set <room> keep=1h",
        "PRIVMSG Host :room show <room>", "@label=x ROOM SHOW <room>",
        "HAND <room>", "HAND <room> down", "HAND <room> :!why", "HANDS <room>", "FLOOR <room>",
        "FLOOR <room> next", "FLOOR <room> give dilbar 3m", "FLOOR <room> give nobody x",
        "FLOOR <room> take", "FLOOR <room> pass", "FLOOR <room> +2m", "FLOOR <room> +x",
        "FLOOR <room> hum", "ROUND <room> end", "ROUND <room> :how?", "PHASE <room>",
        "PHASE <room> end", "PHASE <room> talk 20m", "PHASE <room> talk x",
        "@label=x HANDS <room>", "PRIVMSG Host :hand <room>", "PRIVMSG Host :floor <room> next",
        "PRIVMSG <room> :?", "PRIVMSG <room> :!why", "PRIVMSG <room> :ga", "PRIVMSG <room> :0",
        "PRIVMSG Host :1", "ROOM SET <room> speak=turns turn=2m",
        "MUTE <room>", "MUTE <room> dilbar 10m :why", "MUTE <room> nobody x",
        "UNMUTE <room> dilbar",
        "REMOVE <room> dilbar", "REMOVE <room> nobody :why", "BAN <room>", "BAN <room> lola 7d",
        "BAN <room> nobody", "UNBAN <room> lola", "REPORT <room> 0123456789012 harm :why",
        "REPORT <room> 0123456789012 x", "REPORT <room> x harm", "REPORT LIST", "REPORT SHOW 1",
        "REPORT CLOSE 1", "REPORT <room>", "@label=x REPORT <room> 0123456789012 spam",
        "PRIVMSG Host :report <room> 0123456789012 harm", "PRIVMSG Host :mute <room> dilbar 1m",
        "ROOM SET <room> slow=30s",
        "ASIDE <room>", "ASIDE <room> dilbar", "ASIDE <room> end", "ASIDE <room> end lola",
        "HOLD <room>", "HOLD <room> list", "HOLD <room> ok 1", "HOLD <room> no 1 :why",
        "HOLD <room> words", "HOLD <room> words :tea", "HOLD <room> hum",
        "PRIVMSG Host :hold <room>", "PRIVMSG <room> :+992 90 123 45 67", "PRIVMSG Host :2",
        "PRIVMSG Host :3", "ROOM SET <room> hold=on screen=numbers,links",
        "@+draft/persist TAGMSG <room>", "@+draft/react=x TAGMSG @<room>",
        "ROOM NEW <room>", "PRIVMSG Host :ROOM new <room>",
        "PRIVMSG Host :enrol <room> lola", "PRIVMSG Host :unenrol <room> lola",
        "SESSION LIST <room>", "SESSION LIST <room>/1", "SESSION NEW <room> 2026-12-01T18:30Z 90m",
        "SESSION NEW <room> soon long", "SESSION OPEN <room>", "SESSION OPEN <room> 90m",
        "SESSION CLOSE <room>", "SESSION EXTEND <room> 15m", "SESSION EXTEND <room> x",
        "SESSION MOVE <room> 2026-12-01T18:30Z", "SESSION MOVE <room>/1 x",
        "SESSION SKIP <room>", "SESSION SKIP <room> all", "SESSION LOCK <room>",
        "SESSION LOCK <room> off", "SESSION LIST", "PRIVMSG Host :session open <room>",
        "@label=x SESSION LIST <room>", "RULES <room>", "RULES OK <room> 1", "RULES OK <room>",
        "RULES SET <room> :be kind", "RULES SET <room> tg :be kind",
        "PRIVMSG Host :rules <room>", "ADMIT <room>", "ADMIT <room> *", "ADMIT <room> dilbar",
        "ADMIT <room> lola", "DENY <room> lola", "DENY <room> lola :why",
        "PRIVMSG Host :admit <room> lola", "RSVP <room> yes", "RSVP <room>/1 no",
        "RSVP <room> maybe", "MOOD <room> 3", "MOOD <room> 9", "MOOD <room>",
        "ATTEND <room>", "ATTEND <room>/1", "SUMMARY <room> :thanks", "SUMMARY <room> :",
        "PRIVMSG Host :attend <room>", "PRIVMSG Host :mood <room> 3", "KNOCK",
        "PRIVMSG Host :whoreads <room>", "PRIVMSG Host :<room>", "QUIT :<room>",
        "CODE <room>", "CODE NEW parent <room>", "CODE NEW parent <room> worker=zarina",
        "CODE NEW parent #other <room>", "CODE NEW <room>", "CODE LIST", "CODE REVOKE <room>",
        "CODE REVOKE dilbar/1", "CODE RECOVER <room>", "CODE RECOVER <asker> <room>",
        "PRIVMSG Host :code new parent <room>", "TOKEN NEW", "TOKEN <room>",
        "PRIVMSG Host :register <room> password", "AUTHENTICATE SANDALI-TOKEN",
    ]

    /// Every command of the table with parameters that are wrong: the room is looked at first. A
    /// knock has a test of its own, for those behind the door hear it.
    static var linesWithFaults: [String] {
        CommandTable.forms.filter { $0.name != "KNOCK" }.flatMap { name, words in
            (words.map { "\(name) \($0)" } + [name]).flatMap { lead in
                ["", " zz", " :", " zz :zz zz", " 1 2 3 4 5", "/7 zz"].map {
                    "\(lead) <room>\($0)"
                }
            }
        }
    }

    /// The same for a nickname.
    static let linesAboutPeople = [
        "METADATA <room> GET color", "METADATA <room> LIST", "METADATA <room> SYNC",
        "METADATA <room> SET color :red", "METADATA <room> CLEAR", "METADATA <room> SUBS",
        "MARKREAD <room>", "MARKREAD <room> timestamp=2026-01-01T00:00:00.000Z",
        "WHOIS <room> <room>", "WHOIS <room> mina", "WHOIS <room>,mina", "WHOWAS <room>",
        "BATCH +1 draft/multiline <room>\n@batch=1 PRIVMSG <room> :a\nBATCH -1",
        "REDACT <room> 0123456789012", "PRIVMSG Host :redact <room> 0123456789012",
        "@+sandali.chat/id=t PRIVMSG <room> :hi\n@+sandali.chat/id=t PRIVMSG <room> :hi",
        "USERHOST <room> mina", "ISON <room> mina", "MONITOR + <room>", "MONITOR + mina,<room>",
        "MONITOR S", "WHO <room> %tcuihsnfdlaor,7", "WHO * %na", "VERSION <room>",
        "TIME <room>", "ADMIN <room>", "INFO <room>", "STATS u <room>", "KILL <room> :x",
        "OPER <room> <room>", "NAMES",
        "WHOIS <room>", "WHOIS s.example <room>", "WHO <room>", "WHO <room> o", "WHO *",
        "PRIVMSG <room> :hello", "NOTICE <room> :hello", "TAGMSG <room>",
        "PRIVMSG <room>,<room> :hello", "@label=x PRIVMSG <room> :hello",
        "@label=x NOTICE <room> :hello", "PRIVMSG @<room> :hello", "MODE <room>",
        "MODE <room> +i", "KICK #tue-circle <room>", "INVITE <room> #tue-circle",
        "INVITE <room> #nowhere", "ENROL #tue-circle <room>", "UNENROL #tue-circle <room>",
        "ENROL #nowhere <room>", "CASE NEW <room> zarina", "CASE NEW rosa <room>",
        "JOIN <room>", "NAMES <room>", "LIST <room>", "TOPIC <room>", "WHOREADS &<room>",
        "JOIN &<room>", "PRIVMSG &<room> :hello", "LUSERS", "CODE RECOVER <room>",
        "CODE NEW parent worker=<room>", "CODE REVOKE <room>/1", "REGISTER <room> * password",
    ]

    static let setting = """
        account dilbar facilitator
        account zarina worker
        account farid worker
        account adm administrator
        account wise lead
        account lola parent
        account mina parent
        room #tue-circle dilbar :On Tuesdays
        enrol #tue-circle lola
        case lola zarina
        connect dilbar
        connect zarina
        connect lola
        """

    /// A worker, a parent and a facilitator in their rooms; built once and copied for each line.
    static let evening = evening(.support)
    static let openEvening = evening(.open)

    private static func evening(_ policy: Policy) -> TranscriptStage {
        var setup = TranscriptStage.Setting()
        setup.policy = policy
        var stage = TranscriptStage(setup)
        for line in setting.split(separator: "\n") {
            guard case .directive(let words, let tail) = TranscriptLine(String(line)) else {
                continue
            }
            if !stage.direct(words, tail) { stage.faults.append("refused: \(line)") }
        }
        for room in ["#tue-circle", "&lola"] {
            let leader = room == "&lola" ? "zarina" : "dilbar"
            let lines = ["JOIN \(room)", "TOPIC \(room) :words that nobody else may see"]
            stage.send(lines.map { (leader, Array($0.utf8)) })
        }
        stage.send([("lola", Array("JOIN #tue-circle".utf8))])
        _ = stage.takeHeard()
        return stage
    }

    /// The evening with one more person in it, who has no room.
    static func evening(
        with asker: String, _ capabilities: [String], in evening: TranscriptStage = evening
    ) -> TranscriptStage {
        var stage = evening
        if asker != "dilbar", !stage.direct(["connect", asker] + capabilities, nil) {
            stage.faults.append("\(asker) is not let in")
        }
        _ = stage.takeHeard()
        return stage
    }

    /// What everyone hears when `asker` says a line about `room`, with the room's name taken out.
    static func heard(
        _ line: String, about room: String, by asker: String, in evening: TranscriptStage
    ) -> [String] {
        var stage = evening
        let command = line.replacingOccurrences(of: "<room>", with: room)
            .replacingOccurrences(of: "<asker>", with: asker)
        stage.send(command.split(separator: "\n").map { (asker, Array($0.utf8)) })
        let lines = stage.takeHeard().map { "\($0.name) < \($0.line)" } + stage.takeFaults()
        return lines.map { $0.replacingOccurrences(of: room, with: "<room>") }
    }
}

@Suite struct HiddenRoomTests {
    static let everything = [
        "account-notify", "account-tag", "away-notify", "batch", "draft/channel-rename",
        "draft/extended-isupport", "draft/message-redaction",
        "draft/metadata-3", "draft/multiline",
        "draft/pre-away", "draft/read-marker",
        "draft/chathistory", "draft/event-playback",
        "echo-message", "extended-join", "extended-monitor", "invite-notify", "labeled-response",
        "message-tags",
        "multi-prefix", "no-implicit-names", "server-time", "standard-replies",
        "userhost-in-names",
    ]

    @Test(arguments: ["mina", "farid", "wise"], [[], everything])
    func `a hidden room brings the same bytes as one that is not there`(
        asker: String, capabilities: [String]
    ) {
        let evening = Hidden.evening(with: asker, capabilities)
        #expect(evening.faults == [])
        for (hidden, missing) in [("#tue-circle", "#wed-circle"), ("&lola", "&lila")] {
            for line in Hidden.lines {
                let one = Hidden.heard(line, about: hidden, by: asker, in: evening)
                let other = Hidden.heard(line, about: missing, by: asker, in: evening)
                #expect(one == other, "\(line)")
            }
        }
    }

    @Test func `a hidden room is hidden whatever else is wrong`() {
        let evening = Hidden.evening(with: "mina", Self.everything)
        #expect(evening.faults == [])
        for line in Hidden.linesWithFaults {
            for (hidden, missing) in [("#tue-circle", "#wed-circle"), ("&lola", "&lila")] {
                let one = Hidden.heard(line, about: hidden, by: "mina", in: evening)
                let other = Hidden.heard(line, about: missing, by: "mina", in: evening)
                #expect(one == other, "\(line)")
            }
        }
    }

    @Test(arguments: [[], everything])
    func `in the open policy a secret room is hidden until it is joined`(
        capabilities: [String]
    ) {
        let evening = Hidden.evening(with: "guest", capabilities, in: Hidden.openEvening)
        #expect(evening.faults == [])
        for (hidden, missing) in [("#tue-circle", "#wed-circle"), ("&lola", "&lila")] {
            for line in Hidden.lines {
                // Whoever knows the name of a secret channel may come in.
                if hidden.hasPrefix("#"), line.contains("JOIN") { continue }
                let one = Hidden.heard(line, about: hidden, by: "guest", in: evening)
                let other = Hidden.heard(line, about: missing, by: "guest", in: evening)
                #expect(one == other, "\(hidden): \(line)")
            }
        }
    }

    @Test(arguments: [[], everything])
    func `somebody who shares no room with a parent is nobody`(capabilities: [String]) {
        let evening = Hidden.evening(with: "mina", capabilities)
        for hidden in ["zarina", "dilbar", "lola"] {
            let missing = String(hidden.dropLast()) + "z"
            for line in Hidden.linesAboutPeople {
                let one = Hidden.heard(line, about: hidden, by: "mina", in: evening)
                let other = Hidden.heard(line, about: missing, by: "mina", in: evening)
                #expect(one == other, "\(hidden): \(line)")
            }
        }
    }

    @Test(arguments: [
        "KNOCK <room>", "KNOCK <room> :please", "@label=x KNOCK <room>", "KNOCK <room> zz :zz zz",
        "KNOCK <room> 1 2 3 4 5", "PRIVMSG Host :knock <room>", "PRIVMSG Host :knock <room> a b",
    ])
    func `who knocks hears the same of a room that is hidden and of one that is not there`(
        line: String
    ) {
        for asker in ["mina", "farid", "adm"] {
            let evening = Hidden.evening(with: asker, Self.everything)
            let heard = ["#tue-circle", "#wed-circle", "&lola", "&lila"].map { room in
                Hidden.heard(line, about: room, by: asker, in: evening).filter {
                    $0.hasPrefix("\(asker) ")
                }
            }
            #expect(heard[0] == heard[1])
            #expect(heard[2] == heard[3])
            #expect(!heard[0].isEmpty)
        }
    }

    @Test func `the evening of the matrix is as it should be`() {
        #expect(Hidden.evening.faults == [])
        #expect(Hidden.evening.engine.centre.rooms.count == 2)
        #expect(Hidden.evening.engine.centre.rooms.values.allSatisfy { $0.members.count == 2 })
    }

    @Test func `every command of the table is in the matrix`() {
        let said = Set(
            Hidden.lines.map { line in
                let words = line.split(separator: " ")
                return String(words[words[0].hasPrefix("@") ? 1 : 0])
            })
        let known = CommandTable.names
        #expect(Set(known).subtracting(said) == [])
    }

    @Test(arguments: ["TOPIC <room>", "NAMES <room>", "PRIVMSG <room> :hello"])
    func `who is in the room hears something else than of one that is not there`(line: String) {
        let evening = Hidden.evening(with: "dilbar", [])
        let one = Hidden.heard(line, about: "#tue-circle", by: "dilbar", in: evening)
        let other = Hidden.heard(line, about: "#wed-circle", by: "dilbar", in: evening)
        #expect(one != other)
    }
}
