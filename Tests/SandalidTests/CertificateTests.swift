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

    @Test(arguments: [(5, "renew it"), (-3, "is past"), (40, "")])
    func `status says when a certificate ends, and what is to be done`(
        days: Int, hint: String
    ) throws {
        let folder = try Folder()
        let identity = TLSIdentity(
            certificatePath: folder.path + "/c.pem", keyPath: folder.path + "/k.pem")
        _ = try SelfSignedCertificate.write(identity, days: days)
        let row = Certificate.row(try TLSServerContext(identity, tickets: TicketRing()))
        let end = Date.now.addingTimeInterval(Double(days) * 86_400)
        let day = try Regex("certificate-ends (.*?)T").firstMatch(in: row.joined())
        let said = try #require(day?[1].substring)
        let near = [-1, 0, 1].map {
            end.addingTimeInterval($0 * 86_400).ISO8601Format(.iso8601.year().month().day())
        }
        #expect(near.contains(String(said)))
        #expect(hint.isEmpty ? row.joined().hasSuffix("Z") : row.joined().contains(hint))
    }

    @Test(arguments: [(5, "renew it and reload"), (-3, "is past"), (40, nil)])
    func `config check says when a certificate is to be renewed`(days: Int, hint: String?) throws {
        let folder = try Folder()
        let flags = ["tls.certificate=\(folder.path)/c.pem", "tls.key=\(folder.path)/k.pem"]
        let configuration = ServerConfiguration(try Settings(file: nil, flags: flags))
        #expect(throws: Complaint.self) { try configuration.checkCertificate() }
        _ = try SelfSignedCertificate.write(configuration.identity, days: days)
        let warnings = try configuration.checkCertificate()
        #expect(warnings.count == (hint == nil ? 0 : 1))
        if let hint { #expect(warnings.joined().contains(hint)) }
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
