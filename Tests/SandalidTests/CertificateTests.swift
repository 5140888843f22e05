import Foundation
import TLS
import Testing

@testable import sandalid

@Suite struct CertificateTests {
    @Test func `a certificate of our own is made once and keeps its fingerprint`() throws {
        let folder = try Folder()
        let flags = ["data.directory=\(folder.path)/data"]
        let configuration = ServerConfiguration(try Settings(file: nil, flags: flags))
        #expect(try configuration.makeCertificateIfNeeded())
        let fingerprint = try configuration.certificateFingerprint()
        #expect(fingerprint.count == 64 && fingerprint.allSatisfy(\.isHexDigit))
        #expect(try !configuration.makeCertificateIfNeeded())
        #expect(try configuration.certificateFingerprint() == fingerprint)
        let path = configuration.dataDirectory
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o700)
    }

    @Test func `a certificate that is configured is not made`() throws {
        let folder = try Folder()
        let flags = [
            "data.directory=\(folder.path)/data", "tls.certificate=\(folder.path)/c.pem",
            "tls.key=\(folder.path)/k.pem",
        ]
        let configuration = ServerConfiguration(try Settings(file: nil, flags: flags))
        #expect(try !configuration.makeCertificateIfNeeded())
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/data"))
        #expect(configuration.identity.keyPath == "\(folder.path)/k.pem")
    }
}
