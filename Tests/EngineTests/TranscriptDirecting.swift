import Engine
import Foundation
import IRC
import Rooms
import Wire

/// What a transcript can make happen.
extension TranscriptStage {
    static let roles: [String: Roles] = Dictionary(
        uniqueKeysWithValues: Roles.each.map { ($0.name, $0.role) })

    /// Follows a directive; false when it is not known or was refused.
    mutating func direct(_ words: [String], _ tail: String?) -> Bool {
        let bytes = words.map { Array($0.utf8) }
        switch (words[0], words.count) {
        case ("account", 3...):
            let roles = words[2...].compactMap { Self.roles[$0] }.reduce(into: Roles()) {
                $0.formUnion($1)
            }
            return does(
                .addAccount(name: bytes[1], roles: roles, verifier: Array("\(words[1])-pw".utf8)))
        case ("password-of", 3):
            return does(
                .setPassword(account: bytes[1], verifier: Array("\(words[2])-pw".utf8)))
        case ("roles-of", 3...):
            let roles = words[2...].compactMap { Self.roles[$0] }.reduce(into: Roles()) {
                $0.formUnion($1)
            }
            return does(.setRoles(account: bytes[1], roles: roles))
        case ("room", 2...3):
            return does(
                .makeRoom(
                    name: bytes[1], title: Array((tail ?? "").utf8),
                    leader: words.count > 2 ? bytes[2] : nil))
        case ("enrol", 3): return does(.enrol(room: bytes[1], account: bytes[2], standing: []))
        case ("erase", 2): return does(.erase(account: bytes[1]))
        case ("case", 3): return does(.openCase(parent: bytes[1], worker: bytes[2]))
        case ("open", 2): open(words[1])
        case ("plain", 2): open(words[1], secure: false)
        case ("certificate", 3):
            links[links.count - 1].certificate = Self.fingerprint(words[2])
            return links.last?.name == words[1]
        case ("connect", 2...): return connect(Array(words.dropFirst()))
        case ("restart", 1): restart()
        case ("reload", _): reload(withholding: Array(words.dropFirst()))
        case ("reads", 2): readsFail = words[1] == "fail"
        case ("wiping", 2): wipesFail = words[1] == "fails"
        case ("passwords", 2): isCrowded = words[1] == "crowded"
        case ("disk", 2):
            diskIsFull = words[1] == "full"
            run([])
        default: return false
        }
        return true
    }

    /// The server is killed and comes up again: all that is left is the log.
    private mutating func restart() {
        var centre = Centre(policy: welcome.policy)
        for record in log {
            do throws(CodingError) {
                try centre.apply(record)
            } catch {
                faults.append("record \(record.position) cannot be read: \(error)")
            }
        }
        let words = centre.naming.map { ($0, log[Int($0.number) - 1].words ?? []) }
        if centre != engine.centre { faults.append("the log rebuilds another centre") }
        let tables = Tables(rows.map { Row($0.key.table, key: $0.key.key, value: $0.value) })
        if !tables.says(the: engine.tables) { faults.append("the rows rebuild other tables") }
        engine = CentreEngine(
            centre: centre, directory: Dictionary(uniqueKeysWithValues: words), tables: tables,
            welcome: welcome, keys: SipHash(k0: 1, k1: 2))
        links = []
        run([.start])
    }

    private mutating func does(_ errand: Errand) -> Bool {
        run([.errand(1, errand)]) == [.done]
    }

    mutating func open(_ name: String, secure: Bool = true) {
        links.removeAll { $0.name == name && $0.isClosed }
        opened += 1
        let id = ConnectionID(loop: 0, slot: 0, generation: opened)
        links.append(Link(name: name, id: id, greeting: Greeting(welcome, secure: secure)))
    }

    /// `connect name [as account] [capability…]`
    private mutating func connect(_ words: [String]) -> Bool {
        let name = words[0]
        var capabilities = Array(words.dropFirst())
        var account = name
        if capabilities.first == "as", capabilities.count > 1 {
            account = capabilities[1]
            capabilities.removeFirst(2)
        }
        open(name)
        if capabilities.first == "with", capabilities.count > 1 {
            links[links.count - 1].certificate = Self.fingerprint(capabilities[1])
            capabilities.removeFirst(2)
        }
        links[links.count - 1].hidesGreeting = true
        var lines = ["NICK \(name)", "USER \(name) 0 * :\(name)"]
        if isAccount(account) { lines.insert("PASS \(account):\(account)-pw", at: 0) }
        if !capabilities.isEmpty {
            lines.insert("CAP REQ :\(capabilities.joined(separator: " "))", at: 0)
            lines.append("CAP END")
        }
        send(lines.map { (name, Array($0.utf8)) })
        return links.last.map { $0.greeting == nil && !$0.isClosed && !$0.hidesGreeting } ?? false
    }

    private func isAccount(_ name: String) -> Bool {
        engine.centre.naming.contains { engine.house.directory[$0] == Array(name.utf8) }
    }

    /// Lines of one flight: they come to the engine together, and with them what is `behind`.
    mutating func send(_ flight: [(name: String, bytes: [UInt8])], behind: [Input] = []) {
        var inputs: [Input] = []
        for (name, bytes) in flight {
            guard let index = links.lastIndex(where: { $0.name == name && !$0.isClosed }) else {
                faults.append("\(name) has no connection")
                continue
            }
            var arrived: [Result<Message, LineError>] = []
            let line = labels.written(bytes) + [13, 10]
            links[index].framer.feed(line.span) { arrived.append($0) }
            for one in arrived { take(one, index, &inputs) }
        }
        run(inputs + behind)
    }

    private mutating func take(
        _ line: Result<Message, LineError>, _ index: Int, _ inputs: inout [Input]
    ) {
        let id = links[index].id
        guard var greeting = links[index].greeting else {
            links[index].sent += 1
            switch line {
            case .success(let message): inputs.append(.arrival(.line(id, message)))
            case .failure(let fault): inputs.append(.arrival(.broken(id, fault)))
            }
            return
        }
        var replies: [UInt8] = []
        let step =
            switch line {
            case .success(let message): greeting.take(message, replies: &replies)
            case .failure(let fault): greeting.take(fault, replies: &replies)
            }
        links[index].greeting = greeting
        hear(replies, id)
        switch step {
        case .stay: break
        case .quit: close(id)
        case .enter:
            links[index].greeting = nil
            let peer = Peer(
                address: Array("192.0.2.7".utf8), secure: true,
                certificate: links[index].certificate)
            inputs.append(.arrival(.opened(id, greeting, peer)))
        }
    }

    /// The connection ends by itself.
    mutating func end(_ name: String, _ how: String) {
        guard let index = links.lastIndex(where: { $0.name == name && !$0.isClosed }) else {
            return faults.append("\(name) has no connection")
        }
        links[index].isClosed = true
        let endings: [String: Ending] = [
            "failed": .failed, "slow": .tooSlow, "silent": .timedOut, "stopped": .closedByUs,
        ]
        run([.arrival(.closed(links[index].id, endings[how] ?? .closedByPeer))])
    }
}
