import Dispatch
import Foundation
import Synchronization

/// What a process prints, line by line, for those who wait for a line.
final class Lines: Sendable {
    fileprivate struct Waiter {
        let id: Int
        let wants: @Sendable (String) -> Bool
        let continuation: CheckedContinuation<String?, Never>
    }

    fileprivate struct State {
        var rest: [UInt8] = []
        var lines: [String] = []
        var isOver = false
        var waiters: [Waiter] = []
        var waitersSoFar = 0
    }

    private let state = Mutex(State())

    /// Takes in all that comes out of this end of a pipe.
    ///
    /// By a thread that blocks: a readability handler sometimes misses the end of a short process.
    func follow(_ pipe: FileHandle) {
        Thread.detachNewThread { [self] in
            while true {
                let data = pipe.availableData
                take(data)
                if data.isEmpty { return }
            }
        }
    }

    var all: [String] { state.withLock { $0.lines } }

    /// How many there are: a place to wait from.
    var count: Int { state.withLock { $0.lines.count } }

    /// The first line from the `mark`-th on that `wants` says yes to; nil when it has not come
    /// within this time, or can come no more.
    func first(
        from mark: Int = 0, within span: Duration = Patience.line,
        where wants: @escaping @Sendable (String) -> Bool
    ) async -> String? {
        await withCheckedContinuation { continuation in
            let waiting: Int? = state.withLock { state in
                let found = state.lines.dropFirst(mark).first(where: wants)
                guard found == nil, !state.isOver else {
                    continuation.resume(returning: found)
                    return nil
                }
                state.waitersSoFar += 1
                state.waiters.append(
                    Waiter(id: state.waitersSoFar, wants: wants, continuation: continuation))
                return state.waitersSoFar
            }
            guard let waiting else { return }
            Patience.after(span) { [weak self] in self?.giveUp(waiting) }
        }
    }

    /// Waits until no more can come.
    func ended() async { _ = await first { _ in false } }

    private func giveUp(_ id: Int) {
        let waiter = state.withLock { state in
            state.waiters.firstIndex { $0.id == id }.map { state.waiters.remove(at: $0) }
        }
        waiter?.continuation.resume(returning: nil)
    }

    private func take(_ data: Data) {
        state.withLock { state in
            state.rest += data
            while let end = state.rest.firstIndex(of: 0x0a) {
                state.append(String(decoding: state.rest[..<end], as: UTF8.self))
                state.rest.removeFirst(end + 1)
            }
            if data.isEmpty { state.finish() }
        }
    }
}

extension Lines.State {
    fileprivate mutating func append(_ line: String) {
        let line = line.hasSuffix("\r") ? String(line.dropLast()) : line
        lines.append(line)
        let served = waiters.filter { $0.wants(line) }
        waiters.removeAll { waiter in served.contains { $0.id == waiter.id } }
        for waiter in served { waiter.continuation.resume(returning: line) }
    }

    fileprivate mutating func finish() {
        if !rest.isEmpty { append(String(decoding: rest, as: UTF8.self)) }
        rest = []
        isOver = true
        for waiter in waiters { waiter.continuation.resume(returning: nil) }
        waiters = []
    }
}
