import IRC

/// The centres that a loop has connections of, and what goes to each at the end of this round.
struct Centres {
    private struct Route {
        var port: any CentrePort
        var batch: [Arrival] = []
        var connections = 0
        /// How long the last batch was: the next is likely to be as long.
        var expected = 0
    }

    private var routes: [Route?] = []
    private var numbers: [ObjectIdentifier: Int32] = [:]
    private var waiting: [Int32] = []

    /// Counts a connection in; returns the centre's number on this loop.
    mutating func enter(_ port: any CentrePort) -> Int32 {
        if let number = numbers[ObjectIdentifier(port)] {
            routes[Int(number)]!.connections += 1
            return number
        }
        let number = routes.firstIndex { $0 == nil } ?? routes.count
        if number == routes.count { routes.append(nil) }
        routes[number] = Route(port: port, connections: 1)
        numbers[ObjectIdentifier(port)] = Int32(number)
        return Int32(number)
    }

    /// Counts a connection out; a centre without any is forgotten once it has its last batch.
    mutating func leave(_ number: Int32) {
        routes[Int(number)]!.connections -= 1
    }

    @inline(__always)
    mutating func append(_ arrival: Arrival, to number: Int32) {
        let index = Int(number)
        if routes[index]!.batch.isEmpty {
            waiting.append(number)
            routes[index]!.batch.reserveCapacity(routes[index]!.expected)
        }
        routes[index]!.batch.append(arrival)
    }

    /// Whether something is to be handed over.
    var hasWaiting: Bool { !waiting.isEmpty }

    /// Hands each centre its batch: one hop a round.
    mutating func handOver() {
        guard !waiting.isEmpty else { return }
        for number in waiting {
            let index = Int(number)
            var batch: [Arrival] = []
            swap(&batch, &routes[index]!.batch)
            routes[index]!.expected = batch.count
            let port = routes[index]!.port
            if routes[index]!.connections == 0 {
                numbers[ObjectIdentifier(port)] = nil
                routes[index] = nil
            }
            port.receive(batch)
        }
        waiting.removeAll(keepingCapacity: true)
    }
}
