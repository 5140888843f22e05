import IRC
import Rooms
import Wire

@testable import Engine

/// What comes from outside in one step: people type, connections come and go, lines arrive.
extension Evening {
    mutating func arrivals() -> [Input] {
        var inputs: [Input] = []
        for _ in 0..<dice.within(1...3) {
            let index = dice.below(clients.count)
            if !isBedtime, !disk.isHealthy { act(index, &inputs) }
        }
        let first = dice.below(clients.count)
        for offset in 0..<clients.count {
            let index = (first + offset) % clients.count
            if clients[index].link?.isClosing == true, dice.oneIn(2) {
                drop(index, .closedByUs, &inputs)
            } else {
                read(index, &inputs)
            }
        }
        return inputs
    }

    /// Passwords that have been compared by now.
    mutating func answers() -> [Input] {
        var inputs: [Input] = []
        for index in questions.indices { questions[index].steps -= 1 }
        let due = questions.filter { $0.steps < 0 }
        questions.removeAll { $0.steps < 0 }
        for (question, _) in due {
            switch question.ask {
            case .verify(let connection, let account, let password, let verifier, _):
                let fits = verifier == Array("is ".utf8) + password
                story.tell("password \(question.number): \(fits)")
                inputs.append(.verified(question.number, connection, fits ? account : nil))
            case .hash(let connection, let password):
                let secret = NewSecret(verifier: Array("is ".utf8) + password)
                inputs.append(.answered(question.number, connection, .hashed(secret)))
            case .mint(let connection):
                let drawn = dice.next()
                let token = MintedToken(
                    bytes: [UInt8](repeating: UInt8(truncatingIfNeeded: drawn), count: 32),
                    key: NameKey(high: drawn, low: drawn))
                inputs.append(.answered(question.number, connection, .minted(token)))
            case .digest(let connection, _):
                let key = NameKey(high: 0, low: 0)
                inputs.append(.answered(question.number, connection, .digested(key)))
            case .read(let connection, let request):
                let found = read(request)
                inputs.append(.answered(question.number, connection, .read(found)))
            case .prove: continue
            }
        }
        return inputs
    }

    /// What the log holds of it, as far as is known to be there.
    private mutating func read(_ request: ReadRequest) -> ReadAnswer {
        let log = Array(disk.log.prefix(Int(engine.confirmed.number)))
        var answer = request.answer(from: log, Self.keys)
        guard case .lines(var records) = answer, !records.isEmpty else { return answer }
        let index = dice.below(records.count)
        let texts = log.filter { $0.kind == records[index].kind }
        if canary == .wordsMixedUp { records[index].words = texts[dice.below(texts.count)].words }
        if canary == .linesForgotten { records.remove(at: index) }
        answer = .lines(records)
        return answer
    }

    private mutating func act(_ index: Int, _ inputs: inout [Input]) {
        guard let link = clients[index].link else {
            if dice.oneIn(2) { connect(index) }
            return
        }
        if dice.oneIn(60) {
            let endings: [Ending] = [.closedByPeer, .failed, .timedOut, .tooSlow]
            return drop(index, endings[dice.below(4)], &inputs)
        }
        guard link.typed.count < 20 else { return }
        for _ in 0..<dice.within(1...3) {
            type(index)
            if dice.oneIn(3) { clients[index].link?.type(habits.ping(words.count)) }
        }
    }

    private mutating func type(_ index: Int) {
        guard let link = clients[index].link else { return }
        let client = clients[index]
        var own = habits
        if link.isInnocent { own.rooms = [habits.rooms[0]] }
        own.reads = link.capabilities.contains("batch")
        let command = own.command(client.nick, word: words.count, &dice)
        words.append(
            Word(
                serial: link.serial, who: isOpen ? nil : client.account, verb: command.verb,
                target: command.argument))
        let typed = marked(command, link)
        clients[index].link?.type(typed, labelled: dice.oneIn(2))
    }

    /// With a token, where the device has asked for what tokens need and is an account's.
    private func marked(_ command: Typed, _ link: Link) -> Typed {
        guard !isOpen, ["PRIVMSG", "NOTICE"].contains(command.verb),
            link.capabilities.contains("message-tags"), let word = command.word
        else { return command }
        var command = command
        command.token = "t\(word)"
        return command
    }

    /// Sends what was not answered again, by the new connection.
    private mutating func sendAgain(_ index: Int, _ link: inout Link) {
        guard link.capabilities.contains("message-tags") else { return }
        let unheard = clients[index].unheard
        clients[index].unheard = []
        for var typed in unheard {
            guard let word = typed.word else { continue }
            words[word].serial = link.serial
            words[word].isAgain = true
            if canary == .tokenChanged { typed.token? += "x" }
            typed.label = nil
            typed.isAgain = true
            link.type(typed, labelled: dice.oneIn(2))
        }
    }

    // MARK: Connections

    private mutating func connect(_ index: Int) {
        serial += 1
        clients[index].visits += 1
        let id = ConnectionID(
            loop: UInt8(dice.below(2)), slot: UInt32(index), generation: clients[index].visits)
        let all = [
            "server-time", "message-tags", "echo-message", "multi-prefix", "account-tag",
            "standard-replies", "draft/read-marker",
        ]
        var wanted = all.filter { _ in dice.oneIn(2) }
        if dice.oneIn(2) {
            wanted += ["labeled-response", "batch"]
            if dice.oneIn(2) { wanted.append("draft/chathistory") }
            if dice.oneIn(2) { wanted.append("draft/event-playback") }
        }
        var link = Link(
            id: id, serial: serial, capabilities: Set(wanted), greeting: Greeting(welcome))
        link.isInnocent = dice.oneIn(2)
        for line in signIn(clients[index], wanted) { link.type(Habits.plain(line)) }
        sendAgain(index, &link)
        clients[index].link = link
        seats[id] = index
        story.tell("\(clients[index].nick) connects as \(serial)")
    }

    /// The lines of a sign-in, right or wrong, in one flight.
    private mutating func signIn(_ client: SimulatedClient, _ wanted: [String]) -> [String] {
        let caps = ["CAP LS 302", "CAP REQ :" + wanted.joined(separator: " ")]
        let names = ["NICK \(client.nick)", "USER u 0 * :Real"]
        guard let account = client.account else { return caps + names + ["CAP END"] }
        let isKnown = ledger.roles[account] != nil
        if !isKnown || recoveries[account] != nil && dice.oneIn(3) {
            return caps + redeeming(account, isKnown: isKnown) + names + ["CAP END"]
        }
        let isWrong = dice.oneIn(4)
        let password = isWrong ? "guess" : "\(account)-secret"
        if dice.oneIn(3) {
            return caps + ["PASS \(account):\(password)"] + names + ["CAP END"]
        }
        var lines = caps + ["CAP REQ sasl"] + names + claim(account, password)
        if isWrong, dice.oneIn(2) { lines += claim(account, "\(account)-secret") }
        return lines + (dice.oneIn(3) ? ["PING early", "CAP END"] : ["CAP END"])
    }

    /// A code that was handed over, or one that somebody has made up.
    private mutating func redeeming(_ account: String, isKnown: Bool) -> [String] {
        var code = recoveries[account]
        if !isKnown {
            code = codes.isEmpty || dice.oneIn(4) ? nil : codes[dice.below(codes.count)]
        }
        let made = String(decoding: SpokenCode.digits(for: dice.next()), as: UTF8.self)
        return ["PASS \(code ?? made)", "REGISTER \(account) * \(account)-secret"]
    }

    private func claim(_ account: String, _ password: String) -> [String] {
        let plain = [0] + Array(account.utf8) + [0] + Array(password.utf8)
        let letters = String(decoding: Base64.encode(plain[...]), as: UTF8.self)
        return ["AUTHENTICATE PLAIN", "AUTHENTICATE \(letters)"]
    }

    private mutating func drop(_ index: Int, _ ending: Ending, _ inputs: inout [Input]) {
        guard let link = clients[index].link else { return }
        story.tell("\(link.serial) closes: \(ending)")
        seats[link.id] = nil
        clients[index].hangUp()
        if link.greeting == nil { inputs.append(.arrival(.closed(link.id, ending))) }
    }

    /// Reads some of what a connection has typed; no more than is answered in time.
    private mutating func read(_ index: Int, _ inputs: inout [Input]) {
        guard clients[index].link?.typed.isEmpty == false else { return }
        for _ in 0..<dice.within(0...5) {
            guard var link = clients[index].link, !link.isClosing, !link.typed.isEmpty,
                link.unanswered.count < Self.window
            else { return }
            var typed = link.typed.removeFirst()
            typed.logged = ledger.position
            typed.version = ledger.version(of: typed.argument)
            story.tell("\(link.serial) \(clients[index].nick) > \(typed.label ?? "") \(typed.line)")
            if link.greeting != nil {
                greet(&link, typed, &inputs)
            } else {
                if typed.verb == "QUIT" { link.hasQuit = true }
                link.unanswered.append(typed)
                inputs.append(arrival(link.id, typed))
            }
            clients[index].link = link
        }
    }

    private func arrival(_ id: ConnectionID, _ typed: Typed) -> Input {
        switch typed.wire() {
        case .success(let message): .arrival(.line(id, message))
        case .failure(let fault): .arrival(.broken(id, fault))
        }
    }

    /// A line of a connection that its event loop has not handed over yet.
    private func greet(_ link: inout Link, _ typed: Typed, _ inputs: inout [Input]) {
        guard var greeting = link.greeting, case .success(let message) = typed.wire() else {
            return
        }
        var replies: [UInt8] = []
        let step = greeting.take(message, replies: &replies)
        link.greeting = greeting
        guard case .enter = step else { return }
        link.greeting = nil
        // One certificate to a device: two devices of one account have two.
        let certificate = Array("device \(seats[link.id] ?? 0) of somebody".utf8)
        let peer = Peer(
            address: Array("192.0.2.7".utf8), secure: true,
            certificate: link.isInnocent ? [] : certificate)
        inputs.append(.arrival(.opened(link.id, greeting, peer)))
    }
}
