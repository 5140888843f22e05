import Engine
import IRC
import Rooms
import Wire

extension CentreEngine {
    /// Of a centre where nothing has happened yet.
    static var empty: CentreEngine {
        let welcome = Welcome(
            server: "s.example", network: "Demo", version: "sandali-1",
            started: Moment(milliseconds: 0), policy: .support)
        return CentreEngine(
            centre: Centre(policy: .support), directory: [:], welcome: welcome,
            keys: SipHash(k0: 1, k1: 2))
    }
}
