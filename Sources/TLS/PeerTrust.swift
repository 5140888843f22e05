internal import COpenSSL

/// By what a client believes a server.
public enum PeerTrust: Equatable, Sendable {
    /// The system's roots must vouch for the certificate, and it must name the host.
    case systemRoots

    /// The certificates in a PEM file must vouch for it, instead of the system's; and the name.
    case roots(path: String)

    /// The certificate must be this one: its SHA-256, 32 bytes. Names and dates are not looked at.
    case fingerprint([UInt8])

    /// Whatever is shown. The caller must look at `TLSConnection.peerFingerprint` once the
    /// handshake is done, before it sends anything: trust on first use.
    case askCaller

    /// Loads the roots, or takes the place of chain verification.
    func serve(_ context: OpaquePointer) throws(TLSError) {
        unsafe SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nil)
        switch self {
        case .systemRoots: try checked { unsafe SSL_CTX_set_default_verify_paths(context) }
        case .roots(let path):
            try CertificateFile.certificate.use(path) {
                unsafe SSL_CTX_load_verify_file(context, path)
            }
        case .fingerprint, .askCaller:
            unsafe SSL_CTX_set_cert_verify_callback(
                context, { store, _ in unsafe PinCheck.run(store) }, nil)
        }
    }

    var checksName: Bool {
        switch self {
        case .systemRoots, .roots: true
        case .fingerprint, .askCaller: false
        }
    }
}

/// One connection's check of a pinned certificate. It happens within the handshake, so that a
/// stranger gets an alert and no certificate, password or word of ours.
final class PinCheck {
    private let expected: [UInt8]?

    /// The SHA-256 of the certificate that was refused, for the person who must decide.
    private(set) var refused: [UInt8] = []

    init(_ trust: PeerTrust) {
        if case .fingerprint(let fingerprint) = trust {
            expected = fingerprint
        } else {
            expected = nil
        }
    }

    /// Makes the callback find this check. Whoever owns the connection keeps it alive.
    func serve(_ ssl: OpaquePointer) throws(TLSError) {
        try checked { unsafe SSL_set_ex_data(ssl, 0, Unmanaged.passUnretained(self).toOpaque()) }
    }

    /// OpenSSL's callback: 1 to go on.
    static func run(_ store: OpaquePointer?) -> CInt {
        let ssl = unsafe X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx())
        guard let ssl = unsafe ssl, let check = unsafe SSL_get_ex_data(OpaquePointer(ssl), 0)
        else { return 0 }
        let pin = unsafe Unmanaged<PinCheck>.fromOpaque(check).takeUnretainedValue()
        let shown = unsafe X509_STORE_CTX_get0_cert(store).flatMap(fingerprint)
        if pin.expected == nil || pin.expected == shown { return 1 }
        pin.refused = shown ?? []
        unsafe X509_STORE_CTX_set_error(store, X509_V_ERR_APPLICATION_VERIFICATION)
        return 0
    }
}
