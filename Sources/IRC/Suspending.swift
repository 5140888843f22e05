import Rooms
import Wire

/// Keeping an account out for a time.
extension House {
    /// `ACCOUNT SUSPEND|RESTORE <account>`
    static func account(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let actor = house.actor(house.asking(turn).id)
        // Before the account is looked up: who may not do this learns nothing about accounts.
        guard house.centre.may(actor, .manageAccounts) else { throw .notAllowed(.manageAccounts) }
        guard let given = turn.message.text(1) else {
            return turn.refuseVerb("ACCOUNT", known: ["SUSPEND", "RESTORE"])
        }
        guard let id = house.centre.account(named: house.key(given))?.id else {
            return turn.refuse(.noSuchAccount, about: Array(given))
        }
        let name = house.name(of: id)
        do throws(Refusal) {
            switch CommandName(turn.message[0]) {
            case "SUSPEND":
                try house.suspend(id, by: actor, &turn)
                turn.standard(.note, "SUSPENDED", Line(name), .accountSuspended, name)
            case "RESTORE":
                try house.commit(try house.centre.restore(id, by: actor), &turn)
                turn.standard(.note, "RESTORED", Line(name), .accountRestored, name)
            default: turn.refuseVerb("ACCOUNT", known: ["SUSPEND", "RESTORE"])
            }
        } catch {
            turn.refuse(error, about: name)
        }
    }

    /// Keeps an account out, and lets its connections go at once.
    mutating func suspend(
        _ id: AccountID, by actor: Actor, _ turn: inout Turn
    ) throws(Refusal) {
        // Nothing may stop half-way: a full disk refuses all of it.
        if storageFull { throw .storageFull }
        for fact in try centre.suspend(id, by: actor) { try commit(fact, &turn) }
        cut(PersonID(id), saying: .suspendedYou, &turn) { _ in true }
        try letGo(of: PersonID(id), &turn)
    }

    /// What becomes of a sign-in that was right, where the account is kept out: only whoever has
    /// what belongs to it learns that.
    func admitted(_ verdict: Verdict) -> Verdict {
        switch verdict {
        case .signedIn(let id), .made(let id, _):
            centre.access.suspended.contains(id) ? .keptOut : verdict
        default: verdict
        }
    }
}
