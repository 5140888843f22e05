import Synchronization

/// Who may come in: how many in all, how many from one address, how many handshakes at once.
///
/// Asked once when a connection comes and once when it goes, so a lock does no harm.
final class Admission: Sendable {
    enum Answer: Equatable { case welcome, full, tooManyFromThere }

    private struct State {
        var total = 0
        var networks: [NetworkAddress: Int] = [:]
        var totalMax: Int
        var networkMax: Int
    }

    private let state: Mutex<State>
    private let handshakes = Atomic(0)
    private let handshakesMax: Atomic<Int>
    /// What the loops have room for.
    private let roomMax: Int

    init(_ settings: TransportSettings) {
        state = Mutex(
            State(
                totalMax: settings.connections, networkMax: settings.connectionsPerAddress))
        handshakesMax = Atomic(settings.handshakes)
        roomMax = settings.connectionsEver
    }

    /// Keeps to other limits from now on; nobody is sent away for it.
    func adopt(_ settings: TransportSettings) {
        state.withLock { state in
            state.totalMax = min(settings.connections, roomMax)
            state.networkMax = settings.connectionsPerAddress
        }
        handshakesMax.store(settings.handshakes, ordering: .releasing)
    }

    /// Counts a connection in, if it may come.
    func enter(_ address: NetworkAddress) -> Answer {
        let network = address.network
        return state.withLock { state in
            guard state.total < state.totalMax else { return .full }
            guard state.networks[network, default: 0] < state.networkMax else {
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

    var mayShakeHands: Bool {
        handshakes.load(ordering: .acquiring) < handshakesMax.load(ordering: .acquiring)
    }

    func beginHandshake() {
        handshakes.add(1, ordering: .acquiringAndReleasing)
    }

    /// - Returns: whether there is room now where there was none before.
    func endHandshake() -> Bool {
        let before = handshakes.subtract(1, ordering: .acquiringAndReleasing).oldValue
        return before >= handshakesMax.load(ordering: .acquiring)
    }
}
