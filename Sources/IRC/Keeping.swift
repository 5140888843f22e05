import Rooms

/// Rows of the durable tables: an account's and a room's are written down, a guest's live as long
/// as the guest is here.
extension House {
    /// The tables in which somebody's own rows stand.
    func notes(of person: PersonID) -> Tables {
        person.account == nil ? people.notes : tables
    }

    /// Makes a row of somebody so.
    mutating func keep(
        _ row: Row, of person: PersonID, _ turn: inout Turn
    ) throws(Refusal) {
        guard person.account == nil else { return try keep(row, &turn) }
        move(.noted(row), &turn)
    }

    /// Makes a row so: at once in the tentative state, in the file before anyone hears of it.
    mutating func keep(_ row: Row, _ turn: inout Turn) throws(Refusal) {
        if storageFull { throw .storageFull }
        tables.apply(row)
        turn.changes.append(.row(row))
    }
}
