/// How far one call on a `TLSConnection` has come.
public enum Step: Equatable, Sendable {
    /// The call is finished: a handshake or a shutdown with 0 bytes, a read or a write with how
    /// many.
    case done(bytes: Int)

    /// Call again with the same bytes once the descriptor is readable.
    case wantsRead

    /// Call again with the same bytes once the descriptor is writable.
    case wantsWrite

    /// The peer has ended the conversation in good order, or this end gave it up before.
    case closed
}
