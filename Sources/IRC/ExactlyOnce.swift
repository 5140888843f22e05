import Rooms
import Wire

/// A message that is sent again is one message: its client knows it by a token
/// (`+sandali.chat/id`), and gets the same message id back.
///
/// A token belongs to the account and to whom the message is for: the same token to somebody else
/// is another message, so that one line to several rooms is taken once in each. Guests have none,
/// for who comes back as a guest is somebody new.
extension House {
    /// Whom words are for, as far as a token is bound to it.
    enum Destination {
        case room(RoomID, Prefixes)
        case person(PersonID)
    }

    /// What the centre keeps of this line's token; nil where it has none.
    func token(for destination: Destination, _ person: Person, _ turn: Turn) -> UInt64? {
        guard person.account != nil, let given = turn.sentToken else { return nil }
        var bytes: [UInt8] = []
        switch destination {
        case .room(let id, let above): bytes.write("r\(id.number)/\(above.rawValue)/")
        case .person(let id): bytes.write("p\(id.number)/")
        }
        return keys((bytes + given)[...]).low
    }

    /// The message that was taken under this token before, in a room that is still there for its
    /// sender: whether they may speak now does not matter, for they have spoken.
    func sentBefore(
        _ token: UInt64?, in id: RoomID, by actor: Actor, _ turn: Turn
    ) -> MessageID? {
        guard token != nil, let room = centre.rooms[id], centre.may(actor, .seeRoom, in: room)
        else { return nil }
        return sentBefore(token, by: actor.person, turn)
    }

    /// Answers a text that staff have refused and that is sent again: with what became of it.
    ///
    /// It is the same message, so it is not held anew; and it was not said, so it has no echo.
    ///
    /// - Returns: whether it was one.
    func answerRefused(
        _ token: UInt64?, in id: RoomID, by actor: Actor, _ turn: inout Turn
    ) -> Bool {
        guard let token, let account = actor.person.account,
            let number = centre.sent.refusal(token, of: account, at: turn.now),
            let room = centre.rooms[id], centre.may(actor, .seeRoom, in: room)
        else { return false }
        let name = name(of: room)
        turn.reply(
            .note, "HOLD", "REFUSED", "\(name) \(Int(number))", .heldRefused, [name])
        return true
    }

    /// The message that was taken under this token before.
    func sentBefore(_ token: UInt64?, by person: PersonID, _ turn: Turn) -> MessageID? {
        guard let token, let account = person.account else { return nil }
        return centre.sent.message(token, of: account, at: turn.now)
    }

    /// The echo of what was said long ago, as it was: nobody else hears of it.
    func echoAgain(
        _ utterance: Utterance, _ person: Person, _ target: ArraySlice<UInt8>,
        _ text: ArraySlice<UInt8>, _ id: MessageID, _ turn: inout Turn
    ) {
        var tags = tags(of: person, turn)
        tags.id = id
        tags.time = id.time
        tags.client = turn.clientTags
        echo(spoken(utterance, person, target, text, tags), &turn)
    }

    /// The words for the one who said them, with the token that they gave them.
    func echo(_ spoken: Spoken, _ turn: inout Turn) {
        guard turn.held.contains(.echoMessage) else { return }
        var own = spoken
        own.tags = turn.withToken(spoken.tags)
        own.write(for: turn.held, to: &turn.own)
    }

    /// The same for words of one line, which stands here already.
    func echo(_ body: [UInt8], _ tags: LineTags, _ turn: inout Turn) {
        guard turn.held.contains(.echoMessage) else { return }
        tellOwn(turn.withToken(tags), body, &turn)
    }
}

/// The tags of a message that may come twice.
enum SentToken {
    /// What a message is known by when it is sent again. For the server: others do not see it.
    static let id = "+sandali.chat/id"
    /// When it was typed, in UTC.
    static let written = "+sandali.chat/written"
    /// Clocks are never quite right: so far ahead of ours a time may be.
    static let aheadSeconds: Int64 = 60
}

extension Turn {
    /// These tags, and the token that the client gave its message, if it did.
    func withToken(_ tags: LineTags) -> LineTags {
        guard let token = sentToken else { return tags }
        var own = tags
        var tag = Line("\(SentToken.id)=").bytes
        tag.write(escapingTag: token)
        if !own.client.isEmpty { tag.append(UInt8(ascii: ";")) }
        own.client = tag + own.client
        return own
    }

    /// The token that the client gave its message, if it did.
    var sentToken: [UInt8]? {
        guard message.hasTags, held.contains(.messageTags), let token = message.tag(SentToken.id),
            !token.isEmpty
        else { return nil }
        return token
    }

    /// Whether others get this tag: a token is not for them, and a time that nobody can have
    /// written at is no time.
    func isPassedOn(_ key: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>?) -> Bool {
        if key.elementsEqual(SentToken.id.utf8) { return false }
        guard key.elementsEqual(SentToken.written.utf8) else { return true }
        guard let value, let time = Timestamp.parse(value[...]) else { return false }
        let written = Moment(milliseconds: time)
        return written <= now.advanced(seconds: SentToken.aheadSeconds)
            && now <= written.advanced(seconds: Rooms.Limit.sentTokenSeconds)
    }
}
