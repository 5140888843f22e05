import Rooms
import Synchronization
import Testing

@testable import sandalid

@Suite struct PasswordQueueTests {
    @Test func `no password is compared for whoever has left the line`() async {
        let queues = PasswordQueues(cores: 1, remembering: 0)
        let nobody = RememberedPasswords.Sign(account: nil, verifier: nil, changed: .start)
        let now = Moment(milliseconds: 0)
        let answered = Mutex<[String]>([])
        let gone = Asker()
        gone.leave()
        queues.verify([], of: nobody, pepper: nil, at: now, for: gone) { _ in
            answered.withLock { $0 += ["gone"] }
        }
        await withCheckedContinuation { continuation in
            queues.verify([], of: nobody, pepper: nil, at: now, for: Asker()) { _ in
                answered.withLock { $0 += ["here"] }
                continuation.resume()
            }
        }
        #expect(answered.withLock { $0 } == ["here"])
    }
}
