internal import COpenSSL

/// By what a client believes a server.
public enum PeerTrust: Equatable, Sendable {
    /// The system's roots must vouch for the certificate, and it must name the host.
    case systemRoots

    /// The certificate must be this one: its SHA-256, 32 bytes. Names and dates are not looked at.
    case fingerprint([UInt8])

    /// Whatever is shown. The caller must look at `TLSConnection.peerFingerprint` once the
    /// handshake is done, before it sends anything: trust on first use.
    case askCaller
}

/// What the verification callback reads; frozen, and kept by the context that it serves.
final class Pin: Sendable {
    let fingerprint: [UInt8]?

    init(_ fingerprint: [UInt8]?) { self.fingerprint = fingerprint }

    /// Takes the place of chain verification, so that a stranger gets an alert and no certificate,
    /// password or word of ours.
    func serve(_ context: OpaquePointer) {
        unsafe SSL_CTX_set_cert_verify_callback(
            context,
            { store, pin in
                guard let store = unsafe store, let pin = unsafe pin else { return 0 }
                let expected = unsafe Unmanaged<Pin>.fromOpaque(pin).takeUnretainedValue()
                return unsafe expected.accepts(X509_STORE_CTX_get0_cert(store), store)
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    private func accepts(_ certificate: OpaquePointer?, _ store: OpaquePointer) -> CInt {
        guard let fingerprint else { return 1 }
        if let certificate = unsafe certificate,
            unsafe TLS.fingerprint(of: certificate) == fingerprint
        {
            return 1
        }
        unsafe X509_STORE_CTX_set_error(store, X509_V_ERR_APPLICATION_VERIFICATION)
        return 0
    }
}
