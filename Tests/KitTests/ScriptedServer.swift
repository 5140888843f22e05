import Dispatch
import Foundation
import Glibc
import SandaliKit
import Synchronization
import TLS

/// A certificate and key of its own in a new folder, and a server's manners with them.
func freshServer() throws -> TLSServerContext {
    // OpenSSL writes with write(2): who has gone must not end the tests.
    signal(SIGPIPE, SIG_IGN)
    let folder = ScratchFolder()
    // OpenSSL has read what is in it by then; nobody else does.
    defer { withExtendedLifetime(folder) {} }
    try FileManager.default.createDirectory(
        atPath: folder.path, withIntermediateDirectories: true)
    let identity = TLSIdentity(
        certificatePath: folder.path + "/server.pem", keyPath: folder.path + "/server.key")
    _ = try SelfSignedCertificate.write(identity, names: ["localhost"])
    return try TLSServerContext(identity, tickets: try TicketRing())
}

/// A server on loopback that follows a script, one for each connection in turn; it may block.
final class ScriptedServer: Sendable {
    typealias Scene = @Sendable (Conversation) throws -> Void

    let port: UInt16
    var address: Server { Server(host: "127.0.0.1", port: port) }
    /// How the client is told to come without TLS.
    var plain: [String] { ["-s", address.description, "--plain"] }

    /// Listens on a free port at once; connections after the last scene are closed unheard.
    convenience init(tls: TLSServerContext? = nil, _ scenes: Scene...) throws {
        try self.init(tls: tls, scenes: scenes)
    }

    init(tls: TLSServerContext? = nil, scenes: [Scene]) throws {
        let listener = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        port = try Self.bind(listener)
        guard listen(listener, 64) == 0 else { throw Trouble.noSocket }
        Thread.detachNewThread {
            for scene in scenes {
                let descriptor = accept(listener, nil, nil)
                guard descriptor >= 0 else { break }
                Thread.detachNewThread {
                    guard let conversation = try? Conversation(descriptor, tls) else {
                        Glibc.close(descriptor)
                        return
                    }
                    // A scene that fails closes; its client's test then fails with what it saw.
                    try? scene(conversation)
                    conversation.close()
                }
            }
            Glibc.close(listener)
        }
    }

    /// Takes a free port.
    private static func bind(_ socket: CInt) throws -> UInt16 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = unsafe withUnsafeMutablePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe Glibc.bind(socket, $0, length) == 0
                    && getsockname(socket, $0, &length) == 0
            }
        }
        guard bound else { throw Trouble.noSocket }
        return UInt16(bigEndian: address.sin_port)
    }

    /// Runs `body` with a port on which nobody listens, nor can while it runs.
    static func withDeadPort(_ body: (UInt16) async throws -> Void) async throws {
        let holder = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        defer { Glibc.close(holder) }
        try await body(bind(holder))
    }
}

enum Trouble: Error { case noSocket, closed, failed(errno: CInt) }

/// The server's end of one connection.
final class Conversation {
    private let descriptor: CInt
    private var tls: TLSConnection?
    private var pending: [UInt8] = []
    private var isOpen = true

    fileprivate init(_ descriptor: CInt, _ context: TLSServerContext?) throws {
        self.descriptor = descriptor
        var patience = timeval(tv_sec: Patience.line, tv_usec: 0)
        let length = socklen_t(MemoryLayout<timeval>.size)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, length)
        guard let context else { return }
        var tls = try TLSConnection(accepting: context, descriptor: descriptor)
        guard try tls.handshake() == .done(bytes: 0) else { throw Trouble.closed }
        self.tls = .some(tls)
    }

    /// The next line without its ending.
    func line() throws -> String {
        while true {
            if let end = pending.firstIndex(of: 0x0a) {
                let line = pending[..<end].filter { $0 != 0x0d }
                pending.removeSubrange(...end)
                return String(decoding: line, as: UTF8.self)
            }
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = try read(&buffer)
            guard count > 0 else { throw Trouble.closed }
            pending += buffer[..<count]
        }
    }

    private func read(_ buffer: inout [UInt8]) throws -> Int {
        guard tls != nil else {
            let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
            guard count >= 0 else { throw Trouble.failed(errno: errno) }
            return count
        }
        var span = buffer.mutableSpan
        if case .done(let count) = try tls!.read(into: &span) { return count }
        return 0
    }

    /// Reads up to the line that is `wanted`; the lines before it are passed by.
    @discardableResult
    func until(_ wanted: String) throws -> [String] {
        var passed: [String] = []
        while true {
            let line = try line()
            if line == wanted { return passed }
            passed.append(line)
        }
    }

    func say(_ lines: String...) throws {
        try say(bytes: Array(lines.map { $0 + "\r\n" }.joined().utf8))
    }

    func say(bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let rest = bytes[sent...]
            if tls != nil {
                guard case .done(let count) = try tls!.write(rest.span) else {
                    throw Trouble.closed
                }
                sent += count
            } else {
                let count = unsafe rest.withUnsafeBytes {
                    unsafe send(descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
                }
                guard count > 0 else { throw Trouble.closed }
                sent += count
            }
        }
    }

    /// Lets a client in that signs in by SASL, as Sandali does.
    func welcome(
        _ nickname: String, withSASL: Bool = false,
        with capabilities: Set<String> = ["server-time", "message-tags"]
    ) throws {
        try until("CAP END")
        if withSASL {
            try say(":s CAP * ACK :sasl", "AUTHENTICATE +", ":s 903 * :You are signed in")
        }
        let acknowledged = capabilities.sorted().joined(separator: " ")
        try say(":s CAP * ACK :\(acknowledged)", ":s 001 \(nickname) :Welcome")
    }

    /// Lets a client in, and into the room that it asks for then.
    func welcome(
        _ nickname: String, to room: String,
        with capabilities: Set<String> = ["server-time", "message-tags"]
    ) throws {
        try welcome(nickname, with: capabilities)
        try until("JOIN \(room)")
        try say(":\(nickname) JOIN \(room)")
    }

    func close() {
        guard isOpen else { return }
        isOpen = false
        _ = try? tls?.shutdown()
        tls = nil
        Glibc.close(descriptor)
    }

    /// Closes with a TCP reset.
    func reset() {
        var now = linger(l_onoff: 1, l_linger: 0)
        unsafe setsockopt(
            descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
        close()
    }
}

/// What a scene has to tell the test, once.
final class Told: Sendable {
    private let (stream, continuation) = AsyncStream.makeStream(of: String.self)

    func tell(_ text: String) { continuation.yield(text) }

    func text() async -> String? {
        await stream.first { _ in true }
    }
}

extension Client.Options {
    /// Bare lines.
    static var bare: Client.Options {
        var options = Client.Options()
        options.plain = true
        return options
    }

    static func trusting(_ trust: Trust) -> Client.Options {
        var options = Client.Options()
        options.trust = trust
        return options
    }
}
