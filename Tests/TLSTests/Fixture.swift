import Foundation
import Testing

@testable import TLS

/// Two non-blocking ends of one link, closed together.
final class Link: @unchecked Sendable {
    let server: CInt
    let client: CInt

    init(bufferBytes: CInt? = nil) {
        var ends: [CInt] = [-1, -1]
        let type = CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue)
        precondition(unsafe socketpair(AF_UNIX, type, 0, &ends) == 0)
        (server, client) = (ends[0], ends[1])
        guard var bytes = bufferBytes else { return }
        for end in ends {
            unsafe setsockopt(end, SOL_SOCKET, SO_SNDBUF, &bytes, socklen_t(4))
        }
    }

    deinit {
        close(server)
        close(client)
    }

    /// Puts bytes on the wire without any TLS.
    func sendPlain(_ text: String, from end: CInt) {
        let bytes = Array(text.utf8)
        precondition(unsafe Glibc.write(end, bytes, bytes.count) == bytes.count)
    }
}

/// A folder that goes when the test goes, and certificates in it.
final class Folder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "tls-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }  // Nobody is left to tell.

    func identity(_ name: String) -> TLSIdentity {
        TLSIdentity(certificatePath: "\(path)/\(name).pem", keyPath: "\(path)/\(name).key")
    }

    func selfSigned(_ name: String) throws -> (identity: TLSIdentity, fingerprint: [UInt8]) {
        let identity = identity(name)
        return (identity, try SelfSignedCertificate.write(identity, names: [name]))
    }
}

/// A fresh certificate and the server context that shows it.
func freshServer(
    tickets: TicketRing? = nil, asksForCertificate: Bool = true, suites: CipherSuites = .modern
) throws -> TLSServerContext {
    let folder = try Folder()
    return try TLSServerContext(
        folder.selfSigned("server.example").identity, tickets: try tickets ?? TicketRing(),
        asksForCertificate: asksForCertificate, suites: suites)
}

/// Lets both ends work in turn until both handshakes are done, or one of them throws.
func shakeHands(
    _ server: inout TLSConnection, _ client: inout TLSConnection
) throws(TLSError) {
    var done = (false, false)
    for _ in 0..<20 where !(done.0 && done.1) {
        if !done.1 { done.1 = try client.handshake() == .done(bytes: 0) }
        if !done.0 { done.0 = try server.handshake() == .done(bytes: 0) }
    }
    precondition(done.0 && done.1, "the handshake stands still")
}

extension TLSConnection {
    /// Writes all of `bytes` into a link that has room for them.
    mutating func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let rest = Array(bytes[sent...])
            guard case .done(let count) = try write(rest.span) else { throw Stuck() }
            sent += count
        }
    }

    mutating func send(_ text: String) throws { try send(Array(text.utf8)) }

    /// What has come so far, until the link shows no more.
    mutating func receive(atMost limit: Int = 16_384) throws -> [UInt8] {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: limit)
        while true {
            var span = buffer.mutableSpan
            guard case .done(let count) = try read(into: &span) else { return all }
            all += buffer[..<count]
        }
    }

    mutating func receiveText() throws -> String { String(decoding: try receive(), as: UTF8.self) }
}

struct Stuck: Error {}
