import Dispatch
import Rooms

/// One timer for a centre: it rings when something is due there.
///
/// Touched on the centre's queue alone.
final class Alarm {
    private let timer: any DispatchSourceTimer
    private var rings: Moment?
    var action: () -> Void = {}

    enum Limit {
        /// A clock that was set is noticed after so long at the latest.
        static let longestWait: Int64 = 60_000
    }

    init(on queue: CentreQueue) {
        timer = queue.timer()
        queue.whenever(timer) { [weak self] in
            self?.rings = nil
            self?.action()
        }
        timer.activate()
    }

    deinit { timer.cancel() }

    /// Rings at a moment, or not at all; what was set before is forgotten.
    ///
    /// - Parameter now: what time it is. Where time goes more slowly than it passes it rings early,
    ///   and is to be set again.
    func set(for moment: Moment?, after now: Moment) {
        guard moment != rings else { return }
        rings = moment
        guard let moment else { return timer.schedule(deadline: .distantFuture) }
        let wait = min(moment.milliseconds - now.milliseconds, Limit.longestWait)
        timer.schedule(deadline: .now() + .milliseconds(Int(max(wait, 0))))
    }
}
