import Glibc
import TLS

@testable import Transport

struct ClientError: Error { let what: String, code: Int32 }

/// One client on a non-blocking socket that waits with `poll`, never longer than its deadline.
final class TestClient {
    let descriptor: Int32
    private var tls: TLSConnection?
    private var unread: [UInt8] = []
    private(set) var hasEnded = false

    init(address: String, port: UInt16, receiveBuffer: Int32? = nil) throws {
        let address = NetworkAddress(address)!
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        descriptor = socket(address.family, kind, 0)
        guard descriptor >= 0 else { throw ClientError(what: "socket", code: errno) }
        if var size = receiveBuffer {
            _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, 4)
        }
        let (storage, length) = address.socketAddress(port: port)
        let result = unsafe withUnsafePointer(to: storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe Glibc.connect(descriptor, $0, length)
            }
        }
        // `deinit` closes it.
        guard result == 0 else { throw ClientError(what: "connect", code: errno) }
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }

    deinit {
        tls = nil
        close(descriptor)
    }

    func shakeHands(_ context: TLSClientContext) throws {
        tls = try TLSConnection(
            connecting: context, host: "localhost", port: 1, descriptor: descriptor)
        while true {
            switch try tls!.handshake() {
            case .done: return
            case .closed: throw ClientError(what: "handshake", code: 0)
            case .wantsRead: try wait(for: POLLIN)
            case .wantsWrite: try wait(for: POLLOUT)
            }
        }
    }

    /// SHA-256 of the server's certificate.
    var fingerprint: [UInt8]? {
        switch tls {
        case .none: nil
        case .some(let conversation): conversation.peerFingerprint
        }
    }

    func send(_ text: String) throws {
        try send(Array(text.utf8))
    }

    func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            switch try write(Array(rest)) {
            case .moved(let count): rest = rest.dropFirst(count)
            case .awaitsInput: try wait(for: POLLIN)
            case .awaitsOutput: try wait(for: POLLOUT)
            case .closed, .failed: throw ClientError(what: "send", code: errno)
            }
        }
    }

    private func write(_ bytes: [UInt8]) throws -> Crossing {
        if tls != nil { return Crossing(try tls!.write(bytes.span)) }
        let result = unsafe Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        let crossing = Crossing(result)
        return crossing == .awaitsInput ? .awaitsOutput : crossing
    }

    /// Says that nothing more will come, and can still read. Without TLS.
    func endOutput() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// The next line without its ending; nil once the server has closed.
    func line() throws -> String? {
        while true {
            if let end = unread.firstIndex(of: 10) {
                let line = unread[..<end].filter { $0 != 13 }
                unread.removeFirst(end + 1)
                return String(decoding: line, as: UTF8.self)
            }
            guard try readMore() else { return nil }
        }
    }

    /// The next line that begins so, dropping those before it; nil once the server has closed.
    func line(beginning text: String) throws -> String? {
        while let line = try line() {
            if line.hasPrefix(text) { return line }
        }
        return nil
    }

    /// Reads to the end; false when the server does not close within the deadline.
    func readsToEnd() throws -> Bool {
        while try readMore() {}
        return hasEnded
    }

    private func readMore() throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while !hasEnded {
            switch try read(into: &buffer) {
            case .moved(let count):
                unread += buffer[..<count]
                return true
            case .awaitsInput: try wait(for: POLLIN)
            case .awaitsOutput: try wait(for: POLLOUT)
            case .closed, .failed: hasEnded = true
            }
        }
        return false
    }

    private func read(into buffer: inout [UInt8]) throws -> Crossing {
        if tls != nil {
            var span = buffer.mutableSpan
            return Crossing(try tls!.read(into: &span))
        }
        return unsafe Crossing(recv(descriptor, &buffer, buffer.count, 0))
    }

    private func wait(for events: Int32) throws {
        var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        guard unsafe poll(&entry, 1, 20_000) == 1 else {
            throw ClientError(what: "deadline", code: 0)
        }
    }
}
