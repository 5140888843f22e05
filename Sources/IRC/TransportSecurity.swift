/// What clients are told about coming under TLS only, and for how long to remember it.
///
/// - Source: IRCv3 sts.
public struct TransportSecurity: Equatable, Sendable {
    /// Where TLS is listened for, as clients reach it.
    public let port: Int
    /// For so long a client that has come under TLS comes in no other way; 0 takes it back.
    public let seconds: Int

    /// - Parameter port: 1 to 65,535, of a listener with TLS; not checked.
    public init(port: Int, seconds: Int) {
        self.port = port
        self.seconds = seconds
    }

    /// Under TLS how long it holds, without TLS where to go: each of no use to the other.
    ///
    /// It is nothing that can be asked for, and nothing that is ever taken back by CAP DEL.
    func offer(secure: Bool) -> Capabilities.Offer {
        Capabilities.Offer(
            capability: [], name: "sts", value: secure ? "duration=\(seconds)" : "port=\(port)")
    }
}
