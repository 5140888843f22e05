import Rooms
import Wire

/// Who reads a worker channel, and how they are told.
extension House {
    /// Joins those who are here already.
    mutating func bringIn(
        _ id: RoomID, _ accounts: [AccountID], _ turn: inout Turn
    ) throws(Refusal) {
        let here = accounts.compactMap { people.persons[PersonID($0)] }.filter { !isIn(id, $0.id) }
        for person in here {
            for fact in try centre.enter(id, by: actor(person.id), door: Door()) {
                try commit(fact, &turn)
            }
            tellChannelTypes(person, &turn)
            announceJoin(
                id, person, &turn, own: turn.person.map { isIn(id, $0) } ?? false,
                event: centre.position)
        }
        for person in here {
            if person.id == turn.person { showRoom(id, &turn) }
            showRoomElsewhere(id, to: person.id, &turn)
            noteKeeping(id, to: person.id, &turn)
        }
    }

    func listCases(_ turn: inout Turn) {
        for one in asking(turn).id.account.map({ centre.cases(of: $0) }) ?? [] {
            let (room, parent) = (name(of: one.room), name(of: one.parent))
            let worker = name(of: one.worker)
            let phrase: Phrase = one.isClosed ? .caseRowClosed : .caseRow
            turn.standard(
                .note, "CASE", "\(room) \(parent) \(worker)", phrase, room, parent, worker)
        }
        for one in handovers(to: turn.person) {
            let (room, worker) = (name(of: one.room), name(of: one.worker))
            turn.standard(
                .note, "HANDOVER", "\(room) \(worker)", .handoverForYou, worker, room)
        }
        turn.standard(.note, "END", "", .endOfList)
    }

    /// The worker channels that this person is asked to take over.
    private func handovers(to person: PersonID?) -> [Case] {
        guard let account = person?.account, roles(of: PersonID(account)).contains(.worker) else {
            return []
        }
        return centre.cases.values.filter { $0.handover?.to == account }
            .sorted { $0.room < $1.room }
    }

    /// Tells a worker, at sign-in, what they are asked to take over.
    func noteHandovers(_ turn: inout Turn) {
        for one in handovers(to: turn.person) {
            note(.handoverForYou, [name(of: one.worker), name(of: one.room)], &turn)
        }
    }

    /// Tells the family, on coming into a worker channel, who reads there.
    func noteCase(_ room: Room, _ turn: inout Turn) {
        guard let one = centre.cases[room.id], let account = turn.person?.account,
            one.family.contains(account)
        else { return }
        let others = one.members.filter { $0 != account }
        note(.caseIsYours, [turn.language.list(others.map { name(of: $0) })], &turn)
        if let cover = one.cover {
            note(
                .coverForFamily, [name(of: cover.account), localTime(cover.until, turn)], &turn)
        }
        if let asked = one.handover {
            let facts = [name(of: one.worker), name(of: asked.to), name(of: room)]
            note(.handoverForFamily, facts, &turn)
        }
    }

    /// `WHOREADS <channel>`: the same answer to everyone who can read it.
    static func whoreads(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let actor = house.actor(house.asking(turn).id)
        let room = try house.room(turn.message[0], for: actor)
        let name = Line(house.name(of: room))
        if house.centre.cases[room.id] == nil, room.member(actor.person) != nil {
            return turn.standard(.note, "GROUP_ROOM", name, .whoReadsRoom)
        }
        guard let one = house.centre.cases[room.id] else { throw .notInRoom }
        guard house.centre.may(actor, .readCase, in: room) else { throw .noSuchRoom }
        turn.standard(.note, "READERS", name, .whoReadsHead)
        for account in one.members { house.tellReader(account, one, name, &turn) }
        turn.standard(.note, "REPORTS", name, .whoReadsReports)
        turn.standard(.note, "KEY", name, .whoReadsKey)
        turn.standard(.note, "END", name, .whoReadsEnd)
    }

    /// `READER <channel> <account> <as what> <when last, or *>`
    private func tellReader(
        _ account: AccountID, _ one: Case, _ channel: Line, _ turn: inout Turn
    ) {
        let standing = standing(of: account, in: one)
        let seen = one.lastSeen(account)
        let time = seen.map(Shown.time) ?? [UInt8(ascii: "*")]
        let spoken = seen.map { localTime($0, turn) } ?? []
        let everything = one.reads(account) == .start
        let phrase: Phrase =
            switch (one.lastSeen(account) == nil, everything) {
            case (true, true): .whoReadsNotYet
            case (true, false): .whoReadsLaterNotYet
            case (false, true): .whoReadsMember
            case (false, false): .whoReadsLater
            }
        let own = name(of: account)
        turn.standard(
            .note, "READER", "\(channel) \(own) \(standing) \(time)", phrase, own,
            role(of: account, in: one).text(turn.language).bytes, spoken)
    }

    private func standing(of account: AccountID, in one: Case) -> String {
        if account == one.parent { return "parent" }
        if account == one.worker { return "worker" }
        return one.cover?.account == account ? "stand-in" : "carer"
    }

    private func role(of account: AccountID, in one: Case) -> Phrase {
        if account == one.parent { return .roleParent }
        if account == one.worker { return .roleWorker }
        return one.cover?.account == account ? .roleStandIn : .roleCarer
    }

    // MARK: Telling

    /// An answer about a worker channel: its name and these facts in the context, then a sentence
    /// with the facts.
    ///
    /// - Parameter spoken: the facts as the sentence tells them, where that is another way.
    func answer(
        _ code: String, _ id: RoomID, _ facts: [[UInt8]], spoken: [[UInt8]]? = nil,
        _ phrase: Phrase, _ turn: inout Turn
    ) {
        guard turn.person != nil else { return }
        let context = facts.reduce(Line(name(of: id))) { "\($0) \($1)" }
        turn.standard(
            .note, code, context, phrase, facts: (spoken ?? facts) + [name(of: id)])
    }

    /// A sentence from the service, for the one who asks.
    func note(_ phrase: Phrase, _ facts: [[UInt8]], _ turn: inout Turn) {
        let text = phrase.text(turn.language, facts)
        turn.say(":\(Service.source) NOTICE \(turn.nick) :\(text)")
    }

    /// A sentence from the service for the parent and the other carers, but not for who asks.
    func informFamily(
        _ id: RoomID, _ phrase: Phrase, _ facts: [[UInt8]], until: Moment? = nil,
        _ turn: inout Turn
    ) {
        let family = centre.cases[id]?.family ?? []
        inform(
            family.filter { PersonID($0) != turn.person }, phrase, facts, until: until, &turn)
    }

    /// A sentence from the service for each of these accounts that is here, at all its connections
    /// and in its language.
    ///
    /// - Parameter until: the last fact, by the centre's clock.
    func inform(
        _ accounts: [AccountID], _ phrase: Phrase, _ facts: [[UInt8]], until: Moment? = nil,
        _ turn: inout Turn
    ) {
        for account in accounts {
            guard let person = people.persons[PersonID(account)] else { continue }
            let theirs = language(of: person.id)
            let time = until.map { theirs.time($0, minutesEast: welcome.zone.minutesEast(at: $0)) }
            let text = phrase.text(theirs, facts + (time.map { [$0] } ?? []))
            let line = Line(":\(Service.source) NOTICE \(person.nick) :\(text)")
            for connection in person.connections {
                if connection == turn.connection {
                    turn.say(line)
                } else {
                    turn.deliveries.append(.send(Line("\(line)\r\n").bytes, to: connection))
                }
            }
        }
    }
}
