/// Keeping an account out of its centre for a time, with everything that is its own.
extension Centre {
    /// Keeps an account out; what it made possible for others (its open codes) ends with it.
    ///
    /// - Throws: `hasCharges` while it is the worker of a family: these are handed over first.
    public func suspend(_ id: AccountID, by actor: Actor) throws(Refusal) -> [Fact] {
        try mayKeepOut(id, actor)
        guard !access.suspended.contains(id) else { throw .alreadyThere }
        let charges = charges(of: id)
        guard charges == 0 else { throw .hasCharges(charges) }
        let codes = invitations.made(by: id).map { code in
            Fact(.invitation(.revoked(id, code.number, by: actor.person)))
        }
        return codes + [Fact(.access(.suspended(id, true, by: actor.person)))]
    }

    /// Lets it in again.
    public func restore(_ id: AccountID, by actor: Actor) throws(Refusal) -> Fact {
        try mayKeepOut(id, actor)
        guard access.suspended.contains(id) else { throw .alreadyThere }
        return Fact(.access(.suspended(id, false, by: actor.person)))
    }

    private func mayKeepOut(_ id: AccountID, _ actor: Actor) throws(Refusal) {
        // Nobody shuts themselves out.
        guard may(actor, .manageAccounts), actor.person != PersonID(id) else {
            throw .notAllowed(.manageAccounts)
        }
        guard let account = account(id), !account.isErased else { throw .noSuchAccount }
    }
}
