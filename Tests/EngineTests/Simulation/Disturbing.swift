import IRC
import Wire

/// The planted faults of what is delivered.
extension Evening {
    mutating func disturbed(_ deliveries: [Delivery]) -> [Delivery] {
        switch canary {
        case .oneTooMany: deliveries.map { withStranger($0) }
        case .oneTooFew: deliveries.map { withoutLast($0) }
        case .repliedTwice: repliedTwice(deliveries)
        case .overtaken: overtaken(deliveries)
        case .none, .diskReportsEarly, .diskForgets, .heardEarly, .lastRecordLost,
            .tokenChanged, .wordsMixedUp, .linesForgotten:
            deliveries
        }
    }

    private mutating func withStranger(_ delivery: Delivery) -> Delivery {
        guard case .fanOut(let variants, let audience, let except) = delivery,
            let link = clients[dice.below(clients.count)].link, link.isRegistered,
            !audience.groups.contains(where: { $0.connections.contains(link.id) })
        else { return delivery }
        let group = Audience.Group(loop: link.id.loop, variant: 0, connections: [link.id])
        return .fanOut(
            variants: variants,
            Audience(groups: audience.groups + [group], shapes: audience.shapes), except: except)
    }

    private func withoutLast(_ delivery: Delivery) -> Delivery {
        guard case .fanOut(let variants, let audience, let except) = delivery else {
            return delivery
        }
        let groups = audience.groups.map { group in
            Audience.Group(
                loop: group.loop, variant: group.variant,
                connections: group.connections.count > 1
                    ? group.connections.dropLast() : group.connections)
        }
        return .fanOut(
            variants: variants, Audience(groups: groups, shapes: audience.shapes), except: except)
    }

    private mutating func repliedTwice(_ deliveries: [Delivery]) -> [Delivery] {
        var disturbed: [Delivery] = []
        for delivery in deliveries {
            disturbed.append(delivery)
            if case .send = delivery, dice.oneIn(20) { disturbed.append(delivery) }
        }
        return disturbed
    }

    private func overtaken(_ deliveries: [Delivery]) -> [Delivery] {
        let replies = deliveries.indices.filter {
            if case .send = deliveries[$0] { true } else { false }
        }
        for (first, second) in zip(replies, replies.dropFirst()) {
            guard case .send(_, let one) = deliveries[first],
                case .send(_, let other) = deliveries[second], one == other
            else { continue }
            var disturbed = deliveries
            disturbed.swapAt(first, second)
            return disturbed
        }
        return deliveries
    }
}
