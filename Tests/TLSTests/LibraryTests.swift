import Foundation
import Testing

@testable import TLS

struct LibraryTests {
    @Test func `what still runs while the process ends has OpenSSL`() async {
        await #expect(processExitsWith: .success) {
            // The last handler to run, for it was the first to be registered.
            atexit {
                let isThere = (try? TLSServerContext.begins()) == true
                _exit(isThere ? 0 : 1)
            }
            OpenSSLLibrary.keepUntilTheEnd()
            guard try TLSServerContext.begins() else { exit(2) }
            exit(3)
        }
    }
}

extension TLSServerContext {
    /// Whether a key and a certificate can be made and a context of them.
    fileprivate static func begins() throws -> Bool {
        let folder = try Folder()
        let identity = try folder.selfSigned("server.example").identity
        _ = try TLSServerContext(identity, tickets: try TicketRing())
        return true
    }
}
