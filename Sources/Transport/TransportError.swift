/// Why the transport could not start. Each is the operator's to mend.
public enum TransportError: Error, Equatable, Sendable {
    /// Not an IPv4 or IPv6 address.
    case notAnAddress(ListenAddress)
    /// A listener without TLS that others than this machine could reach.
    case plainBeyondLoopback(ListenAddress)
    /// A listener with TLS, and no certificate given.
    case noCertificate(ListenAddress)
    /// `socket`, `bind` or `listen` failed with this `errno`.
    case cannotListen(ListenAddress, code: Int32)
    /// The system refused an epoll instance with this `errno`.
    case noEventLoop(code: Int32)
}

/// What an operator should hear of: counts only, never an address or a word.
public enum TransportEvent: Equatable, Sendable {
    case listening(port: UInt16, secure: Bool)
    /// No descriptors are left (`EMFILE`, `ENFILE`) or no memory: accepting rests for a while.
    case acceptingPaused(code: Int32, connections: Int)
    case acceptingAgain(connections: Int)
    /// The limit on connections was reached; said once until there is room again.
    case full(connections: Int)
    /// All outboxes together passed their limit, and the fullest connection was dropped.
    case outboxesFull(bytes: Int)
    case stopped(connections: Int)
}

/// Where operator events go. Called on event loops: it must not block.
public typealias TransportLog = @Sendable (TransportEvent) -> Void
