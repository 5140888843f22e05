import Foundation
import TLS

extension Micro {
    /// Lines into TLS records, alone and several in one, and into a socket that is read meanwhile.
    static func seal(_ report: Report) throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let identity = TLSIdentity(
            certificatePath: folder.path("cert.pem"),
            keyPath: folder.path("key.pem"))
        _ = try SelfSignedCertificate.write(identity, names: ["micro.example"])
        let context = try TLSServerContext(identity, tickets: try TicketRing())
        let client = try TLSClientContext(trust: .askCaller)
        var ends: [CInt] = [-1, -1]
        let type = CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue)
        guard unsafe socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw POSIXError(.EMFILE) }
        defer { for end in ends { close(end) } }
        var server = try TLSConnection(accepting: context, descriptor: ends[0])
        var reader = try TLSConnection(
            connecting: client, host: "micro.example", port: 6697, descriptor: ends[1])
        for _ in 0..<10 {
            _ = try reader.handshake()
            _ = try server.handshake()
        }
        for lines in [1, 32] {
            let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 150 * lines)
            var buffer = [UInt8](repeating: 0, count: 16_384)
            try report.work("seal, write and read 150 bytes, \(lines) in a record", pieces: lines) {
                _ = try server.write(bytes.span)
                var span = buffer.mutableSpan
                _ = try reader.read(into: &span)
            }
        }
    }
}
