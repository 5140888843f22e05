/// Why a TLS conversation or a certificate file came to nothing, and whose fault it was.
///
/// The cases hold numbers and enums only: no address, name or path, so that any of them may be
/// logged.
public enum TLSError: Error, Equatable, Sendable {
    /// The peer does not speak TLS at all: a plain IRC client or a browser on the TLS port.
    case plainText(OpenSSLReason)

    /// Both speak TLS, but no version, cipher suite, group or signature suits both.
    case nothingInCommon(OpenSSLReason)

    /// The peer said what it disliked: an alert of RFC 8446 §6, such as 42 for a bad certificate.
    case peerAlert(UInt8)

    /// The peer broke the protocol: a record that does not decrypt, a message out of turn.
    case protocolBroken(OpenSSLReason)

    /// The link broke below TLS; `errno`, such as `ECONNRESET`.
    case linkBroken(errno: Int32)

    /// The server's certificate does not hold; a verification code of X509_V_ERR_….
    case certificateRefused(code: Int32)

    /// The server's certificate is not the one that was pinned; the SHA-256 that it showed instead.
    case otherFingerprint([UInt8])

    /// A certificate or key file cannot be used. What was loaded before stays in force.
    case file(CertificateFile, FileProblem)

    /// OpenSSL refused something that this program asked of it.
    case ours(OpenSSLReason)

    /// Who has to do something about it.
    public enum Fault: Equatable, Sendable { case peer, link, certificateFile, ours }

    /// A certificate that was refused is the peer's fault; what broke below TLS is the link's.
    public var fault: Fault {
        switch self {
        case .plainText, .nothingInCommon, .peerAlert, .protocolBroken: .peer
        case .certificateRefused, .otherFingerprint: .peer
        case .linkBroken: .link
        case .file: .certificateFile
        case .ours: .ours
        }
    }
}

/// Which of an identity's two files.
public enum CertificateFile: Equatable, Sendable { case certificate, key }

/// What is wrong with a certificate or key file.
public enum FileProblem: Equatable, Sendable {
    /// It cannot be opened or written; `errno`.
    case unreadable(errno: Int32)

    /// It is no PEM file of the expected kind.
    case notPEM(OpenSSLReason)

    /// The key is locked with a password, which a server has nobody to ask for.
    case locked

    /// The key belongs to another certificate.
    case keyDoesNotMatch

    /// The key is too short, or the digest too old, for today's security level.
    case tooWeak(OpenSSLReason)
}

extension TLSError: CustomStringConvertible {
    /// For developers and logs, in a few words; people get a sentence from whoever answers them.
    public var description: String {
        switch self {
        case .plainText: "the peer does not speak TLS"
        case .nothingInCommon(let reason): "nothing in common with the peer: \(reason)"
        case .peerAlert(let number): "the peer sent alert \(number)"
        case .protocolBroken(let reason): "the peer broke the protocol: \(reason)"
        case .linkBroken(let errno): "the link broke (errno \(errno))"
        case .certificateRefused(let code): "certificate refused: \(verifyText(code))"
        case .otherFingerprint: "the certificate is not the pinned one"
        case .file(let file, let problem): "\(file) file: \(problem)"
        case .ours(let reason): "OpenSSL refused a call: \(reason)"
        }
    }
}

extension FileProblem: CustomStringConvertible {
    /// For developers and logs, in a few words, and without the file's path.
    public var description: String {
        switch self {
        case .unreadable(let errno): "cannot be opened (errno \(errno))"
        case .notPEM(let reason): "no usable PEM (\(reason))"
        case .locked: "locked with a password"
        case .keyDoesNotMatch: "the key does not match the certificate"
        case .tooWeak(let reason): "too weak (\(reason))"
        }
    }
}
