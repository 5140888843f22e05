/// Which server certificates a client accepts.
public enum Trust: Sendable {
    /// Signed by an authority that this machine trusts, for the host that was asked for.
    case system
    /// This one certificate, whoever signed it.
    case pinned(Fingerprint)
    /// As `system`; else the one in the list of known servers; else whatever a person says yes to,
    /// which is then written into the list.
    ///
    /// - Parameters:
    ///   - file: the path of the list.
    ///   - ask: called while no connection is open, so a person may take all the time it needs.
    case firstUse(file: String, ask: @Sendable (Presented) async -> Bool)
    /// Any certificate at all: for tests on loopback only.
    case anything
}

/// A certificate that no authority vouches for, and the server that showed it.
public struct Presented: Equatable, Sendable {
    /// The server that showed it.
    public var server: Server
    /// Of the certificate that it showed now.
    public var fingerprint: Fingerprint
    /// The certificate that was accepted from this server before, when this is another one.
    public var before: Fingerprint?

    /// - Parameter before: nil where none was accepted yet, or it is the same.
    public init(server: Server, fingerprint: Fingerprint, before: Fingerprint? = nil) {
        self.server = server
        self.fingerprint = fingerprint
        self.before = before
    }
}
