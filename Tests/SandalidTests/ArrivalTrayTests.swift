import Dispatch
import Glibc
import IRC
import Synchronization
import Testing

@testable import sandalid

/// Who judges what the loops have put down: a loop itself a little, Dispatch more.
@Suite(.timeLimit(.minutes(1)))
struct ArrivalTrayTests {
    private static let most = ArrivalTray.Limit.judgedAtOnce

    @Test(arguments: [(1, true), (most, true), (most + 1, false)])
    func `a loop judges as many lines as the limit says by itself`(lines: Int, byItself: Bool) {
        let tray = ArrivalTray(on: CentreQueue())
        // In two batches where there are two lines: all that lies there counts.
        tray.put(Self.batch(of: lines / 2))
        tray.put(Self.batch(of: lines - lines / 2))
        let own = pthread_self()
        let taken = Mutex<[Int]>([])
        let wasOwn = Atomic(false)
        let judged = DispatchSemaphore(value: 0)
        tray.attend {
            taken.withLock { $0 = tray.take().map(\.count) }
            wasOwn.store(pthread_equal(own, pthread_self()) != 0, ordering: .relaxed)
            judged.signal()
        }
        judged.wait()
        #expect(taken.withLock { $0 } == [lines / 2, lines - lines / 2])
        #expect(wasOwn.load(ordering: .relaxed) == byItself)
    }

    @Test func `where nothing lies nobody is called`() {
        let tray = ArrivalTray(on: CentreQueue())
        let calls = Atomic(0)
        tray.attend { calls.add(1, ordering: .relaxed) }
        tray.put(Self.batch(of: 1))
        _ = tray.take()
        tray.attend { calls.add(1, ordering: .relaxed) }
        #expect(calls.load(ordering: .relaxed) == 0)
    }

    private static func batch(of lines: Int) -> [Arrival] {
        let someone = ConnectionID(loop: 0, slot: 1, generation: 1)
        return Array(repeating: .closed(someone, .closedByPeer), count: lines)
    }
}
