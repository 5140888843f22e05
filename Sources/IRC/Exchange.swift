public import Rooms
public import Wire

/// One accepted connection: which event loop owns it, its slot there, and the slot's generation.
///
/// A slot is reused after a close; its generation then differs, so that a late delivery to the one
/// who has left never reaches the one who came after.
public struct ConnectionID: TableKey, Comparable {
    /// Loop in the top 8 bits, slot in the next 24, generation in the low 32.
    public var bits: UInt64

    /// - Parameters:
    ///   - slot: below 2^24; higher bits are dropped.
    ///   - generation: how often the slot had been used before, modulo 2^32.
    @inlinable
    public init(loop: UInt8, slot: UInt32, generation: UInt32) {
        bits = UInt64(loop) << 56 | UInt64(slot & 0xff_ffff) << 32 | UInt64(generation)
    }

    /// All 64 bits: the event loops give them, no client chooses them.
    @inlinable public var tableNumber: UInt64 { bits }

    /// Which event loop owns it.
    @inlinable public var loop: UInt8 { UInt8(truncatingIfNeeded: bits >> 56) }
    /// Where it stands in that loop's table, below 2^24.
    @inlinable public var slot: UInt32 { UInt32(truncatingIfNeeded: bits >> 32) & 0xff_ffff }
    /// How often the slot had been used before, modulo 2^32.
    @inlinable public var generation: UInt32 { UInt32(truncatingIfNeeded: bits) }

    /// By loop, then slot, then generation: the same order in every process, but not that in which
    /// they came.
    @inlinable
    public static func < (left: ConnectionID, right: ConnectionID) -> Bool {
        left.bits < right.bits
    }
}

/// What the transport knows of a connection besides what it says.
public struct Peer: Equatable, Sendable {
    /// The address as text (`192.0.2.7`, `2001:db8::7`); never logged.
    public var address: [UInt8]
    /// What limits per address count: of IPv6 the network (`2001:db8::`), else the address.
    public var network: [UInt8]
    /// Whether the connection is under TLS.
    public var secure: Bool
    /// The TLS version and cipher as OpenSSL names them, for WHOIS 671; empty when plain.
    public var cipher: [UInt8]
    /// SHA-256 of the client certificate's DER, or empty.
    public var certificate: [UInt8]

    /// Without TLS there is neither cipher nor certificate: both are empty.
    ///
    /// - Parameter network: nil: the address is one of IPv4, and counts by itself.
    public init(
        address: [UInt8], network: [UInt8]? = nil, secure: Bool, cipher: [UInt8] = [],
        certificate: [UInt8] = []
    ) {
        self.address = address
        self.network = network ?? address
        self.secure = secure
        self.cipher = cipher
        self.certificate = certificate
    }
}

/// Why a connection ended, as far as the transport can tell.
public enum Ending: Equatable, Sendable {
    /// The peer closed, or said QUIT before a centre had it.
    case closedByPeer
    /// The network or TLS failed.
    case failed
    /// Nothing came for too long.
    case timedOut
    /// Its outbox passed the limit: it reads too slowly.
    case tooSlow
    /// A centre asked for it, after QUIT too, or there was no such centre, or the server stops.
    case closedByUs
}

/// Something that a connection did, on its way from an event loop to its centre.
public enum Arrival: Sendable {
    /// A connection has named its centre; its whole greeting moves there. Boxed, as it is large:
    /// every line would be moved with room for it.
    indirect case opened(ConnectionID, Greeting, Peer)
    /// One line, parsed.
    case line(ConnectionID, Message)
    /// One line that could not be parsed; the connection stays.
    case broken(ConnectionID, LineError)
    /// The connection is gone.
    case closed(ConnectionID, Ending)
}

/// Who hears a room, ready for the event loops: connections grouped by loop and by how a line must
/// be encoded for them. Built once, shared by every message until the room or its people change.
public final class Audience: Sendable {
    /// Connections of one loop that get the same bytes.
    public struct Group: Sendable {
        /// The loop that owns these connections.
        public let loop: UInt8
        /// Which of a fan-out's encodings this group gets.
        public let variant: Int
        /// Each at most once, in no order that means anything.
        public let connections: [ConnectionID]

        /// - Parameters:
        ///   - variant: a place in the audience's `shapes`.
        ///   - connections: all of them `loop`'s, each at most once; not checked.
        public init(loop: UInt8, variant: Int, connections: [ConnectionID]) {
            self.loop = loop
            self.variant = variant
            self.connections = connections
        }
    }

    /// At most one for each pair of loop and variant.
    public let groups: [Group]
    /// How a line must be encoded for each variant, in the order of a fan-out's `variants`.
    public let shapes: [Capabilities]
    /// How many connections there are in all; a large audience is written in slices.
    public let count: Int

    /// Counts the connections of all groups, once and for all.
    ///
    /// - Parameters:
    ///   - groups: at most one for each pair of loop and variant.
    ///   - shapes: one for each variant that a group names.
    public init(groups: [Group], shapes: [Capabilities]) {
        self.groups = groups
        self.shapes = shapes
        count = groups.reduce(0) { $0 + $1.connections.count }
    }
}

/// One thing for an event loop to do, in the order given.
public enum Delivery: Sendable {
    /// Bytes (whole lines) for one connection.
    case send([UInt8], to: ConnectionID)
    /// One message for many: `variants[group.variant]` goes to each connection of each group of the
    /// loop, except to `except`.
    case fanOut(variants: [[UInt8]], Audience, except: ConnectionID?)
    /// The centre has let the connection in: its deadline for registering is over.
    case registered(ConnectionID)
    /// What the transport itself says to this connection from now on is in this language.
    case speaks(ConnectionID, Language)
    /// Whether it is to be noticed within half a minute that this connection is dead.
    case watched(ConnectionID, closely: Bool)
    /// Flush what is waiting, then close.
    case close(ConnectionID)
    /// So many lines of this connection have been answered in full: it may send as many more.
    case answered(ConnectionID, lines: Int)
}
