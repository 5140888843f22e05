import Glibc
public import Rooms
import Secrets

/// Who a log belongs to: made once with the file, never changed.
public struct CentreIdentity: Equatable, Sendable {
    /// 16 random bytes that no other centre has.
    public let id: [UInt8]
    /// 16 random bytes: the SipHash key of the centre's `NameKey`s. Kept from other centres, so
    /// that the same name does not have the same key in two of them.
    public let nameKey: [UInt8]
    /// When the file was made.
    public let created: Moment

    /// A new centre's.
    static func random() throws(LogError) -> CentreIdentity {
        do {
            return CentreIdentity(
                id: try Random.bytes(16), nameKey: try Random.bytes(16), created: clock())
        } catch {
            throw .noRandomness
        }
    }

    private static func clock() -> Moment {
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        return Moment(milliseconds: Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000)
    }

    /// What the first event is chained to: the hash of everything that identifies the centre, so
    /// that one centre's log cannot be passed off as another's.
    var chainStart: [UInt8] {
        var bytes = Array("sandali log 1".utf8) + id + nameKey
        bytes.append(bigEndian: created.milliseconds)
        return SHA256.hash(bytes.span)
    }
}
