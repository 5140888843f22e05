import IRC

/// Connections that have named a centre and are let in a moment later, with what they say
/// meanwhile.
///
/// A centre whose file is open could answer at once, one that sleeps has to be opened first, and
/// for a name that is no centre's there is nothing to open: how long an answer takes would tell
/// which is which. So all of them wait alike, and a file is opened meanwhile.
struct Threshold {
    private var held: [ConnectionID: [Arrival]] = [:]

    /// Keeps what belongs to those who wait, or who have just named a centre.
    ///
    /// - Returns: the rest, and who has just come.
    mutating func keep(_ batch: [Arrival]) -> (rest: [Arrival], comers: [ConnectionID]) {
        if held.isEmpty, !batch.contains(where: \.namesCentre) { return (batch, []) }
        var rest: [Arrival] = []
        var comers: [ConnectionID] = []
        for arrival in batch {
            let connection = arrival.connection
            if arrival.namesCentre {
                held[connection] = [arrival]
                comers.append(connection)
            } else if held[connection] == nil {
                rest.append(arrival)
            } else if case .closed = arrival {
                // Nobody in there has ever heard of them.
                held[connection] = nil
            } else {
                held[connection]?.append(arrival)
            }
        }
        return (rest, comers.filter { held[$0] != nil })
    }

    /// Lets these in: all that they have said, in its order.
    mutating func admit(_ comers: [ConnectionID]) -> [Arrival] {
        comers.flatMap { held.removeValue(forKey: $0) ?? [] }
    }
}

extension Arrival {
    /// Whose it is.
    var connection: ConnectionID {
        switch self {
        case .opened(let connection, _, _), .line(let connection, _), .broken(let connection, _),
            .closed(let connection, _):
            connection
        }
    }

    /// Whether somebody comes who says where to.
    fileprivate var namesCentre: Bool {
        if case .opened(_, let greeting, _) = self { greeting.namesCentre } else { false }
    }
}
