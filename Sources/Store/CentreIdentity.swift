import Glibc
public import Rooms
import Secrets

/// Who a log belongs to: made once with the file, never changed.
public struct CentreIdentity: Equatable, Sendable {
    /// 16 random bytes that no other centre has.
    public let id: [UInt8]
    /// When the file was made.
    public let created: Moment
    /// What the first event is chained to: the hash of what identifies the centre, so that one
    /// centre's log cannot be passed off as another's. 32 bytes.
    let chainStart: [UInt8]

    /// - Parameter chainStart: of a log of the first schema, which hashed the key for names too.
    init(id: [UInt8], created: Moment, chainStart: [UInt8]? = nil) {
        self.id = id
        self.created = created
        var bytes = Array("sandali log 2".utf8) + id
        bytes.append(bigEndian: created.milliseconds)
        self.chainStart = chainStart ?? SHA256.hash(bytes.span)
    }

    /// The chain's start in the first schema.
    static func firstChainStart(id: [UInt8], nameKey: [UInt8], created: Moment) -> [UInt8] {
        var bytes = Array("sandali log 1".utf8) + id + nameKey
        bytes.append(bigEndian: created.milliseconds)
        return SHA256.hash(bytes.span)
    }

    /// A new centre's.
    static func random() throws(LogError) -> CentreIdentity {
        do {
            return CentreIdentity(id: try Random.bytes(16), created: clock())
        } catch {
            throw .noRandomness
        }
    }

    private static func clock() -> Moment {
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        return Moment(milliseconds: Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000)
    }
}
