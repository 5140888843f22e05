import Dispatch
import Glibc

/// Watches one descriptor on a queue, and closes it when watching ends.
///
/// A descriptor may be closed only when both sources have let go of it; else its number could be
/// given to another connection while they still look at it.
final class Watch {
    let descriptor: CInt
    private let queue: DispatchQueue
    private let reads: any DispatchSourceRead
    private let writes: any DispatchSourceWrite
    private let watching = DispatchGroup()
    private(set) var isReading = false
    private var isWriting = false
    private var isOver = false

    init(
        _ descriptor: CInt, on queue: DispatchQueue,
        readable: @escaping @Sendable () -> Void, writable: @escaping @Sendable () -> Void
    ) {
        self.descriptor = descriptor
        self.queue = queue
        reads = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
        writes = DispatchSource.makeWriteSource(fileDescriptor: descriptor, queue: queue)
        reads.setEventHandler(handler: readable)
        writes.setEventHandler(handler: writable)
        let watching = watching
        for _ in 0..<2 { watching.enter() }
        reads.setCancelHandler { watching.leave() }
        writes.setCancelHandler { watching.leave() }
        watching.notify(queue: queue) { Glibc.close(descriptor) }
    }

    deinit { end {} }

    func reads(_ wanted: Bool) {
        guard !isOver, wanted != isReading else { return }
        isReading = wanted
        if wanted { reads.resume() } else { reads.suspend() }
    }

    func writes(_ wanted: Bool) {
        guard !isOver, wanted != isWriting else { return }
        isWriting = wanted
        if wanted { writes.resume() } else { writes.suspend() }
    }

    /// Lets go of the descriptor; `closed` runs on the queue once it is closed.
    func end(abruptly: Bool = false, _ closed: @escaping @Sendable () -> Void) {
        guard !isOver else { return watching.notify(queue: queue, execute: closed) }
        if abruptly { Socket.makeCloseAbrupt(descriptor) }
        reads.cancel()
        writes.cancel()
        // A suspended source never runs its cancel handler.
        if !isReading { reads.resume() }
        if !isWriting { writes.resume() }
        isOver = true
        watching.notify(queue: queue, execute: closed)
    }
}
