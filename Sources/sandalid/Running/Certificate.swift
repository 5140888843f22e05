import TLS
import Wire

/// Where the server's certificate comes from.
enum Certificate {
    /// A context for the configured files, or for a self-signed certificate in the data directory,
    /// made at the first start; nil when no listener wants TLS.
    static func context(
        _ configuration: ServerConfiguration, _ tickets: TicketRing, _ operators: OperatorLog
    ) throws -> TLSServerContext? {
        guard !configuration.listeners.tls.isEmpty else { return nil }
        let context = try read(configuration, tickets)
        warn(context, operators)
        operators.info("certificate", ["sha256": .setting(context.fingerprint.hexadecimal)])
        return context
    }

    /// Tells the operator what is to be seen to soon.
    static func warn(_ context: TLSServerContext, _ operators: OperatorLog) {
        for warning in context.warnings {
            operators.warning("certificate", ["state": .setting(warning.words)])
        }
    }

    /// What `status` says of it.
    static func row(_ context: TLSServerContext) -> [String] {
        guard let ends = context.ends else { return [] }
        var time: [UInt8] = []
        Timestamp.write(milliseconds: ends * 1000, to: &time)
        let hints = context.warnings.map { ", " + $0.words }
        return ["certificate-ends " + String(decoding: time, as: UTF8.self) + hints.joined()]
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

extension CertificateWarning {
    /// What an operator reads.
    var words: String {
        switch self {
        case .expired: "it is past: clients refuse it"
        case .expiresSoon(let days): "it ends in \(days) days: renew it and reload"
        case .notYetValid: "it has not begun: look at the clock"
        }
    }
}
