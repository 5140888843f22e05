import TLS

/// Where the server's certificate comes from.
enum Certificate {
    /// A context for the configured files, or for a self-signed certificate in the data directory,
    /// made at the first start; nil when no listener wants TLS.
    static func context(
        _ configuration: ServerConfiguration, _ tickets: TicketRing, _ operators: OperatorLog
    ) throws -> TLSServerContext? {
        guard !configuration.listeners.tls.isEmpty else { return nil }
        let context = try read(configuration, tickets)
        for warning in context.warnings {
            operators.warning("certificate", ["state": .setting("\(warning)")])
        }
        operators.info("certificate", ["sha256": .setting(context.fingerprint.hexadecimal)])
        return context
    }

    private static func read(
        _ configuration: ServerConfiguration, _ tickets: TicketRing
    ) throws(Complaint) -> TLSServerContext {
        let tls = configuration.tls
        do {
            try configuration.makeCertificateIfNeeded()
            return try TLSServerContext(
                configuration.identity, tickets: tickets,
                asksForCertificate: tls.asksForClientCertificates,
                suites: tls.suites.isEmpty ? .modern : CipherSuites(tls.suites))
        } catch {
            throw Complaint("\(configuration.identity.certificatePath): \(error)")
        }
    }
}
