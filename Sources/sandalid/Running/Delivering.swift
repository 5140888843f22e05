import Engine
import IRC
import Transport

extension [EventLoop] {
    /// Gives each loop what concerns it, in order.
    func deliver(_ deliveries: [Delivery]) {
        guard !deliveries.isEmpty else { return }
        if count == 1 { return self[0].deliver(deliveries) }
        for loop in self {
            let own = deliveries.filter { $0.concerns(loop.index) }
            if !own.isEmpty { loop.deliver(own) }
        }
    }
}

extension Delivery {
    /// Whether a loop has anything to do with it.
    func concerns(_ loop: UInt8) -> Bool {
        switch self {
        case .send(_, let to), .close(let to), .registered(let to), .answered(let to, _),
            .speaks(let to, _), .watched(let to, _):
            to.loop == loop
        case .fanOut(_, let audience, _): audience.groups.contains { $0.loop == loop }
        }
    }
}
