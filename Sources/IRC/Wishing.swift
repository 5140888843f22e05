import Rooms
import Wire

/// Telling the staff what somebody asks for of what is theirs: they are to meet.
extension House {
    /// Tells those of the family's staff who are here.
    func tellWish(_ what: PersonalWish.What, of id: AccountID, _ turn: inout Turn) {
        let readers = people.persons.keys.sorted().filter {
            centre.hearsWishes(of: id, actor($0))
        }
        let name = name(of: id)
        tell(
            readers,
            CircleNotice(
                verb: what.verb, code: "WISH", context: Line(name), phrase: what.phrase,
                facts: { _ in [name] }), &turn)
    }

    /// Tells at sign-in what waits.
    func noteWishes(_ turn: inout Turn) {
        for wish in centre.wishesWaiting(for: actor(asking(turn).id), at: turn.now) {
            let name = name(of: wish.account)
            turn.reply(.note, wish.what.verb, "WISH", Line(name), wish.what.phrase, [name])
        }
    }
}

extension PersonalWish.What {
    fileprivate var verb: String {
        switch self {
        case .erase: "ERASE"
        case .export: "EXPORT"
        }
    }

    fileprivate var phrase: Phrase {
        switch self {
        case .erase: .eraseWish
        case .export: .exportWish
        }
    }
}
