import Rooms
import Wire

/// Lines that nobody asked for: what the service says to people and to rooms by itself.
extension House {
    /// One line from the service to every connection of these people, each in their language: a
    /// standard reply for those who have asked for them, else a NOTICE.
    func announce(
        to persons: [PersonID], _ code: String, _ context: Line, _ phrase: Phrase,
        _ turn: inout Turn, facts: (Language) -> [[UInt8]] = { _ in [] }
    ) {
        for id in persons {
            guard let person = people.persons[id] else { continue }
            let theirs = language(of: id)
            let text = phrase.text(theirs, facts(theirs))
            for connection in person.connections {
                let line: Line =
                    holds(connection, .standardReplies)
                    ? ":\(welcome.server) NOTE SESSION \(code) \(context) :\(text)"
                    : ":\(Service.source) NOTICE \(person.nick) :\(text)"
                send(line, to: connection, &turn)
            }
        }
    }

    /// One line for one connection, whether or not it is the one that asks.
    func send(_ line: Line, to connection: ConnectionID, _ turn: inout Turn) {
        if connection == turn.connection {
            turn.say(line)
        } else {
            turn.deliveries.append(.send(Line("\(line)\r\n").bytes, to: connection))
        }
    }

    /// What the service says to a room, to each in their language.
    func hostSays(
        _ phrase: Phrase, in id: RoomID, _ turn: inout Turn,
        facts: (Language) -> [[UInt8]] = { _ in [] }
    ) {
        guard let room = centre.rooms[id] else { return }
        let lead = Line(":\(Service.source) NOTICE \(name(of: room)) :")
        let members = room.members.map(\.person)
        for (line, group) in linesInEach(
            members, { lead + phrase.text($0, facts($0)) + "\r\n" })
        {
            tell(audience(of: group), LineTags(time: turn.now), line.bytes, &turn)
        }
        guard let asker = turn.person, isIn(id, asker) else { return }
        let own = lead + phrase.text(turn.language, facts(turn.language)) + "\r\n"
        tellOwn(LineTags(time: turn.now), own.bytes, &turn)
    }

    /// Those who run a room and are in it.
    func leaders(of id: RoomID) -> [PersonID] {
        let members = centre.rooms[id]?.members ?? []
        return members.filter { $0.prefixes.moderates }.map(\.person)
    }

    /// The day, the date and the time by the centre's clock.
    func dated(_ moment: Moment, _ language: Language) -> [UInt8] {
        let east = welcome.zone.minutesEast(at: moment)
        let (day, clock) = (
            language.day(moment, minutesEast: east), language.clock(moment, minutesEast: east)
        )
        return Line("\(day), \(clock)").bytes
    }

    /// The time alone where it is today, else with the day and the date.
    func clocked(_ moment: Moment, _ language: Language, now: Moment) -> [UInt8] {
        let (then, here) = (
            welcome.zone.minutesEast(at: moment), welcome.zone.minutesEast(at: now)
        )
        let isToday =
            language.day(moment, minutesEast: then) == language.day(now, minutesEast: here)
        return isToday ? language.clock(moment, minutesEast: then) : dated(moment, language)
    }

    /// `#tue-circle/3`
    func called(_ number: UInt32, of id: RoomID) -> [UInt8] {
        Line("\(name(of: id))/\(Int(number))").bytes
    }

    // MARK: What is owed

    /// Tells those who are here what they are yet to be told of this room.
    mutating func payOwed(of id: RoomID, _ turn: inout Turn) throws(Refusal) {
        let owed = centre.meetings[id]?.owed ?? []
        let here = owed.filter {
            people.persons[PersonID($0.account)]?.connections.isEmpty == false
        }
        guard !here.isEmpty else { return }
        for account in Set(here.map(\.account)).sorted() {
            tell(here.filter { $0.account == account }.map(\.notice), of: id, to: account, &turn)
        }
        let accounts = Set(here.map(\.account)).sorted()
        try commit(Fact(.meeting(id, .told(accounts))), &turn)
    }

    /// Tells somebody, at sign-in, what came up while they were not here.
    mutating func payOwed(to account: AccountID, _ turn: inout Turn) {
        let owed = centre.owed(to: account)
        for id in Set(owed.map(\.room)).sorted() {
            tell(owed.filter { $0.room == id }.map(\.notice), of: id, to: account, &turn)
        }
        for id in Set(owed.map(\.room)).sorted() {
            // On a full disk it is told again at the next sign-in.
            try? commit(Fact(.meeting(id, .told([account]))), &turn)
        }
    }

    /// What came up in a room; meetings that will not be are told of in one line.
    private func tell(
        _ owed: [Notice], of id: RoomID, to account: AccountID, _ turn: inout Turn
    ) {
        // Whoever is kept out meanwhile hears nothing of the room.
        let isKeptOut = centre.rooms[id]?.keepsOut(account) ?? false
        let notices = isKeptOut ? owed.filter(\.isOfCasework) : owed
        let skipped = notices.compactMap { notice in
            if case .skipped(_, let start) = notice, turn.now < start { start } else { nil }
        }
        for notice in notices {
            if case .skipped = notice, skipped.count > 1 { continue }
            tell(notice, of: id, to: account, &turn)
        }
        guard skipped.count > 1, let first = skipped.min() else { return }
        let room = name(of: id)
        announce(
            to: [PersonID(account)], "SKIPPED", "\(room) \(Shown.time(first))",
            .sessionsSkippedFor, &turn
        ) { language in
            let dates = skipped.sorted().prefix(Limit.datesTold).map { dated($0, language) }
            return [room, language.list(dates), language.number(skipped.count)]
        }
    }

    private func tell(
        _ notice: Notice, of id: RoomID, to account: AccountID, _ turn: inout Turn
    ) {
        let own = centre.meetings[id]
        let to = [PersonID(account)]
        let room = name(of: id)
        switch notice {
        case .reminder(let number):
            guard let start = coming(number, in: id, turn) else { return }
            let name = called(number, of: id)
            announce(
                to: to, "REMINDER", "\(name) \(Shown.time(start))", .sessionReminder, &turn
            ) { [room, dated(start, $0)] }
        case .moved(let number, let from):
            guard let start = coming(number, in: id, turn) else { return }
            let name = called(number, of: id)
            announce(
                to: to, "MOVED", "\(name) \(Shown.time(start))", .sessionMovedFor, &turn
            ) { [room, dated(start, $0), dated(from, $0)] }
        case .skipped(let number, let start):
            guard turn.now < start else { return }
            let name = called(number, of: id)
            announce(
                to: to, "SKIPPED", "\(name) \(Shown.time(start))", .sessionSkippedFor, &turn
            ) { [room, dated(start, $0)] }
        case .summary(let at):
            announce(to: to, "SUMMARY", Line(room), .summaryFor, &turn) { _ in
                [room, words(at)]
            }
        case .absence(_, let family, let start):
            let family = name(of: family)
            announce(
                to: to, "ABSENCE", "\(family) \(Shown.time(start))", .absenceFor, &turn
            ) { [family, dated(start, $0)] }
        case .page(let number):
            let isOpen = own?.open != nil
            guard own?.unattendedSince != nil || !isOpen && centre.isUnopened(number, of: id)
            else { return }
            announce(
                to: to, "PAGE", Line(room), isOpen ? .standInCalled : .standInToOpen, &turn
            ) { _ in [room] }
        }
    }

    /// When a session is to begin, as long as it is to come.
    private func coming(_ number: UInt32, in id: RoomID, _ turn: Turn) -> Moment? {
        guard let session = centre.meetings[id]?.session(number), session.stage == .planned,
            turn.now < session.plan.start
        else { return nil }
        return session.plan.start
    }
}
