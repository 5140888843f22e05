public import Wire

/// Where one listening socket stands.
public struct ListenAddress: Equatable, Sendable {
    /// An IPv4 or IPv6 address as text: `0.0.0.0`, `::`, `127.0.0.1`. `::` hears IPv6 alone.
    public var address: String
    /// 0 lets the system choose; `SocketServer.boundPorts` then tells which.
    public var port: UInt16
    /// Without TLS the address must be a loopback address.
    public var secure: Bool

    /// Nothing is checked before `SocketServer.start`, which throws a `TransportError`.
    public init(address: String, port: UInt16, secure: Bool) {
        self.address = address
        self.port = port
        self.secure = secure
    }
}

/// How fast one connection may give commands: a bucket of tokens that regains by the clock.
///
/// Whoever outruns it is not disconnected, only not read from until it has regained. A command is
/// taken while any token is left, whatever it costs, and the debt is paid back before the next.
public struct CommandBudget: Sendable {
    /// Tokens of a full bucket.
    public var burst: Int
    /// Tokens regained each second.
    public var perSecond: Int
    /// What one command costs, in tokens, 0 or more.
    public var cost: @Sendable (Message) -> Int

    /// Traps unless `burst` and `perSecond` are above 0.
    public init(burst: Int, perSecond: Int, cost: @escaping @Sendable (Message) -> Int) {
        precondition(burst > 0 && perSecond > 0)
        self.burst = burst
        self.perSecond = perSecond
        self.cost = cost
    }
}

/// Everything that the transport can be told; each limit has its unit in its name or its type.
public struct TransportSettings: Sendable {
    /// Where to listen; read once, by `SocketServer.start`, with one port for each in `boundPorts`.
    public var listeners: [ListenAddress]
    /// How many event loops, 1 to 64. Two cost 35–60 % more CPU a delivery than one, for batches
    /// get thinner: raise it when one is full.
    public var loops = 1

    /// Connections in all, at most 2²⁴ a loop.
    public var connections = 10_000
    /// Connections of one address (of one /64 in IPv6): a whole village shares one.
    public var connectionsPerAddress = 300
    /// TLS handshakes at once; past it, accepting waits.
    public var handshakes = 128
    /// How long a handshake may take.
    public var handshakeWithin = Duration.seconds(10)
    /// How long a connection may take, behind its handshake, until its centre has let it in.
    public var registerWithin = Duration.seconds(60)
    /// Whoever has given an invitation's code has so many times as long, once: a password is to be
    /// thought of.
    public static let redeemingFactor = 5
    /// How long a connection may be silent before it is asked whether it is there.
    public var pingAfter = Duration.seconds(240)
    /// How long it then has to say anything.
    public var pingWait = Duration.seconds(60)
    /// `pingAfter` for connections that a session hangs on, where it is the shorter of the two.
    public var watchedPingAfter = Duration.seconds(10)
    /// `pingWait` for them, likewise: by default 25 seconds of silence in all.
    public var watchedPingWait = Duration.seconds(15)
    /// How long a connection that is being closed has to take what is still for it.
    public var closeWithin = Duration.seconds(5)
    /// How long the peer of a closed connection has to close its end, so that our last words live.
    public var lingerFor = Duration.seconds(1)
    /// How long accepting rests when the system has no more descriptors.
    public var acceptPause = Duration.seconds(1)

    /// Bytes that may wait for one connection; past it, it is dropped as too slow.
    public var outboxBytes = 1 << 20
    /// Bytes that may wait for all connections together; past it, the fullest is dropped.
    public var outboxesBytes = 256 << 20
    /// The kernel's buffer for what is sent, per connection (the kernel doubles it).
    public var sendBufferBytes = 128 << 10
    /// Lines of one connection that its centre has not answered; at this many, reading stops.
    public var windowLines = 128
    /// The same in bytes.
    public var windowBytes = 64 << 10
    /// Nil: no budget.
    public var budget: CommandBudget?
    /// A fan-out to more than so many waits behind smaller ones and is written in slices.
    public var largeAudience = 64
    /// Connections of the large lane that are written between two looks at the input.
    public var slice = 16

    /// Everything else stands at its default.
    public init(listeners: [ListenAddress]) {
        self.listeners = listeners
    }

    /// How many connections room is set aside for: the limit may be raised later.
    var connectionsEver: Int { max(connections, 1 << 16) }
}

extension Duration {
    /// Whole milliseconds, at least 1: the transport's clock is no finer.
    var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return max(1, seconds * 1_000 + attoseconds / 1_000_000_000_000_000)
    }
}
