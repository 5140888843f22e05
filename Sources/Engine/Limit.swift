/// The bounds of an engine.
public enum Limit {
    /// How long after a full disk writing is tried again.
    public static let fullDiskRetrySeconds: Int64 = 1
    /// Seconds between two wipings: each cuts the write-ahead log short.
    static let wipePauseSeconds: Int64 = 10
    /// Seconds to wait after something was in the way of wiping.
    static let wipeRestSeconds: Int64 = 30
}
