import Foundation
import Testing

@testable import TLS

/// Certificate and key files, good and bad.
@Suite struct FileTests {
    let folder: Folder
    let good: TLSIdentity

    init() throws {
        folder = try Folder()
        good = try folder.selfSigned("server.example").identity
    }

    @Test func `a self-signed certificate is what it says, and its key is for its owner alone`()
        async throws
    {
        let made = try folder.selfSigned("10.0.0.7")
        #expect(try loaded(made.identity).fingerprint == made.fingerprint)
        #expect(try loaded(made.identity).warnings == [])
        let attributes = try FileManager.default.attributesOfItem(atPath: made.identity.keyPath)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let text = try await openssl([
            "x509", "-in", made.identity.certificatePath, "-noout", "-text", "-fingerprint",
            "-sha256",
        ])
        for part in [
            "CN = 10.0.0.7", "IP Address:10.0.0.7, DNS:localhost, IP Address:127.0.0.1",
            "IP Address:0:0:0:0:0:0:0:1", "ASN1 OID: prime256v1", "ecdsa-with-SHA256",
            "CA:FALSE", made.fingerprint.map { String(format: "%02X", $0) }.joined(separator: ":"),
        ] {
            #expect(text.contains(part))
        }
    }

    @Test func `a missing file is named by its kind, and the system says why`() {
        let nowhere = TLSIdentity(certificatePath: "/nowhere/at/all", keyPath: good.keyPath)
        let noKey = TLSIdentity(certificatePath: good.certificatePath, keyPath: "/nowhere/at/all")
        #expect(throws: TLSError.file(.certificate, .unreadable(errno: ENOENT))) {
            try loaded(nowhere)
        }
        #expect(throws: TLSError.file(.key, .unreadable(errno: ENOENT))) { try loaded(noKey) }
        #expect(throws: TLSError.file(.key, .unreadable(errno: ENOENT))) {
            try SelfSignedCertificate.write(
                TLSIdentity(certificatePath: "/nowhere/c", keyPath: "/nowhere/k"))
        }
    }

    @Test func `a file that is no PEM is refused`() throws {
        try Data("not a certificate".utf8).write(to: URL(fileURLWithPath: "\(folder.path)/bad"))
        let bad = "\(folder.path)/bad"
        let badCertificate = problem(TLSIdentity(certificatePath: bad, keyPath: good.keyPath))
        let badKey = problem(TLSIdentity(certificatePath: good.certificatePath, keyPath: bad))
        guard case .file(.certificate, .notPEM) = badCertificate, case .file(.key, .notPEM) = badKey
        else {
            Issue.record("\(String(describing: badCertificate)), \(String(describing: badKey))")
            return
        }
        #expect(badKey?.fault == .certificateFile)
        #expect("\(try #require(badCertificate))".contains(folder.path) == false)
    }

    @Test func `a key that belongs to another certificate is refused`() throws {
        let other = try folder.selfSigned("other.example").identity
        let mixed = TLSIdentity(
            certificatePath: good.certificatePath, keyPath: other.keyPath)
        #expect(problem(mixed) == .file(.key, .keyDoesNotMatch))
    }

    @Test func `a locked key is refused without a question on the terminal`() async throws {
        let locked = "\(folder.path)/locked"
        _ = try await openssl([
            "pkey", "-in", good.keyPath, "-aes128", "-passout", "pass:secret", "-out", locked,
        ])
        let identity = TLSIdentity(certificatePath: good.certificatePath, keyPath: locked)
        #expect(problem(identity) == .file(.key, .locked))
    }

    @Test func `a weak key is refused`() async throws {
        let weak = folder.identity("weak")
        _ = try await openssl([
            "req", "-x509", "-newkey", "rsa:1024", "-nodes", "-subj", "/CN=weak",
            "-keyout", weak.keyPath, "-out", weak.certificatePath,
        ])
        guard case .file(.certificate, .tooWeak) = problem(weak) else {
            Issue.record("\(String(describing: problem(weak)))")
            return
        }
    }

    @Test(arguments: [
        (-3, [[CertificateWarning.expired(days: 3)]]),
        (5, [[.expiresSoon(days: 4)], [.expiresSoon(days: 5)]]), (15, [[]]),
    ])
    func `a certificate that has ended or soon will loads with a warning`(
        days: Int, either: [[CertificateWarning]]
    ) throws {
        let identity = folder.identity("dated")
        _ = try SelfSignedCertificate.write(identity, days: days)
        #expect(either.contains(try loaded(identity).warnings))
    }

    @Test func `suites that nobody knows are refused`() {
        #expect {
            try TLSServerContext(good, tickets: TicketRing(), suites: CipherSuites("TLS_ROT13"))
        } throws: {
            ($0 as? TLSError)?.fault == .ours
        }
    }

    @discardableResult
    private func loaded(_ identity: TLSIdentity) throws -> TLSServerContext {
        try TLSServerContext(identity, tickets: TicketRing())
    }

    private func problem(_ identity: TLSIdentity) -> TLSError? {
        do {
            try loaded(identity)
            return nil
        } catch {
            return error as? TLSError
        }
    }
}
