import Rooms
import Wire

/// The commands that ask about the server and about oneself.
extension House {
    /// `LUSERS`
    static func lusers(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        house.writeLUsers(&turn)
    }

    /// Counts of what is here; in the `support` policy, of nothing that one may not see.
    func writeLUsers(_ turn: inout Turn) {
        let open = welcome.policy == .open
        let all = open ? people.persons.count : 1
        let invisible = open ? people.counts.invisible : 0
        let channels =
            open
            ? centre.openRooms
            : turn.person.map { centre.rooms(of: $0).count } ?? 0
        let most = open ? people.most : 1
        let operators = open ? people.counts.operators : 0
        turn.numeric(
            .lUserClient, .usersHere, Line("\(all - invisible)").bytes, Line("\(invisible)").bytes)
        if operators > 0 { turn.count(.lUserOp, operators, .operatorsHere) }
        let strangers = open ? connections - people.clients.count : 0
        if strangers > 0 { turn.count(.lUserUnknown, strangers, .unknownHere) }
        if channels > 0 { turn.count(.lUserChannels, channels, .channelsHere) }
        let here = Line("\(all)").bytes
        let top = Line("\(most)").bytes
        turn.numeric(.lUserMe, .clientsHere, here)
        let both = Line("\(here) \(top)")
        turn.numeric(.localUsers, both, .localUsers, here, top)
        turn.numeric(.globalUsers, both, .globalUsers, here, top)
    }

    func writeMOTD(_ turn: inout Turn) {
        turn.numerics(common.opening(turn.language).motd)
    }

    /// `HELP [<command>|ALL]`, from the command table.
    static func help(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        guard let word = turn.message.text(0), !word.isEmpty else {
            return house.listCommands(house.commandsInUse(by: turn), &turn)
        }
        if CommandName(word) == "ALL" { return house.listCommands(nil, &turn) }
        let topic = Shown.middle(word)
        guard let place = CommandTable.place(of: CommandName(word)) else {
            return turn.numeric(.helpNotFound, Line(topic), .helpNotFound)
        }
        let command = CommandTable.all[place]
        turn.numeric(.helpStart, "\(topic) :\(command.form(turn.language))")
        turn.numeric(.helpText, "\(topic) :")
        turn.numeric(.helpText, "\(topic) :\(command.summary(turn.language))")
        for form in Help.forms[command.name] ?? [] {
            turn.numeric(.helpText, "\(topic) :\(Help.shown(form, turn.language))")
        }
        turn.numeric(.endOfHelp, Line(topic), .helpEnd)
    }

    /// What the reader's role has a use for; nil: everything, where there are no roles.
    private func commandsInUse(by turn: Turn) -> Set<CommandName>? {
        guard welcome.policy == .support else { return nil }
        let isStaff = actor(asking(turn).id).roles.isStaff
        return isStaff ? Help.families.union(Help.staff) : Help.families
    }

    private func listCommands(_ chosen: Set<CommandName>?, _ turn: inout Turn) {
        turn.numeric(.helpStart, "*", .helpIndex)
        turn.numeric(.helpText, "* :")
        for command in CommandTable.all where chosen?.contains(command.name) ?? true {
            let (form, summary) = (command.form(turn.language), command.summary(turn.language))
            turn.numeric(.helpText, "* :\(form): \(summary)")
        }
        if chosen != nil { turn.numeric(.helpText, "*", .helpAll) }
        turn.numeric(.endOfHelp, "*", .helpEnd)
    }

    /// `PING <token>`
    static func ping(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        guard !turn.message[0].isEmpty else { return turn.numeric(.noOrigin, .noOrigin) }
        turn.say(Shown.pong(turn.message[0], server: house.welcome.server))
    }

    /// `PONG`: that it came is all it says.
    static func pong(_ house: inout House, _ turn: inout Turn) throws(Refusal) {}

    /// `USER` and `PASS`, once registered.
    static func already(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        turn.numeric(.alreadyRegistered, .alreadyRegistered)
    }

    /// `CAP`, once registered.
    static func cap(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        var negotiation = Negotiation()
        negotiation.held = turn.held
        if turn.held.contains(.capNotify) { negotiation.version = 302 }
        let secure = house.people.clients[turn.connection]?.peer.secure ?? false
        negotiation.take(
            turn.message, offers: house.welcome.offers(secure: secure),
            server: house.welcome.server, target: turn.nick, registered: true,
            turn.language, replies: &turn.own)
        if negotiation.held != turn.held {
            house.move(.capabilitiesSet(turn.connection, negotiation.held), &turn)
            turn.held = negotiation.held
        }
    }

    /// `NICK <nickname>`
    static func nick(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let wanted = turn.message[0]
        guard !wanted.isEmpty else { return turn.numeric(.noNicknameGiven, .noNicknameGiven) }
        guard Name.nicknameFault(wanted) == nil else {
            return turn.numeric(
                .erroneousNickname, Line(Shown.middle(wanted)), .erroneousNickname)
        }
        let person = house.asking(turn)
        guard !wanted.elementsEqual(person.nick) else { return }
        let name = house.named(wanted)
        if let fault = house.nicknameFault(name, for: person.id) {
            return house.refuseNickname(wanted, fault, for: person.id, &turn)
        }
        let lobbies = house.centre.lobbies(of: person.id)
        guard house.isShownInRooms(name.bytes, of: person.id, turn),
            !lobbies.contains(where: { house.isScreened(nick: name.bytes, of: person, in: $0) })
        else {
            return turn.numeric(.erroneousNickname, Line(Shown.middle(wanted)), .nickStays)
        }
        house.rename(person, name, &turn)
    }

    private mutating func rename(_ person: Person, _ name: Named, _ turn: inout Turn) {
        let line = Line(":\(source(person)) NICK \(name.bytes)\r\n")
        let tags = tags(of: person, turn)
        let movement = Movement.renamed(
            person.id, nick: name.bytes, key: name.key, skeleton: name.skeleton)
        remember(person, &turn)
        let rooms = centre.rooms(of: person.id)
        let words = Words.pack(self.name(of: person), name.bytes)
        for room in rooms {
            // On a full disk the change is not shown again; that is all.
            try? commit(Fact(.nickChanged(room, person.id), words: words), &turn)
        }
        move(movement, &turn)
        let others = witnesses(of: person.id, in: rooms)
        let waiting = lobbyHearers(of: person.id)
        tell(
            audience(of: Set(others + waiting + [person.id]).sorted()), tags, line.bytes, &turn)
        tellOwn(tags, line.bytes, &turn)
        turn.nick = name.bytes
    }
}
