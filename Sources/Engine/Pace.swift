public import Rooms

/// How long an attempt to sign in waits before it is looked at, after wrong ones.
///
/// Each account and each address has a tally of failures that time wears off. Right and wrong
/// attempts wait alike, names that are nobody's are counted like others, and the wait is bounded:
/// whoever is being guessed at comes in all the same, a few seconds later. An address is forgiven
/// more, for a whole village may share one. Codes have a tally each as accounts have, and one more
/// of the whole centre, for whoever guesses at codes guesses at all of them. Kept in memory only.
public struct Pace: Sendable {
    enum Limit {
        /// Failures that cost nothing: of an account, of an address.
        static let freeOfAccount = 3
        static let freeOfAddress = 20
        /// The same of the centre, for codes.
        static let freeOfCentre = 30
        /// After which time one failure is forgiven.
        static let forgivenAfterSeconds: Int64 = 30
        /// Failures are counted up to so many past the free ones; the wait doubles with each.
        static let doublings = 5
        /// What the first failure past the free ones costs; the last costs four seconds.
        static let firstWait = Duration.milliseconds(250)
        /// Tallies that are kept of each kind at most; those that rest longest go first.
        static let tallies = 4096
    }

    private var accounts = Tallies<NameKey>(free: Limit.freeOfAccount)
    private var networks = Tallies<[UInt8]>(free: Limit.freeOfAddress)
    private var centre = Tallies<Bool>(free: Limit.freeOfCentre)

    /// Nobody has failed yet.
    public init() {}

    /// Whether anybody has failed that is not forgotten.
    public var hasTallies: Bool { accounts.size + networks.size + centre.size > 0 }

    /// Whether time has worn everything off, so that nothing is lost by forgetting it.
    public func isWorn(at now: Moment) -> Bool {
        accounts.isWorn(at: now) && networks.isWorn(at: now) && centre.isWorn(at: now)
    }

    /// How long an attempt waits.
    ///
    /// - Parameters:
    ///   - name: of the account or the code that it is about, whether there is one or not.
    ///   - network: where it comes from (`Peer.network`).
    ///   - redeems: whether it is about a code.
    func wait(
        for name: NameKey?, from network: [UInt8], redeems: Bool = false, at now: Moment
    ) -> Duration {
        let ofCentre = redeems ? centre.excess(of: true, at: now) : 0
        let ofAccount = max(ofCentre, name.map { accounts.excess(of: $0, at: now) } ?? 0)
        return max(
            Self.wait(ofAccount), Self.wait(networks.excess(of: network, at: now)))
    }

    /// Counts a failure.
    mutating func fail(
        _ name: NameKey?, from network: [UInt8], redeems: Bool = false, at now: Moment
    ) {
        if let name { accounts.count(name, at: now) }
        if redeems { centre.count(true, at: now) }
        // Tools on this machine, and whatever stands before the server here, are not one person.
        guard !Self.isLoopback(network) else { return }
        networks.count(network, at: now)
    }

    /// How many tallies of a kind are kept.
    var tallies: Int { max(accounts.size, networks.size) }

    private static func wait(_ failures: Int) -> Duration {
        failures <= 0 ? .zero : Limit.firstWait * (1 << (min(failures, Limit.doublings) - 1))
    }

    /// `::` is the network of `::1`.
    private static func isLoopback(_ network: [UInt8]) -> Bool {
        network.starts(with: Array("127.".utf8)) || network == Array("::".utf8)
    }
}

/// Failures by account or by address: a younger half, and an older one that goes when the younger
/// is full.
private struct Tallies<Key: Hashable & Sendable>: Sendable {
    private struct Tally: Sendable {
        let failures: Int
        let last: Moment

        func failures(at now: Moment) -> Int {
            let passed = max(0, now.milliseconds - last.milliseconds)
            return max(0, failures - Int(passed / (Pace.Limit.forgivenAfterSeconds * 1000)))
        }
    }

    /// Failures that cost nothing.
    let free: Int
    private var young: [Key: Tally] = [:]
    private var old: [Key: Tally] = [:]

    init(free: Int) {
        self.free = free
    }

    var size: Int { young.count + old.count }

    func isWorn(at now: Moment) -> Bool {
        let isWornOff = { (tally: Tally) in tally.failures(at: now) == 0 }
        return young.values.allSatisfy(isWornOff) && old.values.allSatisfy(isWornOff)
    }

    /// How many failures past the free ones.
    func excess(of key: Key, at now: Moment) -> Int {
        (young[key] ?? old[key]).map { max(0, $0.failures(at: now) - free) } ?? 0
    }

    mutating func count(_ key: Key, at now: Moment) {
        let before = (young[key] ?? old[key])?.failures(at: now) ?? 0
        let failures = min(before + 1, free + Pace.Limit.doublings)
        if young[key] == nil, young.count >= Pace.Limit.tallies / 2 {
            old = young
            young = [:]
        }
        young[key] = Tally(failures: failures, last: now)
    }
}
