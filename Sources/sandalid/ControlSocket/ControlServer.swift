import Dispatch
import Glibc

/// Answers commands on a Unix socket, one line each, for the server's own user and root.
///
/// Everything happens on its own serial queue: a caller that does not read holds up other callers
/// for some seconds at most, and never a room.
///
/// `@unchecked Sendable`: what changes is touched on `queue` alone.
final class ControlServer: @unchecked Sendable {
    private let queue = DispatchQueue(label: "control")
    private let administration: any Administration
    private let source: any DispatchSourceRead
    private let path: String
    private let allowed: @Sendable (uid_t) -> Bool
    private var callers: [UInt64: Caller] = [:]
    private var nextCaller: UInt64 = 0

    enum Limit {
        /// Callers at once; people type these commands.
        static let callers = 16
        /// Bytes of a request: a centre's settings at most.
        static let requestBytes = 8192
        /// Seconds that a caller may take to read a part of its answer.
        static let patience = 5
        /// How long accepting rests when it has failed.
        static let rest = DispatchTimeInterval.seconds(1)
    }

    /// Listens from now on.
    ///
    /// - Throws: `EADDRINUSE` when another server answers at `path`.
    init(
        path: String, administration: any Administration,
        allowed: @escaping @Sendable (uid_t) -> Bool = { $0 == 0 || $0 == geteuid() }
    ) throws(SocketError) {
        let descriptor = try UnixSocket.listen(at: path)
        self.path = path
        self.administration = administration
        self.allowed = allowed
        source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
        source.setEventHandler { [weak self] in self?.accept(from: descriptor) }
        source.setCancelHandler { close(descriptor) }
        source.resume()
    }

    /// Takes the socket away and lets every caller go. Call it once, from outside.
    func stop() {
        queue.sync {
            unsafe unlink(path)
            source.cancel()
            for number in Array(callers.keys) { letGo(number) }
        }
    }

    private func accept(from listener: Int32) {
        guard let descriptor = UnixSocket.accept(from: listener) else { return rest() }
        let known = UnixSocket.peerUser(of: descriptor).map(allowed) ?? false
        guard known, callers.count < Limit.callers else {
            close(descriptor)
            return
        }
        UnixSocket.setPatience(of: descriptor, seconds: Limit.patience)
        let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
        let number = nextCaller
        nextCaller += 1
        source.setEventHandler { [weak self] in self?.read(from: number) }
        source.setCancelHandler { close(descriptor) }
        callers[number] = Caller(descriptor: descriptor, source: source)
        source.resume()
    }

    /// Most likely no descriptor is free: who waits would be reported over and over.
    private func rest() {
        source.suspend()
        queue.asyncAfter(deadline: .now() + Limit.rest) { [self] in source.resume() }
    }

    private func read(from number: UInt64) {
        guard var caller = callers[number] else { return }
        do {
            let bytes = try UnixSocket.read(from: caller.descriptor, waiting: false)
            guard let bytes else { return }
            guard !bytes.isEmpty else { return letGo(number) }
            caller.unfinished += bytes
            callers[number] = caller
            if let end = caller.unfinished.firstIndex(of: UInt8(ascii: "\n")) {
                perform(caller.unfinished[..<end], for: number)
            } else if caller.unfinished.count > Limit.requestBytes {
                answer(.refused("That request is too long."), to: number)
            }
        } catch {
            letGo(number)
        }
    }

    private func perform(_ request: ArraySlice<UInt8>, for number: UInt64) {
        // One request a connection: what follows it is not read.
        callers[number]?.source.suspend()
        callers[number]?.isWaiting = true
        let reply: @Sendable (AdminReply) -> Void = { [weak self] reply in
            self?.queue.async { [weak self] in self?.answer(reply, to: number) }
        }
        guard let line = String(validating: request, as: UTF8.self) else {
            return reply(.refused("That request is not UTF-8."))
        }
        do {
            administration.perform(try AdminCommand(line: line), reply: reply)
        } catch {
            reply(.refused(error.what))
        }
    }

    private func answer(_ reply: AdminReply, to number: UInt64) {
        guard let caller = callers[number] else { return }
        // A caller that has gone away needs no answer.
        try? UnixSocket.write(reply.text, to: caller.descriptor)
        letGo(number)
    }

    private func letGo(_ number: UInt64) {
        guard let caller = callers.removeValue(forKey: number) else { return }
        caller.source.cancel()
        // A source that is suspended would never hear that it is cancelled.
        if caller.isWaiting { caller.source.resume() }
    }

    private struct Caller {
        let descriptor: Int32
        let source: any DispatchSourceRead
        var unfinished: [UInt8] = []
        /// Whether its request is being worked on; its source is suspended then.
        var isWaiting = false
    }
}
