/// Who spoke in a session, and who let a turn pass.
extension Meetings {
    /// Writes down that somebody said something to all.
    mutating func speak(_ person: PersonID) {
        guard let account = person.account,
            let place = sessions.firstIndex(where: { $0.stage == .open }),
            let index = sessions[place].attendances.firstIndex(where: { $0.account == account }),
            !sessions[place].attendances[index].spoke
        else { return }
        sessions[place].attendances[index].spoke = true
    }

    /// The same of a session that is over now, and was open then.
    mutating func speak(_ person: PersonID, then time: Moment) {
        guard let account = person.account,
            let place = sessions.lastIndex(where: {
                ($0.stage == .closed || $0.stage == .sealed) && $0.opened <= time
                    && time <= $0.closed
            }),
            let index = sessions[place].attendances.firstIndex(where: { $0.account == account })
        else { return }
        sessions[place].attendances[index].spoke = true
    }

    /// Writes down that somebody let a turn pass.
    mutating func pass(_ person: PersonID) {
        guard let account = person.account,
            let place = sessions.firstIndex(where: { $0.stage == .open }),
            let index = sessions[place].attendances.firstIndex(where: { $0.account == account })
        else { return }
        sessions[place].attendances[index].passed = true
    }
}
