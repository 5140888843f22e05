import Rooms
import Wire

/// Which capabilities a configuration offers, and what clients of `cap-notify` hear when another
/// configuration comes into force.
extension House {
    /// Takes another configuration's names and texts, and tells of capabilities that are new or
    /// gone.
    public mutating func replace(welcome next: Welcome, _ turn: inout Turn) {
        turn.beginErrand()
        let before = welcome.offers(secure: true)
        welcome = next
        let fresh = next.offers(secure: true).filter { offer in
            !offer.capability.isEmpty
                && !before.contains { $0.name == offer.name && $0.value == offer.value }
        }
        tellNew(fresh, &turn)
        withdrawOffers(&turn)
    }

    private func tellNew(_ fresh: [Capabilities.Offer], _ turn: inout Turn) {
        guard !fresh.isEmpty else { return }
        let names = fresh.map(\.shown)
        for connection in people.clients.keys.sorted() {
            tell("NEW", names, connection, &turn)
        }
    }

    /// Takes away what is no longer offered from those who hold it.
    private mutating func withdrawOffers(_ turn: inout Turn) {
        let offered = welcome.offers.reduce(into: Capabilities()) { $0.insert($1.capability) }
        for connection in people.clients.keys.sorted() {
            guard let held = people.clients[connection]?.held, !held.isSubset(of: offered) else {
                continue
            }
            tell("DEL", held.subtracting(offered).names, connection, &turn)
            move(.capabilitiesSet(connection, held.intersection(offered)), &turn)
        }
    }

    private func tell(
        _ verb: String, _ names: [String], _ connection: ConnectionID, _ turn: inout Turn
    ) {
        guard let client = people.clients[connection], client.held.contains(.capNotify),
            let nick = people.persons[client.person]?.nick
        else { return }
        let lead = Line(":\(welcome.server) CAP \(nick)")
        for row in Negotiation.rows(names, behind: lead) {
            let line = Line("\(lead) \(verb) :\(row)\r\n")
            turn.deliveries.append(.send(line.bytes, to: connection))
        }
    }
}

/// What a centre offers besides what was on offer while its name was not known, and what it lacks.
struct OtherOffers {
    let held: Capabilities
    let fresh: [String]
    let gone: [String]
}

/// Whoever greets is shown the offers of the place where they came in; their own centre may have
/// others. Nobody hears of that before they are in: it would tell that the centre is there.
extension House {
    func offers(after greeting: Greeting) -> OtherOffers {
        let held = greeting.negotiation.held
        guard greeting.welcome !== welcome else {
            return OtherOffers(held: held, fresh: [], gone: [])
        }
        let own = welcome.offers.reduce(into: Capabilities()) { $0.insert($1.capability) }
        let before = Set(greeting.welcome.offers.map(\.name))
        let fresh = welcome.offers(secure: true).filter { !before.contains($0.name) }
        return OtherOffers(
            held: held.intersection(own), fresh: fresh.map(\.shown),
            gone: held.subtracting(own).names)
    }

    func tell(_ offers: OtherOffers, _ turn: inout Turn) {
        guard turn.held.contains(.capNotify) else { return }
        let lead = Line(":\(welcome.server) CAP \(turn.nick)")
        for row in Negotiation.rows(offers.gone, behind: lead) where !row.isEmpty {
            turn.say("\(lead) DEL :\(row)")
        }
        for row in Negotiation.rows(offers.fresh, behind: lead) where !row.isEmpty {
            turn.say("\(lead) NEW :\(row)")
        }
    }
}

extension Capabilities.Offer {
    /// As clients of 302 read it.
    var shown: String { value.map { "\(name)=\($0)" } ?? name }
}

extension Capabilities {
    /// What a configuration offers, in the order in which LS names it.
    ///
    /// - Parameter withheld: names that the configuration takes away. Who has been told nothing of
    ///   changes would go on with what is gone, so `cap-notify` stays.
    static func offers(_ policy: Policy, withheld: [String]) -> [Offer] {
        offers.filter { offer in
            // Where real names are not shown, nobody can change theirs.
            if offer.capability == .setname, policy == .support { return false }
            // Who is in a room is who can hear it.
            if offer.capability == .persistence, policy == .support { return false }
            return offer.capability == .capNotify || !withheld.contains(offer.name)
        }
    }
}
