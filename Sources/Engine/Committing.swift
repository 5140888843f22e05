import DequeModule
import IRC
import Rooms

/// Output commit: what an input caused waits until the log holds what it depended on.
extension CentreEngine {
    /// Notes what an input has brought for a connection: its changes, and what waits for them.
    mutating func conclude(
        _ input: Input, for connection: ConnectionID, depends: Bool, lines: Int
    ) {
        let position = note(input, depends: depends, connection)
        if !turn.own.isEmpty { put(.delivery(.send(turn.own, to: connection)), position) }
        for delivery in turn.deliveries { put(.delivery(delivery), position) }
        for question in unreleased { put(.question(question), position) }
        unreleased.removeAll(keepingCapacity: true)
        if turn.closes { put(.delivery(.close(connection)), position) }
        if lines > 0 { put(.delivery(.answered(connection, lines: lines)), position) }
    }

    /// The same for an input that no connection waits for.
    mutating func conclude(_ input: Input, _ outcomes: [Output], depends: Bool = true) {
        let position = note(input, depends: depends, nil)
        for delivery in turn.deliveries { put(.delivery(delivery), position) }
        for outcome in outcomes { put(outcome, position) }
    }

    /// Takes over the turn's changes, and keeps the input for as long as they are tentative.
    ///
    /// - Returns: the position that what it caused must wait for, or nil when all is durable.
    private mutating func note(
        _ input: Input, depends: Bool, _ connection: ConnectionID?
    ) -> Position? {
        defer { remembered.removeAll(keepingCapacity: true) }
        for change in turn.changes {
            if case .fact(let record, _) = change { unsent.append(record) }
        }
        var position = house.centre.position
        if !depends, turn.changes.isEmpty {
            position = connection.flatMap { awaited[$0] } ?? .start
        }
        guard position > confirmed else {
            for change in turn.changes { confirm(change) }
            return nil
        }
        // The queues stay in the order of their positions, so that what waits for an earlier one
        // is not passed by what comes after it.
        position = max(position, kept.last?.position ?? .start)
        if let connection { awaited[connection] = position }
        for memory in remembered { undo.append(Tentative(position: position, thing: memory)) }
        kept.append(Tentative(position: position, thing: input))
        for change in turn.changes {
            changes.append(Tentative(position: position, thing: change))
        }
        return position
    }

    private mutating func put(_ output: Output, _ position: Position?) {
        if let position {
            waiting.append(Tentative(position: position, thing: output))
        } else {
            release(output)
        }
    }

    mutating func release(_ output: Output) {
        switch output {
        case .delivery(let delivery): effects.deliveries.append(delivery)
        case .outcome(let number, let outcome): effects.outcomes.append((number, outcome))
        case .question(let question): effects.questions.append(question)
        }
    }

    mutating func confirm(_ change: Change) {
        switch change {
        case .fact(let record, let event): centre.apply(event, at: record.time)
        case .movement(let movement): people.apply(movement)
        }
    }

    mutating func confirm(through position: Position) {
        isWriting = false
        // Only the position is looked at, for a copy of the whole costs more than all the rest.
        while !changes.isEmpty, changes[0].position <= position {
            confirm(changes.removeFirst().thing)
        }
        while !waiting.isEmpty, waiting[0].position <= position {
            release(waiting.removeFirst().thing)
        }
        while !kept.isEmpty, kept[0].position <= position { kept.removeFirst() }
        while !undo.isEmpty, undo[0].position <= position { undo.removeFirst() }
        if kept.isEmpty { awaited.removeAll(keepingCapacity: true) }
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
        changes = []
        waiting = []
        awaited = [:]
        house.revert(centre: centre, people: people)
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
            for arrival in later[connection] ?? [] { judge(.arrival(arrival)) }
        }
    }
}
