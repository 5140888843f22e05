import Rooms
import Wire

/// PHASE: the parts of an evening, and the topic in which clients show them.
extension House {
    /// `PHASE <room> [<name> <length> | end]`
    static func phase(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let actor = house.actor(house.asking(turn).id)
        let id = try house.room(turn.message[0], for: actor).id
        switch turn.message.count {
        case 1: try house.showPhase(try house.centre.roomOfMember(id, actor), &turn)
        case 2 where Name.folded(turn.message[1]) == Array("end".utf8):
            try house.commit(try house.centre.endPhase(in: id, by: actor), &turn)
            house.tellTopic(of: id, &turn)
        default: try house.beginPhase(id, actor, &turn)
        }
    }

    private func showPhase(_ room: Room, _ turn: inout Turn) throws(Refusal) {
        guard let phase = room.circle.phase else { throw .circle(.noPhase) }
        turn.reply(
            .note, "PHASE", "PHASE", "\(name(of: room)) \(Shown.time(phase.ends))", .phaseNow,
            [words(phase.nameAt), clock(phase.ends, turn.language)])
    }

    private mutating func beginPhase(
        _ id: RoomID, _ actor: Actor, _ turn: inout Turn
    ) throws(Refusal) {
        _ = try centre.ledRoom(id, actor)
        let length = turn.message[turn.message.count - 1]
        let parts = (1..<turn.message.count - 1).map { turn.message[$0] }
        let given = Shown.trimmed(Array(parts.joined(separator: [32]))[...])
        guard let seconds = Length.seconds(length) else {
            return turn.standard(
                .fail, "INVALID_LENGTH", Line(Shown.middle(length)), .invalidLength)
        }
        guard !given.isEmpty else { return turn.refuseMissing("PHASE") }
        let kept = turn.kept(given, atMost: Limit.phaseBytes)
        try commit(
            try centre.beginPhase(kept, in: id, for: seconds, by: actor, at: turn.now), &turn)
        tellTopic(of: id, &turn)
        if let room = centre.rooms[id] { try showPhase(room, &turn) }
    }

    // MARK: By itself

    mutating func tellPhase(
        _ id: RoomID, minutes: UInt8, _ turn: inout Turn
    ) throws(Refusal) {
        guard let phase = centre.rooms[id]?.circle.phase else { return }
        let name = words(phase.nameAt)
        try commit(Fact(.circle(id, .phaseTold(minutes: minutes))), &turn)
        tell(
            leaders(of: id, besides: turn),
            CircleNotice(
                verb: "PHASE", code: "LEFT", context: "\(self.name(of: id)) \(Int(minutes))",
                phrase: .phaseLeft, facts: { [name, $0.number(Int(minutes))] }), &turn)
    }

    mutating func endPhase(_ id: RoomID, _ turn: inout Turn) throws(Refusal) {
        guard let phase = centre.rooms[id]?.circle.phase else { return }
        let name = words(phase.nameAt)
        try commit(Fact(.circle(id, .phaseEnded(by: nil))), &turn)
        tellTopic(of: id, &turn)
        tell(
            leaders(of: id, besides: turn),
            CircleNotice(
                verb: "PHASE", code: "OVER", context: Line(self.name(of: id)),
                phrase: .phaseOver, facts: { _ in [name] }), &turn)
    }

    // MARK: The topic

    /// `[check-in 18:30–18:50] `, or nothing.
    private func phasePrefix(_ room: Room) -> [UInt8] {
        guard let phase = room.circle.phase else { return [] }
        let begun = clock(phase.begun, .english)
        let ends = clock(phase.ends, .english)
        return Line("[\(words(phase.nameAt)) \(begun)–\(ends)] ").bytes
    }

    /// The topic as the room shows it: behind the phase, where there is one.
    func shownTopic(_ room: Room) -> [UInt8] {
        let prefix = phasePrefix(room)
        let topic = topicText(room)
        if prefix.isEmpty { return topic }
        if topic.isEmpty { return Array(prefix.dropLast()) }
        return Shown.cut((prefix + topic)[...], to: Limit.shownTopicBytes)
    }

    /// A topic as it was given, without the phase that a client has found before an earlier one:
    /// `[check-in 18:30–18:50] `.
    static func withoutPhase(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard text.first == UInt8(ascii: "["), let end = text.firstIndex(of: UInt8(ascii: "]"))
        else { return text }
        let times = Array(text[..<end].suffix(13))
        let digits = times.indices.filter { ![2, 5, 6, 7, 10].contains($0) }
        let dash = Array("–".utf8)
        guard times.count == 13, digits.allSatisfy({ 0x30...0x39 ~= times[$0] }),
            times[2] == UInt8(ascii: ":"), times[10] == UInt8(ascii: ":"),
            times[5...7].elementsEqual(dash)
        else { return text }
        let rest = text[(end + 1)...]
        return rest.first == 32 ? rest.dropFirst() : rest
    }

    /// What clients of ours read of the phase: `sandali.chat/phase` and `sandali.chat/phase-ends`.
    func phaseTags(_ room: Room) -> ArraySlice<UInt8> {
        guard let phase = room.circle.phase else { return [] }
        var tags = Line("sandali.chat/phase=").bytes
        tags.write(escapingTag: words(phase.nameAt))
        tags += Line(";sandali.chat/phase-ends=\(Shown.time(phase.ends))").bytes
        return tags[...]
    }

    /// Shows everyone the topic anew.
    mutating func tellTopic(of id: RoomID, _ turn: inout Turn) {
        guard let room = centre.rooms[id] else { return }
        let line = Line(
            ":\(Service.source) TOPIC \(name(of: room)) :\(shownTopic(room))\r\n")
        let tags = LineTags(time: turn.now, client: phaseTags(room))
        tell(audience(id), tags, line.bytes, &turn)
        if let asker = turn.person, isIn(id, asker) { tellOwn(tags, line.bytes, &turn) }
    }
}
