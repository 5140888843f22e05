import IRC
import Rooms
import Synchronization
import Testing

@testable import sandalid

@Suite struct RememberedPasswordTests {
    private static let hours: Int64 = 12 * 3600
    private let start = Moment(milliseconds: 1_000_000)
    private var memory = RememberedPasswords(key: [1, 2, 3], seconds: 12 * 3600)
    private let password = Array("winter".utf8)

    private func sign(
        _ account: UInt32? = 7, verifier: [UInt8]? = [1], changed: UInt64 = 3
    ) -> RememberedPasswords.Sign {
        RememberedPasswords.Sign(
            account: account.map { AccountID($0) }, verifier: verifier,
            changed: Position(changed))
    }

    @Test mutating func `a right password is remembered for twelve hours and no longer`() {
        let tag = memory.tag(password, of: sign())
        #expect(!memory.knows(tag, at: start))
        memory.remember(tag, at: start)
        let end = start.advanced(seconds: Self.hours)
        #expect(memory.knows(tag, at: start))
        #expect(memory.knows(tag, at: Moment(milliseconds: end.milliseconds - 1)))
        #expect(!memory.knows(tag, at: end))
        #expect(!memory.knows(tag, at: start.advanced(seconds: -1)))
    }

    @Test func `another password, account, verifier or change of devices is something else`() {
        let tag = memory.tag(password, of: sign())
        #expect(memory.tag(password, of: sign()) == tag)
        let others = [
            memory.tag(Array("summer".utf8), of: sign()), memory.tag(password, of: sign(8)),
            memory.tag(password, of: sign(nil)), memory.tag(password, of: sign(verifier: [2])),
            memory.tag(password, of: sign(verifier: nil)),
            memory.tag(password, of: sign(changed: 4)),
            RememberedPasswords(key: [9], seconds: Self.hours).tag(password, of: sign()),
        ]
        #expect(!others.contains(tag))
        #expect(Set(others).count == others.count)
    }

    @Test mutating func `no more are remembered than there is room for, the latest first`() {
        func tag(_ number: Int) -> [UInt8] {
            (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
        }
        let most = RememberedPasswords.Limit.passwords
        for number in 0..<most * 2 { memory.remember(tag(number), at: start) }
        #expect(memory.count <= most)
        #expect(memory.knows(tag(most * 2 - 1), at: start))
        #expect(!memory.knows(tag(0), at: start))
    }

    @Test func `where nothing is to be remembered, nothing is`() async {
        let queues = PasswordQueues(cores: 1, remembering: 0)
        let secret = await withCheckedContinuation { continuation in
            queues.hash(password, scram: false, pepper: nil) { continuation.resume(returning: $0) }
        }
        let sign = sign(verifier: secret?.verifier)
        let answered = Mutex(0)
        for _ in 0..<2 {
            let before = answered.withLock { $0 }
            let fits = await withCheckedContinuation { continuation in
                queues.verify(password, of: sign, pepper: nil, at: start, for: Asker()) { fits in
                    answered.withLock { $0 += 1 }
                    continuation.resume(returning: fits)
                }
                // It stands in the line, however right it was before.
                #expect(answered.withLock { $0 } == before)
            }
            #expect(fits)
        }
    }

    @Test func `a password that was right a while ago passes the line`() async throws {
        let queues = PasswordQueues(cores: 1, remembering: Self.hours)
        let secret = await withCheckedContinuation { continuation in
            queues.hash(password, scram: false, pepper: nil) { continuation.resume(returning: $0) }
        }
        let sign = sign(verifier: try #require(secret).verifier)
        func verify(_ password: [UInt8], at now: Moment) async -> Bool {
            await withCheckedContinuation { continuation in
                queues.verify(password, of: sign, pepper: nil, at: now, for: Asker()) {
                    continuation.resume(returning: $0)
                }
            }
        }
        #expect(await verify(password, at: start))
        let answered = Mutex(false)
        // What is wrong stands in the line; what was right is answered before this call is over.
        queues.verify([1], of: sign, pepper: nil, at: start, for: Asker()) { _ in }
        queues.verify(password, of: sign, pepper: nil, at: start, for: Asker()) { fits in
            answered.withLock { $0 = fits }
        }
        #expect(answered.withLock { $0 })
        #expect(await !verify([1], at: start))
        #expect(
            await verify(
                password, at: start.advanced(seconds: Self.hours)))
    }
}
