import Rooms

/// What happens by itself when its time has come.
extension House {
    /// Does what is due by now, as far as it can be written down.
    ///
    /// What a full disk keeps from happening stays due.
    public mutating func ring(_ turn: inout Turn) {
        turn.beginErrand()
        for due in centre.due(at: turn.now) {
            do throws(Refusal) {
                try meet(due, &turn)
            } catch {
                // Nothing that is due can be refused but by a full disk, and then all of it is.
                return
            }
        }
    }

    private mutating func meet(_ due: Due, _ turn: inout Turn) throws(Refusal) {
        switch due {
        case .coverEnds(let room): try endCover(room, by: nil, &turn)
        case .meeting(let room, let due): try meet(due, in: room, &turn)
        case .circle(let room, let due): try meet(due, in: room, &turn)
        }
    }
}
