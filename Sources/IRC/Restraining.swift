import Rooms
import Wire

/// MUTE, UNMUTE, REMOVE, BAN, UNBAN: what the room is not told.
extension House {
    /// `MUTE <room> [<nickname> <length> [:<reason>]]`
    static func mute(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let (room, actor) = try house.moderatedRoom(turn)
        guard let nick = turn.message.text(1) else { return house.listMutes(room, &turn) }
        guard let length = turn.message.text(2) else { return turn.refuseMissing("MUTE") }
        guard let seconds = Length.seconds(length) else { return turn.refuseLength(length) }
        guard let other = house.person(nick, in: room, &turn) else { return }
        let reason = turn.reason(at: 3)
        let facts = try house.centre.mute(
            other.id, in: room.id, for: seconds, reason: reason, by: actor, at: turn.now)
        try house.moveFloor(facts, in: room.id, &turn)
        house.tellMute(of: other, in: room.id, length, reason, &turn)
    }

    private func tellMute(
        of other: Person, in id: RoomID, _ length: ArraySlice<UInt8>, _ reason: [UInt8]?,
        _ turn: inout Turn
    ) {
        guard let mute = centre.rooms[id]?.circle.restraints.mute(of: other.id) else { return }
        let (room, now) = (name(of: id), turn.now)
        tell(
            [other.id],
            CircleNotice(
                verb: "MUTE", code: "MUTED", context: "\(room) \(Array(length))",
                phrase: .mutedYou, facts: { [time(mute.until, $0, at: now), room] }), &turn)
        tellReason(reason, to: other, "MUTE", room, &turn)
        let notice = CircleNotice(
            verb: "MUTE", code: "MUTED", context: "\(room) \(other.nick) \(Array(length))",
            phrase: .mutedStaff, facts: { [other.nick, time(mute.until, $0, at: now)] })
        tell([asking(turn).id] + leaders(of: id, besides: turn), notice, &turn)
    }

    /// Why, where a reason was given.
    private func tellReason(
        _ reason: [UInt8]?, to other: Person, _ verb: String, _ room: [UInt8],
        _ turn: inout Turn
    ) {
        guard let reason else { return }
        tell(
            [other.id],
            CircleNotice(
                verb: verb, code: "REASON", context: Line(room), phrase: .restraintWhy,
                facts: { _ in [reason] }), &turn)
    }

    private func listMutes(_ room: Room, _ turn: inout Turn) {
        let name = name(of: room)
        for mute in room.circle.restraints.mutes {
            let nick = calling(mute.person)
            turn.reply(
                .note, "MUTE", "MUTED", "\(name) \(nick) \(Shown.time(mute.until))",
                .mutedStaff, [nick, time(mute.until, turn.language, at: turn.now)])
        }
        turn.standard(.note, "END", Line(name), .endOfList)
    }

    /// `UNMUTE <room> <nickname>`
    static func unmute(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let (room, actor) = try house.moderatedRoom(turn)
        guard let id = house.restrained(turn.message[1], in: room, by: actor) else {
            return turn.refuse(.noSuchAccount, about: Array(turn.message[1]))
        }
        try house.commit(try house.centre.unmute(id, in: room.id, by: actor), &turn)
        house.tellUnmute(of: id, in: room.id, &turn)
    }

    /// The mute's time is over.
    mutating func endMute(of person: PersonID, in id: RoomID, _ turn: inout Turn) throws(Refusal) {
        try commit(Fact(.circle(id, .unmuted(person, by: nil))), &turn)
        tellUnmute(of: person, in: id, &turn)
    }

    private func tellUnmute(of person: PersonID, in id: RoomID, _ turn: inout Turn) {
        let (room, nick) = (name(of: id), calling(person))
        tell(
            isThere(id, for: person) ? [person] : [],
            CircleNotice(
                verb: "UNMUTE", code: "UNMUTED", context: Line(room), phrase: .unmutedYou,
                facts: { _ in [room] }), &turn)
        let asker = turn.person.map { [$0] } ?? []
        tell(
            asker + leaders(of: id, besides: turn),
            CircleNotice(
                verb: "UNMUTE", code: "UNMUTED", context: "\(room) \(nick)",
                phrase: .unmutedStaff, facts: { _ in [nick] }), &turn)
    }

    // MARK: Out of the room

    /// `REMOVE <room> <nickname> [:<reason>]`: the room sees a plain leave.
    static func remove(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let (room, actor) = try house.moderatedRoom(turn)
        guard let other = house.person(turn.message[1], in: room, &turn) else { return }
        let reason = turn.reason(at: 2)
        let facts = try house.centre.sendOut(other.id, of: room.id, by: actor)
        let name = house.name(of: room)
        try house.commitRemovals(facts, &turn)
        house.tell(
            [other.id],
            CircleNotice(
                verb: "REMOVE", code: "REMOVED", context: Line(name), phrase: .removedYou,
                facts: { _ in [name] }), &turn)
        house.tellReason(reason, to: other, "REMOVE", name, &turn)
        turn.reply(
            .note, "REMOVE", "REMOVED", "\(name) \(other.nick)", .removedStaff, [other.nick])
    }

    /// `BAN <room> [<nickname or account> [<length>|forever] [:<reason>]]`
    static func ban(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let (room, actor) = try house.moderatedRoom(turn)
        guard let name = turn.message.text(1) else { return house.listBans(room, &turn) }
        guard let account = house.restrained(name, in: room, by: actor)?.account,
            house.centre.account(account) != nil
        else { return turn.refuse(.noSuchAccount, about: Array(name)) }
        // Nobody is kept out for good by a slip of the hand: only what stands behind a colon is the
        // reason of a ban without an end.
        let length = turn.isMarked(2) ? nil : turn.message.text(2)
        let isForGood = length.map { Name.folded($0) == Array("forever".utf8) } ?? true
        let seconds = length.flatMap { Length.seconds($0) }
        if let length, seconds == nil, !isForGood { return turn.refuseLength(length) }
        let reason = turn.reason(at: length == nil ? 2 : 3)
        // Somebody who asks for that is not to believe that they have got it.
        if let reason, Name.folded(reason[...]) == Array("device".utf8) {
            return turn.reply(
                .fail, "BAN", "NO_DEVICE_BAN", Line(house.name(of: room)), .banDevice)
        }
        // Whoever never knew of the room does not hear of it now.
        let knows = house.centre.knows(house.actor(PersonID(account)), room)
        let facts = try house.centre.ban(
            account, from: room.id, for: seconds, reason: reason, by: actor, at: turn.now)
        try house.commitRemovals(facts, &turn)
        house.tellBan(of: account, in: room.id, reason, tells: knows, &turn)
    }

    private func tellBan(
        of account: AccountID, in id: RoomID, _ reason: [UInt8]?, tells: Bool,
        _ turn: inout Turn
    ) {
        guard let ban = centre.rooms[id]?.circle.restraints.ban(of: account) else { return }
        let (room, now) = (name(of: id), turn.now)
        if tells, let other = people.persons[PersonID(account)] {
            tell(
                [other.id],
                CircleNotice(
                    verb: "BAN", code: "KEPT_OUT", context: Line(room),
                    phrase: ban.until == nil ? .keptOutYouForGood : .keptOutYou,
                    facts: { language in
                        [room] + (ban.until.map { [time($0, language, at: now)] } ?? [])
                    }), &turn)
            tellReason(reason, to: other, "BAN", room, &turn)
            for (code, phrase, facts) in whoElse(for: account) {
                let notice = CircleNotice(
                    verb: "BAN", code: code, context: Line(room), phrase: phrase,
                    facts: { _ in facts })
                tell([other.id], notice, &turn)
            }
        }
        tellBanRow(ban, room, &turn)
    }

    /// Whom else somebody can turn to: nobody is kept out without knowing that.
    private func whoElse(
        for account: AccountID
    ) -> [(code: String, phrase: Phrase, facts: [[UInt8]])] {
        centre.cases(of: account).isEmpty
            ? welcome.help.map { ("HELP_NUMBER", .helpNumbers, [$0]) }
            : [("WORKER", .otherwiseWorker, [])]
    }

    /// Says so to whoever tries to come in.
    func sayWhoElse(about room: ArraySlice<UInt8>, _ turn: inout Turn) {
        guard let account = turn.person?.account else { return }
        for (code, phrase, facts) in whoElse(for: account) {
            turn.standard(.note, code, Line(Shown.middle(room)), phrase, facts: facts)
        }
    }

    private func tellBanRow(
        _ ban: Restraints.Ban, _ room: [UInt8], _ turn: inout Turn
    ) {
        let account = shown(ban.account, turn)
        let until = ban.until.map(Shown.time) ?? [UInt8(ascii: "*")]
        turn.reply(
            .note, "BAN", "BANNED", "\(room) \(account) \(until)",
            ban.until == nil ? .keptOutStaffForGood : .keptOutStaff,
            [account] + (ban.until.map { [time($0, turn.language, at: turn.now)] } ?? []))
    }

    private func listBans(_ room: Room, _ turn: inout Turn) {
        for ban in room.circle.restraints.bans { tellBanRow(ban, name(of: room), &turn) }
        turn.standard(.note, "END", Line(name(of: room)), .endOfList)
    }

    /// `UNBAN <room> <nickname or account>`
    static func unban(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let (room, actor) = try house.moderatedRoom(turn)
        guard let account = house.restrained(turn.message[1], in: room, by: actor)?.account else {
            return turn.refuse(.noSuchAccount, about: Array(turn.message[1]))
        }
        try house.commit(try house.centre.unban(account, from: room.id, by: actor), &turn)
        let name = house.shown(account, turn)
        turn.reply(
            .note, "UNBAN", "UNBANNED", "\(house.name(of: room)) \(name)", .letInStaff, [name])
    }

    // MARK: Whom

    /// The person of this nickname, if they are in the room; else says that they are not.
    func person(
        _ nick: ArraySlice<UInt8>, in room: Room, _ turn: inout Turn
    ) -> Person? {
        if let other = people.person(nicked: key(nick)), room.member(other.id) != nil {
            return other
        }
        if let other = people.person(nicked: key(nick)), centre.isWaiting(other.id, in: room.id),
            centre.showsLobby(room.id, at: turn.now)
        {
            let name = name(of: room)
            turn.reply(
                .fail, turn.verb, "NOT_INSIDE", "\(name) \(other.nick)", .waitsOutside,
                [other.nick, name])
            return nil
        }
        turn.numeric(
            .userNotInChannel, "\(Shown.middle(nick)) \(name(of: room))", .userNotInChannel)
        return nil
    }

    /// Whoever bears this nickname, or the account of this name.
    ///
    /// Who is not of the staff, though they lead the room for an evening, finds by it only those
    /// who are there, or muted or kept out already: which accounts there are is not for them.
    private func restrained(
        _ name: ArraySlice<UInt8>, in room: Room, by actor: Actor
    ) -> PersonID? {
        let found =
            people.person(nicked: key(name))?.id
            ?? centre.account(named: key(name)).map { PersonID($0.id) }
        guard let found, hidesAccounts(from: actor) else { return found }
        let isHere = room.member(found) != nil || centre.isWaiting(found, in: room.id)
        let isRestrained =
            room.circle.restraints.mute(of: found) != nil || centre.isKeptOut(found, of: room)
        return isHere || isRestrained ? found : nil
    }

    private func hidesAccounts(from actor: Actor) -> Bool {
        welcome.policy == .support && !actor.roles.isStaff
    }

    /// What an account is called for who asks.
    private func shown(_ account: AccountID, _ turn: Turn) -> [UInt8] {
        hidesAccounts(from: actor(asking(turn).id))
            ? calling(PersonID(account)) : name(of: account)
    }

    /// A moment by the centre's clock: of today the time alone.
    func time(_ moment: Moment, _ language: Language, at now: Moment) -> [UInt8] {
        let half: Int64 = 12 * 3600
        let isNear = now.advanced(seconds: -half)...now.advanced(seconds: half) ~= moment
        return isNear
            ? clock(moment, language)
            : language.time(moment, minutesEast: welcome.zone.minutesEast(at: moment))
    }
}

extension Turn {
    /// Words of somebody whom only staff hear.
    mutating func refuseMuted(_ until: Moment, _ name: [UInt8]) {
        // Of another day the hour alone would tell of today's.
        let time =
            until <= now.advanced(seconds: 12 * 3600)
            ? language.clock(until, minutesEast: minutesEast(at: until))
            : language.time(until, minutesEast: minutesEast(at: until))
        let text = Phrase.mutedYou.text(language, [time, name])
        guard held.contains(.standardReplies) else {
            return numeric(.cannotSendToChannel, "\(name) :\(text)")
        }
        standard(.fail, verb, "MUTED", "\(name) \(Shown.time(until))", text: text)
    }
}
