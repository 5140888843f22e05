import Engine
import IRC
import Rooms
import Testing
import Wire

/// What the simulation has found, in the smallest conversation that shows it.
@Suite("Committing")
struct CommittingTests {
    @Test func `a PING is not answered before the text that was sent ahead of it`() throws {
        var desk = Desk()
        let anna = try desk.enter("anna")
        try desk.say(anna, "JOIN #cafe")
        desk.report(.written)
        desk.heard = []
        try desk.say(anna, "PRIVMSG #cafe :good evening", "PING 1")
        #expect(desk.heard.isEmpty)
        desk.report(.full)
        #expect(desk.heard.map(\.command) == ["NOTICE", "PONG"])
    }

    @Test func `an answer that waits in the queue is not passed by the next one`() throws {
        var desk = Desk()
        let (anna, boris) = (try desk.enter("anna"), try desk.enter("boris"))
        try desk.say(anna, "JOIN #cafe")
        try desk.say(boris, "JOIN #bazaar")
        try desk.say(anna, "PING 1")
        desk.report(.written)
        try desk.say(anna, "PING 2")
        desk.report(.written)
        let tokens = desk.heard.filter { $0.command == "PONG" }.map { $0.parameters[1] }
        #expect(tokens == ["1", "2"])
    }

    @Test func `lines held for a password keep their order when they are judged again`() throws {
        var desk = Desk()
        let boris = try desk.enter("boris")
        try desk.say(boris, "JOIN #bazaar")
        let anna = desk.open("CAP REQ sasl", "AUTHENTICATE PLAIN", "AUTHENTICATE AGEAYg==")
        desk.answer(1, anna)
        try desk.say(anna, "PING 1", "AUTHENTICATE PLAIN", "AUTHENTICATE AGEAYg==")
        try desk.say(anna, "PING 2")
        desk.report(.reopened(.start))
        desk.answer(3, anna)
        desk.answer(4, anna)
        desk.report(.written)
        let tokens = desk.heard.filter { $0.command == "PONG" }.map { $0.parameters[1] }
        #expect(tokens == ["1", "2"])
    }

    @Test func `a connection that was turned away is not answered any more`() throws {
        var desk = Desk(policy: .support)
        let anna = desk.open("NICK anna", "USER a 0 * :A")
        #expect(desk.heard.last?.command == "ERROR")
        desk.heard = []
        try desk.say(anna, "PING 1")
        desk.step([.arrival(.broken(anna, .malformed))])
        #expect(desk.heard.isEmpty)
    }

    @Test func `a marker is told once its row is durable, and written again after a doubt`() throws
    {
        var desk = Desk()
        desk.addAccount("anna")
        let anna = desk.signIn("anna", "CAP REQ draft/read-marker", "CAP END")
        desk.report(.written)
        desk.heard = []
        try desk.say(anna, "MARKREAD #cafe timestamp=1970-01-01T00:00:00.000Z", "PING 1")
        #expect(desk.heard.isEmpty)
        #expect(desk.rows.map(\.count) == [1])
        let head = desk.engine.confirmed
        desk.report(.reopened(head))
        #expect(desk.heard.isEmpty)
        #expect(desk.rows.map(\.count) == [1, 1])
        desk.report(.full)
        #expect(desk.heard.map(\.command) == ["FAIL", "PONG"])
        #expect(desk.engine.isSettled)
        desk.heard = []
        try desk.say(anna, "MARKREAD #cafe")
        #expect(desk.heard.map(\.parameters) == [["#cafe", "*"]])
    }

    @Test func `who comes back before their leaving is written is announced again`() throws {
        var desk = Desk()
        desk.addAccount("anna")
        let boris = try desk.enter("boris")
        let first = desk.signIn("anna")
        try desk.say(boris, "JOIN #cafe")
        desk.report(.written)
        try desk.say(first, "JOIN #cafe")
        desk.report(.written)
        try desk.say(boris, "TOPIC #cafe :soup")
        desk.report(.full)
        desk.step([.arrival(.closed(first, .failed))])
        desk.heard = []
        _ = desk.signIn("anna")
        #expect(desk.heard.contains { $0.command == "JOIN" && $0.to == boris })
    }
}

/// An engine whose disk and passwords wait for the test.
private struct Desk {
    struct Line {
        let to: ConnectionID
        let command: String
        let parameters: [String]
    }

    var engine: CentreEngine
    var heard: [Line] = []
    /// The rows of each batch that had any.
    var rows: [[Row]] = []
    private let welcome: Welcome
    private var connections: UInt32 = 0
    /// The number of the last question about a password.
    private var asked: UInt64 = 0

    init(policy: Policy = .open) {
        welcome = Welcome(
            server: "irc.example", network: "Markaz", version: "1",
            started: Moment(milliseconds: 0), policy: policy)
        engine = CentreEngine(
            centre: Centre(policy: policy), directory: [:], welcome: welcome,
            keys: SipHash(k0: 1, k1: 2))
    }

    mutating func step(_ inputs: [Input]) {
        listen(engine.step(inputs, at: engine.centre.time, chance: 1))
    }

    mutating func report(_ report: DiskReport) {
        listen(engine.step(report, at: engine.centre.time, chance: 1))
    }

    mutating func addAccount(_ name: String) {
        step([.errand(1, .addAccount(name: Array(name.utf8), roles: .parent, verifier: [1]))])
        report(.written)
    }

    /// A connection whose greeting is handed over after these lines.
    mutating func open(_ lines: String...) -> ConnectionID { open(lines) }

    private mutating func open(_ lines: [String]) -> ConnectionID {
        connections += 1
        let id = ConnectionID(loop: 0, slot: connections, generation: 0)
        var greeting = Greeting(welcome)
        var replies: [UInt8] = []
        for line in lines {
            guard let message = try? Message(line) else { continue }
            _ = greeting.take(message, replies: &replies)
        }
        step([.arrival(.opened(id, greeting, Peer(address: [], secure: true)))])
        return id
    }

    mutating func enter(_ nick: String) throws -> ConnectionID {
        open("NICK \(nick)", "USER u 0 * :\(nick)")
    }

    mutating func signIn(_ name: String, _ more: String...) -> ConnectionID {
        let id = open(["PASS \(name):x", "NICK \(name)", "USER u 0 * :\(name)"] + more)
        answer(asked, id, AccountID(1))
        return id
    }

    mutating func say(_ id: ConnectionID, _ lines: String...) throws {
        for line in lines { step([.arrival(.line(id, try Message(line)))]) }
    }

    mutating func answer(_ number: UInt64, _ id: ConnectionID, _ account: AccountID? = nil) {
        step([.verified(number, id, account)])
    }

    private mutating func listen(_ effects: Effects) {
        asked = effects.questions.last?.number ?? asked
        if !effects.rows.isEmpty { rows.append(effects.rows) }
        for delivery in effects.deliveries {
            switch delivery {
            case .send(let bytes, let id): note(bytes, id)
            case .fanOut(let variants, let audience, let except):
                for group in audience.groups {
                    for id in group.connections where id != except {
                        note(variants[group.variant], id)
                    }
                }
            case .close, .answered, .registered, .speaks, .watched: break
            }
        }
    }

    private mutating func note(_ bytes: [UInt8], _ id: ConnectionID) {
        for line in bytes.split(separator: 10) {
            guard let message = try? Message(parsing: Array(line.dropLast())) else { continue }
            let parameters = (0..<message.count).map {
                String(decoding: message[$0], as: UTF8.self)
            }
            heard.append(Line(to: id, command: message.command.text, parameters: parameters))
        }
    }
}
