import Rooms
import Wire

/// What people can write besides texts: in tags, and as the reason of something. Where texts are
/// looked at before they are said, these are no way around it.
enum Remarks {
    /// Whether a tag of a client says nothing of its own: its value is one of a few words, a time
    /// or the id of a message.
    private static func isPlain(_ name: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) -> Bool {
        switch String(decoding: name, as: UTF8.self) {
        case "+typing", "+draft/typing":
            ["active", "paused", "done"].contains { $0.utf8.elementsEqual(value) }
        case "+reply", "+draft/reply", "+draft/unreact":
            value.count == 13 && Base32.parse(value) != nil
        case SentToken.written: Timestamp.parse(value) != nil
        case "+draft/persist": value.isEmpty
        default: false
        }
    }

    /// The values of all other tags, with spaces between them.
    static func of(_ tags: ArraySlice<UInt8>) -> [UInt8] {
        var all: [UInt8] = []
        for (name, value) in parted(tags) where !isPlain(name, value) {
            all += value + [UInt8(ascii: " ")]
        }
        return all
    }

    /// The tags that say nothing of their own.
    static func without(_ tags: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let kept = tags.split(separator: UInt8(ascii: ";")).filter {
            let sides = parted($0)
            return sides.allSatisfy { isPlain($0.name, $0.value) }
        }
        return Array(kept.joined(separator: [UInt8(ascii: ";")]))[...]
    }

    private static func parted(
        _ tags: ArraySlice<UInt8>
    ) -> [(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)] {
        tags.split(separator: UInt8(ascii: ";")).map { tag in
            let sides = tag.split(
                separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return (sides[0], sides.count == 2 ? sides[1] : [])
        }
    }
}

extension House {
    /// What somebody writes on going, or as a reason, if a room may be shown it: not where they are
    /// muted, or where it would wait as a text.
    func remark(
        _ text: [UInt8]?, of person: PersonID, in id: RoomID, _ turn: Turn
    ) -> [UInt8]? {
        guard let text, welcome.policy == .support, centre.guardsWords(to: id),
            let room = centre.rooms[id], let here = people.persons[person],
            !centre.leadsTalk(in: room, person)
        else { return text }
        if room.circle.restraints.mute(of: person) != nil { return nil }
        return reasonToHold(text[...], in: room, by: here, turn) == nil ? text : nil
    }

    /// Whether something that all who meet somebody may read, of no room of its own, may be shown:
    /// not while one of their rooms would not be.
    func isShownInRooms(_ text: [UInt8], of person: PersonID, _ turn: Turn) -> Bool {
        guard welcome.policy == .support else { return true }
        return centre.rooms(of: person).allSatisfy {
            remark(text, of: person, in: $0, turn) != nil
        }
    }

    /// Whether a room looks for something that stands in a nickname: inside, all would read it,
    /// whatever becomes of their texts. The account's own name is known to whoever enrolled it.
    func isScreened(nick: [UInt8], of person: Person, in id: RoomID) -> Bool {
        guard welcome.policy == .support, nick != person.account, let room = centre.rooms[id],
            !centre.leadsTalk(in: room, person.id)
        else { return false }
        return screened(nick[...], in: room) != nil
    }

    /// Whether tags without a text are not passed on, for they would say what a text may not.
    func dropsTags(in id: RoomID, above: Prefixes, by person: Person, _ turn: Turn) -> Bool {
        guard above.isEmpty || above.contains(.voice), centre.guardsWords(to: id),
            let room = centre.rooms[id], !centre.leadsTalk(in: room, person.id)
        else { return false }
        let remarks = Remarks.of(turn.clientTags)
        if remarks.isEmpty { return false }
        return reasonToHold([], in: room, by: person, turn) != nil
    }
}
