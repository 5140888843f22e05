import Rooms
public import Wire

extension House {
    /// Runs one command of a registered client: what it may hear and what changed stand in the
    /// turn.
    ///
    /// - Returns: whether the answer depended on the log or on who is here.
    public mutating func perform(
        _ message: Message, from connection: ConnectionID, _ turn: inout Turn
    ) -> Bool {
        guard ready(message, from: connection, &turn) else { return true }
        let weight = takeBatched(&turn) ? .full : dispatch(&turn)
        // Who waits for a password to be compared is answered later, label and all.
        if turn.asks.isEmpty, !turn.answersLater { turn.wrapOwn() }
        if !turn.first.isEmpty { turn.putFirst() }
        askForMissed(&turn)
        return weight == .full
    }

    /// Makes a turn ready for a line of a registered client; false when there is none any more.
    func ready(_ message: Message, from connection: ConnectionID, _ turn: inout Turn) -> Bool {
        turn.begin(connection, message)
        // Neither is copied whole: this is done for every line.
        let client = people.clients.look(connection) { ($0.person, $0.held, $0.isInBatch) }
        guard let (person, held, isInBatch) = client else { return false }
        turn.person = person
        turn.language = language(of: person)
        turn.zone = welcome.zone
        turn.held = held
        turn.isInBatch = isInBatch
        if message.hasTags { turn.tagRules = welcome.tagRules }
        turn.nick = people.persons.look(person) { $0.nick } ?? turn.nick
        return true
    }

    private mutating func dispatch(_ turn: inout Turn) -> Command.Weight {
        guard let place = CommandTable.place(of: turn.message.command) else {
            turn.refuseCommand()
            return .light
        }
        let command = CommandTable.all[place]
        guard turn.message.count >= command.params.lowerBound else {
            turn.refuseMissing(command)
            return .light
        }
        do throws(Refusal) {
            let run = command.run
            try run(&self, &turn)
        } catch {
            turn.refuse(error, about: Array(turn.message.text(0) ?? []))
        }
        return command.weight
    }

    /// The person who asks.
    ///
    /// - Precondition: the command's stage is `registered`; the table keeps others from it, so that
    ///   no line of a peer's comes here before.
    func asking(_ turn: Turn) -> Person {
        guard let id = turn.person, let person = people.persons[id] else {
            preconditionFailure("a registered command ran for nobody")
        }
        return person
    }
}

extension Turn {
    mutating func refuseMissing(_ command: Command) {
        switch command.missing {
        case .needMoreParameters: refuseMissing(command.name)
        case .noRecipient: numeric(.noRecipient, .noRecipient)
        case .noNicknameGiven: numeric(.noNicknameGiven, .noNicknameGiven)
        case .noOrigin: numeric(.noOrigin, .noOrigin)
        }
    }

    /// Refuses a word that is none of those that may stand there.
    mutating func refuseWord(_ word: ArraySlice<UInt8>, _ known: [[UInt8]]) {
        let given = Shown.middle(word)
        standard(
            .fail, "UNKNOWN_WORD", Line(given), .wordUnknown, given,
            Array(known.joined(separator: Array(", ".utf8))))
    }

    /// Refuses a command that lacks something, and shows how it is written.
    mutating func refuseMissing(_ name: CommandName) {
        let form = Help.form(of: name, like: message, language)
        numeric(.needMoreParameters, "\(name)", .formMissing, form.bytes)
    }

    /// The same for a word that chooses what a command does: it may be one that is not known.
    mutating func refuseVerb(
        _ name: CommandName, at index: Int = 0, known: [CommandName]
    ) {
        guard let word = message.text(index), !known.contains(CommandName(word)) else {
            return refuseMissing(name)
        }
        refuseWord(word, known.map { index == 0 ? $0.bytes : Name.folded($0.bytes[...]) })
    }
}
