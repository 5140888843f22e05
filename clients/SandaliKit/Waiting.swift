internal import Dispatch
public import Wire

/// One who waits for a message. Messages that come before it are passed by for good.
struct Waiter {
    let id: Int
    let describes: String
    let wants: @Sendable (Message) -> Bool
    let continuation: CheckedContinuation<Result<Message, WaitError>, Never>
    let deadline: Deadline?
    var seen: Seen
}

/// The last messages that were passed by.
struct Seen {
    private var messages: [Message] = []
    private var next = 0

    mutating func pass(by message: Message) {
        if messages.count < Limits.seenLines {
            messages.append(message)
        } else {
            messages[next] = message
            next = (next + 1) % Limits.seenLines
        }
    }

    var lines: [String] {
        (messages[next...] + messages[..<next]).map { String(decoding: $0.bytes, as: UTF8.self) }
    }
}

extension Client {
    /// Takes the next message that `wants` says yes to; those before it are passed by (they stay in
    /// the transcript). Several waits are served in turn, each from where the one before ended.
    ///
    /// - Parameters:
    ///   - within: nil waits until the connection ends.
    ///   - described: what is waited for, in an error's words.
    public func next(
        within: Duration? = .seconds(5), described: String = "a message",
        where wants: @escaping @Sendable (Message) -> Bool = { _ in true }
    ) async throws(WaitError) -> Message {
        var seen = Seen()
        if waiters.isEmpty, let message = takeFirst(wants, &seen) { return message }
        let result = await wait(within, described, wants, seen)
        return try result.get()
    }

    /// What is there already costs no waiting.
    private func takeFirst(_ wants: (Message) -> Bool, _ seen: inout Seen) -> Message? {
        defer { makeRoom() }
        while let message = inbox.takeFirst() {
            if wants(message) { return message }
            seen.pass(by: message)
        }
        return nil
    }

    private func wait(
        _ within: Duration?, _ described: String, _ wants: @escaping @Sendable (Message) -> Bool,
        _ seen: Seen
    ) async -> Result<Message, WaitError> {
        lastWaiter += 1
        let id = lastWaiter
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let deadline = within.map { wait in
                    Deadline(wait, of: self) { $0.giveUp(id, because: nil) }
                }
                waiters.append(
                    Waiter(
                        id: id, describes: described, wants: wants, continuation: continuation,
                        deadline: deadline, seen: seen))
                if Task.isCancelled { giveUp(id, because: .cancelled) }
                serveWaiters()
                makeRoom()
            }
        } onCancel: {
            onQueue { $0.giveUp(id, because: .cancelled) }
        }
    }

    /// Takes all messages that are there, or waits for the first.
    public func batch(within: Duration? = nil) async throws(WaitError) -> [Message] {
        let first = try await next(within: within)
        guard waiters.isEmpty else { return [first] }
        let rest = inbox.takeAll()
        makeRoom()
        return [first] + rest
    }

    /// The messages as they come, until the connection ends or the task is cancelled.
    public nonisolated var messages: AsyncStream<Message> {
        AsyncStream {
            // Nobody to tell: the end of the stream says it, and `ending` says why.
            try? await self.next(within: nil)
        }
    }

    /// Waits for the end of the connection, passing by whatever comes before it.
    public func ended(within: Duration = .seconds(5)) async throws(WaitError) -> Disconnect {
        do throws(WaitError) {
            while true {
                _ = try await next(within: within, described: "the end of the connection") { _ in
                    false
                }
            }
        } catch {
            if case .ended(let why, _, _) = error { return why }
            throw error
        }
    }

    /// Gives messages to those who wait, in order; on an ended connection says so to the rest.
    func serveWaiters() {
        while let waiter = waiters.first {
            guard let message = inbox.takeFirst() else { break }
            if waiter.wants(message) {
                waiters.removeFirst()
                waiter.finish(.success(message))
            } else {
                waiters[0].seen.pass(by: message)
            }
        }
        guard let ending, inbox.count == 0 else { return }
        let left = waiters
        waiters = []
        for waiter in left {
            waiter.finish(
                .failure(.ended(ending, wanted: waiter.describes, seen: waiter.seen.lines)))
        }
    }

    private func giveUp(_ id: Int, because why: WaitError?) {
        guard let index = waiters.firstIndex(where: { $0.id == id }) else { return }
        let waiter = waiters.remove(at: index)
        waiter.finish(
            .failure(why ?? .notSeen(wanted: waiter.describes, seen: waiter.seen.lines)))
    }
}

extension Waiter {
    fileprivate func finish(_ result: Result<Message, WaitError>) {
        deadline?.cancel()
        continuation.resume(returning: result)
    }
}
