import Rooms
import Wire

/// `CASE`: worker channels, from their making to their end.
extension House {
    /// `CASE NEW | LIST | HANDOVER | ACCEPT | REJECT | CONSENT | COVER | CARER | CLOSE …`
    static func `case`(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        switch (CommandName(turn.message[0]), turn.message.count) {
        case ("NEW", 3...): house.openCase(&turn)
        case ("LIST", _): house.listCases(&turn)
        case ("HANDOVER", 3...): try house.aboutCase(&turn, House.handOver)
        case ("ACCEPT", 2...): try house.aboutCase(&turn, House.acceptHandover)
        case ("REJECT", 2...): try house.aboutCase(&turn, House.rejectHandover)
        case ("CONSENT", 3...): try house.aboutCase(&turn, House.consent)
        case ("COVER", 3...): try house.aboutCase(&turn, House.cover)
        case ("CARER", 3...): try house.aboutCase(&turn, House.changeCarers)
        case ("CLOSE", 2...): try house.aboutCase(&turn, House.closeCase)
        default:
            let known: [CommandName] = [
                "NEW", "LIST", "HANDOVER", "ACCEPT", "REJECT", "CONSENT", "COVER", "CARER", "CLOSE",
            ]
            turn.refuseVerb("CASE", known: known)
        }
    }

    /// What is done with the channel that the second parameter names; a refusal is about it.
    private mutating func aboutCase(
        _ turn: inout Turn,
        _ deed: (inout House, RoomID, Actor, inout Turn) throws(Refusal) -> Void
    ) throws(Refusal) {
        let name = turn.message[1]
        attempt(name, &turn) { house, turn throws(Refusal) in
            // A group's room is no worker channel, whatever else is wrong and whoever asks.
            guard let id = house.centre.room(named: house.key(name)),
                house.centre.cases[id] != nil
            else { throw .noSuchRoom }
            try deed(&house, id, house.actor(house.asking(turn).id), &turn)
        }
    }

    /// The account of this name, or a number that no account has: whether the asking person may
    /// know is decided first.
    private func accountOrNobody(_ name: ArraySlice<UInt8>) -> AccountID {
        centre.account(named: key(name))?.id ?? AccountID(0)
    }

    private mutating func openCase(_ turn: inout Turn) {
        let actor = actor(asking(turn).id)
        let (parent, worker) = (turn.message[1], turn.message[2])
        guard centre.may(actor, .openCase) else {
            return turn.refuse(.notAllowed(.openCase), about: Array(parent))
        }
        guard let family = centre.account(named: key(parent)) else {
            return turn.refuse(.noSuchAccount, about: Array(parent))
        }
        guard let own = centre.account(named: key(worker)) else {
            return turn.refuse(.noSuchAccount, about: Array(worker))
        }
        let name = Line("&\(self.name(of: family.id))").bytes
        attempt(name[...], &turn) { house, turn throws(Refusal) in
            let facts: [Fact]
            do throws(Refusal) {
                facts = try house.centre.openCase(
                    house.named(name[...]), parent: family.id, worker: own.id, by: actor)
            } catch .wrongRole(let needed) {
                let lacking = needed == .parent ? parent : worker
                return turn.refuse(.wrongRole(needed: needed), about: Array(lacking))
            }
            for fact in facts { try house.commit(fact, &turn) }
            turn.standard(
                .note, "CASE_OPENED", Line(name), .caseOpened, house.name(of: family.id),
                house.name(of: own.id))
            try house.bringIn(facts[0].event.room, [family.id, own.id], &turn)
        }
    }

    // MARK: Handing over

    /// `CASE HANDOVER <channel> <worker>`
    private static func handOver(
        _ house: inout House, _ id: RoomID, _ actor: Actor, _ turn: inout Turn
    ) throws(Refusal) {
        let worker = house.accountOrNobody(turn.message[2])
        try house.commit(
            Fact(.casework(id, try house.centre.handOver(id, to: worker, by: actor))), &turn)
        let name = house.name(of: worker)
        house.answer("HANDOVER_ASKED", id, [name], .handoverAsked, &turn)
        guard let own = house.centre.cases[id] else { return }
        let old = house.name(of: own.worker)
        house.inform([worker], .handoverForYou, [old, house.name(of: id)], &turn)
        if actor.person != PersonID(own.worker) {
            let asker = actor.person.account.map { house.name(of: $0) } ?? []
            house.inform(
                [own.worker], .handoverForWorker, [asker, name, house.name(of: id)], &turn)
        }
        house.informFamily(id, .handoverForFamily, [old, name, house.name(of: id)], &turn)
    }

    /// `CASE ACCEPT <channel>`
    private static func acceptHandover(
        _ house: inout House, _ id: RoomID, _ actor: Actor, _ turn: inout Turn
    ) throws(Refusal) {
        let before = house.centre.cases[id]
        try house.commitRemovals(
            try house.centre.acceptHandover(of: id, by: actor), &turn)
        guard let own = house.centre.cases[id], let before else { return }
        let name = house.name(of: own.worker)
        house.answer("HANDOVER_ACCEPTED", id, [name], .handoverAccepted, &turn)
        house.inform([before.worker], .handoverDone, [name, house.name(of: id)], &turn)
        let phrase: Phrase =
            if own.reads(own.worker) == .start {
                .newWorkerReadsAll
            } else if before.cover?.account == own.worker {
                // What they read since they stood in they have heard, and go on reading.
                .newWorkerReadsSince
            } else {
                .newWorkerReadsOn
            }
        house.informFamily(id, phrase, [name, house.name(of: before.worker)], &turn)
        try house.bringIn(id, [own.worker], &turn)
    }

    /// `CASE REJECT <channel> [:<reason>]`
    private static func rejectHandover(
        _ house: inout House, _ id: RoomID, _ actor: Actor, _ turn: inout Turn
    ) throws(Refusal) {
        let reason = turn.reason(at: 2)
        try house.commit(
            try house.centre.rejectHandover(of: id, reason: reason, by: actor), &turn)
        let asked = actor.person.account.map { house.name(of: $0) } ?? []
        house.answer("HANDOVER_REJECTED", id, [asked], .handoverRejected, &turn)
        guard let own = house.centre.cases[id] else { return }
        let room = house.name(of: id)
        if let reason {
            house.inform([own.worker], .handoverRefusedFor, [asked, room, reason], &turn)
        } else {
            house.inform([own.worker], .handoverRefused, [asked, room], &turn)
        }
        house.informFamily(id, .workerStays, [house.name(of: own.worker), asked], &turn)
    }

    /// `CASE CONSENT <channel> yes|no [<account>]`
    private static func consent(
        _ house: inout House, _ id: RoomID, _ actor: Actor, _ turn: inout Turn
    ) throws(Refusal) {
        try house.centre.mayConsent(in: id, by: actor)
        let agrees = Name.folded(turn.message[2]) == Array("yes".utf8)
        guard agrees || Name.folded(turn.message[2]) == Array("no".utf8) else {
            return turn.standard(
                .fail, "YES_OR_NO", Line(Shown.middle(turn.message[2])), .yesOrNo)
        }
        let reader = turn.message.text(3).map { house.accountOrNobody($0) }
        let event = try house.centre.consent(in: id, to: reader, agrees, by: actor)
        try house.commit(Fact(.casework(id, event)), &turn)
        guard case .consented(let meant, _, _) = event else { return }
        house.answer(
            "CONSENT", id, [house.name(of: meant), agrees ? Array("yes".utf8) : Array("no".utf8)],
            agrees ? .consentGiven : .consentWithheld, &turn)
    }

    // MARK: Standing in, carers, the end

    /// `CASE COVER <channel> <worker> <length>`, `CASE COVER <channel> end`
    private static func cover(
        _ house: inout House, _ id: RoomID, _ actor: Actor, _ turn: inout Turn
    ) throws(Refusal) {
        // A channel that is hidden answers as one that is not there, whatever else is wrong.
        try house.centre.runCase(id, actor)
        guard let length = turn.message.text(3) else {
            guard Name.folded(turn.message[2]) == Array("end".utf8) else {
                return turn.refuseMissing("CASE")
            }
            return try house.endCover(id, by: actor, &turn)
        }
        guard let seconds = Length.seconds(length) else {
            return turn.standard(
                .fail, "INVALID_LENGTH", Line(Shown.middle(length)), .invalidLength)
        }
        let account = house.accountOrNobody(turn.message[2])
        let before = house.centre.cases[id]?.cover?.account
        let until = turn.now.advanced(seconds: seconds)
        let event = try house.centre.cover(id, by: account, until: until, actor: actor)
        if let before, before != account { try house.endCover(id, by: actor, &turn) }
        try house.commit(Fact(.casework(id, event)), &turn)
        let (name, time) = (house.name(of: account), Shown.time(until))
        let spoken = [name, house.localTime(until, turn)]
        house.answer("COVERED", id, [name, time], spoken: spoken, .coverSet, &turn)
        house.inform([account], .coverForYou, [house.name(of: id)], until: until, &turn)
        house.informFamily(id, .coverForFamily, [name], until: until, &turn)
        try house.bringIn(id, [account], &turn)
    }

    /// - Parameter actor: nil: the time is over.
    mutating func endCover(
        _ id: RoomID, by actor: Actor?, _ turn: inout Turn
    ) throws(Refusal) {
        let facts = try centre.endCover(of: id, by: actor)
        guard let own = centre.cases[id], let cover = own.cover else { return }
        try commitRemovals(facts, &turn)
        if actor != nil {
            answer("COVER_ENDED", id, [name(of: cover.account)], .coverEnded, &turn)
        }
        tellCoverOver(own, cover, &turn)
    }

    private func tellCoverOver(_ own: Case, _ cover: Case.Cover, _ turn: inout Turn) {
        let (name, room) = (name(of: cover.account), name(of: own.room))
        inform([cover.account], .coverOverForYou, [room], &turn)
        let worker = [own.worker].filter { PersonID($0) != turn.person }
        inform(worker, .coverOver, [name, room], &turn)
        informFamily(own.room, .coverOverForFamily, [name, self.name(of: own.worker)], &turn)
    }

    /// Gives an account other roles. What it did in worker channels and only a worker may ends with
    /// that.
    mutating func setRoles(
        of account: AccountID, to roles: Roles, by actor: Actor, _ turn: inout Turn
    ) throws(Refusal) {
        let facts = try centre.setRoles(of: account, to: roles, by: actor)
        try endReading(of: account, facts, &turn)
    }

    /// Ends what an account did in worker channels as somebody who answers for none, and tells the
    /// families.
    mutating func endReading(
        of account: AccountID, _ facts: [Fact], _ turn: inout Turn
    ) throws(Refusal) {
        let before = centre.cases
        try commitRemovals(facts, &turn)
        for case .casework(let id, let event) in facts.map(\.event) {
            guard let own = before[id] else { continue }
            switch event {
            case .coverEnded:
                if let cover = own.cover { tellCoverOver(own, cover, &turn) }
            case .handoverDropped:
                let names = [name(of: account), name(of: own.worker), name(of: id)]
                inform([own.worker], .handoverRefused, [names[0], names[2]], &turn)
                informFamily(id, .workerStays, [names[1], names[0]], &turn)
            default: break
            }
        }
    }

    /// `CASE CARER <channel> <account> [end]`
    private static func changeCarers(
        _ house: inout House, _ id: RoomID, _ actor: Actor, _ turn: inout Turn
    ) throws(Refusal) {
        try house.centre.runCase(id, actor)
        let account = house.accountOrNobody(turn.message[2])
        if let word = turn.message.text(3) {
            guard Name.folded(word) == Array("end".utf8) else {
                return turn.refuseMissing("CASE")
            }
            try house.commitRemovals(
                try house.centre.removeCarer(account, from: id, by: actor), &turn)
            house.answer("CARER_REMOVED", id, [house.name(of: account)], .carerRemoved, &turn)
            return house.informFamily(id, .carerGone, [house.name(of: account)], &turn)
        }
        try house.commit(
            Fact(.casework(id, try house.centre.addCarer(account, to: id, by: actor))), &turn)
        house.answer("CARER_ADDED", id, [house.name(of: account)], .carerAdded, &turn)
        let others = (house.centre.cases[id]?.family ?? []).filter { $0 != account }
        house.inform(others, .carerCame, [house.name(of: account)], &turn)
        try house.bringIn(id, [account], &turn)
    }

    /// `CASE CLOSE <channel>`
    private static func closeCase(
        _ house: inout House, _ id: RoomID, _ actor: Actor, _ turn: inout Turn
    ) throws(Refusal) {
        try house.commit(
            Fact(.casework(id, try house.centre.closeCase(id, by: actor))), &turn)
        house.answer("CASE_CLOSED", id, [], .caseClosed, &turn)
        house.informFamily(id, .caseRests, [house.name(of: id)], &turn)
    }

    /// Opens a closed worker channel before the words that wake it are heard. Whoever answers there
    /// comes in if they are signed in, for nobody joins a closed one by signing in.
    mutating func wake(_ id: RoomID, _ turn: inout Turn) throws(Refusal) {
        guard let event = centre.beforeWords(in: id), let own = centre.cases[id] else { return }
        try commit(Fact(.casework(id, event)), &turn)
        let readers = own.readers.map(\.account)
        inform(
            readers.filter { PersonID($0) != turn.person }, .caseWoken, [name(of: id)], &turn)
        try bringIn(id, readers, &turn)
    }

    /// What is to follow when somebody has written in a worker channel.
    mutating func follow(
        wordsIn id: RoomID, by person: Person, _ turn: inout Turn
    ) throws(Refusal) {
        guard let event = centre.afterWords(in: id, by: person.id, at: turn.now) else { return }
        try commit(Fact(.casework(id, event)), &turn)
        guard let own = centre.cases[id], let cover = own.cover else { return }
        inform(
            own.family, .coverAnswers, [name(of: own.worker), name(of: cover.account)],
            until: cover.until, &turn)
    }
}
