import IRC
import Rooms
import Wire

/// An evening of sessions by the dice: people come, go, are cut off and turned away, and each
/// client keeps its list of who is there from nothing but the lines that it reads.
struct SessionEvening {
    private(set) var stage: TranscriptStage
    private var dice: Dice
    /// One client's list of who is in one room.
    private struct Pane: Hashable {
        let name: String
        let room: String
    }

    /// Who is in a room as each client has read it; nil: it has not joined.
    private var lists: [Pane: Set<String>] = [:]
    private var answer: Set<String> = []
    private var asks: Pane?
    private var rules = 0
    private var word = 0
    private(set) var complaints: [String] = []
    /// How often each thing happened that the evenings are for.
    private(set) var counts: [String: Int] = [:]

    private static let parents = ["lola", "mina", "rosa", "sara", "anya"]
    private static let everyone = ["zarina", "behruz"] + parents

    init(seed: UInt64) {
        dice = Dice(seed: seed)
        stage = TranscriptStage(TranscriptStage.Setting())
        for name in ["zarina", "behruz"] { direct("account \(name) facilitator") }
        for name in Self.parents { direct("account \(name) parent") }
        direct("room #tue zarina")
        for name in ["behruz"] + Self.parents.dropLast() { direct("enrol #tue \(name)") }
        connect("zarina")
        say("zarina", "ROOM SET #tue between=closed grace=1m late=5m stand-in=behruz")
        say("zarina", "JOIN #tue")
    }

    mutating func run(steps: Int) {
        for _ in 0..<steps {
            step()
            check(Self.everyone[dice.below(Self.everyone.count)])
            complaints += stage.takeFaults()
            if !complaints.isEmpty { return }
        }
    }

    private mutating func step() {
        let name = Self.everyone[dice.below(Self.everyone.count)]
        switch dice.below(40) {
        case 0..<9: connect(name)
        case 9..<15: say(name, "JOIN #tue")
        case 15, 16: say(name, "PART #tue")
        case 17, 18: leave(name, dice.oneIn(3) ? "gone" : "failed")
        case 19..<24: speak(name)
        case 24, 25: say(name, "RULES OK #tue \(rules)")
        case 26: say(name, "KNOCK #tue")
        case 27..<30:
            stage.pass(seconds: [1, 5, 20, 70, 400, 1000][dice.below(6)])
            listen()
        case 30:
            guard dice.oneIn(4) else { return }
            direct("restart")
            lists = [:]
            listen()
            connect("zarina")
            say("zarina", "JOIN #tue")
        default: lead(name)
        }
    }

    private mutating func lead(_ other: String) {
        let lines = [
            "SESSION OPEN #tue 1h", "SESSION OPEN #tue 30m", "SESSION CLOSE #tue",
            "SESSION LOCK #tue", "SESSION LOCK #tue off", "ADMIT #tue *", "ADMIT #tue \(other)",
            "DENY #tue \(other)", "ROOM SET #tue seats=\(dice.below(4))", "RULES SET #tue :be kind",
            "KICK #tue \(other)", "MODE #tue +v \(other)", "ENROL #tue anya", "UNENROL #tue anya",
            "ROOM SET #tue between=open", "ROOM SET #tue between=closed",
            "ROOM SET #tue presence=hidden", "ROOM SET #tue presence=hidden",
            "ROOM SET #tue presence=shown", "MODE #tue -v \(other)", "MODE #tue +h \(other)",
            "MODE #tue -h \(other)", "ASIDE #tue \(other)", "ASIDE #tue end",
            "REMOVE #tue \(other)",
        ]
        let line = lines[dice.oneIn(3) ? dice.below(lines.count) : dice.below(9)]
        if line.hasPrefix("RULES") { rules += 1 }
        say(dice.oneIn(4) ? "behruz" : "zarina", line)
    }

    // MARK: Doing

    private mutating func direct(_ line: String) {
        guard case .directive(let words, let tail) = TranscriptLine(line) else { return }
        if !stage.direct(words, tail) { complaints.append("refused: \(line)") }
    }

    private func isHere(_ name: String) -> Bool {
        stage.links.contains { $0.name == name && !$0.isClosed }
    }

    private mutating func connect(_ name: String) {
        guard !isHere(name) else { return }
        forget(name)
        direct("connect \(name)")
        listen()
    }

    private mutating func forget(_ name: String) {
        for pane in lists.keys where pane.name == name { lists[pane] = nil }
    }

    private mutating func leave(_ name: String, _ how: String) {
        guard isHere(name) else { return }
        counts[how, default: 0] += 1
        stage.end(name, how)
        forget(name)
        listen()
    }

    private mutating func say(_ name: String, _ line: String) {
        guard isHere(name) else { return }
        stage.send([(name, Array(line.utf8))])
        listen()
    }

    private mutating func speak(_ name: String) {
        guard isHere(name) else { return }
        word += 1
        let inside = lists[Pane(name: "zarina", room: "#tue")]
        stage.send([(name, Array("PRIVMSG #tue :w\(word)".utf8))])
        for heard in listen() where heard.line.contains(" PRIVMSG #tue :") {
            counts["heard", default: 0] += 1
            guard let inside, isHere("zarina") else { continue }
            if !inside.contains(heard.name) || !inside.contains(name) {
                complaints.append("\(heard.name) heard \(heard.line) outside")
            }
        }
    }

    // MARK: Reading

    @discardableResult
    private mutating func listen() -> [(name: String, line: String)] {
        let heard = stage.takeHeard()
        for (name, line) in heard { read(name, line) }
        return heard
    }

    private mutating func read(_ name: String, _ line: String) {
        let words = line.split(separator: " ").map(String.init)
        guard words.count > 1 else { return }
        let who = String(words[0].dropFirst().prefix { $0 != "!" })
        let room = words.dropFirst(words[1] == "353" ? 4 : 2).first ?? ""
        let pane = Pane(name: name, room: room)
        switch words[1] {
        case "JOIN" where who == name: lists[pane] = []
        case "JOIN":
            if lists[pane]?.insert(who).inserted == false {
                complaints.append("\(name) reads a JOIN of \(who), who is there")
            }
            counts["join", default: 0] += 1
            if room != "#tue" { counts["side", default: 0] += 1 }
        case "353":
            let nicks = words.dropFirst(5).map { nick in
                String(nick.drop { ":@%+".contains($0) })
            }
            if asks == pane { answer.formUnion(nicks) } else { lists[pane]?.formUnion(nicks) }
        case "PART": go(who, pane)
        case "QUIT":
            for own in lists.keys where own.name == name && lists[own]?.contains(who) == true {
                go(who, own)
            }
        case "KICK":
            if words[3] == name { lists[pane] = nil } else { lists[pane]?.remove(words[3]) }
            counts["kick", default: 0] += 1
        default: break
        }
    }

    private mutating func go(_ who: String, _ pane: Pane) {
        if who == pane.name {
            lists[pane] = nil
        } else if lists[pane] != nil, lists[pane]?.remove(who) == nil {
            complaints.append("\(pane.name) reads that \(who) goes, who was not there")
        }
    }

    /// What a client has read of who is there is what NAMES says.
    private mutating func check(_ name: String) {
        guard isHere(name) else { return }
        let rooms = lists.keys.filter { $0.name == name }.map(\.room).sorted()
        guard !rooms.isEmpty else { return }
        let pane = Pane(name: name, room: rooms[dice.below(rooms.count)])
        let list = lists[pane] ?? []
        (asks, answer) = (pane, [])
        say(name, "NAMES \(pane.room)")
        asks = nil
        counts["checked", default: 0] += 1
        if answer != list {
            complaints.append(
                "\(name) reads \(answer.sorted()) in \(pane.room), and has \(list.sorted())")
        }
    }
}
