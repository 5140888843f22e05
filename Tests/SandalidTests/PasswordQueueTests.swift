import Synchronization
import Testing

@testable import sandalid

@Suite struct PasswordQueueTests {
    @Test func `no password is compared for whoever has left the line`() async {
        let queues = PasswordQueues(cores: 1)
        let answered = Mutex<[String]>([])
        let gone = Asker()
        gone.leave()
        queues.verify([], against: nil, pepper: nil, for: gone) { _ in
            answered.withLock { $0 += ["gone"] }
        }
        await withCheckedContinuation { continuation in
            queues.verify([], against: nil, pepper: nil, for: Asker()) { _ in
                answered.withLock { $0 += ["here"] }
                continuation.resume()
            }
        }
        #expect(answered.withLock { $0 } == ["here"])
    }
}
