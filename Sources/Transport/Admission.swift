import Synchronization

/// Who may come in: how many in all, how many from one address, how many handshakes at once.
///
/// Asked once when a connection comes and once when it goes, so a lock does no harm.
final class Admission: Sendable {
    enum Answer: Equatable { case welcome, full, tooManyFromThere }

    private struct State {
        var total = 0
        var networks: [NetworkAddress: Int] = [:]
    }

    private let state = Mutex(State())
    private let handshakes = Atomic(0)
    private let totalMax: Int
    private let networkMax: Int
    private let handshakesMax: Int

    init(_ settings: TransportSettings) {
        totalMax = settings.connections
        networkMax = settings.connectionsPerAddress
        handshakesMax = settings.handshakes
    }

    /// Counts a connection in, if it may come.
    func enter(_ address: NetworkAddress) -> Answer {
        let network = address.network
        return state.withLock { state in
            guard state.total < totalMax else { return .full }
            guard state.networks[network, default: 0] < networkMax else {
                return .tooManyFromThere
            }
            state.total += 1
            state.networks[network, default: 0] += 1
            return .welcome
        }
    }

    func leave(_ address: NetworkAddress) {
        let network = address.network
        state.withLock { state in
            state.total -= 1
            let left = state.networks[network, default: 1] - 1
            state.networks[network] = left > 0 ? left : nil
        }
    }

    var mayShakeHands: Bool { handshakes.load(ordering: .acquiring) < handshakesMax }

    func beginHandshake() {
        handshakes.add(1, ordering: .acquiringAndReleasing)
    }

    /// - Returns: whether there is room now where there was none before.
    func endHandshake() -> Bool {
        let before = handshakes.subtract(1, ordering: .acquiringAndReleasing).oldValue
        return before >= handshakesMax
    }
}
