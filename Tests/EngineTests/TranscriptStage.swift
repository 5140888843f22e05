import Engine
import Foundation
import IRC
import Rooms
import Wire

/// The real engine with a disk in memory, a clock that stands until it is moved, and fixed dice.
struct TranscriptStage {
    /// What must be known before the engine is made.
    struct Setting {
        var policy = Policy.support
        var server = "s.example"
        var network = "Demo"
        var motd: [String] = []
        var password: String?
        var offersSCRAM = false
        var operator_: Operator?
        var deniedTags: [String] = []
        var withheld: [String] = []
        var about: String?
        var icon = ""
        var transportSecurity: TransportSecurity?
        var help: [String] = []
        var language = Language.english
        var languages = Language.allCases
        var minutesEast = 0

        /// Takes a directive, if it is one of these.
        mutating func take(_ words: [String]) -> Bool {
            let rest = words.dropFirst().joined(separator: " ")
            switch words.first {
            case "policy": policy = rest == "open" ? .open : .support
            case "motd": motd.append(rest)
            case "password": password = rest
            case "operator" where words.count == 3:
                operator_ = Operator(name: Array(words[1].utf8), verifier: Array(words[2].utf8))
            case "deny-tags": deniedTags = Array(words.dropFirst())
            case "about": about = rest
            case "icon": icon = rest
            case "sts" where words.count == 3:
                transportSecurity = TransportSecurity(
                    port: Int(words[1]) ?? 0, seconds: Int(words[2]) ?? 0)
            case "help": help.append(rest)
            case "language": language = Language(code: rest) ?? .english
            case "languages":
                languages = words.dropFirst().compactMap { Language(code: $0) }
            case "clocks-east": minutesEast = (Int(rest) ?? 0) * 60
            case "withhold": withheld = Array(words.dropFirst())
            default: return false
            }
            return true
        }

        func welcome(at now: Moment) -> Welcome {
            Welcome(
                server: server, network: network, version: "sandali-1", started: now,
                policy: policy, motd: motd, password: password, help: help, about: about,
                operator_: operator_,
                deniedTags: deniedTags, withheld: withheld,
                language: language, languages: languages, minutesEast: minutesEast,
                offersSCRAM: offersSCRAM, icon: icon, transportSecurity: transportSecurity,
                invitation: Invited(
                    address: "s.example:6697",
                    fingerprint: String(repeating: "3af0", count: 16)))
        }
    }

    /// Whether an operator has asked for the configuration to be read again.
    private(set) var wasRehashed = false

    /// One connection. Until the engine has it, its greeting is played here, as on an event loop.
    struct Link {
        let name: String
        let id: ConnectionID
        var greeting: Greeting?
        /// The fingerprint of the certificate that it has shown.
        var certificate: [UInt8] = []
        var framer = Framer()
        var sent = 0
        var answered = 0
        var isClosed = false
        var inbox: [UInt8] = []
        /// Whether lines up to the end of the greeting are not shown.
        var hidesGreeting = false
    }

    var engine: CentreEngine
    private(set) var welcome: Welcome
    private let setting: Setting
    var links: [Link] = []
    /// How many connections there have been.
    var opened: UInt32 = 0
    var now = Moment(milliseconds: 1_795_285_800_000)
    var dice = Dice(seed: 7)
    var diskIsFull = false
    /// Whether the log cannot be read.
    var readsFail = false
    /// Whether no words can be wiped.
    var wipesFail = false
    /// How long each question had to wait before it was looked into.
    private(set) var waits: [Duration] = []
    /// Whether more wait for passwords to be compared than there is room for.
    var isCrowded = false
    /// Where each question stood in the line.
    private(set) var places: [PlaceInLine] = []
    var log: [Record] = []
    /// Texts whose time is over and that a report needs.
    private var unlisted: Set<Position> = []
    /// The durable tables, as a disk holds them.
    var rows: [RowKey: [UInt8]] = [:]
    private var heard: [(name: String, line: String)] = []
    var faults: [String] = []
    /// Connections that the engine has closed and has not yet been told of.
    private var closing: [ConnectionID] = []
    var labels = TranscriptLabels()

    init(_ set: Setting) {
        setting = set
        welcome = set.welcome(at: now)
        engine = CentreEngine(
            centre: Centre(policy: set.policy), directory: [:], welcome: welcome,
            keys: Self.keys)
        run([.start])
    }

    /// Another configuration comes into force, in which these capabilities are withheld.
    mutating func reload(withholding names: [String]) {
        var next = setting
        next.withheld = names
        welcome = next.welcome(at: welcome.started)
        run([.welcome(welcome)])
    }

    mutating func takeHeard() -> [(name: String, line: String)] {
        defer { heard = [] }
        return heard
    }

    mutating func takeFaults() -> [String] {
        defer { faults = [] }
        return faults
    }

    mutating func pass(seconds: Int64) {
        now = now.advanced(seconds: seconds)
        run([.ring])
    }

    // MARK: The engine and its disk

    static let keys = SipHash(k0: 1, k1: 2)

    /// Gives inputs to the engine and does what it asks for until it asks for nothing more.
    @discardableResult
    mutating func run(_ inputs: [Input]) -> [ErrandOutcome] {
        engine.connections = links.count { !$0.isClosed }
        var outcomes = take(engine.step(inputs, at: now, chance: dice.next()))
        while !closing.isEmpty {
            let ended = closing.removeFirst()
            outcomes += run([.arrival(.closed(ended, .closedByUs))])
        }
        checkAnswered()
        return outcomes
    }

    private mutating func take(_ effects: Effects) -> [ErrandOutcome] {
        var outcomes = effects.outcomes.map(\.1)
        deliver(effects.deliveries)
        wasRehashed = wasRehashed || effects.rehash
        if let batch = effects.write {
            check(batch)
            if !diskIsFull {
                log.land(batch)
                for row in effects.rows { rows[RowKey(row)] = row.value }
            }
            let report: DiskReport = diskIsFull ? .full : .written
            outcomes += take(engine.step(report, at: now, chance: dice.next()))
        }
        waits += effects.questions.map(\.wait)
        places += effects.questions.map(\.place)
        let answers = effects.questions.map { answer($0) } + keep(effects)
        guard !answers.isEmpty else { return outcomes }
        return outcomes + take(engine.step(answers, at: now, chance: dice.next()))
    }

    /// A verifier is the password itself here: hashing is not what is played.
    private func answer(_ question: Question) -> Input {
        switch question.ask {
        case .verify(let connection, _, _, _, _) where isCrowded,
            .hash(let connection, _) where isCrowded:
            .answered(question.number, connection, .busy)
        case .verify(let connection, let account, let password, let verifier, _):
            .verified(question.number, connection, password == verifier ? account : nil)
        case .prove(let connection, let account, let proof):
            // A proof is the stored key itself here, and the answer to it the server's key.
            .answered(
                question.number, connection,
                .proved(
                    proof.bytes == proof.storedKey ? account : nil, signature: proof.serverKey))
        case .hash(let connection, let password):
            .answered(question.number, connection, .hashed(NewSecret(verifier: password)))
        case .mint(let connection):
            .answered(
                question.number, connection,
                .minted(MintedToken(bytes: Self.drawn, key: Self.tokenKey(Self.drawn))))
        case .digest(let connection, let token):
            .answered(question.number, connection, .digested(Self.tokenKey(token)))
        case .read(let connection, let request) where readsFail:
            .answered(question.number, connection, .read(request.failure))
        case .read(let connection, let request):
            .answered(
                question.number, connection,
                .read(request.answer(from: log, Self.keys, unlisted: unlisted)))
        }
    }

    /// The one token that is ever drawn here, and a hash that tells tokens apart.
    static let drawn = Array("a token of thirty-two bytes, say!".utf8.prefix(32))

    private static func tokenKey(_ token: [UInt8]) -> NameKey {
        NameKey(
            high: token.reduce(0x746f_6b65_6e00_0000) { $0 &* 31 &+ UInt64($1) },
            low: UInt64(token.count))
    }

    /// Wipes what the engine says is due, as the store would.
    private mutating func keep(_ effects: Effects) -> [Input] {
        if wipesFail { return told(effects, false) }
        for wipe in effects.wipes {
            for index in log.indices where wipe.takes(log[index]) { log[index].words = nil }
            if case .texts(_, _, let sparing) = wipe { unlisted.formUnion(sparing) }
        }
        for account in effects.erasures {
            for index in log.indices where log[index].owner == account { log[index].words = nil }
        }
        return told(effects, true)
    }

    private func told(_ effects: Effects, _ isDone: Bool) -> [Input] {
        let wiped = effects.wipes.isEmpty ? [] : [KeepingInput.wiped(effects.wipes, isDone)]
        return (wiped + effects.erasures.map { .erased($0, isDone) }).map { .keeping($0) }
    }

    /// A fingerprint that tells certificates apart.
    static func fingerprint(_ name: String) -> [UInt8] {
        Array("\(name) certificate of 32 bytes     ".utf8.prefix(32))
    }

    private mutating func check(_ batch: [Record]) {
        if diskIsFull { return }
        var next = log.last?.position ?? .start
        for record in batch {
            next = next.next
            if record.position != next { faults.append("record \(record.position) out of order") }
        }
    }

    /// Every line is answered for, or its connection would never be read again.
    private mutating func checkAnswered() {
        for link in links where !link.isClosed && link.greeting == nil {
            if link.sent != link.answered {
                faults.append("\(link.name) sent \(link.sent), answered \(link.answered)")
            }
        }
    }

    // MARK: Deliveries

    private mutating func deliver(_ deliveries: [Delivery]) {
        for delivery in deliveries {
            switch delivery {
            case .send(let bytes, let id): hear(bytes, id)
            case .fanOut(let variants, let audience, let except):
                for group in audience.groups {
                    for id in group.connections where id != except {
                        hear(variants[group.variant], id)
                    }
                }
            case .registered, .speaks, .watched: break
            case .close(let id): close(id)
            case .answered(let id, let lines):
                if let index = place(id) { links[index].answered += lines }
            }
        }
    }

    private func place(_ id: ConnectionID) -> Int? {
        links.firstIndex { $0.id == id && !$0.isClosed }
    }

    mutating func hear(_ bytes: [UInt8], _ id: ConnectionID) {
        guard let index = place(id) else { return }
        links[index].inbox += bytes
        while let end = links[index].inbox.firstIndex(of: 10) {
            let line = Array(links[index].inbox[..<end])
            links[index].inbox.removeSubrange(...end)
            faults += LineCheck.faults(line, held: held(id), name: links[index].name)
            show(Array(line.dropLast()), index)
        }
        if !links[index].inbox.isEmpty { faults.append("\(links[index].name) hears half a line") }
    }

    private func held(_ id: ConnectionID) -> Capabilities? {
        engine.house.people.clients[id]?.held
    }

    private mutating func show(_ line: [UInt8], _ index: Int) {
        guard links[index].hidesGreeting else {
            return heard.append((links[index].name, labels.readable(Paper.text(line))))
        }
        let words = Paper.text(line).split(separator: " ")
        if words.count > 1, words[1] == "376" || words[1] == "422" {
            links[index].hidesGreeting = false
        }
    }

    mutating func close(_ id: ConnectionID) {
        guard let index = place(id) else { return }
        links[index].isClosed = true
        heard.append((links[index].name, "(closed)"))
        if links[index].greeting == nil { closing.append(id) }
    }
}

/// What one row of the durable tables is found by.
struct RowKey: Hashable {
    let table: Row.Table
    let key: [UInt8]

    init(_ row: Row) {
        table = row.table
        key = row.key
    }
}

/// Numbers what nobody can foresee, in the order in which it is seen.
struct TranscriptLabels {
    private var numbers: [String: Int] = [:]
    /// The message id of each text, by what it says.
    private var ids: [String: String] = [:]

    /// Puts the id of a text where `<id:text>` is written.
    func written(_ line: [UInt8]) -> [UInt8] {
        let text = String(decoding: line, as: UTF8.self)
        guard let start = text.range(of: "<id:"),
            let end = text.range(of: ">", range: start.upperBound..<text.endIndex),
            let id = ids[String(text[start.upperBound..<end.lowerBound])]
        else { return line }
        return Array((text[..<start.lowerBound] + id + text[end.upperBound...]).utf8)
    }

    private mutating func note(_ line: String) {
        guard let mark = line.range(of: "msgid="),
            let text = line.range(of: " :", range: mark.upperBound..<line.endIndex),
            let words = line.range(of: " :", range: text.upperBound..<line.endIndex)
        else { return }
        let id = line[mark.upperBound...].prefix { $0.isLetter || $0.isNumber }
        ids[String(line[words.upperBound...])] = String(id)
    }

    mutating func readable(_ line: String) -> String {
        note(line)
        var line = line
        // What was seen as an id before is one wherever it stands.
        for (word, number) in numbers where line.contains(" \(word)") {
            line = line.replacingOccurrences(of: " \(word)", with: " <\(number)>")
        }
        for mark in ["msgid=", "batch=", "BATCH +", "BATCH -"] {
            guard let range = line.range(of: mark) else { continue }
            let rest = line[range.upperBound...]
            let word = String(rest.prefix { $0.isLetter || $0.isNumber })
            guard word.count == 13 else { continue }
            let number = numbers[word] ?? numbers.count + 1
            numbers[word] = number
            let end = line.index(range.upperBound, offsetBy: word.count)
            line.replaceSubrange(range.upperBound..<end, with: "<\(number)>")
        }
        return line
    }
}

extension Wipe {
    /// Whether the words of this record are to go.
    fileprivate func takes(_ record: Record) -> Bool {
        switch self {
        case .words(let positions): positions.contains(record.position)
        case .texts(let room, let range, let sparing):
            record.room == room && range.contains(record.position)
                && Event.kindsKeptByAge.contains(record.kind) && !sparing.contains(record.position)
        }
    }
}
