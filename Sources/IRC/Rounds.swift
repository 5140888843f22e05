import Rooms
import Wire

/// ROUND: the floor goes to everyone once.
extension House {
    /// `ROUND <room> end | <question>`
    static func round(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let actor = house.actor(house.asking(turn).id)
        let id = try house.room(turn.message[0], for: actor).id
        let given = turn.rest(from: 1)
        if Name.folded(given[...]) == Array("end".utf8) {
            let facts = try house.centre.endRound(in: id, by: actor)
            try house.moveFloor(facts, in: id, &turn)
            return turn.reply(
                .note, "ROUND", "ENDED", Line(house.name(of: id)), .roundEnded)
        }
        _ = try house.centre.ledTurnsRoom(id, actor)
        guard !Shown.trimmed(given[...]).isEmpty else { return turn.refuseMissing("ROUND") }
        let question = turn.kept(given[...], atMost: Limit.topicBytes)
        let facts = try house.centre.beginRound(in: id, question: question, by: actor)
        try house.beginRound(facts, question, in: id, &turn)
    }

    /// Whether somebody has the floor in a round, which goes on when they are gone.
    func hasRoundFloor(_ person: PersonID, in id: RoomID) -> Bool {
        guard let circle = centre.rooms[id]?.circle else { return false }
        return circle.round != nil && circle.floor?.person == person
    }

    private mutating func beginRound(
        _ facts: [Fact], _ question: [UInt8], in id: RoomID, _ turn: inout Turn
    ) throws(Refusal) {
        if storageFull { throw .storageFull }
        noticeRoom(id, &turn) { _ in Line(question) }
        noticeRoom(id, &turn) { Phrase.roundBegun.text($0) }
        try moveFloor(facts, in: id, &turn)
    }
}

extension House {
    /// People begin to speak in turns, or speak so no more: nobody has `+`, and everyone is told.
    mutating func changeTurns(in id: RoomID, _ turn: inout Turn) throws(Refusal) {
        let person = asking(turn)
        var changes = ModeChanges()
        for fact in centre.voicesTaken(in: id, by: actor(person.id)) {
            try commit(fact, &turn)
            note(fact.event, in: &changes)
        }
        if !changes.isEmpty { tellModes(changes, in: id, by: nil, &turn) }
        let begins = centre.rooms[id]?.settings.hasTurns == true
        let phrase: Phrase = begins ? .turnsBegin : .turnsEnd
        noticeRoom(id, &turn) { phrase.text($0) }
    }
}
