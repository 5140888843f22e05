import Rooms
import Wire

/// The mask lists of a room: `b`, `e` and `I`.
extension House {
    mutating func changeMask(
        _ letter: Character, on: Bool, _ given: ArraySlice<UInt8>?, in id: RoomID,
        _ actor: Actor, _ changes: inout ModeChanges, _ turn: inout Turn
    ) throws(Refusal) {
        let list: MaskList =
            switch letter {
            case "e": .exceptions
            case "I": .invitations
            default: .bans
            }
        guard let room = centre.rooms[id] else { return }
        guard let given, !given.isEmpty else {
            return changes.mayAnswer(letter) ? try showMasks(list, room, actor, &turn) : ()
        }
        guard Self.isMask(given) else {
            return turn.numeric(
                .invalidModeParameter,
                "\(name(of: id)) \(String(letter)) \(Shown.middle(given))", .invalidMask,
                Line("\(Limit.maskBytes)").bytes)
        }
        let mask = ExtendedMask(given).whole
        // Masks are compared as names are, so whoever takes one off need not remember its capitals.
        let folded = Name.folded(mask[...])
        let known = room.masks.first {
            $0.list == list && Name.folded(maskText($0)[...]) == folded
        }
        if on, known == nil {
            let signed = asking(turn).nick
            try commit(
                try centre.addMask(mask, to: list, of: id, signed: signed, by: actor), &turn)
            changes.note(letter, on: true, mask)
        } else if !on, let known {
            let text = maskText(known)
            try commit(try centre.removeMask(at: known.at, of: id, by: actor), &turn)
            changes.note(letter, on: false, text)
        } else if !centre.may(actor, .setModes, in: room) {
            throw .notAllowed(.setModes)
        }
    }

    /// Whether it can be shown back as one parameter. What is too long is refused, never cut: a
    /// shorter mask would mean others.
    private static func isMask(_ given: ArraySlice<UInt8>) -> Bool {
        given.count <= Limit.maskBytes && given.first != UInt8(ascii: ":")
            && !given.contains { $0 <= 32 }
    }

    private func maskText(_ mask: Room.Mask) -> [UInt8] { Words.unpack(words(mask.at)).last ?? [] }

    private func showMasks(
        _ list: MaskList, _ room: Room, _ actor: Actor, _ turn: inout Turn
    ) throws(Refusal) {
        guard room.member(actor.person) != nil else { throw .notInRoom }
        if list != .bans || welcome.policy == .support, !centre.may(actor, .setModes, in: room) {
            throw .notAllowed(.setModes)
        }
        let (row, end, phrase): (Numeric, Numeric, Phrase) =
            switch list {
            case .bans: (.banList, .endOfBanList, .endOfBans)
            case .exceptions: (.exceptList, .endOfExceptList, .endOfExceptions)
            case .invitations: (.inviteMaskList, .endOfInviteMaskList, .endOfInvitations)
            }
        for mask in room.masks where mask.list == list {
            let parts = Words.unpack(words(mask.at))
            turn.numeric(
                row,
                "\(name(of: room)) \(parts.last ?? []) \(parts.first ?? []) "
                    + "\(Int(mask.time.milliseconds / 1000))")
        }
        turn.numeric(end, Line(name(of: room)), phrase)
    }
}
