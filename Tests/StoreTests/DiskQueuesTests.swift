import Dispatch
import Synchronization
import Testing

@testable import Store

@Suite struct DiskQueuesTests {
    @Test func `writers are handed out in turn, eight at most`() {
        let queues = DiskQueues()
        let given = (1...24).map { _ in ObjectIdentifier(queues.writer()) }
        #expect(Set(given).count == 8)
        #expect(given[0] == given[8])
    }

    @Test func `reads beyond the bound are refused until some have ended`() {
        let queues = DiskQueues(readers: 2, readsMax: 4)
        let gate = DispatchSemaphore(value: 0)
        let ended = DispatchGroup()
        for _ in 1...4 {
            ended.enter()
            #expect(
                queues.read {
                    gate.wait()
                    ended.leave()
                })
        }
        #expect(!queues.read {})
        for _ in 1...4 { gate.signal() }
        ended.wait()
        // The place is given back right after the work: until then the answer is still no.
        let again = DispatchSemaphore(value: 0)
        while !queues.read({ again.signal() }) {}
        again.wait()
    }
}
