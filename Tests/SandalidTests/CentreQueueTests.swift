import Dispatch
import Foundation
import IRC
import Rooms
import Synchronization
import Testing

@testable import sandalid

/// What is done at once where nobody is on a centre's queue, and in its turn where somebody is.
@Suite(.timeLimit(.minutes(1)))
struct CentreQueueTests {
    @Test func `where nobody is there it has been done when the call returns`() {
        let queue = CentreQueue()
        let done = Atomic(0)
        for number in 1...100 {
            queue.soon { done.add(1, ordering: .relaxed) }
            #expect(done.load(ordering: .relaxed) == number)
        }
    }

    @Test func `where somebody is there it waits for its turn, and its caller does not`() async {
        let queue = CentreQueue()
        let gate = DispatchSemaphore(value: 0)
        let order = Mutex<[Int]>([])
        queue.async { gate.wait() }
        queue.async { order.withLock { $0.append(1) } }
        queue.soon { order.withLock { $0.append(2) } }
        #expect(order.withLock { $0 } == [])
        gate.signal()
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume() }
        }
        #expect(order.withLock { $0 } == [1, 2])
    }

    @Test func `what is brought from the queue itself waits for whatever is being done there`()
        async
    {
        let queue = CentreQueue()
        let order = Mutex<[Int]>([])
        await withCheckedContinuation { continuation in
            // What a timer does counts as everything else does.
            queue.async(after: 1) {
                queue.soon {
                    order.withLock { $0.append(2) }
                    continuation.resume()
                }
                order.withLock { $0.append(1) }
            }
        }
        #expect(order.withLock { $0 } == [1, 2])
    }

    @Test func `whoever brings something, one at a time is on the queue`() {
        let queue = CentreQueue()
        let inside = Atomic(0)
        let met = Atomic(0)
        let done = Atomic(0)
        let body: @Sendable () -> Void = {
            let others = inside.wrappingAdd(1, ordering: .relaxed).oldValue
            met.add(others, ordering: .relaxed)
            done.add(1, ordering: .relaxed)
            inside.wrappingSubtract(1, ordering: .relaxed)
        }
        DispatchQueue.concurrentPerform(iterations: 4) { number in
            for turn in 0..<2_000 {
                if (turn + number).isMultiple(of: 3) { queue.async(body) } else { queue.soon(body) }
            }
        }
        let end = DispatchSemaphore(value: 0)
        queue.async { end.signal() }
        end.wait()
        #expect(done.load(ordering: .relaxed) == 8_000)
        #expect(met.load(ordering: .relaxed) == 0)
    }

    @Test func `who has come and was not looked at yet is no reason to call a centre quiet`()
        async throws
    {
        let folder = FileManager.default.temporaryDirectory.path + "/queue-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(
            atPath: folder + "/data", withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let configuration = ServerConfiguration(
            try settings(
                """
                data.directory: "\(folder)/data"
                keys.master: "\(folder)/master.key"
                """))
        try configuration.masterKey.make(apartFrom: folder + "/data")
        let welcome = Welcome(configuration, centre: "home")
        let (host, _) = try CentreFile.host(
            configuration, "home", welcome,
            CentreSurroundings(clock: ServerClock(isMovable: true)), OperatorLog(level: "error"),
            create: true)
        #expect(await host.isQuiet)
        let someone = ConnectionID(loop: 0, slot: 1, generation: 1)
        host.receive([.opened(someone, Greeting(welcome), Peer(address: [], secure: true))])
        #expect(await !host.isQuiet)
        host.receive([.closed(someone, .closedByPeer)])
        #expect(await host.isQuiet)
        // Whom a dismissal finds there unseen, it dismisses too.
        host.receive([.opened(someone, Greeting(welcome), Peer(address: [], secure: true))])
        host.dismiss(.removed)
        #expect(await host.isQuiet)
        // Nor is it one to say that it was put away with nobody in it.
        host.receive([.opened(someone, Greeting(welcome), Peer(address: [], secure: true))])
        let rest = await withCheckedContinuation { continuation in
            host.finish { continuation.resume(returning: $0) }
        }
        #expect(!rest.isClean)
    }
}

extension CentreHost {
    fileprivate var isQuiet: Bool {
        get async {
            await withCheckedContinuation { continuation in
                whenQuiet { continuation.resume(returning: $0) }
            }
        }
    }
}
