import IRC
import Rooms
import Wire

/// What each input does to the tentative state.
extension CentreEngine {
    mutating func judge(_ input: Input) {
        switch input {
        case .arrival(let arrival): judge(arrival)
        case .verified(let number, let connection, let account):
            settle(number, connection, .verified(account), input)
        case .answered(let number, let connection, let answer):
            settle(number, connection, answer, input)
        case .errand(let number, let errand):
            let outcome = house.run(errand, &turn)
            wipeLook = turn.now
            conclude(input, [.outcome(number, outcome)])
        case .start: start(input)
        case .settleDebts: settleDebts(input)
        case .ring:
            house.ring(&turn)
            conclude(input, [])
            sweep()
        case .keeping(let keeping): judge(keeping, input)
        case .welcome(let welcome): replace(welcome, input)
        case .dismissal(let why): dismiss(why, input)
        }
    }

    /// Tells of what is new and of what is gone, behind the replies that wait already.
    mutating func replace(_ welcome: Welcome, _ input: Input) {
        turn = Turn(
            now: turn.now, dice: turn.dice, server: welcome.server, language: welcome.language)
        house.replace(welcome: welcome, &turn)
        // Words may be kept for a shorter time now.
        wipeLook = turn.now
        let waits =
            Mark(house.centre.position, house.tables.writes) > Mark(centre.position, tables.writes)
        conclude(input, [])
        if !waits { settledWelcome = welcome }
    }

    mutating func start(_ input: Input) {
        if house.restart(&turn) { distrust() }
        conclude(input, [])
    }

    mutating func settleDebts(_ input: Input) {
        house.settleDebts(distrustsClock: distrusts, &turn)
        conclude(input, [])
    }

    mutating func judge(_ arrival: Arrival) {
        switch arrival {
        case .opened(let connection, let greeting, let peer):
            remember(connection)
            greeted[connection] = Greeted(greeting: greeting, peer: peer)
            consider(connection, arrival)
        case .line(let connection, let message):
            if isGreeting(connection) {
                greet(message, connection, arrival)
            } else {
                perform(message, connection, arrival)
            }
        case .broken(let connection, let fault): answer(fault, connection, arrival)
        case .closed(let connection, let ending): close(connection, ending, arrival)
        }
    }

    mutating func perform(
        _ message: Message, _ connection: ConnectionID, _ arrival: Arrival
    ) {
        guard !waits(connection) else { return hold(arrival, connection) }
        let depends = house.perform(message, from: connection, &turn)
        if turn.rehashes { effects.rehash = true }
        if turn.asks.isEmpty {
            return conclude(.arrival(arrival), for: connection, depends: depends, lines: 1)
        }
        // Its answer, and that the line is answered, wait for the question's.
        remember(connection)
        askAll(for: connection, message, lines: 1)
        conclude(.arrival(arrival), for: connection, depends: depends, lines: 0)
    }

    /// Passes a turn's questions on; the connection waits for the last.
    private mutating func askAll(
        for connection: ConnectionID, _ message: Message, lines: Int
    ) {
        for ask in turn.asks {
            questions += 1
            asked[connection] = Asked(
                number: questions, message: message, claimed: turn.claimed,
                lines: lines, redeems: turn.redeems)
            if case .read = ask {
                unreleased.append(Question(number: questions, ask: ask, wait: .zero))
                continue
            }
            let network = network(of: connection)
            let wait = pace.wait(
                for: turn.claimed, from: network, redeems: turn.redeems, at: turn.now)
            let place = PlaceInLine(network: network, tries: guesses[connection] ?? 0)
            effects.questions.append(
                Question(number: questions, ask: ask, wait: wait, place: place))
        }
    }

    /// Whether a connection is not let in yet. Asked for every line: nothing is copied for it.
    private func isGreeting(_ connection: ConnectionID) -> Bool {
        !greeted.isEmpty && greeted.index(forKey: connection) != nil
    }

    /// Whether a connection's lines wait for a password to be compared.
    func waits(_ connection: ConnectionID) -> Bool {
        !asked.isEmpty && asked.index(forKey: connection) != nil
    }

    /// Judges the lines that have waited; one of them may make the rest wait again.
    private mutating func release(_ connection: ConnectionID) {
        guard !waits(connection) else { return }
        for arrival in held.removeValue(forKey: connection) ?? [] { judge(arrival) }
    }

    // MARK: Before registration

    mutating func greet(
        _ message: Message, _ connection: ConnectionID, _ arrival: Arrival
    ) {
        guard !waits(connection) else { return hold(arrival, connection) }
        remember(connection)
        turn.begin(connection, message)
        var replies: [UInt8] = []
        let step = greeted[connection]?.greeting.take(message, replies: &replies) ?? .stay
        turn.add(replies)
        switch step {
        case .stay: conclude(.arrival(arrival), for: connection, depends: false, lines: 1)
        case .quit:
            turn.close()
            greeted[connection] = nil
            conclude(.arrival(arrival), for: connection, depends: false, lines: 1)
        case .enter: admit(connection, arrival, lines: 1)
        }
    }

    /// Keeps a line until the password before it has been compared.
    mutating func hold(_ arrival: Arrival, _ connection: ConnectionID) {
        held[connection, default: []].append(arrival)
    }

    mutating func consider(_ connection: ConnectionID, _ arrival: Arrival) {
        turn.begin(connection, Turn.nothing)
        admit(connection, arrival, lines: 0)
    }

    /// Lets a connection in, asks for its password to be compared, or lets it go on greeting.
    mutating func admit(_ connection: ConnectionID, _ arrival: Arrival, lines: Int) {
        guard var own = greeted[connection] else { return }
        let admission = house.consider(&own.greeting, own.peer, as: &own.account, &turn)
        keep(own, connection, admission)
        conclude(.arrival(arrival), for: connection, depends: true, lines: lines)
    }

    /// Keeps the greeting of a connection that is not in yet, and passes its question on. Whoever
    /// is turned away is heard no more.
    private mutating func keep(
        _ own: Greeted, _ connection: ConnectionID, _ admission: Admission
    ) {
        // What a refused connection sends before it is closed belongs to nobody.
        guard admission == .waiting || admission == .checking else {
            greeted[connection] = nil
            guard admission == .registered else { return }
            turn.deliveries.append(.registered(connection))
            return askAll(for: connection, Turn.nothing, lines: 0)
        }
        greeted[connection] = own
        askAll(for: connection, Turn.nothing, lines: 0)
    }

    mutating func settle(
        _ number: UInt64, _ connection: ConnectionID, _ answer: Answer, _ input: Input
    ) {
        guard let question = asked[connection], question.number == number else { return }
        remember(connection)
        asked[connection] = nil
        let network = network(of: connection)
        var lines = 0
        if greeted[connection] == nil {
            house.resume(question.message, from: connection, answer, &turn)
            askAll(for: connection, question.message, lines: question.lines)
            lines = turn.asks.isEmpty ? question.lines : 0
        } else {
            settle(connection, answer)
        }
        if let missed = question.missed { ask(for: missed, connection) }
        if answer.isNo || turn.isGuess {
            pace.fail(question.claimed, from: network, redeems: question.redeems, at: turn.now)
            guesses[connection, default: 0] += 1
        }
        conclude(input, for: connection, depends: true, lines: lines)
        release(connection)
    }

    /// Where a connection comes from, for slowing down who guesses.
    private func network(of connection: ConnectionID) -> [UInt8] {
        let peer = greeted[connection]?.peer ?? house.people.clients[connection]?.peer
        return peer?.network ?? []
    }

    /// Goes on with a greeting whose question is answered.
    private mutating func settle(_ connection: ConnectionID, _ answer: Answer) {
        guard var own = greeted[connection] else { return }
        turn.begin(connection, Turn.nothing)
        var admission = house.settle(
            &own.greeting, answer, own.peer, as: &own.account, &turn)
        if admission == .waiting {
            admission = house.consider(&own.greeting, own.peer, as: &own.account, &turn)
        }
        keep(own, connection, admission)
    }

    mutating func answer(
        _ fault: LineError, _ connection: ConnectionID, _ arrival: Arrival
    ) {
        if waits(connection) { return hold(arrival, connection) }
        if isGreeting(connection) {
            turn.begin(connection, Turn.nothing)
            // The greeting answers for itself: the centre's own language would tell that there is
            // one.
            var replies: [UInt8] = []
            _ = greeted[connection]?.greeting.take(fault, replies: &replies)
            turn.add(replies)
        } else if house.people.clients[connection] != nil {
            house.answer(fault, from: connection, &turn)
        } else {
            turn.begin(connection, Turn.nothing)
        }
        conclude(.arrival(arrival), for: connection, depends: false, lines: 1)
    }

    mutating func close(
        _ connection: ConnectionID, _ ending: Ending, _ arrival: Arrival
    ) {
        remember(connection)
        greeted[connection] = nil
        asked[connection] = nil
        held[connection] = nil
        awaited[connection] = nil
        if !guesses.isEmpty { guesses[connection] = nil }
        turn.begin(connection, Turn.nothing)
        // Whoever said QUIT, or was let go, is out already: all others were cut off, for a program
        // that is killed closes its socket like one that says goodbye, and a server that stops
        // has sent nobody home.
        house.disconnect(connection, how: .cutOff, because: ending, &turn)
        if house.storageFull { owes = true }
        conclude(.arrival(arrival), [])
    }
}
