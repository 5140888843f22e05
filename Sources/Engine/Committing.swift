import DequeModule
import IRC
import Rooms

/// Output commit: what an input caused waits until the log holds what it depended on.
extension CentreEngine {
    /// Notes what an input has brought for a connection: its changes, and what waits for them.
    mutating func conclude(
        _ input: consuming Input, for connection: ConnectionID, depends: Bool, lines: Int
    ) {
        expectBegun()
        house.tend(&turn)
        if turn.showsMissedElsewhere { askForMissedElsewhere() }
        let mark = note(input, depends: depends, connection)
        if !turn.own.isEmpty { put(.delivery(.send(turn.own, to: connection)), mark) }
        for delivery in turn.deliveries { put(.delivery(delivery), mark) }
        release(unreleased, mark)
        if turn.closes { put(.delivery(.close(connection)), mark) }
        if lines > 0 { put(.delivery(.answered(connection, lines: lines)), mark) }
    }

    /// The same for an input that no connection waits for.
    mutating func conclude(
        _ input: consuming Input, _ outcomes: [Output], depends: Bool = true
    ) {
        expectBegun()
        house.tend(&turn)
        if turn.showsMissedElsewhere { askForMissedElsewhere() }
        let mark = note(input, depends: depends, nil)
        for delivery in turn.deliveries { put(.delivery(delivery), mark) }
        release(unreleased, mark)
        for outcome in outcomes { put(outcome, mark) }
    }

    /// What the turn before brought would be taken over twice by one that was never begun.
    private mutating func expectBegun() {
        assert(!turn.isConcluded, "a turn that was not begun")
        turn.isConcluded = true
    }

    /// Has looked up for those who were let into a room by others what they missed there.
    private mutating func askForMissedElsewhere() {
        for (connection, request) in house.missedElsewhere(in: turn) {
            remember(connection)
            ask(for: request, connection)
        }
    }

    /// Asks the log for what somebody missed; a connection waits for one answer at a time, so where
    /// it waits already that comes after it.
    mutating func ask(for missed: MissedRequest, _ connection: ConnectionID) {
        if var question = asked[connection] {
            question.missed =
                question.missed.map { before in
                    MissedRequest(places: before.places + missed.places, bytes: missed.bytes)
                } ?? missed
            asked[connection] = question
            return
        }
        questions += 1
        asked[connection] = Asked(
            number: questions, message: Turn.nothing, claimed: nil, lines: 0, redeems: false)
        unreleased.append(
            Question(
                number: questions, ask: .read(connection, .missed(missed)), wait: .zero))
    }

    private mutating func release(_ asked: [Question], _ mark: Mark?) {
        guard !asked.isEmpty else { return }
        for question in asked { put(.question(question), mark) }
        unreleased.removeAll(keepingCapacity: true)
    }

    /// Takes over the turn's changes, and keeps the input for as long as they are tentative.
    ///
    /// - Returns: how much must be durable before what it caused is heard, or nil when all is.
    private mutating func note(
        _ input: consuming Input, depends: Bool, _ connection: ConnectionID?
    ) -> Mark? {
        defer { remembered.removeAll(keepingCapacity: true) }
        // By index, here and below: a copy of each change would be retained and let go.
        for index in turn.changes.indices {
            switch turn.changes[index] {
            case .fact(let record, _): unsent.append(record)
            case .row(let row): unsentRows.append(row)
            case .movement: break
            }
        }
        var mark = Mark(house.centre.position, house.tables.writes)
        if !depends, turn.changes.isEmpty {
            mark = connection.flatMap { awaited[$0] } ?? .start
        }
        guard mark > Mark(centre.position, tables.writes) else {
            for change in turn.changes { confirm(Settling(change)) }
            return nil
        }
        // The queues stay in the order of their marks, so that what waits for an earlier one
        // is not passed by what comes after it.
        mark = max(mark, kept.last?.mark ?? .start)
        if let connection { awaited[connection] = mark }
        for memory in remembered { undo.append(Tentative(mark: mark, thing: memory)) }
        kept.append(Tentative(mark: mark, thing: input))
        for index in turn.changes.indices {
            changes.append(Tentative(mark: mark, thing: Settling(turn.changes[index])))
        }
        return mark
    }

    private mutating func put(_ output: consuming Output, _ mark: Mark?) {
        if let mark {
            waiting.append(Tentative(mark: mark, thing: output))
        } else {
            release(output)
        }
    }

    mutating func release(_ output: consuming Output) {
        switch output {
        case .delivery(let delivery): effects.deliveries.append(delivery)
        case .outcome(let number, let outcome): effects.outcomes.append((number, outcome))
        case .question(let question): effects.questions.append(question)
        }
    }

    private mutating func confirm(_ change: consuming Settling) {
        switch change {
        case .fact(let event, let time):
            centre.apply(event, at: time)
            house.list(event, at: LineMark(time, centre.position), in: &effects.lines)
            note(durable: event)
        case .row(let row): tables.apply(row)
        case .movement(let movement): people.apply(movement)
        }
    }

    mutating func confirm(through mark: Mark) {
        isWriting = false
        // Only the mark is looked at, for a copy of the whole costs more than all the rest.
        while !changes.isEmpty, changes[0].mark <= mark {
            confirm(changes.removeFirst().thing)
        }
        while !waiting.isEmpty, waiting[0].mark <= mark {
            release(waiting.removeFirst().thing)
        }
        while !kept.isEmpty, kept[0].mark <= mark {
            if case .welcome(let told) = kept.removeFirst().thing { settledWelcome = told }
        }
        while !undo.isEmpty, undo[0].mark <= mark { undo.removeFirst() }
        if kept.isEmpty, !awaited.isEmpty { awaited.removeAll() }
        house.forgetWords(besides: centre)
        settleIfOwed()
    }

    /// Writes down what is owed once there may be room on the disk again.
    mutating func settleIfOwed() {
        guard owes, !house.storageFull else { return }
        owes = false
        judge(.settleDebts)
    }

    // MARK: Going back

    /// Notes how a connection stood, should this have to be judged again.
    mutating func remember(_ connection: ConnectionID) {
        remembered.append(
            Memory(
                connection: connection, greeted: greeted[connection], asked: asked[connection]))
    }

    /// Throws the tentative state away and judges every kept input anew.
    mutating func judgeAgain() {
        isWriting = false
        unsent = []
        unsentRows = []
        changes = []
        waiting = []
        awaited.removeAll()
        house.revert(centre: centre, people: people, tables: tables, welcome: settledWelcome)
        while let last = undo.popLast() {
            greeted[last.thing.connection] = last.thing.greeted
            asked[last.thing.connection] = last.thing.asked
        }
        let inputs = kept
        kept = []
        // Lines that are held came after all that were judged, and stay behind them.
        let later = held
        held = [:]
        for input in inputs { judge(input.thing) }
        for connection in later.keys.sorted() {
            for arrival in later[connection] ?? [] { judge(arrival) }
        }
    }
}
