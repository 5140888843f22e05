/// The rules of the support policy: who may do what, in one plain sentence each.
extension Ledger {
    mutating func judge(_ entry: Entry) {
        switch entry {
        case .made(_, let kind, let name, _, let by):
            let makers = kind == .worker ? ["worker"] : ["facilitator"]
            demand(isOneOf(by, makers), "\(by) made \(name)")
            demand(kind != .channel, "JOIN made \(name)")
        case .enrolled(let id, let who, _, let by):
            demand(places[id]?.kind == .group, "\(who) enrolled in what is no group")
            demand(manages(by, id), "\(by) enrolled \(who)")
        case .unenrolled(let id, let who, let by):
            demand(manages(by, id), "\(by) unenrolled \(who)")
        case .family(_, let parent, let worker, let by):
            demand(isOneOf(by, ["worker"]), "\(by) opened a case")
            demand(roles[parent]?.contains("parent") == true, "\(parent) is no parent")
            demand(roles[worker]?.contains("worker") == true, "\(worker) is no worker")
        case .entered(let id, let who, _): judgeEntering(id, who)
        case .left(let id, let who, _): demand(isInside(who, id), "\(who) left from outside")
        case .removed(let id, let who, let by, _):
            demand(isInside(who, id), "\(who) removed from outside")
            // Who takes themselves off the list runs the room no more when they are out of it.
            let mayRemove = moderates(by, id) || manages(by, id) || by == who
            demand(mayRemove, "\(by) removed \(who)")
        case .invited(let id, let who, let by):
            demand(moderates(by, id), "\(by) invited \(who)")
        case .rule(let id, _, let by), .turns(let id, _, let by):
            demand(manages(by, id), "\(by) set a rule")
        case .floor(let id, nil, let by?):
            // Whoever is still to be asked in a round may pass before.
            demand(isInside(by, id) || manages(by, id), "\(by) took the floor")
        case .floor(let id, let who?, let by?):
            demand(moderates(by, id) && isInside(who, id), "\(by) gave \(who) the floor")
        case .floor: break
        case .modes(let id, _, _, let by): demand(moderates(by, id), "\(by) set modes")
        case .signs(let id, let who, _, let by):
            // A round goes on by itself; whoever changes the rule takes every `+`.
            let mayAll = moderates(by, id) || manages(by, id) || by == "machine"
            demand(mayAll || by == who, "\(by) changed the signs of \(who)")
        case .topic(let id, let by, _):
            let locked = places[id]?.modes.contains("t") == true
            demand(locked ? moderates(by, id) : isInside(by, id), "\(by) set a topic")
        case .said(let id, let by, let above, let word): judgeSaying(id, by, above, word)
        case .whispered(let to, let by, let word):
            demand(to == by || isStaff(to) && isStaff(by), "\(by) wrote \(word) to \(to)")
        case .restarted, .account, .closed, .other: break
        }
    }

    private mutating func judgeEntering(_ id: Int, _ who: String) {
        guard let place = places[id] else { return complain("\(who) entered nothing") }
        demand(place.members[who] == nil, "\(who) entered \(place.name) twice")
        if place.kind == .worker {
            demand(who == place.parent || who == place.worker, "\(who) entered \(place.name)")
        } else {
            let expected = place.enrolled[who] != nil || place.invited.contains(who)
            demand(expected, "\(who) entered \(place.name)")
        }
    }

    private mutating func judgeSaying(_ id: Int, _ who: String, _ above: String, _ word: Int) {
        demand(isInside(who, id), "\(who) said \(word) from outside")
        let silent = places[id]?.modes.contains("m") == true
        let signs = places[id]?.members[who] ?? ""
        // Whoever is in a room may write to its staff alone.
        let toStaff = above == "@" || above == "%"
        demand(!silent || toStaff || !signs.isEmpty, "\(who) said \(word) without the floor")
        let inTurn = places[id]?.hasTurns != true || places[id]?.floor == who
        let leads = isStaff(who) || moderates(who, id)
        demand(inTurn || toStaff || leads, "\(who) said \(word) out of turn")
    }

    private mutating func demand(_ isRight: Bool, _ wrong: @autoclosure () -> String) {
        if !isRight { complain("not allowed: \(wrong())") }
    }

    private func isOneOf(_ who: String, _ names: [String]) -> Bool {
        who == "machine" || !(roles[who] ?? []).isDisjoint(with: names + ["administrator"])
    }

    private func isInside(_ who: String, _ id: Int) -> Bool {
        places[id]?.members[who] != nil
    }

    private func moderates(_ who: String, _ id: Int) -> Bool {
        Self.height(places[id]?.members[who] ?? "") >= 2
    }

    /// The room's leader, whoever makes it, and the administrator say who comes.
    private func manages(_ who: String, _ id: Int) -> Bool {
        isOneOf(who, []) || places[id]?.enrolled[who]?.contains("@") == true
            || places[id]?.maker == who && places[id]?.enrolled.isEmpty == true
    }
}
