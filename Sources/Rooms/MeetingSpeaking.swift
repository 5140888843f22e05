/// Who spoke in a session, and who let a turn pass.
extension Meetings {
    /// Writes down that somebody said something to all.
    mutating func speak(_ person: PersonID) {
        change(person, in: { $0.stage == .open }) { $0.spoke = true }
    }

    /// The same of a session that is over now, and was open then.
    mutating func speak(_ person: PersonID, then time: Moment) {
        change(
            person,
            in: {
                ($0.stage == .closed || $0.stage == .sealed) && $0.opened <= time
                    && time <= $0.closed
            }
        ) { $0.spoke = true }
    }

    /// Writes down that somebody let a turn pass.
    mutating func pass(_ person: PersonID) {
        change(person, in: { $0.stage == .open }) { $0.passed = true }
    }

    /// Changes how somebody was at the last such session, if they were there.
    private mutating func change(
        _ person: PersonID, in isMeant: (Session) -> Bool, _ body: (inout Attendance) -> Void
    ) {
        guard let account = person.account, let place = sessions.lastIndex(where: isMeant),
            let index = sessions[place].attendances.firstIndex(where: { $0.account == account })
        else { return }
        body(&sessions[place].attendances[index])
    }
}
