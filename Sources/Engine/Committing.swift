import DequeModule
import IRC
import Rooms

/// Output commit: what an input caused waits until the log holds what it depended on.
extension CentreEngine {
    /// Notes what an input's turn has brought: its changes, and what waits for them.
    mutating func conclude(
        _ input: Input, for connection: ConnectionID, depends: Bool, lines: Int
    ) {
        var outputs: [Output] = []
        outputs.reserveCapacity(turn.deliveries.count + 3)
        if !turn.own.isEmpty { outputs.append(.delivery(.send(turn.own, to: connection))) }
        for delivery in turn.deliveries { outputs.append(.delivery(delivery)) }
        if turn.closes { outputs.append(.delivery(.close(connection))) }
        if lines > 0 { outputs.append(.delivery(.answered(connection, lines: lines))) }
        conclude(input, outputs, depends: depends, connection)
    }

    mutating func conclude(_ input: Input, _ outcomes: [Output]) {
        conclude(
            input, turn.deliveries.map { .delivery($0) } + outcomes, depends: true, nil)
    }

    mutating func conclude(
        _ input: Input, _ outputs: [Output], depends: Bool, _ connection: ConnectionID?
    ) {
        for change in turn.changes {
            if case .fact(let record, _) = change { unsent.append(record) }
        }
        var position = house.centre.position
        if !depends, turn.changes.isEmpty {
            position = connection.flatMap { awaited[$0] } ?? .start
        }
        defer { remembered.removeAll(keepingCapacity: true) }
        guard position > confirmed else {
            for change in turn.changes { confirm(change) }
            for output in outputs { release(output) }
            return
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
        for output in outputs { waiting.append(Tentative(position: position, thing: output)) }
    }

    mutating func release(_ output: Output) {
        switch output {
        case .delivery(let delivery): effects.deliveries.append(delivery)
        case .outcome(let number, let outcome): effects.outcomes.append((number, outcome))
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
        while let first = changes.first, first.position <= position {
            confirm(changes.removeFirst().thing)
        }
        while let first = waiting.first, first.position <= position {
            release(waiting.removeFirst().thing)
        }
        while let first = kept.first, first.position <= position { kept.removeFirst() }
        while let first = undo.first, first.position <= position { undo.removeFirst() }
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

    /// Notes how a connection's greeting stood, should this have to be judged again.
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
