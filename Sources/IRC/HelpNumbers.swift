import Rooms
import Wire

/// What parents are told who write where nobody of the staff is there to read.
extension House {
    /// Tells who has just written, and whom they can call.
    ///
    /// Once in ten minutes for each person and room; anew as soon as somebody of the staff was
    /// there for something that they wrote.
    mutating func noteAbsence(
        ofStaffIn id: RoomID, above: Prefixes, to person: Person, _ turn: inout Turn
    ) {
        guard isFamily(person, in: id) else { return }
        let told = people.persons[person.id]?.told[id]
        if hasStaff(id, above: above) {
            if told != nil { move(.toldOfAbsence(person.id, id, at: nil), &turn) }
            return
        }
        if let told, told..<told.advanced(seconds: Limit.absenceSeconds) ~= turn.now { return }
        move(.toldOfAbsence(person.id, id, at: turn.now), &turn)
        tellOfAbsence(in: id, to: person, &turn)
    }

    private func tellOfAbsence(in id: RoomID, to person: Person, _ turn: inout Turn) {
        let name = Line(name(of: id))
        if centre.cases[id] != nil {
            turn.standard(.note, "NOBODY_HERE", name, .nobodyOfStaff)
        } else {
            turn.standard(.note, "NOBODY_HERE", name, .nobodyOfStaffInRoom)
            let account = person.id.account
            if let account, !centre.cases(of: account).isEmpty {
                turn.standard(.note, "NOBODY_HERE", name, .writeInWorkerChannel)
            }
        }
        for number in welcome.help {
            turn.standard(.note, "HELP_NUMBER", name, .helpNumbers, number)
        }
    }

    /// Whether this is one of those whom the staff is there for.
    private func isFamily(_ person: Person, in id: RoomID) -> Bool {
        if let one = centre.cases[id] {
            return person.id.account.map { one.family.contains($0) } ?? false
        }
        return welcome.policy == .support && !roles(of: person.id).isStaff
    }

    /// Whether somebody of the staff hears what is said here now. Who is away does not.
    private func hasStaff(_ id: RoomID, above: Prefixes) -> Bool {
        let members = centre.rooms[id]?.members ?? []
        let readers = centre.cases[id]?.readers.map { PersonID($0.account) }
        return members.contains { member in
            guard let person = people.persons[member.person], person.away == nil,
                !person.connections.isEmpty
            else {
                return false
            }
            if let readers { return readers.contains(member.person) }
            return roles(of: member.person).isStaff
                && (above.isEmpty || member.prefixes.reaches(above))
        }
    }
}
