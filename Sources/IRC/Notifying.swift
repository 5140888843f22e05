import Rooms
import Wire

/// Lines that only those hear who have asked for them, or that have another form for them.
extension House {
    /// A line whose form depends on what a hearer has asked for: encoded once for each shape; those
    /// for whom there is no form hear nothing.
    ///
    /// The asking connection is left out, as in every `tell`.
    func tell(
        _ audience: Audience, _ tags: LineTags, _ turn: inout Turn,
        form: (Capabilities) -> [UInt8]?
    ) {
        var variants: [[UInt8]] = []
        var shapes: [Capabilities] = []
        var places: [Int?] = []
        for shape in audience.shapes {
            guard let body = form(shape) else {
                places.append(nil)
                continue
            }
            var line: [UInt8] = []
            tags.write(for: shape, to: &line)
            line.write(body)
            places.append(variants.count)
            variants.append(line)
            shapes.append(shape)
        }
        let groups = audience.groups.compactMap { group in
            places[group.variant].map {
                Audience.Group(loop: group.loop, variant: $0, connections: group.connections)
            }
        }
        guard !groups.isEmpty else { return }
        let heard = Audience(groups: groups, shapes: shapes)
        turn.deliveries.append(.fanOut(variants: variants, heard, except: turn.connection))
    }

    /// What changed of a person, for those who share a room with them, those who watch them by
    /// `extended-monitor`, and their own other connections; only where the capability is held.
    func notify(
        _ person: Person, _ rest: Line, to capability: Capabilities, _ turn: inout Turn
    ) {
        let others = witnesses(of: person.id, in: centre.rooms(of: person.id))
        var hearers = Set(connections(of: Set(others + [person.id]).sorted()))
        hearers.formUnion(watchers(of: person).filter { holds($0, .extendedMonitor) })
        hearers.remove(turn.connection)
        let asked = hearers.filter { holds($0, capability) }.sorted()
        guard !asked.isEmpty else { return }
        let body = Line(":\(source(person)) \(rest)\r\n").bytes
        tell(audience(of: asked, shapedBy: .shaping), tags(of: person, turn), body, &turn)
    }

    func holds(_ connection: ConnectionID, _ capability: Capabilities) -> Bool {
        people.clients[connection]?.held.contains(capability) ?? false
    }

    // MARK: Coming in

    /// Tells a room, and the one who comes, of a JOIN; those of `away-notify` also that the person
    /// is away.
    ///
    /// - Source: IRCv3 extended-join; away-notify, "Description".
    func announceJoin(
        _ id: RoomID, _ person: Person, _ turn: inout Turn, own: Bool = true,
        event position: Position? = nil
    ) {
        let members = centre.witnesses(of: person.id, in: id)
        let hearers = connections(of: members + lobbyHearers(of: person.id, in: id))
        var tags = tags(of: person, turn)
        tags.id = position.map { self.id(of: $0, at: turn.now) }
        tell(audience(of: hearers, shapedBy: .shaping.union(.extendedJoin)), tags, &turn) {
            joinLine(id, person, for: $0)
        }
        if own, turn.person != nil {
            tellOwn(tags, joinLine(id, person, for: turn.held), &turn)
        }
        tellAway(of: person, to: members.filter { $0 != person.id }, &turn)
    }

    /// Tells those of `away-notify` that somebody who has come is away.
    func tellAway(of person: Person, to hearers: [PersonID], _ turn: inout Turn) {
        guard let text = person.away else { return }
        let away = awayShown(text, of: person.id, turn)
        let asked = connections(of: hearers).filter { holds($0, .awayNotify) }
        let body = Line(":\(source(person)) AWAY :\(away)\r\n").bytes
        tell(audience(of: asked, shapedBy: .shaping), tags(of: person, turn), body, &turn)
    }

    /// JOIN as a client with these capabilities reads it.
    func joinLine(_ id: RoomID, _ person: Person, for held: Capabilities) -> [UInt8] {
        guard held.contains(.extendedJoin) else {
            return Line(":\(source(person)) JOIN \(name(of: id))\r\n").bytes
        }
        let account = shownAccount(of: person) ?? [UInt8(ascii: "*")]
        let realName = person.realName ?? person.nick
        return Line(":\(source(person)) JOIN \(name(of: id)) \(account) :\(realName)\r\n").bytes
    }

    /// Tells those of `invite-notify` in the room of an invitation: in the `support` policy only
    /// those who moderate there.
    func tellInvitation(
        _ line: Line, of other: Person, to room: Room, by person: Person, _ turn: inout Turn
    ) {
        let told = room.members.filter { member in
            member.person != other.id
                && (welcome.policy == .open || member.prefixes.moderates)
        }
        let asked = connections(of: told.map(\.person)).filter { holds($0, .inviteNotify) }
        tell(
            audience(of: asked, shapedBy: .shaping), tags(of: person, turn), line.bytes, &turn)
    }

    // MARK: Away, names

    /// `AWAY [:<text>]`
    static func away(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let person = house.asking(turn)
        turn.sayAway(EarlyAway(turn.message.text(0)))
        let said = turn.awayGiven
        if said == .absent, turn.held.contains(.preAway) {
            return house.setAbsent(person, &turn)
        }
        if house.people.clients[turn.connection]?.isAbsent == true {
            house.move(.absenceSet(turn.connection, false), &turn)
        }
        switch said {
        case .here: house.setAway(nil, person, &turn)
        case .absent: house.setAway(EarlyAway.star, person, &turn)
        case .away(let text): house.setAway(text, person, &turn)
        }
    }

    /// `SETNAME :<real name>`; where real names are not shown there is nothing to set.
    ///
    /// - Source: IRCv3 setname.
    static func setname(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let name = Array(turn.message[0])
        guard house.welcome.policy == .open else {
            return turn.demanded("SETNAME CANNOT_CHANGE_REALNAME", .realNameHidden, by: .setname)
        }
        guard 1...Limit.realNameBytes ~= name.count else {
            let most = Line("\(Limit.realNameBytes)").bytes
            return turn.demanded(
                "SETNAME INVALID_REALNAME", .invalidRealName, most, by: .setname)
        }
        let person = house.asking(turn)
        house.move(.realNameSet(person.id, name), &turn)
        house.notify(person, "SETNAME :\(name)", to: .setname, &turn)
        if turn.held.contains(.setname) {
            let body = Line(":\(house.source(person)) SETNAME :\(name)\r\n").bytes
            house.tellOwn(house.tags(of: person, turn), body, &turn)
        }
    }
}

extension Turn {
    /// A FAIL that a specification itself asks for: whoever has asked for its capability gets it
    /// as it is, others by `standard-replies` or as a NOTICE.
    mutating func demanded(
        _ lead: Line, _ phrase: Phrase, _ facts: [UInt8]..., by capability: Capabilities
    ) {
        let text = phrase.text(language, facts)
        if held.contains(.standardReplies) || held.contains(capability) {
            say(":\(server) FAIL \(lead) :\(text)")
        } else {
            say(":\(Service.source) NOTICE \(nick) :\(text)")
        }
    }
}
