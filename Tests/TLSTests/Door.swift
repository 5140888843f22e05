import Foundation
import Synchronization

@testable import TLS

/// A TLS server on a loopback port that echoes one line to each client and then says goodbye.
final class Door: Sendable {
    /// How one client fared.
    struct Visit: Sendable {
        var version = ""
        var resumed = false
        var fingerprint: [UInt8]?
        var serverName: [UInt8]?
        var line = ""
        var error: TLSError?
    }

    let port: Int
    private let listener: CInt
    private let context: TLSServerContext

    init(_ context: TLSServerContext) {
        self.context = context
        let listener = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listening = unsafe withUnsafeMutablePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bind(listener, address, size) == 0 && listen(listener, 16) == 0
                    && getsockname(listener, address, &size) == 0
            }
        }
        precondition(listening)
        self.listener = listener
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    deinit { close(listener) }

    /// Serves the next client, on a thread of its own.
    func serveOne() async throws -> Visit {
        try await onThreadOfItsOwn { [self] in
            try wait(for: listener, POLLIN)
            let socket = accept(listener, nil, nil)
            defer { close(socket) }
            let nonBlocking = fcntl(socket, F_SETFL, O_NONBLOCK)
            precondition(nonBlocking == 0)
            var visit = Visit()
            do throws(TLSError) {
                var connection = try TLSConnection(accepting: context, descriptor: socket)
                try serve(&connection, socket, &visit)
            } catch {
                visit.error = error
            }
            return visit
        }
    }

    private func serve(
        _ connection: inout TLSConnection, _ socket: CInt, _ visit: inout Visit
    ) throws(TLSError) {
        while bytes(try connection.handshake(), socket) == nil {}
        visit.version = connection.version
        visit.resumed = connection.resumed
        visit.fingerprint = connection.peerFingerprint
        visit.serverName = connection.serverName
        var line: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1000)
        while line.last != UInt8(ascii: "\n") {
            var span = buffer.mutableSpan
            let step = try connection.read(into: &span)
            if step == .closed { return }
            if let count = bytes(step, socket) { line += buffer[..<count] }
        }
        visit.line = String(decoding: line, as: UTF8.self)
        while bytes(try connection.write(line.span), socket) == nil {}
        while bytes(try connection.shutdown(), socket) == nil {}
    }

    /// The bytes when `step` is done, 0 when it is closed; else waits and gives nil: try again.
    private func bytes(_ step: Step, _ socket: CInt) -> Int? {
        switch step {
        case .done(let bytes): return bytes
        case .closed: return 0
        case .wantsRead: try? wait(for: socket, POLLIN)  // The next call sees what is wrong.
        case .wantsWrite: try? wait(for: socket, POLLOUT)  // The same.
        }
        return nil
    }
}

/// Waits ten seconds at most for a descriptor.
func wait(for descriptor: CInt, _ events: CInt) throws {
    var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
    guard unsafe poll(&entry, 1, 10_000) == 1 else { throw Stuck() }
}

/// What the `openssl` tool prints, errors too. Its input stays open until it ends by itself.
func openssl(_ arguments: [String], input: String = "") async throws -> String {
    try await onThreadOfItsOwn {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        let (out, feed) = (Pipe(), Pipe())
        process.standardOutput = out
        process.standardError = out
        process.standardInput = feed
        try process.run()
        feed.fileHandleForWriting.write(Data(input.utf8))
        let text = out.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: text, as: UTF8.self)
    }
}
