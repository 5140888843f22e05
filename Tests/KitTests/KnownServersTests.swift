import Foundation
import SandaliKit
import Testing

struct KnownServersTests {
    private let server = Server(host: "Sandali.example.org", port: 6697)
    private let one = Fingerprint(bytes: [UInt8](repeating: 1, count: 32))!
    private let two = Fingerprint(bytes: [UInt8](repeating: 2, count: 32))!

    @Test func `a server is known by its host in any case, and its port`() {
        var known = KnownServers()
        known.accept(one, of: server)
        #expect(known.accepted(of: Server(host: "sandali.EXAMPLE.org", port: 6697)) == one)
        #expect(known.accepted(of: Server(host: "sandali.example.org", port: 6698)) == nil)
    }

    @Test func `another yes takes the place of the earlier one`() {
        var known = KnownServers("# mine\nsandali.example.org:6697 \(one)\nodd line\n")
        known.accept(two, of: server)
        #expect(known.text == "# mine\nodd line\nsandali.example.org:6697 \(two)\n")
    }

    @Test func `a file that is not there knows nobody, one that cannot be read is an error`() throws
    {
        let folder = ScratchFolder()
        #expect(try KnownServers(contentsOf: folder.path + "/none") == KnownServers())
        try FileManager.default.createDirectory(
            atPath: folder.path, withIntermediateDirectories: true)
        #expect(throws: (any Error).self) { try KnownServers(contentsOf: folder.path) }
    }
}
