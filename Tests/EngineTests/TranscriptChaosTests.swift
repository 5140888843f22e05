import Engine
import Foundation
import IRC
import Rooms
import Testing
import Wire

/// People with the longest of names who say whatever the dice say.
struct Chaos {
    private(set) var stage: TranscriptStage
    private var dice: Dice
    private var names: [String] = []

    /// As long as the wire lets names be; some are shorter in NFC than as they are typed.
    private static let nicks = [
        String(repeating: "Ц", count: 32), String(repeating: "w", count: 32), "lola", "zarina",
        String(repeating: "e\u{301}", count: 30), "Мина", "x", "Host", "9x", "two words", ":",
    ]
    private static let rooms = [
        "#" + String(repeating: "д", count: 31), "#" + String(repeating: "e\u{301}", count: 20),
        "#tue-circle", "&lola", "#a", "#b", "nowhere", "#", "@#a", "%#tue-circle", "+#b",
    ]
    private static let capabilities = [
        "account-tag", "batch", "echo-message", "labeled-response", "message-tags",
        "multi-prefix", "server-time", "standard-replies", "account-notify", "away-notify",
        "chghost", "extended-join", "extended-monitor", "invite-notify", "no-implicit-names",
        "userhost-in-names", "draft/channel-rename", "draft/read-marker",
        "draft/metadata-2", "draft/metadata-3", "draft/extended-isupport", "draft/pre-away",
        "draft/multiline", "draft/message-redaction", "sandali.chat/id",
    ]

    init(seed: UInt64) {
        dice = Dice(seed: seed)
        var setting = TranscriptStage.Setting()
        setting.policy = dice.oneIn(2) ? .open : .support
        setting.server = String(repeating: "s", count: 63)
        setting.network = String(repeating: "n", count: 40)
        setting.operator_ = Operator(name: Array("x".utf8), verifier: Array("x".utf8))
        setting.motd = [String(repeating: "Зима ", count: 100), "", "short"]
        stage = TranscriptStage(setting)
        begin()
    }

    private mutating func begin() {
        for line in [
            "account lola parent", "account mina parent", "account zarina worker",
            "account dilbar facilitator worker", "account adm administrator",
            "room #tue-circle dilbar", "enrol #tue-circle lola", "case lola zarina",
        ] {
            _ = stage.direct(line.split(separator: " ").map(String.init), nil)
        }
    }

    mutating func run(steps: Int) {
        for _ in 0..<steps {
            stage.pass(seconds: Int64(dice.below(4)))
            switch dice.below(30) {
            case 0: connect()
            case 1 where names.count > 3: leave()
            case 2: stage.diskIsFull = dice.oneIn(3)
            default: say()
            }
        }
        stage.diskIsFull = false
        stage.pass(seconds: 5)
        forgetClosed()
        if names.isEmpty { connect() }
        for name in names { stage.send([(name, Array("AWAY :ready".utf8))]) }
        stage.send([(names[0], Array("JOIN #tue-circle,#a".utf8))])
    }

    private mutating func connect() {
        let name = ["lola", "mina", "zarina", "dilbar", "adm"][dice.below(5)]
        let label = "\(name)\(stage.links.count)"
        let held = Self.capabilities.filter { _ in dice.oneIn(2) }
        let nick = dice.oneIn(2) ? name : Self.nicks[dice.below(5)]
        stage.open(label)
        let lines = [
            "CAP REQ :\(held.joined(separator: " "))", "PASS \(name):\(name)-pw", "NICK \(nick)",
            "USER \(text(30)) 0 * :\(text(200))", "CAP END",
        ]
        stage.send(lines.map { (label, Array($0.utf8)) })
        if stage.links.last?.greeting == nil { names.append(label) }
    }

    private mutating func leave() {
        let name = names.remove(at: dice.below(names.count))
        let isThere = stage.links.contains { $0.name == name && !$0.isClosed }
        if isThere { stage.end(name, dice.oneIn(2) ? "gone" : "failed") }
    }

    private mutating func say() {
        forgetClosed()
        guard !names.isEmpty else { return connect() }
        let name = names[dice.below(names.count)]
        stage.send([(name, Array(line().utf8))])
    }

    private mutating func forgetClosed() {
        names.removeAll { name in stage.links.contains { $0.name == name && $0.isClosed } }
    }

    private mutating func text(_ bytes: Int) -> String {
        let letters = ["x", "э", "e\u{301}", " ", "👩‍👧", "!", "@", ":", "\u{1}", ","]
        let count = dice.below(bytes)
        return (0..<count / 3).map { _ in letters[dice.below(letters.count)] }.joined()
    }

    private mutating func word() -> String {
        switch dice.below(5) {
        case 0, 1: Self.rooms[dice.below(Self.rooms.count)]
        case 2: Self.nicks[dice.below(Self.nicks.count)]
        case 3:
            [
                "+ohv", "-k+l", "+bbb", "beI", "NEW", "LIST", "0", "12", "*", "+msiCtn", "-i", "+k",
                "+bb", "m:x", "a:lola", "m:a:mina", "%tcuihsnfdlaor,12", "+", "-", "S", "L", "+Bw",
            ][dice.below(22)]
        default: String(text(90).filter { $0 != " " })
        }
    }

    /// A line of a longer text, in or out of its place.
    private mutating func batched() -> String {
        let target = dice.oneIn(8) ? word() : "#a"
        let tags = dice.oneIn(2) ? "@label=\(dice.below(99));+sandali.chat/id=t " : ""
        let concat = dice.oneIn(3) ? ";draft/multiline-concat" : ""
        switch dice.below(8) {
        case 0: return "\(tags)BATCH +\(dice.below(2)) draft/multiline \(target)"
        case 1: return "BATCH -\(dice.below(2))"
        default: return "@batch=\(dice.below(2))\(concat) PRIVMSG \(target) :\(text(490))"
        }
    }

    private mutating func line() -> String {
        let all = CommandTable.names.filter { $0 != "QUIT" || dice.oneIn(5) }
        var command = all[dice.below(all.count)]
        if dice.oneIn(3) { command = ["JOIN", "PRIVMSG", "TOPIC", "MODE", "NAMES"][dice.below(5)] }
        let tags = dice.oneIn(3) ? "@label=\(dice.below(99));+x=\(dice.below(99)) " : ""
        let words = (0..<dice.below(5)).map { _ in word() }
        let tail = dice.oneIn(2) ? " :\(text(460))" : ""
        if dice.oneIn(20) { return "OPER x \(dice.oneIn(2) ? "x" : "y")" }
        if dice.oneIn(8) { return batched() }
        let host = dice.oneIn(12) ? "PRIVMSG Host :" : ""
        return tags + host + ([command] + words).joined(separator: " ") + tail
    }
}

@Suite struct TranscriptChaosTests {
    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func `whatever is said, every line that leaves keeps to the wire and to its capabilities`(
        seed: UInt64
    ) throws {
        var chaos = Chaos(seed: seed)
        chaos.run(steps: 250)
        let stage = chaos.stage
        #expect(stage.faults.prefix(5).joined(separator: "\n") == "")
        #expect(stage.engine.isSettled)
        #expect(stage.engine.house.centre == stage.engine.centre)
        #expect(stage.engine.house.people == stage.engine.people)
        #expect(stage.engine.house.tables == stage.engine.tables)
        #expect(stage.engine.house.owedDepartures == [])
        var replayed = Centre(policy: stage.engine.centre.policy)
        for record in stage.log { try replayed.apply(record) }
        #expect(replayed == stage.engine.centre)
    }

    @Test func `words that have been replaced are not kept for ever`() {
        var setting = TranscriptStage.Setting()
        setting.policy = .open
        var stage = TranscriptStage(setting)
        _ = stage.direct(["connect", "ann"], nil)
        for line in ["JOIN #a", "MODE #a +k winter", "MODE #a +b bob"] {
            stage.send([("ann", Array(line.utf8))])
        }
        for number in 0..<IRC.Limit.spareWords * 2 {
            stage.send([("ann", Array("TOPIC #a :\(number)".utf8))])
        }
        #expect(stage.engine.house.directory.count <= IRC.Limit.spareWords + 20)
        _ = stage.takeHeard()
        stage.send(["TOPIC #a", "MODE #a", "MODE #a b"].map { ("ann", Array($0.utf8)) })
        let heard = stage.takeHeard().map(\.line)
        #expect(heard.contains(":s.example 332 ann #a :\(IRC.Limit.spareWords * 2 - 1)"))
        #expect(heard.contains(":s.example 324 ann #a +ntk winter"))
        #expect(heard.contains { $0.contains(" 367 ann #a bob!*@* ann ") })
    }

    @Test func `another configuration is in force for everyone at once`() {
        var stage = TranscriptStage(TranscriptStage.Setting())
        _ = stage.direct(["account", "lola", "parent"], nil)
        _ = stage.direct(["connect", "lola"], nil)
        let welcome = Welcome(
            server: "t.example", network: "Other", version: "2", started: stage.now,
            policy: .support, motd: ["Good evening"])
        stage.run([.welcome(welcome)])
        stage.send(["PING x", "MOTD", "NONSENSE"].map { ("lola", Array($0.utf8)) })
        let heard = stage.takeHeard().map(\.line)
        #expect(heard.count == 5)
        #expect(heard.allSatisfy { $0.hasPrefix(":t.example ") })
    }

    @Test func `the names of a big room come in lines of at most 512 bytes, each name once`() {
        var setting = TranscriptStage.Setting()
        setting.policy = .open
        var stage = TranscriptStage(setting)
        let nicks = (0..<60).map { "Участница_круга_" + String($0) }
        for nick in nicks {
            stage.open(nick)
            let lines = [
                "NICK \(nick)", "USER u 0 * :u", "JOIN #" + String(repeating: "д", count: 31),
            ]
            stage.send(lines.map { (nick, Array($0.utf8)) })
        }
        _ = stage.takeHeard()
        stage.send([(nicks[7], Array(("NAMES #" + String(repeating: "д", count: 31)).utf8))])
        let rows = stage.takeHeard().map(\.line).filter { $0.contains(" 353 ") }
        #expect(rows.count > 3)
        let named = rows.flatMap { row in
            row.components(separatedBy: " :")[1].split(separator: " ").map(String.init)
        }
        #expect(named.map { $0.hasPrefix("@") ? String($0.dropFirst()) : $0 } == nicks)
        #expect(stage.faults == [])
    }
}
