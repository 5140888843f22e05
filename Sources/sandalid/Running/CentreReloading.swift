import IRC
import Rooms
import Synchronization
import Transport

/// Reading the centres' settings again.
extension CentreRegistry {
    /// Takes the server's settings and every centre's, except what is wrong with a centre's own:
    /// that centre stays as it was, and the operator's log says why.
    ///
    /// - Throws: when the default centre's policy would change; then nothing is taken.
    func reload(_ settings: Settings) throws(Complaint) {
        let next = ServerConfiguration(settings)
        guard next.policy == home.configuration.policy else {
            throw Complaint(Self.policyStays)
        }
        let names = try CentreFiles(next).names()
        map.withLock { $0.settings = settings }
        keeper.change(CentreKeeper.Limits(next.limits))
        home.change(next)
        // What there is not greets as those do of which nothing is said.
        let (blank, pretended) = map.withLock { ($0.blank, Array($0.unknown.values)) }
        for door in pretended { door.change(blank) }
        for door in doors where door !== home { take(door) }
        let known = Set(doors.map(\.name))
        for name in names where !known.contains(name) { adopt(name, settings) }
        findHosts()
    }

    /// Takes one centre's settings anew.
    func reload(_ door: CentreDoor) {
        take(door)
        findHosts()
    }

    private func take(_ door: CentreDoor) {
        let settings = map.withLock { $0.settings }
        do {
            let own = ServerConfiguration(
                try CentreFiles(ServerConfiguration(settings)).settings(of: door.name, settings))
            guard own.policy == door.configuration.policy else {
                throw Complaint(Self.policyStays)
            }
            door.change(own)
        } catch {
            operators.error(
                "reload-refused",
                ["centre": .setting(door.name), "why": .setting("\(error)")])
        }
    }

    private static let policyStays = "The policy changes only with a restart."
}
