import IRC
import Rooms
import Wire

@testable import Engine

/// What is held against the ledger after each step, and at the end.
extension Evening {
    /// Lets the ledger follow the log as far as the engine has confirmed it.
    mutating func turnPage() {
        ledger.turnPage()
        fresh = []
        reached = [:]
        presentWhenHeard = [:]
        present = []
        for seat in clients.indices {
            guard let link = clients[seat].link, let who = link.who else { continue }
            present.append(Presence(seat: seat, serial: link.serial, who: who))
        }
        let confirmed = Int(engine.confirmed.number)
        guard confirmed <= disk.log.count else {
            return complain("\(confirmed) is confirmed, and the disk has \(disk.log.count)")
        }
        while ledger.position < confirmed { follow(disk.log[ledger.position]) }
    }

    private mutating func follow(_ record: Record) {
        do throws(CodingError) {
            let entry = try scribe.entry(record)
            story.tell("log: \(entry)")
            check(entry)
            ledger.write(entry)
        } catch {
            complain("record \(record.position.number) cannot be read: \(error)")
        }
    }

    /// A text in the log is one that its writer has written, there, and in order.
    private mutating func check(_ entry: Entry) {
        let (by, place, word): (String, String?, Int)
        switch entry {
        case .said(let id, let who, _, let number):
            (by, place, word) = (who, ledger.places[id]?.name, number)
        case .whispered(_, let who, let number): (by, place, word) = (who, nil, number)
        default: return
        }
        fresh.append(word)
        guard words.indices.contains(word) else { return complain("nobody wrote \(word)") }
        let known = words[word]
        if known.wasRefused { complain("text \(word) was refused, and is in the log") }
        if let who = known.who, who != by { complain("\(by) has the words of \(who)") }
        if let place, place != Link.bare(known.target[...]) {
            complain("text \(word) went to \(place)")
        }
        if known.isAgain { return }
        if let last = lastLogged[known.serial], last >= word {
            complain("text \(word) is in the log after \(last)")
        }
        lastLogged[known.serial] = word
    }

    /// Whoever should have heard a text has heard it in this step.
    mutating func checkReached() {
        if presentWhenHeard.isEmpty, fresh.isEmpty { return }
        for word in fresh where words.indices.contains(word) {
            let hearers = ledger.words[word] ?? []
            let known = words[word]
            for one in present.prefix(presentWhenHeard[word] ?? 0)
            where hearers.contains(one.who) && reached[word]?.contains(one.serial) != true {
                guard let link = clients[one.seat].link, link.serial == one.serial,
                    !link.hasQuit, !link.isClosing
                else { continue }
                let isEcholess =
                    known.serial == one.serial && !link.capabilities.contains("echo-message")
                if !isEcholess { complain("\(one.who) (\(one.serial)) did not hear \(word)") }
            }
        }
    }

    // MARK: After a step

    mutating func checkStep() {
        for fault in ledger.faults + disk.faults where faults.isEmpty { complain(fault) }
        for (id, lines) in engine.held where lines.count > Self.window {
            complain("\(lines.count) lines are held for \(id)")
        }
        if engine.kept.count > 40 * clients.count { complain("too many inputs are kept") }
        guard engine.isSettled, !disk.isBusy else { return }
        for link in clients.compactMap(\.link) { checkAdmission(link) }
        if dice.oneIn(5) { checkSettled() }
    }

    /// Whoever has said all that a sign-in takes is in, or knows why not.
    private mutating func checkAdmission(_ link: Link) {
        guard link.greeting == nil, link.typed.isEmpty, link.unanswered.isEmpty,
            !questions.contains(where: { $0.question.asks(about: link.id) })
        else { return }
        if !link.isRegistered, !link.wasRefused { complain("\(link.serial) was never let in") }
    }

    /// When all is durable, nothing waits and there is one state.
    private mutating func checkSettled() {
        let left = [
            engine.waiting.count, engine.kept.count, engine.changes.count, engine.undo.count,
            engine.awaited.count,
        ]
        if left.contains(where: { $0 > 0 }) { complain("left over though all is durable: \(left)") }
        if engine.house.centre != engine.centre { complain("two centres") }
        if engine.house.tables != engine.tables { complain("two sets of tables") }
        if engine.house.people != engine.people { complain("two sets of people") }
    }

    mutating func checkEnd() {
        checkSettled()
        if !engine.house.owedDepartures.isEmpty { complain("leaving is still owed") }
        for (id, lines) in engine.held where !lines.isEmpty {
            complain("\(lines.count) lines are held for \(id) in the end")
        }
        comparePlaces(engine.centre)
    }

    /// The ledger's rooms against the centre's.
    mutating func comparePlaces(_ centre: Centre) {
        let ours = scribe.places(centre)
        for (id, place) in ledger.places {
            if ours[id]?.members != place.members { complain("other members in \(place.name)") }
            if ours[id]?.enrolled != place.enrolled { complain("others enrolled: \(place.name)") }
        }
        if ours.count != ledger.places.count { complain("other rooms") }
    }
}

extension Question {
    fileprivate func asks(about connection: ConnectionID) -> Bool {
        ask.connection == connection
    }
}
