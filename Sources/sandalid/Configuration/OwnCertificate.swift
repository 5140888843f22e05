import Foundation
import TLS

extension ServerConfiguration {
    /// The certificate and key in force: those configured, or the server's own in the data
    /// directory.
    var identity: TLSIdentity {
        tls.certificate.isEmpty
            ? TLSIdentity(
                certificatePath: dataDirectory + "/certificate.pem",
                keyPath: dataDirectory + "/key.pem")
            : TLSIdentity(certificatePath: tls.certificate, keyPath: tls.key)
    }

    /// Makes a certificate of our own where none is configured and none was made before.
    ///
    /// - Returns: whether it was made now.
    @discardableResult
    func makeCertificateIfNeeded() throws -> Bool {
        let files = FileManager.default
        guard tls.certificate.isEmpty, !files.fileExists(atPath: identity.certificatePath) else {
            return false
        }
        try DataDirectory.make(dataDirectory)
        _ = try SelfSignedCertificate.write(identity, names: [serverName])
        return true
    }

    /// Looks whether the certificate and key that are configured can be used together.
    ///
    /// - Returns: what should be seen to soon.
    func checkCertificate() throws(Complaint) -> [String] {
        guard !tls.certificate.isEmpty else { return [] }
        do {
            return try TLSServerContext(identity, tickets: TicketRing()).warnings.map {
                "warning: tls.certificate: \($0.words)"
            }
        } catch {
            throw Complaint("tls.certificate and tls.key: \(error)")
        }
    }

    /// The SHA-256 of the certificate in force, in hexadecimal, as clients are told to trust it.
    func certificateFingerprint() throws -> String {
        let context = try TLSServerContext(identity, tickets: TicketRing())
        return context.fingerprint.hexadecimal
    }
}

extension [UInt8] {
    /// Two small digits a byte.
    var hexadecimal: String {
        map { byte in
            let digits = String(byte, radix: 16)
            return digits.utf8.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
