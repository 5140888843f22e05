import Dispatch
import IRC
import Rooms
import Synchronization
import Testing

@testable import sandalid

@Suite struct PasswordQueueTests {
    @Test(arguments: [(1, 1), (2, 1), (4, 3)])
    func `one core is left to those who chat`(cores: Int, threads: Int) {
        let begun = Atomic(0)
        let queues = PasswordQueues(cores: cores, remembering: 0) { _ in
            begun.wrappingAdd(1, ordering: .relaxed)
            return true
        }
        for _ in 0..<8 { queues.hash([], scram: false, pepper: nil) { _ in } }
        #expect(begun.load(ordering: .relaxed) == threads)
    }

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

    @Test func `whoever comes from elsewhere does not wait for a crowd of guesses`() async {
        let queues = PasswordQueues(cores: 1, remembering: 0)
        let nobody = RememberedPasswords.Sign(account: nil, verifier: nil, changed: .start)
        let now = Moment(milliseconds: 0)
        let answered = Atomic(0)
        let crowd = PlaceInLine(network: Array("127.0.0.2".utf8))
        for _ in 1...40 {
            queues.verify([], of: nobody, pepper: nil, at: now, for: Asker(at: crowd)) { _ in
                answered.wrappingAdd(1, ordering: .relaxed)
            }
        }
        let own = Asker(at: PlaceInLine(network: Array("127.0.0.3".utf8)))
        let before = await withCheckedContinuation { continuation in
            queues.verify([], of: nobody, pepper: nil, at: now, for: own) { _ in
                continuation.resume(returning: answered.load(ordering: .relaxed))
            }
        }
        #expect(before <= 3)
    }

    @Test func `where there can be no thread it is computed elsewhere than where it is asked`()
        async
    {
        let queues = PasswordQueues(cores: 1, remembering: 0, begin: { _ in false })
        let nobody = RememberedPasswords.Sign(account: nil, verifier: nil, changed: .start)
        let here = DispatchSpecificKey<Bool>()
        let loop = DispatchQueue(label: "loop")
        loop.setSpecific(key: here, value: true)
        let wasHere = await withCheckedContinuation { continuation in
            loop.async {
                queues.verify(
                    [], of: nobody, pepper: nil, at: Moment(milliseconds: 0), for: Asker()
                ) { _ in continuation.resume(returning: DispatchQueue.getSpecific(key: here)) }
            }
        }
        #expect(wasHere == nil)
    }

    @Test func `a proof costs next to nothing and waits for nobody`() {
        let queues = PasswordQueues(cores: 1, remembering: 0)
        let nobody = RememberedPasswords.Sign(account: nil, verifier: nil, changed: .start)
        let now = Moment(milliseconds: 0)
        queues.verify([], of: nobody, pepper: nil, at: now, for: Asker()) { _ in }
        let nothing = [UInt8](repeating: 0, count: 32)
        let proof = SCRAMProof(
            bytes: nothing, signed: [], storedKey: nothing, serverKey: nothing)
        let connection = ConnectionID(loop: 0, slot: 0, generation: 1)
        let answered = Atomic(false)
        queues.answer(
            .prove(connection, account: nil, proof: proof), scram: true, pepper: nil, at: now,
            for: Asker()
        ) { _ in answered.store(true, ordering: .relaxed) }
        let wasAnswered = answered.load(ordering: .relaxed)
        #expect(wasAnswered)
    }
}
