import Glibc
import TLS

/// Where the server's certificate comes from.
enum Certificate {
    /// A context for the configured files, or for a self-signed certificate in the data directory,
    /// made at the first start; nil when no listener wants TLS.
    static func context(
        _ configuration: ServerConfiguration, _ tickets: TicketRing, _ operators: OperatorLog
    ) throws -> TLSServerContext? {
        guard !configuration.listeners.tls.isEmpty else { return nil }
        let tls = configuration.tls
        let identity =
            tls.certificate.isEmpty
            ? try selfSigned(configuration)
            : TLSIdentity(
                certificatePath: tls.certificate,
                keyPath: tls.key.isEmpty ? tls.certificate : tls.key)
        let context = try TLSServerContext(
            identity, tickets: tickets, asksForCertificate: tls.asksForClientCertificates,
            suites: tls.suites.isEmpty ? .modern : CipherSuites(tls.suites))
        for warning in context.warnings {
            operators.warning("certificate", ["state": .setting("\(warning)")])
        }
        operators.info("certificate", ["sha256": .setting(hex(context.fingerprint))])
        return context
    }

    private static func selfSigned(_ configuration: ServerConfiguration) throws -> TLSIdentity {
        let identity = TLSIdentity(
            certificatePath: configuration.dataDirectory + "/certificate.pem",
            keyPath: configuration.dataDirectory + "/key.pem")
        let exists = unsafe access(identity.certificatePath, F_OK) == 0
        if !exists {
            _ = try SelfSignedCertificate.write(identity, names: [configuration.serverName])
        }
        return identity
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
