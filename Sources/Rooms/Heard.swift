/// What people heard in a room, whatever of it may be read there again: theirs to report, and for
/// whoever said it or moderates there to take back.
extension Centre {
    /// The stretches of the log that somebody reads again in a room, or was inside for; ascending.
    /// Nothing where they may not know of the room, but of a side room that they were in.
    public func heard(by actor: Actor, in id: RoomID) -> [ClosedRange<Position>] {
        let readable = readable(by: actor, in: id)
        guard policy == .support, let room = rooms[id], room.kind == .group,
            let account = actor.person.account,
            may(actor, .seeRoom, in: room) || wasAside(actor.person, in: id)
        else { return readable }
        var inside = room.stays.filter { $0.account == account && $0.from < $0.to }
            .map { $0.from.next...$0.to }
        if let member = room.member(actor.person) {
            inside.append(member.since.next...Position(.max))
        }
        return joined(readable + inside)
    }

    /// Whether somebody heard a text, or reads it again.
    public func hasHeard(_ event: Event, at position: Position, by actor: Actor) -> Bool {
        if mayRead(event, at: position, by: actor) { return true }
        guard case .said(let id, let saying) = event,
            saying.above.isEmpty || saying.by == actor.person
                || reaches(saying.above, actor, in: id)
        else { return false }
        return heard(by: actor, in: id).contains { $0.contains(position) }
    }

    /// Whether a room is a side room in which somebody was taken aside: they can report what was
    /// said there also when it is over. The staff's own room is nobody's any more by then.
    public func wasAside(_ person: PersonID, in id: RoomID) -> Bool {
        guard let side = rooms[id], let account = person.account,
            side.stays.contains(where: { $0.account == account })
        else { return false }
        guard let home = home(ofSide: id) else { return false }
        return rooms[home]?.circle.asides.backChannel != id
    }

    /// Stretches in order, those that overlap or touch as one.
    private func joined(_ ranges: [ClosedRange<Position>]) -> [ClosedRange<Position>] {
        var whole: [ClosedRange<Position>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            guard let last = whole.last, range.lowerBound <= last.upperBound else {
                whole.append(range)
                continue
            }
            whole[whole.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
        }
        return whole
    }
}

extension Event {
    /// What somebody said by it, to a room or to one alone.
    public var saying: Saying? {
        if case .whispered(_, let saying) = self { saying } else { sayingInRoom?.saying }
    }
}
