import Glibc
import IRC
import Synchronization
import TLS

/// What all event loops of one transport share.
final class Surroundings: Sendable {
    let settings: TransportSettings
    let limits: Limits
    let router: any Router
    let log: TransportLog
    let admission: Admission
    let current: Mutex<Current>

    /// What a reload may change, for connections that come from then on.
    struct Current {
        var welcome: Welcome
        var tls: TLSServerContext?
    }

    init(
        _ settings: TransportSettings, welcome: Welcome, tls: TLSServerContext?,
        router: any Router, log: @escaping TransportLog
    ) {
        self.settings = settings
        self.limits = Limits(settings)
        self.router = router
        self.log = log
        admission = Admission(settings)
        current = Mutex(Current(welcome: welcome, tls: tls))
    }
}

/// The transport's clock: milliseconds that never go back and count from anywhere.
enum Clock {
    static var now: Int64 {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
